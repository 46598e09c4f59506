"""Releases: the data of one moment in all formats, described, cited, and compared with the release before."""

from kg.release.writing import FILE_NAME, SUMS, VERSION, Release, Released, release

__all__ = ["FILE_NAME", "SUMS", "VERSION", "Release", "Released", "release"]
