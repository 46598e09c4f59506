"""Where in an article's text a line of a sheet says that its row stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from kg.review.sheet import Line

NAMED = frozenset(("zones", "policies"))
"""Tables whose rows go by a name, and may have no place."""
_LISTED = 5


def placed(line: Line, text: str, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells with `start`, `end` and `quote` as they are in the text.

    A quote that stands at `start` stands there; else at its one place in the text. Without a quote the characters from
    `start` to `end` are it. A zone or policy that says neither stands where the text first has its name, or nowhere.

    Raises:
        ReviewError: there is no such place, or there are several.
    """
    start, end = (_offset(line, cells, column) for column in ("start", "end"))
    quote = cells.get("quote", "")
    if not quote and start is None and line.table in NAMED:
        name = cells.get("label") or cells.get("number") or cells.get("title") or ""
        start = text.find(name) if name else -1
        return _cells(cells, start, name) if start >= 0 else {**cells, "start": "0", "end": "0", "quote": ""}
    if not quote and start is not None and end is not None and (start, end) != (0, 0):
        if not start < end <= len(text):
            raise line.refuse(f"the text has {len(text)} characters, and none from {start} to {end}", "start")
        return _cells(cells, start, text[start:end])
    if not quote:
        if line.table in NAMED:
            return {**cells, "start": "0", "end": "0", "quote": ""}
        raise line.refuse("empty, but every row needs it: the words of the text that say so", "quote")
    for form in dict.fromkeys((quote, *(unicodedata.normalize(form, quote) for form in ("NFC", "NFD")))):
        places = _places(text, form)
        if start in places:
            return _cells(cells, start, form)
        if len(places) == 1:
            return _cells(cells, places[0], form)
        if places:
            listed = ", ".join(map(str, places[:_LISTED])) + (" ..." if len(places) > _LISTED else "")
            raise line.refuse(f"{form!r} stands in the text {len(places)} times, at {listed}: which one?", "start")
    raise line.refuse(f"{quote!r} does not stand in the article's text", "quote")


def _cells(cells: Mapping[str, str], start: int, quote: str) -> dict[str, str]:
    return {**cells, "start": str(start), "end": str(start + len(quote)), "quote": quote}


def _offset(line: Line, cells: Mapping[str, str], column: str) -> int | None:
    cell = cells.get(column, "")
    if cell and not (cell.isascii() and cell.isdigit() and len(cell) <= 15):
        raise line.refuse(f"{cell!r} is no offset: a whole number from 0, or nothing, is needed", column)
    return int(cell) if cell else None


def _places(text: str, quote: str) -> list[int]:
    places = []
    at = text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    return places
