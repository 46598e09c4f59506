"""The columns of one snapshot as the server reads them, without numpy: a quad here, a term there.

What goes through many quads is a worker's (`kg.store.columns`); both map the same memory.
"""

from __future__ import annotations

import mmap
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.store.column_layout import places
from kg.store.generations import Generation
from kg.store.term_json import term_json

ABSENT = -2
"""The number of a term that no quad holds."""
_REMEMBERED = 10_000
"""Terms, and numbers of terms."""
_SHORT = 500
"""Bytes of a term that is remembered."""


class Order(NamedTuple):
    """All quads in one order: by property, then by subject and object or by object and subject."""

    s: memoryview[int]
    o: memoryview[int]
    g: memoryview[int]


class Quads:
    """The quads of one snapshot, and their terms by number. `file` may be closed afterwards.

    Terms have their numbers in the order of their texts (N-Triples), from 0; the default graph has the number -1.
    """

    def __init__(self, file: int, lengths: Mapping[str, int], generation: Generation) -> None:
        self.generation = generation
        fields = list(places(lengths))
        self._file = mmap.mmap(file, fields[-1][-1], prot=mmap.PROT_READ)
        data = memoryview(self._file)
        arrays: dict[str, memoryview[int]] = {name: data[begin:end].cast(kind) for name, kind, begin, end in fields}  # type: ignore[call-overload]  # kinds of whole numbers
        self._texts_begin = next(begin for name, _, begin, _ in fields if name == "texts")
        self._offsets = arrays["offsets"]
        self._known: dict[int, str | None] = {}
        self._numbers: dict[str, int] = {}
        self._arrays = arrays
        self.by_subject, self.by_object = (
            Order(*(arrays[f"by_{name}_{place}"] for place in "sog")) for name in ("subject", "object")
        )
        starts = arrays["starts"]
        self.spans = {
            number: (starts[place], starts[place + 1]) for place, number in enumerate(arrays["properties"].tolist())
        }
        """Where in both orders the quads of each property stand."""

    def find(self, term: str) -> int:
        """The number of a term (N-Triples), or `ABSENT`."""
        known = self._numbers.get(term)
        if known is not None:
            return known
        wanted = term.encode()
        low, high = 0, len(self._offsets) - 1
        while low < high:
            middle = (low + high) // 2
            if self.text(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        number = low if low < len(self._offsets) - 1 and self.text(low) == wanted else ABSENT
        if len(self._numbers) >= _REMEMBERED:
            self._numbers.clear()
        self._numbers[term] = number
        return number

    def text(self, number: int) -> bytes:
        """A term as N-Triples."""
        begin = self._texts_begin
        return self._file[begin + self._offsets[number] : begin + self._offsets[number + 1]]

    def size(self, number: int) -> int:
        """Bytes of a term as N-Triples."""
        return self._offsets[number + 1] - self._offsets[number]

    def terms(self, numbers: Sequence[int]) -> list[str | None]:
        """Terms as `term_json`. Many come again and again: they are remembered."""
        known = self._known
        try:
            return [known[number] for number in numbers]
        except KeyError:
            return [known[number] if number in known else self._term(number) for number in numbers]

    def _term(self, number: int) -> str | None:
        text = self.text(number)
        term = term_json(text.decode())
        if len(text) <= _SHORT:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[number] = term
        return term
