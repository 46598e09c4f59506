"""The arrays: quads in two orders, and the terms that their numbers stand for."""

from __future__ import annotations

import mmap
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from kg.store.column_layout import places

Ints: TypeAlias = npt.NDArray[Any]

NONE, INTEGER, DECIMAL, DATE = range(4)
"""What kind of value a term is: none that is understood here, xsd:integer, xsd:decimal, xsd:date without a zone."""

DEFAULT_GRAPH: Final = -1
ABSENT: Final = -2
"""The number of a term that no quad holds."""


class Unsupported(Exception):  # noqa: N818 - reads as what it is
    """A query, or what it meets in the data, is not understood here: it is the engine's to answer."""


class Order(NamedTuple):
    """All quads in one order: property, then subject and object or object and subject."""

    s: Ints
    o: Ints
    g: Ints


class Texts:
    """Terms as N-Triples, in the order of their bytes; a term's number is its place."""

    def __init__(self, data: Any, offsets: Ints) -> None:
        self._data = data
        self._offsets = offsets
        self._begins = memoryview(offsets)  # type: ignore[arg-type]  # gives Python's numbers, which are quicker

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._data[self._begins[number] : self._begins[number + 1]])

    def together(self, low: int, high: int) -> tuple[bytes, Ints]:
        """The texts of these terms, one behind the other, and where in them each begins."""
        begin, end = self._offsets[low], self._offsets[high]
        return bytes(self._data[begin:end]), self._offsets[low:high] - begin

    def find(self, term: bytes) -> int:
        """A term's number, or `ABSENT`."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self[middle] < term:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self[low] == term else ABSENT


class Columns:
    """The quads of one snapshot.

    `kinds`, `values`, `scales`: by a term's number, what it is worth (`value / 10 ** scale`; a date as 20240131).
    `properties` are the numbers of all properties, in their order; the quads of the n-th stand between `starts[n]` and
    `starts[n + 1]` in both orders.
    """

    def __init__(self, arrays: dict[str, Ints]) -> None:
        self.texts = Texts(arrays["texts"].data, arrays["offsets"])
        self.kinds = arrays["kinds"]
        self.values = arrays["values"]
        self.scales = arrays["scales"]
        self.properties = arrays["properties"]
        self.starts = arrays["starts"]
        self.by_subject = Order(arrays["by_subject_s"], arrays["by_subject_o"], arrays["by_subject_g"])
        self.by_object = Order(arrays["by_object_s"], arrays["by_object_o"], arrays["by_object_g"])

    @classmethod
    def mapped(cls, file: int, lengths: dict[str, int]) -> Columns:
        """From a file that `kg.store.columns.building` wrote; `lengths` are those that it gave."""
        fields = list(places(lengths))
        data = mmap.mmap(file, fields[-1][-1], prot=mmap.PROT_READ)
        return cls({name: np.frombuffer(data, kind, lengths[name], begin) for name, kind, begin, _ in fields})

    def __len__(self) -> int:
        return len(self.by_subject.s)

    def span(self, number: int) -> tuple[int, int]:
        """Where the quads of a property stand."""
        place = int(np.searchsorted(self.properties, number))
        if place == len(self.properties) or self.properties[place] != number:
            return 0, 0
        return int(self.starts[place]), int(self.starts[place + 1])

    def property_column(self) -> Ints:
        """The property of each quad, in either order."""
        return np.repeat(self.properties, np.diff(self.starts))
