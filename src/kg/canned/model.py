"""What a canned query is, and how its file is read.

A file is a SPARQL query that runs as it stands, headed by comments that document it::

    #+ title@vi: Chuỗi số liệu
    #+ title@en: Series of a metric
    #+ description@vi: ...
    #+ description@en: ...
    #+ keywords: chuỗi, series
    #+ parameter place: place, required
    #+ parameter place@vi: Tỉnh, huyện, khu hoặc cụm
    #+ parameter place@en: Province, district, zone or cluster
    #+ parameter place example: Hải Phòng
    #+ at least one of: observation, value
    #+ joins: in order
    #+ things: observation

A parameter `place` is the query's variable `?place_`, or `?place` if there is none (so that a column may be called as
the parameter is). Where the query has `VALUES ?place { UNDEF }`, the values go there; see `kg.store.binding`. Without a
value (and default) the query runs as it stands. IRIs under the default base are moved to the base that is set.
Parameters of the type `rows` are no variables but `limit` (a number or `all`) and `offset` (see `kg.canned.paging`).
`things` are the variables that tell what a part is so many of (see `kg.canned.paging`).
`joins: in order` says that a server whose planner knows no better had best join the patterns as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.canned.names import Names, names_of
from kg.canned.paging import (
    ALL,
    LIMIT,
    OFFSET,
    asked_first,
    columns_of,
    count_of,
    narrowed,
    page_by_things,
    page_of,
    page_of_things,
    rows_of,
)
from kg.canned.values import TYPES, ParameterType
from kg.errors import KgError, OntologyError, ParameterError, QueryError
from kg.resources import DEFAULT_BASE_IRI, queries_dir
from kg.store import Bindings, Row, Solutions, Store
from kg.store.answers import no_rows
from kg.store.binding import bind
from kg.store.tokens import Query, Token, read_query

ROWS = "rows"
"""The type of the parameters that are no variables: how many rows, from which on."""
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEAD = re.compile(r"#\+\s*(?P<key>[^:]+?)\s*:\s*(?P<value>.*?)\s*")
_PARAMETER = re.compile(r"parameter (?P<name>[a-zA-Z][a-zA-Z0-9_]*)(?:@(?P<language>vi|en)| (?P<field>example))?")


@dataclass(frozen=True, slots=True)
class TextPair:
    """A text in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: a variable of the query that a value can be given to. `default` is "" where there is none."""

    name: str
    type: ParameterType
    required: bool
    default: str
    description: TextPair
    example: str


@dataclass(frozen=True, slots=True)
class CannedQuery:
    """One canned query. `sparql` is written for the default base IRI; `in_order`: see `kg.store.base.Store.select`."""

    name: str
    title: TextPair
    description: TextPair
    keywords: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    at_least_one: tuple[str, ...]
    things: tuple[str, ...]
    in_order: bool
    sparql: str

    def values(self, given: Mapping[str, str]) -> dict[str, str]:
        """The values that it runs with: those given, without empty ones, and the defaults.

        Raises:
            ParameterError: one is unknown, or one that is needed is missing.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                there_are = f"there are: {', '.join(known)}" if known else "it has none"
                raise ParameterError(f"{self.name} has no such parameter; {there_are}", where=name)
        values = {name: given.get(name, "").strip() or known[name].default for name in known}
        for name, parameter in known.items():
            if parameter.required and not values[name]:
                raise ParameterError(f"{self.name} needs it ({parameter.description.en})", where=name)
        if self.at_least_one and not any(values[name] for name in self.at_least_one):
            raise ParameterError(f"{self.name} needs at least one of: {', '.join(self.at_least_one)}")
        return {name: value for name, value in values.items() if value}

    def bind(self, given: Mapping[str, str], names: Names) -> Bindings:
        """The RDF terms that the values of its variables stand for.

        Raises:
            ParameterError: a value is missing, unknown, or none of its parameter's type; `where` names the parameter.
        """
        types = {parameter.name: parameter.type for parameter in self.parameters}
        bindings = {}
        variables = read_query(self.sparql).variables
        for name, value in self.values(given).items():
            try:
                if types[name].name == ROWS:
                    if (name, value) != (LIMIT, ALL):
                        types[name].terms(value, names)
                    continue
                bindings[f"{name}_" if f"{name}_" in variables else name] = types[name].terms(value, names)
            except ParameterError as error:
                raise ParameterError(error.message, where=name) from error
        return bindings

    def prepare(self, given: Mapping[str, str], names: Names, things: Sequence[Row] | None = None) -> str:
        """The SPARQL text with the values in it, for the base IRI of `names`. Raises as `bind`.

        With `things`, what `prepare_things` asks for and not empty, it is of these alone.
        """
        query, values = self.query(names.base_iri), self.bind(given, names)
        if things is not None:
            return rows_of(bind(query, {**values, **narrowed(query, self.things, things)}), self.things, things).text
        bound = bind(query, values)
        if not self.has_pages:
            return bound.text
        limit, offset = self.part(given)
        if self.things:
            return page_by_things(bound, self.things, limit=limit, offset=offset).text
        return page_of(bound, limit=limit, offset=offset).text

    def prepare_things(self, given: Mapping[str, str], names: Names) -> str:
        """The SPARQL text that finds what a part's rows are about; "": `prepare` is all to ask. Raises as `bind`."""
        if not self.things:
            return ""
        values = self.bind(given, names)
        limit, offset = self.part(given)
        if not asked_first(limit):
            return ""
        bound = bind(self.query(names.base_iri), values)
        return page_of_things(bound, self.things, limit=limit, offset=offset).text

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns, where it has `things`."""
        return columns_of(self.query())

    def part(self, given: Mapping[str, str]) -> tuple[int | None, int]:
        """Which part is asked for: how many things (None: all that there are), from the how manieth on, from 0.

        Raises:
            ParameterError: as `values`.
        """
        values = self.values(given)
        limit = values.get(LIMIT, ALL)
        return None if limit == ALL else int(limit), int(values.get(OFFSET, "0"))

    def prepare_count(self, given: Mapping[str, str], names: Names) -> str:
        """The SPARQL text that counts (?count) the things of which `limit` and `offset` give some. Raises as `bind`."""
        return count_of(bind(self.query(names.base_iri), self.bind(given, names)), self.things).text

    @property
    def has_pages(self) -> bool:
        """Whether it can be asked for a part of its rows."""
        return any(parameter.type.name == ROWS for parameter in self.parameters)

    def query(self, base_iri: str = DEFAULT_BASE_IRI) -> Query:
        """The query for a base IRI, without values."""
        query = read_query(self.sparql)
        if base_iri == DEFAULT_BASE_IRI:
            return query
        return Query(tuple(_rebased(token, base_iri) for token in query.tokens))

    def run(self, store: Store, given: Mapping[str, str], base_iri: str = DEFAULT_BASE_IRI) -> Solutions:
        """Answer it from a store.

        Raises:
            ParameterError: as `bind`.
            StoreError, QueryError: the store cannot answer.
        """
        names = names_of(store, base_iri)
        finding = self.prepare_things(given, names)
        if not finding:
            return store.select(self.prepare(given, names), in_order=self.in_order)
        things = list(store.select(finding, in_order=self.in_order))
        if not things:
            return no_rows(self.columns)
        return store.select(self.prepare(given, names, things), in_order=self.in_order)


def _rebased(token: Token, base_iri: str) -> Token:
    if token.kind != "iri" or not token.text.startswith(f"<{DEFAULT_BASE_IRI}"):
        return token
    return Token("iri", f"<{base_iri}{token.text[len(DEFAULT_BASE_IRI) + 1 :]}", token.start)


def canned_queries(folder: Path | None = None) -> Mapping[str, CannedQuery]:
    """All canned queries of a folder (the shipped one, if none is given) by name, in the order of their names.

    Raises:
        OntologyError: a file is no query, or its head says too little; `where` names file and line.
    """
    directory = folder or queries_dir()
    files = tuple(sorted((path, path.stat().st_mtime_ns) for path in directory.glob("*.rq")))
    return _read(files)


@lru_cache(maxsize=8)
def _read(files: tuple[tuple[Path, int], ...]) -> dict[str, CannedQuery]:
    return {path.stem: read_canned_query(path) for path, _ in files}


def read_canned_query(path: Path) -> CannedQuery:
    """Read one file. Raises like `canned_queries`."""
    if not _NAME.fullmatch(path.stem):
        raise OntologyError("a query's file is named in small letters, digits and hyphens", where=path.name)
    try:
        sparql = path.read_text(encoding="utf-8")
        query = read_query(sparql)
    except (OSError, UnicodeDecodeError, KgError) as error:
        raise OntologyError(f"cannot be read as a query: {error}", where=path.name) from error
    if query.form != "SELECT":
        raise OntologyError("only a SELECT gives a table", where=path.name)
    return _Head(path.name, sparql).query(path.stem, query)


class _Head:
    """The documenting comments of one file."""

    def __init__(self, file: str, sparql: str) -> None:
        self.file = file
        self.sparql = sparql
        self.said: dict[str, tuple[str, int]] = {}
        for number, line in enumerate(sparql.splitlines(), 1):
            if not line.startswith("#+"):
                continue
            match = _HEAD.fullmatch(line)
            if match is None:
                raise OntologyError("is not `#+ key: value`", where=f"{file}:{number}")
            if match["key"] in self.said:
                raise OntologyError(f"says {match['key']!r} a second time", where=f"{file}:{number}")
            self.said[match["key"]] = (match["value"], number)

    def query(self, name: str, query: Query) -> CannedQuery:
        things = _listed(self.said.pop("things", ("", 0))[0])
        declared = [match["name"] for key in self.said if (match := _PARAMETER.fullmatch(key)) and _plain(match)]
        parameters = tuple(self.parameter(parameter) for parameter in declared)
        for parameter in parameters:
            if parameter.type.name == ROWS:
                self.check_pages(parameter.name, query, things)
            elif not {parameter.name, f"{parameter.name}_"} & query.variables:
                raise OntologyError(f"the query has no variable ?{parameter.name}", where=self.where(parameter.name))
        made = CannedQuery(
            name=name,
            title=self.pair("title"),
            description=self.pair("description"),
            keywords=_listed(self.said.pop("keywords", ("", 0))[0]),
            parameters=parameters,
            things=things,
            at_least_one=_listed(self.said.pop("at least one of", ("", 0))[0]),
            in_order=self.joins(),
            sparql=self.sparql,
        )
        for key, (_, number) in self.said.items():
            raise OntologyError(f"{key!r} is no key, or of a parameter not declared", where=f"{self.file}:{number}")
        if set(made.at_least_one) - set(declared):
            raise OntologyError("`at least one of` names what is no parameter", where=self.file)
        return made

    def check_pages(self, name: str, query: Query, things: Sequence[str]) -> None:
        if name not in (LIMIT, OFFSET):
            raise OntologyError(f"{ROWS} are the type of {LIMIT} and {OFFSET} only", where=self.where(name))
        try:
            if things:
                page_of_things(query, things, limit=1, offset=0)
            else:
                page_of(query, limit=1, offset=0)
        except QueryError as error:
            raise OntologyError(error.message, where=self.where(name)) from error

    def joins(self) -> bool:
        value, number = self.said.pop("joins", ("", 0))
        if value not in ("", "in order"):
            raise OntologyError(f"{value!r} is not `in order`", where=f"{self.file}:{number}")
        return bool(value)

    def parameter(self, name: str) -> Parameter:
        value, number = self.said.pop(f"parameter {name}")
        type_name, *options = (part.strip() for part in value.split(",", 1))
        if type_name not in TYPES:
            known = ", ".join(TYPES)
            raise OntologyError(f"{type_name!r} is no type; there are: {known}", where=f"{self.file}:{number}")
        option = options[0] if options else ""
        if option not in ("", "required", "optional") and not option.startswith("default "):
            reason = f"{option!r} is not `required`, `optional` or `default VALUE`"
            raise OntologyError(reason, where=f"{self.file}:{number}")
        return Parameter(
            name=name,
            type=TYPES[type_name],
            required=option == "required",
            default=option.removeprefix("default ").strip() if option.startswith("default ") else "",
            description=self.pair(f"parameter {name}"),
            example=self.said.pop(f"parameter {name} example", ("", 0))[0],
        )

    def pair(self, key: str) -> TextPair:
        texts = {}
        for language in ("vi", "en"):
            text, _ = self.said.pop(f"{key}@{language}", ("", 0))
            if not text:
                raise OntologyError(f"its head needs `#+ {key}@{language}: ...`", where=self.file)
            texts[language] = text
        return TextPair(**texts)

    def where(self, parameter: str) -> str:
        return f"{self.file} (parameter {parameter})"


def _plain(match: re.Match[str]) -> bool:
    return match["language"] is None and match["field"] is None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
