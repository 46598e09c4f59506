"""The embedded engine's answers, and its errors in our words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import IO

import pyoxigraph as ox

from kg.errors import QueryError, QuerySyntaxError, StoreError
from kg.store.base import Row, Solutions, Triples, Truth
from kg.store.formats import Format
from kg.store.tokens import Token, position, tokenize

_CLOSING = {")": "(", "}": "{", "]": "["}
_AT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@contextmanager
def engine_errors(location: str, sparql: str = "") -> Iterator[None]:
    """Turn the engine's exceptions into this package's.

    Raises:
        QuerySyntaxError: the engine cannot parse the query.
        QueryError: it cannot evaluate it.
        StoreError: it cannot read or write its files.
    """
    try:
        yield
    except SyntaxError as error:
        raise syntax_error(str(error), sparql) from error
    except OSError as error:
        raise StoreError(f"the engine failed: {error}", where=location) from error
    except (RuntimeError, ValueError) as error:
        raise QueryError(f"the engine cannot answer it: {error}") from error


def syntax_error(message: str, sparql: str) -> QuerySyntaxError:
    """Line, column and reason of a malformed query.

    The engine tells where it gave up, and what it would have taken there, which is mostly of no use to a reader. So the
    two commonest slips are looked for here; else the reason is the engine's where it is a sentence, and what stands
    before the place.
    """
    match = _AT.search(message)
    line, column, reason = (int(match[1]), int(match[2]), " ".join(match[3].split())) if match else (0, 0, message)
    slip = _slip(sparql)
    if slip is not None:
        return slip
    lines = sparql.split("\n")
    before = ""
    if 0 < line <= len(lines):
        before = " ".join("\n".join([*lines[: line - 1], lines[line - 1][: column - 1]]).split())
    parts = re.split(r",|expected one of|expected", reason)
    sentence = next((part.strip() for part in parts if part.strip().startswith("The ")), "")
    what = sentence or ("cannot be read on" if match else reason)
    return QuerySyntaxError(f"{what}, after {before[-30:]!r}" if before else what, line=line, column=column)


def _slip(sparql: str) -> QuerySyntaxError | None:
    """A prefix that is not declared, or brackets that do not pair."""
    tokens = [token for token in tokenize(sparql) if token.kind not in ("space", "comment")]
    declared = {after.text for token, after in pairwise(tokens) if token.word == "PREFIX"}
    opened: list[Token] = []
    for token in tokens:
        if token.kind == "name" and (prefix := token.text.partition(":")[0] + ":") not in declared:
            return _at(sparql, token, f"the prefix {prefix} is not declared (PREFIX {prefix} <...>)")
        if token.kind != "mark":
            continue
        if token.text in _CLOSING.values():
            opened.append(token)
        elif token.text in _CLOSING and (not opened or opened.pop().text != _CLOSING[token.text]):
            return _at(sparql, token, f"a {token.text!r} that closes nothing")
    return _at(sparql, opened[-1], f"a {opened[-1].text!r} that nothing closes") if opened else None


def _at(sparql: str, token: Token, reason: str) -> QuerySyntaxError:
    line, column = position(sparql, token.start)
    return QuerySyntaxError(reason, line=line, column=column)


class EmbeddedSolutions(Solutions):
    """SELECT's answer."""

    def __init__(self, engine: ox.QuerySolutions) -> None:
        self._engine = engine

    @property
    def variables(self) -> tuple[str, ...]:
        """The columns' names, without their sign."""
        return tuple(variable.value for variable in self._engine.variables)

    def __iter__(self) -> Iterator[Row]:
        names = self.variables
        with engine_errors(""):
            for solution in self._engine:
                values = ((name, solution[name]) for name in names)
                yield {name: value for name, value in values if value is not None}

    def serialize(self, format_: Format, output: IO[bytes]) -> None:
        """Write all rows in a table format."""
        if not isinstance(format_.engine, ox.QueryResultsFormat):
            raise StoreError("a table cannot be written so; give json, xml, csv or tsv", where=format_.name)
        with engine_errors(""):
            self._engine.serialize(output, format=format_.engine)


def no_rows(columns: Sequence[str]) -> Solutions:
    """A table with these columns and nothing in it."""
    answer = ox.Store().query(f"SELECT {' '.join(f'?{name}' for name in columns)} WHERE {{ FILTER(false) }}")
    assert isinstance(answer, ox.QuerySolutions)
    return EmbeddedSolutions(answer)


class EmbeddedTruth(Truth):
    """ASK's answer."""

    def __init__(self, engine: ox.QueryBoolean) -> None:
        self._engine = engine

    def __bool__(self) -> bool:
        return bool(self._engine)

    def serialize(self, format_: Format, output: IO[bytes]) -> None:
        """Write it as JSON or XML."""
        if not isinstance(format_.engine, ox.QueryResultsFormat) or not format_.booleans:
            raise StoreError("a truth value cannot be written so; give json or xml", where=format_.name)
        with engine_errors(""):
            self._engine.serialize(output, format=format_.engine)


class EmbeddedTriples(Triples):
    """CONSTRUCT's and DESCRIBE's answer."""

    def __init__(self, engine: ox.QueryTriples) -> None:
        self._engine = engine

    def __iter__(self) -> Iterator[ox.Triple]:
        with engine_errors(""):
            yield from self._engine

    def serialize(self, format_: Format, output: IO[bytes]) -> None:
        """Write all triples in a graph format."""
        if not isinstance(format_.engine, ox.RdfFormat):
            raise StoreError("a graph cannot be written so; give turtle, ntriples, jsonld, rdfxml", where=format_.name)
        with engine_errors(""):
            self._engine.serialize(output, format=format_.engine)
