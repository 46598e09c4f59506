"""What a query's rows are about, found without looking up what is only told of it.

`things_of` makes, of a query and the variables that stand for its things, the sub-select that finds and sorts them: the
same patterns, but for each OPTIONAL and BIND that neither they, nor a filter, nor the order need. Such an OPTIONAL only
adds to a row, or gives it again with another value, so the things are the same (SPARQL 1.1 Query Language, 18.5:
LeftJoin, Extend). What a sub-select tells nobody is left out of it in the same way, and not worked out by its groups.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.errors import QueryError
from kg.store.tokens import Query, Token

_CLOSING = {"(": ")", "{": "}"}
_SIZED = frozenset({"GROUP", "HAVING", "LIMIT", "OFFSET"})


@dataclass(frozen=True, slots=True)
class _Element:
    """A part of a group graph pattern. `gives`: the variable of a BIND; "" for an OPTIONAL and what must be there."""

    kind: str
    tokens: Sequence[Token]
    gives: str = ""

    @property
    def names(self) -> set[str]:
        return _names(self.tokens)


def things_of(query: Query, things: Sequence[str]) -> tuple[str, str]:
    """The sub-select of the things and what they are sorted by, and how it is sorted, `ORDER BY ...`.

    What is alike in that order is sorted by the things themselves, so that each has one place.

    Raises:
        QueryError: the query is not one SELECT with a group and an ORDER BY, or has no such variable.
    """
    body, order = _taken_apart(query, things)
    told = [*things, *(name for name in dict.fromkeys(_names_in(order)) if name not in things)]
    by = " ".join(f"STR(?{name})" for name in things)
    return _distinct(told, body), f"{_text(order)} {by}"


def things_alone(query: Query, things: Sequence[str]) -> str:
    """The sub-select of the things, not sorted. Raises as `things_of`."""
    body, _ = _taken_apart(query, things)
    return _distinct(things, body)


def given_by_bind(query: Query, name: str) -> bool:
    """Whether a variable's value comes of `BIND(... AS ?name)` or the like."""
    tokens = query.meaningful
    return any(before.word == "AS" and token.text == f"?{name}" for before, token in pairwise(tokens))


def _taken_apart(query: Query, things: Sequence[str]) -> tuple[Sequence[Token], Sequence[Token]]:
    """The tokens of the group of a query, and of its ORDER BY."""
    tokens = query.meaningful
    begin = next((place for place, token in enumerate(tokens) if token.word == "SELECT"), len(tokens))
    opened = next((place for place in range(begin, len(tokens)) if tokens[place].text == "{"), len(tokens))
    closed = _end(tokens, opened)
    order = tokens[closed + 1 :]
    if not order or order[0].word != "ORDER" or any(token.word in _SIZED for token in order):
        raise QueryError("it is not sorted by ORDER BY alone, so it has no parts")
    for name in things:
        if name not in query.variables:
            raise QueryError("the query has no such variable", where=f"?{name}")
    return tokens[opened + 1 : closed], order


def _distinct(names: Sequence[str], body: Sequence[Token]) -> str:
    return f"SELECT DISTINCT {' '.join(f'?{name}' for name in names)} WHERE {{\n{_text(_pruned(body, set(names)))}\n}}"


def _pruned(body: Sequence[Token], needed: set[str]) -> list[Token]:
    """A group's tokens without what tells nothing of these variables."""
    elements = list(_elements(body))
    sure = [element for element in elements if element.kind == "must"]
    bound = set().union(*(element.names for element in sure))
    kept = {number for number, element in enumerate(elements) if element.kind in ("must", "filter")}
    live = needed.union(*(elements[number].names for number in kept if elements[number].kind == "filter"))
    while found := {
        number
        for number, element in enumerate(elements)
        if number not in kept and not live.isdisjoint({element.gives} if element.gives else element.names - bound)
    }:
        kept |= found
        live = live.union(*(elements[number].names for number in found))
    tokens: list[Token] = []
    for number, element in enumerate(elements):
        if number in kept:
            others = (elements[other].names for other in kept if other != number)
            tokens += _narrowed(element, needed.union(*others))
    return tokens


def _narrowed(element: _Element, wanted: Collection[str]) -> list[Token]:
    """The element; if it is a plain sub-select, or optionally one, then without what it tells of none of these."""
    tokens = list(element.tokens)
    outer = next((place for place, token in enumerate(tokens) if token.text == "{"), -1)
    if element.kind == "filter" or outer not in (0, 1) or _end(tokens, outer) != len(tokens) - 1:
        return tokens
    begin = outer + 1
    opened = next(place for place in range(begin, len(tokens)) if tokens[place].text in ("{", "}"))
    if tokens[begin].word != "SELECT" or tokens[opened].text == "}":
        return tokens
    closed = _end(tokens, opened)
    told = _told(tokens[begin + 1 : opened])
    behind = tokens[closed + 1 : -1]
    grouped = not behind or behind[0].word == "GROUP"
    if told is None or not grouped or any(token.word in _SIZED - {"GROUP"} for token in behind):
        return tokens
    kept = [token for name, some in told if not name or name in wanted for token in some]
    inner = list(tokens[opened + 1 : closed])
    if not any(token.text == "(" for token in kept):  # a sum or a count is one of all rows, however many there are
        inner = _pruned(inner, _names(kept) | _names(behind))
    return [*tokens[: begin + 1], *kept, tokens[opened], *inner, *tokens[closed:]]


def _told(head: Sequence[Token]) -> list[tuple[str, Sequence[Token]]] | None:
    """What a sub-select says between SELECT and its group: each with the variable that it gives; None: not known."""
    told: list[tuple[str, Sequence[Token]]] = []
    place = 0
    while place < len(head):
        end = (_end(head, place) if head[place].text == "(" else place) + 1
        if head[place].text != "(" and head[place].kind != "variable" and head[place].word not in ("WHERE", "DISTINCT"):
            return None
        last = head[end - 2] if head[place].text == "(" else head[place]
        told.append((last.text[1:] if last.kind == "variable" else "", head[place:end]))
        place = end
    return told


def _elements(body: Sequence[Token]) -> Iterator[_Element]:
    """The parts of a group, in their order: what must be there as it stands together, OPTIONALs, BINDs, FILTERs."""
    place = begin = 0
    while place < len(body):
        word = body[place].word
        if word not in ("OPTIONAL", "BIND", "FILTER"):
            place = (_end(body, place) if body[place].text in _CLOSING else place) + 1
            continue
        yield from _musts(body[begin:place])
        opened = next(at for at in range(place, len(body)) if body[at].text in _CLOSING)
        end = _end(body, opened) + 1
        tokens = body[place:end]
        gives = tokens[-2].text[1:] if word == "BIND" else ""
        yield _Element(word.lower(), tokens, gives)
        place = begin = end
        if place < len(body) and body[place].text == ".":
            place = begin = place + 1
    yield from _musts(body[begin:])


def _musts(tokens: Sequence[Token]) -> Iterator[_Element]:
    """What must be there: groups that stand alone by themselves, everything else together."""
    begin = place = 0
    while place < len(tokens):
        if tokens[place].text != "{":
            place += 1
            continue
        end = _end(tokens, place) + 1
        alone = (not place or tokens[place - 1].text in (".", "}")) and (
            end == len(tokens) or tokens[end].word != "UNION"
        )
        if alone:
            if begin < place:
                yield _Element("must", tokens[begin:place])
            yield _Element("must", tokens[place:end])
            begin = end
        place = end
    if begin < len(tokens):
        yield _Element("must", tokens[begin:])


def _end(tokens: Sequence[Token], opened: int) -> int:
    """Where the bracket that is opened there is closed."""
    depth = 0
    for place in range(opened, len(tokens)):
        depth += (tokens[place].text in _CLOSING) - (tokens[place].text in _CLOSING.values())
        if not depth:
            return place
    raise QueryError("it has no group that is opened and closed")


def _names_in(tokens: Sequence[Token]) -> list[str]:
    return [token.text[1:] for token in tokens if token.kind == "variable"]


def _names(tokens: Sequence[Token]) -> set[str]:
    return set(_names_in(tokens))


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)
