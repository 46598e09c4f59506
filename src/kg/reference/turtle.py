"""One Turtle file of ontology/, read for looking things up: what is said of a subject, by predicate."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.resources import DEFAULT_BASE_IRI

KG = f"{DEFAULT_BASE_IRI}ontology#"
ID = f"{DEFAULT_BASE_IRI}id/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

Subject: TypeAlias = ox.NamedNode | ox.BlankNode
Said: TypeAlias = dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]


class Statements:
    """The triples of one file, by subject and predicate, in the order of the file.

    Raises OntologyError, naming the file, where it is missing or is no Turtle; `hint` says what to do about it.
    """

    def __init__(self, path: Path, hint: str = "") -> None:
        self.by_subject: dict[Subject, Said] = {}
        by_subject = self.by_subject
        last: Subject | None = None
        said: Said = {}
        try:
            for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                subject = triple.subject
                # A file tells of one thing after the other, so the look-up is wanted once for each.
                if subject != last and not isinstance(subject, ox.Triple):
                    said, last = by_subject.setdefault(subject, {}), subject
                said.setdefault(triple.predicate.value, []).append(triple.object)
        except (OSError, SyntaxError, ValueError) as error:
            reason = f"cannot be read as Turtle: {error}{f'; {hint}' if hint else ''}"
            raise OntologyError(reason, where=str(path)) from error

    def of_class(self, iri: str) -> list[ox.NamedNode]:
        """The things, blank nodes left out, that are said to be of a class."""
        node = ox.NamedNode(iri)
        return [
            s for s, said in self.by_subject.items() if isinstance(s, ox.NamedNode) and node in said.get(RDF_TYPE, ())
        ]

    def said(self, subject: Subject) -> Said:
        """All that is said of a subject."""
        return self.by_subject.get(subject, {})

    def one(self, subject: Subject, predicate: str, language: str | None = None) -> str:
        """The one text that a subject has for a predicate, in a language or in any.

        Raises OntologyError, naming the subject, where there are none or several.
        """
        found = texts(self.said(subject), predicate, language)
        if len(found) != 1:
            raise OntologyError(f"has {len(found)} values of {predicate}, one is needed", where=str(subject))
        return found[0]


def texts(said: Said, predicate: str, language: str | None = None) -> list[str]:
    """The literals of a predicate; those in a language only, if one is given ("" is none)."""
    found: Iterable[object] = said.get(predicate, ())
    return [
        term.value
        for term in found
        if isinstance(term, ox.Literal) and (language is None or (term.language or "") == language)
    ]


def iris(said: Said, predicate: str) -> list[str]:
    """The IRIs of a predicate."""
    return [term.value for term in said.get(predicate, ()) if isinstance(term, ox.NamedNode)]
