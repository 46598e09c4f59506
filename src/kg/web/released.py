"""The releases in a folder, as `kg release` writes them."""

from __future__ import annotations

from pathlib import Path

from kg.release import FILE_NAME, SUMS, VERSION


class Releases:
    """The releases in a folder. Only what a release's own list of checksums names is a file of it."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def versions(self) -> list[str]:
        """The versions that there are, the newest first."""
        if self._folder is None or not self._folder.is_dir():
            return []
        found = [path for path in self._folder.iterdir() if VERSION.fullmatch(path.name) and self.names(path.name)]
        return [path.name for path in sorted(found, key=lambda path: (-path.stat().st_mtime, path.name))]

    def names(self, version: str) -> list[str]:
        """The names of a release's files; none where there is no such release."""
        if self._folder is None or not VERSION.fullmatch(version):
            return []
        try:
            listed = (self._folder / version / SUMS).read_text(encoding="utf-8")
        except OSError:
            return []
        names = [line.partition("  ")[2] for line in listed.splitlines()]
        return [SUMS, *(name for name in names if FILE_NAME.fullmatch(name))]

    def path(self, version: str, name: str) -> Path | None:
        """A file of a release; None where there is none of that name."""
        if self._folder is None or name not in self.names(version):
            return None
        path = self._folder / version / name
        return path if path.is_file() else None
