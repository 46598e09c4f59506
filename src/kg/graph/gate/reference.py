"""What the reference data say of the things that an article's graph refers to: types, superclasses, names, lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from kg.graph import vocabulary as v
from kg.graph.gate.terms import RdflibTriple, rdflib_triple
from kg.graph.turtle import read_turtle
from kg.graph.vocabulary import RDFS, SKOS
from kg.resources import ontology_dir

_TOLD = frozenset(
    {v.A, v.LABEL, ox.NamedNode(RDFS + "subClassOf"), ox.NamedNode(SKOS + "inScheme")},
)
_FOLLOWED = frozenset({v.A, ox.NamedNode(RDFS + "subClassOf")})


def reference_triples(base_iri: str) -> list[ox.Triple]:
    """All triples of ontology/, under `base_iri`. Raises OntologyError where a file cannot be read."""
    return [triple for path in sorted(ontology_dir().glob("*.ttl")) for triple in read_turtle(path, base_iri)]


class Reference:
    """Picks out of ontology/ what the validation of one graph needs. Raises OntologyError as `reference_triples`."""

    def __init__(self, base_iri: str) -> None:
        self._said: dict[ox.NamedNode, list[ox.Triple]] = defaultdict(list)
        for triple in reference_triples(base_iri):
            if triple.predicate in _TOLD and isinstance(triple.subject, ox.NamedNode):
                self._said[triple.subject].append(triple)
        self._told: dict[ox.NamedNode, tuple[RdflibTriple, ...]] = {}

    def about(self, triples: Iterable[ox.Triple]) -> set[RdflibTriple]:
        """What is to be added to a graph of these triples, for all that they have as an object."""
        found: set[RdflibTriple] = set()
        for node in {triple.object for triple in triples if isinstance(triple.object, ox.NamedNode)}:
            if node in self._said:
                found.update(self._tell(node))
        return found

    def _tell(self, node: ox.NamedNode) -> tuple[RdflibTriple, ...]:
        told = self._told.get(node)
        if told is None:
            reached, waiting = {node}, [node]
            triples: list[ox.Triple] = []
            while waiting:
                for triple in self._said.get(waiting.pop(), ()):
                    # Of classes only what they are part of: their names are nobody's business here.
                    if triple.predicate == v.LABEL and triple.subject != node:
                        continue
                    triples.append(triple)
                    if (
                        triple.predicate in _FOLLOWED
                        and isinstance(triple.object, ox.NamedNode)
                        and triple.object not in reached
                    ):
                        reached.add(triple.object)
                        waiting.append(triple.object)
            told = self._told[node] = tuple(rdflib_triple(triple) for triple in triples)
        return told
