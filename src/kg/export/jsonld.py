"""RDF as JSON-LD with a context, written as it comes: a node object for each run of quads with one subject.

The engine writes JSON-LD without a context, every IRI in full. Libraries that compact want the whole document at once;
here only the quads of one subject are held. Source: JSON-LD 1.1, section 9 (grammar); JSON-LD 1.1 API, section 8.4
(serialize RDF as JSON-LD), of which `rdf:List` is left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeAlias

import pyoxigraph as ox

from kg.errors import StoreError
from kg.export.context import coercions, jsonld_context, shortened
from kg.export.packing import Sink
from kg.graph import vocabulary as v
from kg.graph.prefixes import prefixes

_Node: TypeAlias = ox.NamedNode | ox.BlankNode
_STRING = v.XSD + "string"
_LANGUAGE_STRING = v.RDF + "langString"


def write(quads: Iterable[ox.Quad], output: Sink, base_iri: str) -> None:
    """Write quads as one JSON-LD document; a graph that comes in several runs is written several times, which adds up.

    Raises:
        StoreError: a triple term of RDF 1.2, which JSON-LD 1.1 cannot say.
    """
    writer = _Writer(base_iri)
    output.write(b'{"@context":' + _json(jsonld_context(base_iri)) + b',\n"@graph":[')
    separator = b"\n"
    for graph, of_graph in groupby(quads, key=_graph):
        if graph is not None:
            head = _json(writer.graph(graph))
            output.write(separator + head[:-1] + b',"@graph":[')
            separator = b"\n"
        plain = graph is not None and writer.strange(graph)
        for subject, of_subject in groupby(of_graph, key=_subject):
            output.write(separator + _json(writer.node(subject, list(of_subject), plain=plain)))
            separator = b",\n"
        if graph is not None:
            output.write(b"]}")
            separator = b",\n"
    output.write(b"]}\n")


def _graph(quad: ox.Quad) -> _Node | None:
    return None if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name


def _subject(quad: ox.Quad) -> Any:
    return quad.subject


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


class _Writer:
    """Makes node objects. An IRI that begins like one of our prefixes (`span:x`) would be read as another one: what
    holds such an IRI is written without the context, in full.
    """

    def __init__(self, base_iri: str) -> None:
        self._namespaces = prefixes(base_iri)
        self._coercions = coercions(base_iri)
        self._short = lru_cache(maxsize=20_000)(self._shortened)

    def strange(self, term: object) -> bool:
        """Whether an IRI would be taken for a compact one."""
        return isinstance(term, ox.NamedNode) and term.value.partition(":")[0] in self._namespaces

    def graph(self, name: _Node) -> dict[str, Any]:
        """The begin of a named graph's object."""
        if self.strange(name):
            return {"@context": None, "@id": _full(name)}
        return {"@id": self._reference(name)}

    def node(self, subject: object, quads: list[ox.Quad], *, plain: bool) -> dict[str, Any]:
        """The node object of a subject; `plain`: it stands where the context does not hold."""
        strange = any(
            self.strange(term) or (isinstance(term, ox.Literal) and self.strange(term.datatype))
            for quad in quads
            for term in (quad.subject, quad.predicate, quad.object)
        )
        if plain or strange:
            told = {} if plain else {"@context": None}
            return {**told, "@id": _full(subject), **_expanded(quads)}
        made: dict[str, Any] = {"@id": self._reference(subject)}
        for quad in quads:
            if quad.predicate == v.A and isinstance(quad.object, _Node):
                made.setdefault("@type", []).append(self._reference(quad.object))
            else:
                predicate = quad.predicate.value
                value = self._value(quad.object, self._coercions.get(predicate))
                made.setdefault(self._short(predicate), []).append(value)
        return {key: values[0] if len(values) == 1 and key != "@id" else values for key, values in made.items()}

    def _value(self, term: object, coercion: str | None) -> Any:
        if isinstance(term, ox.Literal):
            datatype = term.datatype.value
            if coercion == datatype or (coercion is None and datatype == _STRING):
                return term.value
            return _literal(term, self._short)
        return self._reference(term) if coercion == "@id" else {"@id": self._reference(term)}

    def _reference(self, term: object) -> str:
        return self._short(term.value) if isinstance(term, ox.NamedNode) else _full(term)

    def _shortened(self, iri: str) -> str:
        return shortened(iri, self._namespaces)


def _expanded(quads: list[ox.Quad]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for quad in quads:
        term = quad.object
        value = _literal(term, str) if isinstance(term, ox.Literal) else {"@id": _full(term)}
        made.setdefault(quad.predicate.value, []).append(value)
    return made


def _literal(term: ox.Literal, short: Any) -> dict[str, str]:
    told = {"@value": term.value}
    if term.language:
        told["@language"] = term.language
        if term.direction is not None:
            told["@direction"] = str(term.direction.value)
    elif term.datatype.value != _STRING:
        told["@type"] = short(term.datatype.value)
    return told


def _full(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.BlankNode):
        return str(term)
    raise StoreError("a triple term (RDF 1.2), which JSON-LD 1.1 cannot say; export as N-Quads instead")
