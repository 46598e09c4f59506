"""A query answered from columns, or left to the engine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyoxigraph as ox

from kg.store.columns import grouping
from kg.store.columns.algebra import (
    Aggregate,
    Both,
    Comparison,
    Exists,
    Expression,
    Pattern,
    Regex,
    Select,
    Term,
    Var,
    Year,
    aggregates,
    variables,
)
from kg.store.columns.data import Columns, Ints, Unsupported
from kg.store.columns.grouping import Groups
from kg.store.columns.joining import MOST_ROWS, Rows, join
from kg.store.columns.matching import matching
from kg.store.columns.parsing import parse
from kg.store.columns.results import to_json
from kg.store.columns.values import Column, Terms, compared, constant, ranks, same, year

_MOST_PLAIN = 5_000_000
_MOST_WRITTEN = 5_000
"""So many rows are joined, and written, where rows are all that is asked for: more of them the engine writes faster."""
_ROW = "/"
"""No variable has this name: the place of a row in the subselect's table."""


def answer(columns: Columns, text: str) -> bytes | None:
    """The answer of a query as SPARQL results JSON, the default graph being the union of all; None: ask the engine."""
    try:
        query = parse(text)
        ox.Store().query(text)  # malformed queries are for the engine to tell of; it takes microseconds without data
        table, count = _Answer(columns, query).table()
        return to_json(columns, list(table), list(table.values()), count)
    except (Unsupported, SyntaxError, ValueError, RuntimeError, MemoryError):
        return None


class _Answer:
    def __init__(self, columns: Columns, query: Select, *, inner: bool = False) -> None:
        self._columns = columns
        self._query = query
        self._inner = inner
        self._table: dict[str, Column] = {}
        self._groups: Groups | None = None
        self._count = 0
        self._has_aggregates = bool(query.groups) or any(
            True for item in query.items for _ in aggregates(item.expression)
        )
        self._is_plain = not (self._has_aggregates or query.distinct)

    def table(self) -> tuple[dict[str, Column], int]:
        """The columns of the answer by their names, and how many rows it has."""
        query = self._query
        if self._is_plain:
            self._see_that_it_is_worth_it()
        self._solve()
        if self._has_aggregates:
            self._group()
        elif query.having:
            raise Unsupported
        for item in query.items:
            if not (isinstance(item.expression, Var) and item.expression.name == item.name):
                if item.name in self._table:
                    raise Unsupported
                self._table[item.name] = self._value(item.expression)
        table = {item.name: self._value(Var(item.name)) for item in query.items}
        places = np.arange(self._count)
        order = self._ordered()
        if query.distinct:
            places = np.sort(grouping.group(list(table.values()), self._count).first)
        if order:
            places = places[np.lexsort([key[places] for key in order])]
        places = places[query.offset : None if query.limit is None else query.offset + query.limit]
        if self._is_plain and not self._inner and len(places) > _MOST_WRITTEN:
            raise Unsupported
        return {name: column.taken(places) for name, column in table.items()}, len(places)

    def _see_that_it_is_worth_it(self) -> None:
        """Where rows are all that is asked for, the engine is the faster one with what can be told from few of them."""
        query = self._query
        stops_early = query.limit is not None and not query.order and not query.filters
        if stops_early or any(isinstance(pattern.property, Var) for pattern in query.patterns):
            raise Unsupported

    def _solve(self) -> None:
        """The rows: patterns joined, years added, filters applied."""
        query = self._query
        expressions = [
            *(item.expression for items in (query.items, query.binds, query.groups) for item in items),
            *query.filters,
            *query.having,
            *(expression for expression, _ in query.order),
        ]
        wanted = {name for expression in expressions for name in variables(expression)}
        tests = [condition for condition in query.filters if isinstance(condition, Exists)]
        wanted = wanted.union(*(_variables_of(test.patterns) for test in tests))
        of_patterns = _variables_of(query.patterns)
        made = [item.name for item in query.binds]
        other, of_subselect, is_small = None, dict[str, Column](), False
        if query.subselect is not None:
            is_small = query.subselect.limit is not None
            of_subselect, count = _Answer(self._columns, query.subselect, inner=True).table()
            other = self._rows(of_subselect, count, of_patterns)
        if of_patterns.union(of_subselect).intersection(made) or len(set(made)) < len(made):
            raise Unsupported
        most = _MOST_PLAIN if self._is_plain else MOST_ROWS
        rows = join(self._columns, query.patterns, wanted | {_ROW}, other, other_first=is_small, most=most)
        self._count = rows.count
        self._table = {name: Terms(column) for name, column in rows.columns.items() if name != _ROW}
        for name, column in of_subselect.items():
            self._table[name] = column.taken(rows.columns[_ROW])
        for item in query.binds:
            self._table[item.name] = self._value(item.expression)
        for condition in query.filters:
            self._keep(self._truth(condition))

    @staticmethod
    def _rows(table: dict[str, Column], count: int, of_patterns: set[str]) -> Rows:
        """The rows of a subselect, to be joined with the patterns by what both have."""
        found = {_ROW: np.arange(count)}
        for name in of_patterns.intersection(table):
            column = table[name]
            if not isinstance(column, Terms):
                raise Unsupported
            found[name] = column.numbers
        return Rows(count, found)

    def _keep(self, mask: Ints) -> None:
        self._count = int(np.count_nonzero(mask))
        self._table = {name: column.taken(mask) for name, column in self._table.items()}

    def _group(self) -> None:
        """Groups in the place of rows: from here on a value is one of each group."""
        query = self._query
        keys = [self._value(item.expression) for item in query.groups]
        groups = grouping.group(keys, self._count)
        self._groups = groups
        grouped = {item.name: key.taken(groups.first) for item, key in zip(query.groups, keys, strict=True)}
        found: dict[Expression, Column] = {}
        for expression in (*(item.expression for item in query.items), *query.having, *(one for one, _ in query.order)):
            for aggregate in aggregates(expression):
                if aggregate not in found:
                    found[aggregate] = self._aggregated(groups, aggregate)
        self._aggregates = found
        self._table = grouped
        self._count = groups.count
        for condition in query.having:
            mask = self._truth(condition)
            self._aggregates = {name: column.taken(mask) for name, column in self._aggregates.items()}
            self._keep(mask)

    def _aggregated(self, groups: Groups, aggregate: Aggregate) -> Column:
        column = None if aggregate.argument is None else self._value(aggregate.argument)
        if aggregate.name == "COUNT":
            return grouping.count(groups, column, distinct=aggregate.distinct)
        if column is None or aggregate.distinct:
            raise Unsupported
        if aggregate.name == "SUM":
            return grouping.total(self._columns, groups, column)
        if aggregate.name == "AVG":
            return grouping.average(self._columns, groups, column)
        return grouping.extreme(self._columns, groups, column, largest=aggregate.name == "MAX")

    def _value(self, expression: Expression) -> Column:
        if isinstance(expression, Var):
            column = self._table.get(expression.name)
            if column is None:
                raise Unsupported
            return column
        if isinstance(expression, Aggregate):
            if self._groups is None:
                raise Unsupported
            return self._aggregates[expression]
        if isinstance(expression, Year):
            return year(self._columns, self._value(expression.argument))
        raise Unsupported

    def _truth(self, expression: Expression) -> Ints:
        """Where a condition is true."""
        if isinstance(expression, Both):
            return np.asarray(self._truth(expression.left) & self._truth(expression.right))
        if isinstance(expression, Regex):
            return matching(self._columns, self._value(expression.argument), expression.pattern, expression.flags)
        if isinstance(expression, Exists):
            return self._exists(expression)
        if not isinstance(expression, Comparison):
            raise Unsupported
        left, right = expression.left, expression.right
        if isinstance(left, Term) and isinstance(right, Term):
            raise Unsupported
        if isinstance(right, Term) and right.text.startswith("<"):
            if expression.operator not in ("=", "!="):
                raise Unsupported
            equal = same(self._columns, self._value(left), right)
            return equal if expression.operator == "=" else ~equal
        one, other = (constant(side) if isinstance(side, Term) else self._value(side) for side in (left, right))
        return compared(self._columns, expression.operator, one, other)

    def _exists(self, test: Exists) -> Ints:
        """Where the patterns have a solution that agrees with the row."""
        shared = [name for name in _variables_of(test.patterns) if name in self._table]
        if len(shared) != 1:
            raise Unsupported
        column = self._table[shared[0]]
        if not isinstance(column, Terms):
            raise Unsupported
        found = join(self._columns, test.patterns, shared).columns[shared[0]]
        return np.isin(column.numbers, found, invert=test.negated)

    def _ordered(self) -> list[Ints]:
        """What rows are sorted by, the last one first."""
        keys = []
        for expression, descending in reversed(self._query.order):
            rank = ranks(self._columns, self._value(expression))
            keys.append(-rank if descending else rank)
        return keys


def _variables_of(patterns: Sequence[Pattern]) -> set[str]:
    return {node.name for pattern in patterns for node in pattern if isinstance(node, Var)}
