"""Bytes that all requests of a server may hold together: what each may have alone, thousands may not have at once."""

from __future__ import annotations

from kg.errors import StoreBusy


class Room:
    """Less than `most` bytes, or 0 for as many as anybody likes. `busy` is what is said when there are no more."""

    def __init__(self, most: int = 0, busy: str = "the server has too much to do; try again later") -> None:
        self._most = most
        self._busy = busy
        self._taken = 0

    def take(self, size: int) -> None:
        """Take some of it.

        Raises:
            StoreBusy: there is not so much left.
        """
        if self._most and self._taken + size >= self._most:
            raise StoreBusy(self._busy)
        self._taken += size

    def give(self, size: int) -> None:
        """Give some of it back."""
        self._taken -= size
