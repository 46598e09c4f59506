"""What is said of a subject, from columns: an answer to a look-up within some microseconds.

The engine's way to it is longer: it reads the query, then each term from its files. Columns are there for the workers
anyway (`kg.store.columns`); the server maps the same memory.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from zlib import crc32

from kg.store.column_layout import places
from kg.store.generations import Generation
from kg.store.term_json import term_json


class Subjects:
    """The subjects of one snapshot. `file` may be closed afterwards.

    Subjects stand in the order of `hash_of` their texts; of the n-th is said (property, object) what stands between
    `said_starts[n]` and `said_starts[n + 1]`, once for each graph that says it.
    """

    def __init__(self, file: int, lengths: Mapping[str, int], generation: Generation) -> None:
        self.generation = generation
        fields = list(places(lengths))
        self._file = mmap.mmap(file, fields[-1][-1], prot=mmap.PROT_READ)
        data = memoryview(self._file)
        arrays: dict[str, memoryview[int]] = {name: data[begin:end].cast(kind) for name, kind, begin, end in fields}  # type: ignore[call-overload]  # kinds of whole numbers
        self._texts_begin = next(begin for name, _, begin, _ in fields if name == "texts")
        self._offsets = arrays["offsets"]
        self._hashes = arrays["subject_hashes"]
        self._subjects = arrays["subjects"]
        self._starts = arrays["said_starts"]
        self._said_p = arrays["said_p"]
        self._said_o = arrays["said_o"]
        self._known: dict[int, str | None] = {}

    def said(self, subject: bytes, most: int) -> tuple[list[int], list[int]] | None:
        """The numbers of properties and objects of what is said of a subject (N-Triples), in the same order.

        None: nothing is, or more than `most`.
        """
        hash_ = hash_of(subject)
        place = bisect_left(self._hashes, hash_)
        while place < len(self._hashes) and self._hashes[place] == hash_:
            if self._text(self._subjects[place]) == subject:
                begin, end = self._starts[place], self._starts[place + 1]
                if end - begin > most:
                    return None
                return self._said_p[begin:end].tolist(), self._said_o[begin:end].tolist()
            place += 1
        return None

    def is_term(self, number: int, text: bytes) -> bool:
        """Whether a term is this one (N-Triples)."""
        return self._text(number) == text

    def terms(self, numbers: Sequence[int]) -> list[str | None]:
        """Terms as `term_json`."""
        file, begin, offsets = self._file, self._texts_begin, self._offsets
        return [term_json(file[begin + offsets[n] : begin + offsets[n + 1]].decode()) for n in numbers]

    def properties(self, numbers: Sequence[int]) -> list[str | None]:
        """Properties as `term_json`. There are few of them: they are remembered."""
        known = self._known
        for number in numbers:
            if number not in known:
                known[number] = self.terms([number])[0]
        return [known[number] for number in numbers]

    def _text(self, number: int) -> bytes:
        begin = self._texts_begin
        return self._file[begin + self._offsets[number] : begin + self._offsets[number + 1]]


def hash_of(term: bytes) -> int:
    """A number of 32 bits, for a term as N-Triples."""
    return crc32(term)
