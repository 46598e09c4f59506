"""What a query is taken apart into: patterns, expressions, and what is done with their solutions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias


class Var(NamedTuple):
    """A variable; those of paths have names that no query can have."""

    name: str


class Term(NamedTuple):
    """An RDF term, as N-Triples."""

    text: str


class Aggregate(NamedTuple):
    """`argument` None: COUNT(*)."""

    name: str
    distinct: bool
    argument: Expression | None


class Year(NamedTuple):
    """YEAR(argument)."""

    argument: Expression


class Comparison(NamedTuple):
    """`left operator right`."""

    operator: str
    left: Expression
    right: Expression


class Both(NamedTuple):
    """`left && right`."""

    left: Expression
    right: Expression


class Regex(NamedTuple):
    """REGEX(argument, pattern, flags)."""

    argument: Expression
    pattern: str
    flags: str


class Exists(NamedTuple):
    """EXISTS { patterns }, or NOT EXISTS."""

    patterns: tuple[Pattern, ...]
    negated: bool


Expression: TypeAlias = "Var | Term | Aggregate | Year | Comparison | Both | Regex | Exists"
Node: TypeAlias = "Var | Term"


class Pattern(NamedTuple):
    """A triple pattern; `graph` is None where it matches in all graphs."""

    subject: Node
    property: Node
    object: Node
    graph: Node | None


class Item(NamedTuple):
    """A column of the answer: its name, and what it is."""

    name: str
    expression: Expression


@dataclass
class Select:
    """A query, taken apart."""

    items: list[Item] = field(default_factory=list)
    distinct: bool = False
    patterns: list[Pattern] = field(default_factory=list)
    subselect: Select | None = None
    filters: list[Expression] = field(default_factory=list)
    binds: list[Item] = field(default_factory=list)
    groups: list[Item] = field(default_factory=list)
    having: list[Expression] = field(default_factory=list)
    order: list[tuple[Expression, bool]] = field(default_factory=list)
    limit: int | None = None
    offset: int = 0


def variables(expression: Expression | None) -> Iterator[str]:
    """The variables of an expression, but for those of EXISTS."""
    if isinstance(expression, Var):
        yield expression.name
    elif isinstance(expression, Aggregate | Year | Regex):
        yield from variables(expression.argument)
    elif isinstance(expression, Comparison | Both):
        yield from variables(expression.left)
        yield from variables(expression.right)


def aggregates(expression: Expression) -> Iterator[Aggregate]:
    """The aggregates in an expression."""
    if isinstance(expression, Aggregate):
        yield expression
    elif isinstance(expression, Comparison | Both):
        yield from aggregates(expression.left)
        yield from aggregates(expression.right)
