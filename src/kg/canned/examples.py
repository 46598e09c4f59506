"""The canned queries as RDF, so that editors offer them: `sh:SPARQLExecutable`, as SHACL has it.

Source: https://www.w3.org/TR/shacl/#sparql-prefixes (`sh:declare`) and section 5.2 (`sh:select`); how examples of an
endpoint are told is the convention of https://github.com/sib-swiss/sparql-examples.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.canned.model import canned_queries
from kg.graph import vocabulary as v
from kg.graph.prefixes import prefixes
from kg.graph.vocabulary import OWL, RDFS, SCHEMA, SH, XSD, vocabulary

_COMMENT = ox.NamedNode(RDFS + "comment")
_ANY_URI = ox.NamedNode(XSD + "anyURI")


def examples_graph(base_iri: str) -> tuple[ox.NamedNode, list[ox.Triple]]:
    """The name and the triples of the graph of examples, `{base}graph/examples`; the same at each call.

    Each query is `{base}queries/NAME`, with one comment: editors list it once for each.

    Raises:
        OntologyError: a canned query's file is not as it should be.
    """
    return vocabulary(base_iri).graph("examples"), [*_examples(base_iri), *_prefixes(base_iri)]


def _examples(base_iri: str) -> Iterator[ox.Triple]:
    for query in canned_queries().values():
        node = ox.NamedNode(f"{base_iri}queries/{query.name}")
        yield ox.Triple(node, v.A, _sh("SPARQLExecutable"))
        yield ox.Triple(node, v.A, _sh("SPARQLSelectExecutable"))
        yield ox.Triple(node, _sh("prefixes"), _declaring(base_iri))
        yield ox.Triple(node, _COMMENT, ox.Literal(f"{query.title.en}. {query.description.en}", language="en"))
        for language, title, description in (
            ("vi", query.title.vi, query.description.vi),
            ("en", query.title.en, query.description.en),
        ):
            yield ox.Triple(node, v.LABEL, ox.Literal(title, language=language))
            yield ox.Triple(node, _schema("description"), ox.Literal(description, language=language))
        for keyword in query.keywords:
            yield ox.Triple(node, _schema("keywords"), ox.Literal(keyword))
        yield ox.Triple(node, _sh("select"), ox.Literal(_without_head(query.query(base_iri).text)))


def _prefixes(base_iri: str) -> Iterator[ox.Triple]:
    yield ox.Triple(_declaring(base_iri), v.A, ox.NamedNode(OWL + "Ontology"))
    for prefix, namespace in prefixes(base_iri).items():
        declaration = ox.NamedNode(f"{_declaring(base_iri).value}-{prefix}")
        yield ox.Triple(_declaring(base_iri), _sh("declare"), declaration)
        yield ox.Triple(declaration, _sh("prefix"), ox.Literal(prefix))
        yield ox.Triple(declaration, _sh("namespace"), ox.Literal(namespace, datatype=_ANY_URI))


def _without_head(sparql: str) -> str:
    return "\n".join(line for line in sparql.splitlines() if not line.startswith("#+")).strip() + "\n"


def _declaring(base_iri: str) -> ox.NamedNode:
    return ox.NamedNode(f"{vocabulary(base_iri).graph('examples').value}#prefixes")


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _schema(name: str) -> ox.NamedNode:
    return ox.NamedNode(SCHEMA + name)
