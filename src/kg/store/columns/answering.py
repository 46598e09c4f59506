"""A query answered from columns, or left to the engine."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyoxigraph as ox

from kg.store.columns import grouping
from kg.store.columns.data import Columns, Ints, Unsupported
from kg.store.columns.grouping import Groups
from kg.store.columns.joining import Rows, join
from kg.store.columns.parsing import (
    Aggregate,
    Both,
    Comparison,
    Expression,
    Select,
    Term,
    Var,
    Year,
    parse,
)
from kg.store.columns.results import to_json
from kg.store.columns.values import Column, Terms, compared, constant, ranks, same, year

_HINTS = ("COUNT", "SUM", "AVG", "MIN", "MAX", "DISTINCT")


def answer(columns: Columns, text: str) -> bytes | None:
    """The answer of a query as SPARQL results JSON, the default graph being the union of all; None: ask the engine."""
    upper = text.upper()
    if not any(hint in upper for hint in _HINTS):
        return None
    try:
        query = parse(text)
        ox.Store().query(text)  # malformed queries are for the engine to tell of; it takes microseconds without data
        return _Answer(columns, query).json()
    except (Unsupported, SyntaxError, ValueError, RuntimeError, MemoryError):
        return None


class _Answer:
    def __init__(self, columns: Columns, query: Select) -> None:
        self._columns = columns
        self._query = query
        self._table: dict[str, Column] = {}
        self._groups: Groups | None = None
        self._count = 0

    def json(self) -> bytes:
        query = self._query
        self._solve()
        if query.groups or any(True for item in query.items for _ in _aggregates(item.expression)):
            self._group()
        elif not query.distinct or query.having:
            raise Unsupported
        for item in query.items:
            if not (isinstance(item.expression, Var) and item.expression.name == item.name):
                if item.name in self._table:
                    raise Unsupported
                self._table[item.name] = self._value(item.expression)
        names = [item.name for item in query.items]
        table = [self._value(Var(name)) for name in names]
        order = self._ordered()
        places = np.arange(self._count)
        if query.distinct:
            places = np.sort(grouping.group(table, self._count).first)
        if order:
            places = places[np.lexsort([key[places] for key in order])]
        end = None if query.limit is None else query.offset + query.limit
        places = places[query.offset : end]
        return to_json(self._columns, names, [column.taken(places) for column in table], len(places))

    def _solve(self) -> None:
        """The rows: patterns joined, years added, filters applied."""
        query = self._query
        expressions = [
            *(item.expression for items in (query.items, query.binds, query.groups) for item in items),
            *query.filters,
            *query.having,
            *(expression for expression, _ in query.order),
        ]
        wanted = {name for expression in expressions for name in _variables(expression)}
        of_patterns = {node.name for pattern in query.patterns for node in pattern if isinstance(node, Var)}
        made = [item.name for item in query.binds]
        if of_patterns.intersection(made) or len(set(made)) < len(made):
            raise Unsupported
        rows = join(self._columns, query.patterns, wanted)
        self._take(rows)
        for item in query.binds:
            self._table[item.name] = self._value(item.expression)
        for condition in query.filters:
            self._keep(self._truth(condition))

    def _take(self, rows: Rows) -> None:
        self._count = rows.count
        self._table = {name: Terms(column) for name, column in rows.columns.items()}

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
        aggregates: dict[Expression, Column] = {}
        for expression in (*(item.expression for item in query.items), *query.having, *(one for one, _ in query.order)):
            for aggregate in _aggregates(expression):
                if aggregate not in aggregates:
                    aggregates[aggregate] = self._aggregated(groups, aggregate)
        self._aggregates = aggregates
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

    def _ordered(self) -> list[Ints]:
        """What rows are sorted by, the last one first."""
        keys = []
        for expression, descending in reversed(self._query.order):
            rank = ranks(self._columns, self._value(expression))
            keys.append(-rank if descending else rank)
        return keys


def _variables(expression: Expression | None) -> Iterator[str]:
    if isinstance(expression, Var):
        yield expression.name
    elif isinstance(expression, Aggregate | Year):
        yield from _variables(expression.argument)
    elif isinstance(expression, Comparison | Both):
        yield from _variables(expression.left)
        yield from _variables(expression.right)


def _aggregates(expression: Expression) -> Iterator[Aggregate]:
    if isinstance(expression, Aggregate):
        yield expression
    elif isinstance(expression, Comparison | Both):
        yield from _aggregates(expression.left)
        yield from _aggregates(expression.right)
