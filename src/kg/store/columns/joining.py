"""Triple patterns → rows: which terms the variables stand for, as columns of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kg.store.columns.algebra import Node, Pattern, Var
from kg.store.columns.data import ABSENT, DEFAULT_GRAPH, Columns, Ints, Order, Unsupported

MOST_ROWS = 50_000_000


@dataclass
class Rows:
    """Solutions: how many, and for each variable that is asked for later the number of its term in each."""

    count: int
    columns: dict[str, Ints]

    def taken(self, places: Ints) -> Rows:
        """Those at these places (or where a mask is true)."""
        columns = {name: column[places] for name, column in self.columns.items()}
        count = int(np.count_nonzero(places)) if places.dtype == np.bool_ else len(places)
        return Rows(count, columns)


def join(
    columns: Columns,
    patterns: Sequence[Pattern],
    wanted: Iterable[str],
    other: Rows | None = None,
    *,
    other_first: bool = False,
    most: int = MOST_ROWS,
) -> Rows:
    """The solutions of triple patterns, and of other rows, together; of the variables only those wanted.

    The other rows come last, unless they are to be the first ones.

    Raises:
        Unsupported: they do not hang together, or they have more than `most` solutions.
    """
    waiting = sorted((_Matches(columns, pattern) for pattern in patterns), key=len)
    wanted = set(wanted)
    rows, other = (other, None) if other_first else (None, other)
    while waiting or other is not None:
        matches = next((one for one in waiting if rows is None or one.variables & rows.columns.keys()), None)
        if matches is not None:
            waiting.remove(matches)
        needed = wanted.union(*(one.variables for one in waiting), other.columns if other is not None else ())
        if matches is None:
            if rows is None or other is None or not (shared := rows.columns.keys() & other.columns):
                raise Unsupported
            rows = _joined(rows, other, min(shared), wanted.union(*(one.variables for one in waiting)), most)
            other = None
        elif rows is None:
            rows = matches.rows(needed)
        else:
            rows = _with(rows, matches, needed, most)
        if rows.columns and rows.count > most:
            raise Unsupported
    assert rows is not None
    return rows


class _Matches:
    """The quads that match a pattern's constants: a span of one of the two orders, and what is left of that."""

    def __init__(self, columns: Columns, pattern: Pattern) -> None:
        self._columns = columns
        self._nodes: dict[str, Node] = {"s": pattern.subject, "p": pattern.property, "o": pattern.object}
        if pattern.graph is not None:
            self._nodes["g"] = pattern.graph
        self.variables = {node.name for node in self._nodes.values() if isinstance(node, Var)}
        self._constants = {
            place: columns.texts.find(node.text.encode())
            for place, node in self._nodes.items()
            if not isinstance(node, Var)
        }
        self._by_object = False
        self._narrowed: str | None = None
        self._span = self._found()
        # What the span leaves to be checked quad by quad.
        self._checks = {
            place: number for place, number in self._constants.items() if place not in ("p", self._narrowed)
        }

    def _found(self) -> tuple[int, int]:
        if ABSENT in self._constants.values():
            return 0, 0
        if "p" not in self._constants:
            return 0, len(self._columns)
        low, high = self._columns.span(self._constants["p"])
        for place in ("o", "s"):
            if place in self._constants:
                self._by_object = place == "o"
                self._narrowed = place
                column = getattr(self._order, place)[low:high]
                number = self._constants[place]
                return (
                    low + int(np.searchsorted(column, number, "left")),
                    low + int(np.searchsorted(column, number, "right")),
                )
        return low, high

    @property
    def _order(self) -> Order:
        return self._columns.by_object if self._by_object else self._columns.by_subject

    def __len__(self) -> int:
        return self._span[1] - self._span[0]

    def place_of(self, names: Iterable[str]) -> str:
        """Where in the pattern one of these variables stands, the subject rather than the object."""
        names = set(names)
        for place in ("s", "o", "p", "g"):
            node = self._nodes.get(place)
            if isinstance(node, Var) and node.name in names:
                return place
        raise Unsupported

    def name_at(self, place: str) -> str:
        """The variable at a place."""
        node = self._nodes[place]
        assert isinstance(node, Var)
        return node.name

    def sort_by(self, place: str) -> bool:
        """Take the order that is sorted by this place, if there is one; whether there is.

        The quads of one property are sorted by subject or by object, those with one object too by their subjects.
        """
        if "p" not in self._constants or place not in ("s", "o"):
            return False
        if self._narrowed is None:
            self._by_object = place == "o"
        return True

    def rows(self, needed: set[str]) -> Rows:
        """The quads as rows."""
        conditions = [self._array(place) == number for place, number in self._checks.items()]
        if isinstance(self._nodes.get("g"), Var):
            conditions.append(self._array("g") != DEFAULT_GRAPH)  # which no GRAPH reaches
        found: dict[str, Ints] = {}
        first: dict[str, str] = {}
        for place, node in self._nodes.items():
            if not isinstance(node, Var):
                continue
            if first.setdefault(node.name, place) != place:
                conditions.append(self._array(first[node.name]) == self._array(place))
            elif node.name in needed:
                found[node.name] = self._array(place)
        rows = Rows(len(self), found)
        return rows.taken(np.logical_and.reduce(conditions)) if conditions else rows

    def _array(self, place: str) -> Ints:
        if place == "p":
            return self._columns.property_column()
        low, high = self._span
        array: Ints = getattr(self._order, place)[low:high]
        return array


def _with(rows: Rows, matches: _Matches, needed: set[str], most: int) -> Rows:
    """The rows joined with the quads that match a pattern."""
    shared = matches.variables & rows.columns.keys()
    place = matches.place_of(shared)
    is_sorted = matches.sort_by(place)
    right = matches.rows(matches.variables & (needed | shared))
    return _joined(rows, right, matches.name_at(place), needed, most, is_sorted=is_sorted)


def _joined(rows: Rows, right: Rows, name: str, needed: set[str], most: int, *, is_sorted: bool = False) -> Rows:
    """Rows that agree in the variables that both have; `is_sorted`: those on the right are, by the one of that name."""
    shared = rows.columns.keys() & right.columns.keys()
    if not is_sorted:
        right = right.taken(np.argsort(right.columns[name], kind="stable"))
    keys, left = right.columns[name], rows.columns[name]
    low, high = np.searchsorted(keys, left, "left"), np.searchsorted(keys, left, "right")
    counts = high - low
    total = int(counts.sum())
    if total > most:
        raise Unsupported
    from_left = np.repeat(np.arange(rows.count), counts)
    from_right = np.arange(total) - np.repeat(np.cumsum(counts) - counts - low, counts)
    both = {column: values[from_left] for column, values in rows.columns.items() if column in needed | shared}
    conditions = []
    for column, values in right.columns.items():
        if column in shared and column != name:
            conditions.append(both[column] == values[from_right])
        elif column != name:
            both[column] = values[from_right]
    joined = Rows(total, both)
    if conditions:
        joined = joined.taken(np.logical_and.reduce(conditions))
    return Rows(joined.count, {column: values for column, values in joined.columns.items() if column in needed})
