"""Releases: the data of one moment in all formats, described, cited, and compared with the release before."""

from kg.release.writing import Release, Released, release

__all__ = ["Release", "Released", "release"]
