"""Putting solutions in the place of each SERVICE of a query.

What is known before a SERVICE goes with its pattern: the solutions of the patterns that stand before it, as far as they
share variables with it. So a remote server is asked for the things at hand, and not for all that it has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import pyoxigraph as ox

from kg.errors import QueryError, ServiceError
from kg.federation.allowed import AllowList
from kg.federation.blocks import Block, dataset, first_block, prologue, term
from kg.federation.fetching import Fetcher
from kg.federation.solutions import NOTHING_KNOWN, UNDEF, Table, table
from kg.store.base import Row
from kg.store.tokens import Query, Token, position, tokenize

_BATCH = 200
"""Solutions that go with a pattern in one call."""
_KNOWN = 2000
"""Of more solutions before a SERVICE none go with its pattern; it is then asked for all that it has."""
_MOST = 32
"""So many SERVICEs may be in a query, those within others too."""
_LONGEST = 100_000
"""So many characters may a query have that calls services: it is taken apart anew for each of them."""
_LONG = 20_000
"""Characters of a query that are taken apart in a millisecond or a few; of a longer one beside other requests."""
_TOLD = 200
"""Characters of an error that are told: it may hold what a server has sent."""
_INSIDE = "http://wikiba.se/ontology#"
"""What Wikidata calls parts of itself in SERVICE: nothing is fetched for it."""
_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}


class Local(Protocol):
    """Asks the store of this server, with the dataset that the query as a whole has."""

    async def __call__(self, sparql: str) -> tuple[tuple[str, ...], list[Row]]:
        """Columns and rows of a SELECT."""


Service = Callable[[Block, Query], Awaitable[Table]]
"""A service that this server has itself: a block and the query that it stands in → its solutions."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the services of one query may take: seconds and MiB of a call, rows of a service, calls."""

    seconds: float = 10.0
    megabytes: int = 10
    rows: int = 5000
    calls: int = 20


@dataclass(frozen=True, slots=True)
class Resolved:
    """A query without SERVICE. `calls`: how often another server was asked for it."""

    text: str
    calls: int


def calls_services(text: str) -> bool:
    """Whether a query holds a SERVICE. Raises QuerySyntaxError where its terminals are none of SPARQL."""
    return "service" in text.lower() and any(token.word == "SERVICE" for token in tokenize(text))


class Federation:
    """Evaluates the SERVICEs of queries: those of this server (`own`, by IRI), and of listed endpoints."""

    def __init__(self, allowed: AllowList, limits: Limits, own: Mapping[str, Service] | None = None) -> None:
        self._allowed = allowed
        self._limits = limits
        self._own = dict(own or {})
        self._fetcher: Fetcher | None = None

    async def close(self) -> None:
        """End its connections."""
        if self._fetcher is not None:
            await self._fetcher.close()

    async def resolve(self, text: str, local: Local, base_iri: str) -> Resolved:
        """Put solutions in the place of each SERVICE.

        Raises:
            QuerySyntaxError, QueryError: it is malformed, or calls what may not be called.
            ServiceError: a service failed, and the query does not say SILENT.
            KgError: what `local` raises.
        """
        if len(text) > _LONGEST:
            raise QueryError(f"a query that calls services may have {_LONGEST} characters; this one has {len(text)}")
        evaluation = _Evaluation(self, local, base_iri)
        query = Query(tokenize(text))
        if query.words.count("SERVICE") > _MOST:
            raise QueryError(f"more than {_MOST} SERVICE in one query")
        while (block := first_block(query)) is not None:
            solutions = await evaluation.solutions(block, query)
            texts = (*query.texts[: block.start], f" {solutions.values} ", *query.texts[block.end :])
            rest = "".join(texts)
            query = Query(await asyncio.to_thread(tokenize, rest) if len(rest) > _LONG else tokenize(rest))
        return Resolved(query.text, evaluation.calls)

    def own(self, iri: str) -> Service | None:
        """The service of this server that has that IRI."""
        return self._own.get(iri)

    @property
    def allowed(self) -> AllowList:
        """Which others may be called."""
        return self._allowed

    @property
    def limits(self) -> Limits:
        """What they may take."""
        return self._limits

    @property
    def fetcher(self) -> Fetcher:
        """What asks them."""
        if self._fetcher is None:
            self._fetcher = Fetcher(self._allowed, seconds=self._limits.seconds, megabytes=self._limits.megabytes)
        return self._fetcher


@dataclass
class _Evaluation:
    """The evaluation of one query's SERVICEs."""

    federation: Federation
    local: Local
    base_iri: str
    calls: int = 0
    _names: dict[str, str] = field(default_factory=dict)

    async def solutions(self, block: Block, query: Query) -> Table:
        """The solutions of a SERVICE."""
        if block.endpoint.kind == "variable":
            return await self._at_several(block, query)
        iri = self._iri(block.endpoint, query)
        own = self.federation.own(iri)
        if own is not None:
            return await own(block, query)
        if self.federation.allowed.allowed(iri) is None:
            raise self._refused(block, query, f"SERVICE <{iri}>")
        self._check_inner(block, query)
        known = await self._known(block, query, block.shared)
        return await self._asked(block, query, iri, known)

    async def _at_several(self, block: Block, query: Query) -> Table:
        """The solutions of a SERVICE whose endpoint is a variable: of each endpoint that it has before it."""
        self._check_inner(block, query)
        name = block.endpoint.text[1:]
        if name not in block.shared:
            raise QueryError(f"SERVICE ?{name}: nothing before it gives the variable a value", where=f"?{name}")
        known = await self._known(block, query, block.shared) or await self._known(block, query, (name,))
        if known is None or name not in known.names:
            raise QueryError(f"SERVICE ?{name}: it must have an IRI in each of at most {_KNOWN} solutions before it")
        found: list[Table] = []
        for value, rest in known.without(name).items():
            iri = value[1:-1] if value.startswith("<") else ""
            if not iri or self.federation.allowed.allowed(iri) is None:
                if not block.silent:
                    raise self._refused(block, query, f"SERVICE ?{name}, which is {value},")
                solutions = NOTHING_KNOWN
            else:
                solutions = await self._asked(block, query, iri, rest)
            found.append(Table((name, *solutions.names), tuple((value, *row) for row in solutions.rows)))
        names = tuple(dict.fromkeys((name, *(column for each in found for column in each.names))))
        rows = [dict(zip(each.names, row, strict=True)) for each in found for row in each.rows]
        return Table(names, tuple(tuple(row.get(column, UNDEF) for column in names) for row in rows))

    async def _known(self, block: Block, query: Query, names: tuple[str, ...]) -> Table | None:
        """What the patterns before a SERVICE say of its variables; None where that is too much, or of no use."""
        if not names:
            return None
        columns = " ".join(f"?{name}" for name in names)
        head = f"{prologue(query)} SELECT DISTINCT {columns} {dataset(query)}"
        _, rows = await self.local(f"{head} WHERE {{ {block.before} }} LIMIT {_KNOWN + 1}")
        if len(rows) > _KNOWN:
            return None
        # What is unbound in some solution, or a blank node, would not restrict a remote server as it does this one.
        usable = [name for name in names if all(isinstance(row.get(name), ox.NamedNode | ox.Literal) for row in rows)]
        return table(names, rows).only(usable) if usable or not rows else None

    async def _asked(self, block: Block, query: Query, iri: str, known: Table | None) -> Table:
        """The solutions of one endpoint."""
        if known is not None and not known.rows:
            return Table(known.names, ())
        batches = known.batches(_BATCH) if known is not None and known.names else (None,)
        found: list[Table] = []
        try:
            for batch in batches:
                found.append(await self._called(block, query, iri, batch))
                if sum(len(each.rows) for each in found) > self.federation.limits.rows:
                    raise ServiceError(f"gives more than {self.federation.limits.rows} solutions", where=iri)
        except ServiceError:
            if block.silent:
                return NOTHING_KNOWN
            raise
        names = tuple(dict.fromkeys(name for each in found for name in each.names))
        rows = [dict(zip(each.names, row, strict=True)) for each in found for row in each.rows]
        return Table(names, tuple(tuple(row.get(name, UNDEF) for name in names) for row in rows))

    async def _called(self, block: Block, query: Query, iri: str, known: Table | None) -> Table:
        """One call."""
        federation = self.federation
        self.calls += 1
        if self.calls > federation.limits.calls:
            raise QueryError(f"the query needs more than {federation.limits.calls} calls of other servers")
        endpoint = federation.allowed.allowed(iri)
        assert endpoint is not None
        sparql = f"BASE <{self.base_iri}>\n{prologue(query)}\nSELECT * WHERE {block.group}"
        if known is not None:
            sparql += f"\n{known.values}"
        body, media = await federation.fetcher.query(endpoint, sparql)
        if media not in _FORMATS:
            raise ServiceError(f"answers as {media or 'nothing that it names'}, not as a table of results", where=iri)
        return _read(body, _FORMATS[media], block.variables, federation.limits.rows, iri)

    def _check_inner(self, block: Block, query: Query) -> None:
        """A SERVICE within a SERVICE is called by the remote server; it may be only one that we would call, too."""
        for index, token in enumerate(block.tokens):
            if "SERVICE" not in token.word:
                continue
            rest = [each for each in block.tokens[index + 1 : index + 3] if each.word != "SILENT"]
            inner = rest[0] if rest else token
            iri = self._iri(inner, query) if inner.kind in ("iri", "name") else ""
            if not iri.startswith(_INSIDE) and self.federation.allowed.allowed(iri) is None:
                raise self._refused(block, query, f"SERVICE {inner.text} within a SERVICE")

    def _iri(self, token: Token, query: Query) -> str:
        """The IRI that a token stands for."""
        if token.text not in self._names:
            found = term(token, query, self.base_iri)
            self._names[token.text] = found.value if isinstance(found, ox.NamedNode) else ""
        return self._names[token.text]

    def _refused(self, block: Block, query: Query, what: str) -> QueryError:
        line, column = position("".join(token.text for token in query.tokens), query.tokens[block.start].start)
        listed = "only listed endpoints may be" if self.federation.allowed else "no other server is"
        return QueryError(f"{what} (line {line}, column {column}) is not called: {listed}")


def _read(body: bytes, format_: ox.QueryResultsFormat, names: tuple[str, ...], most: int, where: str) -> Table:
    """Results as a table, with the columns that were asked for."""
    answer = None
    try:
        answer = ox.parse_query_results(body, format=format_)
        if not isinstance(answer, ox.QuerySolutions):
            raise ServiceError("answers with a truth value", where=where)
        there = {variable.value for variable in answer.variables}
        columns = tuple(name for name in names if name in there)
        rows = []
        for solution in answer:
            values = {name: solution[name] for name in columns}
            rows.append({name: value for name, value in values.items() if value is not None})
            if len(rows) > most:
                raise ServiceError(f"gives more than {most} solutions", where=where)
        return table(columns, rows)
    except (SyntaxError, ValueError, OSError) as error:
        raise ServiceError(f"answers with what cannot be read: {str(error)[:_TOLD]}", where=where) from error
    finally:
        del answer  # an error would keep it, until it is let go of in another thread, which it does not allow
