"""How columns lie in their file: one array behind the other. Who reads them for look-ups needs no numpy for that."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import Final

FIELDS: Final = (
    ("offsets", "q"),
    ("values", "q"),
    ("starts", "q"),
    ("said_starts", "q"),
    ("properties", "i"),
    ("by_subject_s", "i"),
    ("by_subject_o", "i"),
    ("by_subject_g", "i"),
    ("by_object_s", "i"),
    ("by_object_o", "i"),
    ("by_object_g", "i"),
    ("said_p", "i"),
    ("said_o", "i"),
    ("subjects", "i"),
    ("subject_hashes", "I"),
    ("kinds", "B"),
    ("scales", "B"),
    ("texts", "B"),
)
"""Each array's name, and the type of its numbers as `struct` and numpy call it; the wider ones first."""


def places(lengths: Mapping[str, int]) -> Iterator[tuple[str, str, int, int]]:
    """Name, type, and where each array begins and ends in the file (bytes), if they have so many numbers."""
    begin = 0
    for name, kind in FIELDS:
        end = begin + lengths[name] * struct.calcsize(kind)
        yield name, kind, begin, end
        begin = end
