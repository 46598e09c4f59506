"""Turtle files of ontology/ and shapes/ as triples under any base IRI, the same at each reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.graph.vocabulary import rebase
from kg.resources import DEFAULT_BASE_IRI


def read_turtle(path: Path, base_iri: str = DEFAULT_BASE_IRI) -> list[ox.Triple]:
    """The triples of a file, its IRIs under the default base moved to under `base_iri`.

    Blank nodes are named by file and order, so that two readings give the same triples.

    Raises OntologyError, naming the file, where it is missing or is no Turtle.
    """
    try:
        parsed = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError, ValueError) as error:
        raise OntologyError(f"cannot be read as Turtle: {error}", where=str(path)) from error
    return list(_Renamer(path.stem, base_iri).triples([quad.triple for quad in parsed]))


class _Renamer:
    def __init__(self, stem: str, base_iri: str) -> None:
        self.stem = "".join(character if character.isalnum() else "-" for character in stem)
        self.base = base_iri
        self.moves = base_iri != DEFAULT_BASE_IRI
        self.blank: dict[ox.BlankNode, ox.BlankNode] = {}

    def triples(self, triples: list[ox.Triple]) -> Iterator[ox.Triple]:
        for triple in triples:
            yield ox.Triple(
                self.renamed(triple.subject),  # type: ignore[arg-type]  # a subject stays one
                self.renamed(triple.predicate),  # type: ignore[arg-type]
                self.renamed(triple.object),
            )

    def renamed(
        self, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    ) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
        if isinstance(term, ox.BlankNode):
            return self.blank.setdefault(term, ox.BlankNode(f"{self.stem}-{len(self.blank)}"))
        if not self.moves:
            return term
        if isinstance(term, ox.NamedNode):
            return ox.NamedNode(rebase(term.value, self.base))
        if isinstance(term, ox.Literal):
            return self.literal(term)
        return term

    def literal(self, term: ox.Literal) -> ox.Literal:
        # A code's list is its datatype, and vann:preferredNamespaceUri is written as a literal: both move along.
        if term.datatype.value.startswith(DEFAULT_BASE_IRI):
            return ox.Literal(term.value, datatype=ox.NamedNode(rebase(term.datatype.value, self.base)))
        if term.language is None and term.value.startswith(DEFAULT_BASE_IRI):
            return ox.Literal(rebase(term.value, self.base), datatype=term.datatype)
        return term
