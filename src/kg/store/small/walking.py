"""Joining a few triple patterns, quad by quad, from what is known to what hangs on it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from kg.store.quads import ABSENT, Order
from kg.store.small.reading import Pattern
from kg.store.subjects import Subjects

MOST_STEPS = 4000
"""Searches and quads, together: some milliseconds."""
_DEFAULT_GRAPH = -1

Row: TypeAlias = tuple[int, ...]


class TooMuch(Exception):  # noqa: N818 - reads as what it is
    """The patterns are none for going from quad to quad: too many of these, or no order of them to go by."""


class Solutions(NamedTuple):
    """Rows of terms' numbers, and at which place of a row a node's term stands (also that of a constant)."""

    rows: list[Row]
    places: dict[str, int]


class Walk:
    """Finds the solutions of triple patterns. Outside of GRAPH, a triple is there once for each graph that has it."""

    def __init__(self, quads: Subjects, most: int = MOST_STEPS) -> None:
        self._quads = quads
        self._left = most
        self._constants = 0

    def solutions(self, patterns: Sequence[Pattern]) -> Solutions:
        """The solutions of all patterns together.

        Raises:
            TooMuch: there is too much to go through.
        """
        constants = {node for pattern in patterns for node in pattern if node is not None and node[0] != "?"}
        places = {node: place for place, node in enumerate(constants)}
        first = tuple(map(self._quads.find, places))
        if ABSENT in first:
            raise TooMuch  # whether its terms are well-formed is then the engine's to tell
        self._constants = len(first)
        rows: list[Row] = [first]
        waiting = list(patterns)
        while waiting and rows:
            counts = [self._count(one, rows[0], places) for one in waiting] if len(waiting) > 1 else [0]
            pattern = waiting.pop(counts.index(min(counts)))
            rows = self._joined(rows, pattern, places)
        return Solutions(rows, places)

    def _count(self, pattern: Pattern, row: Row, places: dict[str, int]) -> int:
        """How many quads there are to look at for a pattern, given the row."""
        numbers = [None if (place := places.get(node)) is None else row[place] for node in pattern[:3]]
        begin, end, _ = self._range(*numbers)
        return end - begin

    def _range(self, subject: int | None, property_: int | None, object_: int | None) -> tuple[int, int, Order | None]:
        """Where the quads with these terms stand, and in which order; None: in that by subject, without graphs.

        Those of the default order are all the ones that are looked for; without a property the objects are to be
        compared.
        """
        quads = self._quads
        if property_ is None:
            if subject is None:
                return 0, 1 << 62, None
            return *quads.span(quads.text(subject)), None
        low, high = quads.spans.get(property_, (0, 0))
        if subject is not None:
            order = quads.by_subject
            low = bisect_left(order.s, subject, low, high)
            high = _after(order.s, subject, low, high)
            other, wanted = order.o, object_
        else:
            order = quads.by_object
            other, wanted = order.o, object_
        if wanted is not None:
            low = bisect_left(other, wanted, low, high)
            high = _after(other, wanted, low, high)
        return low, high, order

    def _joined(self, rows: list[Row], pattern: Pattern, places: dict[str, int]) -> list[Row]:
        """The rows with what the pattern adds to each; notes the places of its variables."""
        s, p, o = (places.get(node) for node in pattern[:3])
        graph = pattern.graph
        new = list(dict.fromkeys(node for node in pattern if node is not None and node not in places))
        if p is not None and p < self._constants and graph is None and len(new) == 1 and (s is None) != (o is None):
            found = self._extended(rows, s, o, self._quads.spans.get(rows[0][p], (0, 0)))
        else:
            found = []
            for row in rows:
                found += self._checked(row, pattern, places, new)
        width = len(rows[0])
        places |= {node: width + index for index, node in enumerate(new)}
        return found

    def _extended(self, rows: list[Row], s: int | None, o: int | None, span: tuple[int, int]) -> list[Row]:
        """The rows, each with the objects of its subject (or the other way round) by a property with this span."""
        if s is not None:
            keys, values, place = self._quads.by_subject.s, self._quads.by_subject.o, s
        else:
            assert o is not None
            keys, values, place = self._quads.by_object.o, self._quads.by_object.s, o
        low, end = span
        found: list[Row] = []
        add = found.append
        for row in rows:
            key = row[place]
            first = bisect_left(keys, key, low, end)
            after = _after(keys, key, first, end)
            self._left -= 1 + after - first
            if self._left < 0:
                raise TooMuch
            if after == first + 1:
                add((*row, values[first]))
            elif after > first:
                found += [(*row, number) for number in values[first:after].tolist()]
        return found

    def _checked(self, row: Row, pattern: Pattern, places: dict[str, int], new: list[str]) -> list[Row]:
        """What a pattern adds to a row, quad by quad."""
        subject, property_, object_, graph = pattern
        known = [None if (place := places.get(node)) is None else row[place] for node in pattern[:3]]
        low, high, order = self._range(*known)
        self._left -= 1 + high - low
        if self._left < 0:
            raise TooMuch
        if order is None:
            if graph is not None:
                raise TooMuch  # what is said of a subject is known without its graphs
            columns = [self._quads.said_p[low:high], self._quads.said_o[low:high]]
            nodes = [property_, object_]
            fixed = {subject: row[places[subject]]}
        else:
            columns = [order.s[low:high], order.o[low:high], order.g[low:high]]
            nodes = [subject, object_, graph or ""]
            fixed = {property_: row[places[property_]]}
        fixed |= {node: row[places[node]] for node in nodes if node in places}
        found = []
        for numbers in zip(*columns, strict=True):
            terms = dict(fixed)
            for node, number in zip(nodes, numbers, strict=True):
                if node and (terms.setdefault(node, number) != number or (node == graph and number == _DEFAULT_GRAPH)):
                    break
            else:
                found.append((*row, *(terms[node] for node in new)))
        return found


def _after(keys: memoryview[int], key: int, first: int, end: int) -> int:
    """Where a key that stands at `first`, if anywhere, does not stand any more; mostly that is near."""
    near = min(first + 4, end)
    after = bisect_right(keys, key, first, near)
    return after if after < near else bisect_right(keys, key, near, end)
