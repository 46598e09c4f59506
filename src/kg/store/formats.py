"""The formats that answers and exports are written in, and how HTTP's `Accept` chooses among them.

Sources: SPARQL 1.1 Query Results JSON, XML and CSV/TSV; RDF 1.1 Turtle, TriG, N-Triples, N-Quads, RDF/XML; JSON-LD 1.1;
RFC 9110 section 12 (content negotiation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

import pyoxigraph as ox

from kg.errors import StoreError

Kind = Literal["table", "graph", "dataset"]


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """One way of writing an answer.

    `name` is what `?format=` and `--format` take, `media_types[0]` what is sent, the others are also understood.
    `kind`: a `table` of bindings (also ASK's truth value), a `graph` of triples, or a `dataset` of quads.
    """

    name: str
    media_types: tuple[str, ...]
    extension: str
    kind: Kind
    engine: ox.QueryResultsFormat | ox.RdfFormat
    booleans: bool = False

    @property
    def media_type(self) -> str:
        """The media type as sent in `Content-Type`, without its charset."""
        return self.media_types[0]

    @property
    def content_type(self) -> str:
        """The whole `Content-Type`. Some clients read Vietnamese as Latin-1 unless the charset is spelt out."""
        return f"{self.media_type}; charset=utf-8"


_R = ox.QueryResultsFormat
_G = ox.RdfFormat

TABLES: tuple[Format, ...] = (
    Format("json", ("application/sparql-results+json", "application/json"), "srj", "table", _R.JSON, booleans=True),
    Format("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), "srx", "table", _R.XML, True),
    Format("csv", ("text/csv",), "csv", "table", _R.CSV),
    Format("tsv", ("text/tab-separated-values",), "tsv", "table", _R.TSV),
)
GRAPHS: tuple[Format, ...] = (
    Format("turtle", ("text/turtle", "application/x-turtle"), "ttl", "graph", _G.TURTLE),
    Format("ntriples", ("application/n-triples", "text/plain"), "nt", "graph", _G.N_TRIPLES),
    Format("jsonld", ("application/ld+json", "application/json"), "jsonld", "graph", _G.JSON_LD),
    Format("rdfxml", ("application/rdf+xml", "application/xml", "text/xml"), "rdf", "graph", _G.RDF_XML),
    # A graph is a dataset without named graphs.
    Format("trig", ("application/trig", "application/x-trig"), "trig", "graph", _G.TRIG),
    Format("nquads", ("application/n-quads", "text/x-nquads"), "nq", "graph", _G.N_QUADS),
)
DATASETS: tuple[Format, ...] = (
    Format("trig", ("application/trig",), "trig", "dataset", _G.TRIG),
    Format("nquads", ("application/n-quads",), "nq", "dataset", _G.N_QUADS),
    Format("jsonld", ("application/ld+json",), "jsonld", "dataset", _G.JSON_LD),
)


# Headers of at most so many characters are remembered: clients send the same ones again and again.
_SHORT = 300
# So much of a header is read: a longer one is nobody's wish, but work.
_READ = 4096


def named_format(name: str, offered: Sequence[Format]) -> Format:
    """The format of that name, extension (`ttl`, `.nq`) or media type.

    Raises:
        StoreError: none of those offered is called so.
    """
    wanted = name.lower().removeprefix(".").partition(";")[0].strip()
    for format_ in offered:
        if wanted in (format_.name, format_.extension, *format_.media_types):
            return format_
    known = ", ".join(sorted({format_.extension for format_ in offered}))
    raise StoreError(f"no format is called so; there are: {known}", where=name)


def negotiate(accept: str, offered: tuple[Format, ...]) -> Format | None:
    """The format that an `Accept` header likes best, or None if it accepts none of them.

    The highest quality wins, then the order of `offered`. An empty header accepts everything. What is sent is a
    format's first media type; its others count where the header names them.
    """
    return _remembered(accept, offered) if len(accept) <= _SHORT else _negotiate(accept, offered)


def _negotiate(accept: str, offered: tuple[Format, ...]) -> Format | None:
    ranges = _ranges(accept)
    best_format, best_quality = None, 0.0
    for format_ in offered:
        named = [_quality(media, ranges, named=True) for media in format_.media_types[1:]]
        quality = max(_quality(format_.media_type, ranges), *named, 0.0)
        if quality > best_quality:
            best_format, best_quality = format_, quality
    return best_format


_remembered = lru_cache(maxsize=256)(_negotiate)


def best(accept: str, media_types: Sequence[str]) -> str | None:
    """The media type among `media_types` (best first) that an `Accept` header likes best; None if none is accepted."""
    ranges = _ranges(accept)
    liked = max(media_types, key=lambda media: _quality(media, ranges))  # the first of the best
    return liked if _quality(liked, ranges) > 0 else None


_Ranges: TypeAlias = Sequence[tuple[str, str, float]]


def _quality(media: str, ranges: _Ranges, *, named: bool = False) -> float:
    """The quality of the most specific range that a media type is in; `named`: only of one without a wildcard."""
    type_, _, subtype = media.partition("/")
    matches = [
        ((range_type != "*") + (range_subtype != "*"), quality)
        for range_type, range_subtype, quality in ranges
        if range_type in (type_, "*") and range_subtype in (subtype, "*")
    ]
    specificity, quality = max(matches, default=(0, 0.0))
    return quality if specificity == 2 or not named else 0.0


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    found = []
    for part in accept[:_READ].split(","):
        media, *parameters = (piece.strip() for piece in part.lower().split(";"))
        type_, slash, subtype = media.partition("/")
        if media == "*":
            type_, slash, subtype = "*", "/", "*"
        if not slash or not type_ or not subtype:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        found.append((type_, subtype, quality))
    # A range that cannot be read is passed over; without any that can be, everything is accepted (RFC 9110, 12.5.1).
    return found or [("*", "*", 1.0)]
