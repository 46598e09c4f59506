"""What is said of a subject, from columns: an answer to a look-up within some microseconds.

The engine's way to it is longer: it reads the query, then each term from its files. Columns are there for the workers
anyway (`kg.store.columns`); the server maps the same memory.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from zlib import crc32

from kg.store.generations import Generation
from kg.store.quads import Quads


class Subjects(Quads):
    """The subjects of one snapshot. `file` may be closed afterwards.

    Subjects stand in the order of `hash_of` their texts; of the n-th is said (property, object) what stands between
    `said_starts[n]` and `said_starts[n + 1]`, once for each graph that says it.
    """

    def __init__(self, file: int, lengths: Mapping[str, int], generation: Generation) -> None:
        super().__init__(file, lengths, generation)
        arrays = self._arrays
        self._hashes = arrays["subject_hashes"]
        self._subjects = arrays["subjects"]
        self._starts = arrays["said_starts"]
        self.said_p = arrays["said_p"]
        self.said_o = arrays["said_o"]

    def said(self, subject: bytes, most: int) -> tuple[list[int], list[int]] | None:
        """The numbers of properties and objects of what is said of a subject (N-Triples), in the same order.

        None: nothing is, or more than `most`.
        """
        begin, end = self.span(subject)
        if begin == end or end - begin > most:
            return None
        return self.said_p[begin:end].tolist(), self.said_o[begin:end].tolist()

    def span(self, subject: bytes) -> tuple[int, int]:
        """Where in `said_p` and `said_o` it stands what is said of a subject (N-Triples)."""
        hash_ = hash_of(subject)
        place = bisect_left(self._hashes, hash_)
        while place < len(self._hashes) and self._hashes[place] == hash_:
            if self.text(self._subjects[place]) == subject:
                return self._starts[place], self._starts[place + 1]
            place += 1
        return 0, 0

    def is_term(self, number: int, text: bytes) -> bool:
        """Whether a term is this one (N-Triples)."""
        return self.text(number) == text


def hash_of(term: bytes) -> int:
    """A number of 32 bits, for a term as N-Triples."""
    return crc32(term)
