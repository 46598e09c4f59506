"""The command line, `kg`. Each group of commands has its module; the heavy parts are imported when a command runs."""

from kg.cli.app import app

__all__ = ["app"]
