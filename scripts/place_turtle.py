"""Writing Turtle for the reference data: nodes with their statements, and literals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from kg.settings import DEFAULT_BASE_IRI
from kg.vietnamese import slug

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "gn": "http://www.geonames.org/ontology#",
    "kg": f"{DEFAULT_BASE_IRI}ontology#",
    "org": "http://www.w3.org/ns/org#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
HEAD = [f"@base <{DEFAULT_BASE_IRI}id/> .", *(f"@prefix {p}: <{iri}> ." for p, iri in sorted(PREFIXES.items()))]


@dataclass
class Node:
    """One subject of the Turtle: its IRI's part behind `id/`, and what is said of it, as Turtle terms."""

    path: str
    type: str
    says: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def say(self, predicate: str, *terms: str) -> None:
        """Add statements; empty terms are passed over."""
        self.says[predicate].update(term for term in terms if term)

    @property
    def end(self) -> str:
        """The last day of its lifetime, for ordering; an open end is after all others."""
        return max((term[1:11] for term in self.says["kg:end"]), default="9999")

    def is_called(self, names: str) -> bool:
        """Tell whether one of `names` (split by |) holds one of its own, diacritics and spaces aside."""
        own = {_plain(term.split('"')[1]) for p in ("rdfs:label", "skos:altLabel") for term in self.says[p]}
        return any(name and name in _plain(other) for name in own for other in names.split("|"))

    def turtle(self) -> str:
        """Write the node, predicates and objects sorted."""
        lines = [f"{thing(self.path)} a {self.type}"]
        lines += [f"    {p} {', '.join(sorted(self.says[p]))}" for p in sorted(self.says) if self.says[p]]
        return " ;\n".join(lines) + " ."


def _plain(name: str) -> str:
    return slug(name).replace("-", "")


def text(value: str, language: str = "") -> str:
    """Write a literal; without text, nothing."""
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return quoted + (f"@{language}" if language else "") if value else ""


def date(value: str) -> str:
    """Write an xsd:date; an open end is nothing."""
    return f'"{value}"^^xsd:date' if value else ""


def thing(path: str) -> str:
    """Write a reference to a thing, against the file's base."""
    return f"<{path}>"


def coded(code: str, code_list: str) -> str:
    """Write a code, typed with the list in which it means what it means."""
    return f'"{code}"^^{thing("code-list/" + code_list)}'


def degrees(value: float) -> str:
    """Write a coordinate as the exact decimal that the source shows."""
    return f"{Decimal(repr(value)):f}"
