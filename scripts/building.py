"""What the scripts that build ontology/ share: nodes and literals of Turtle, and writing or checking a file."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from kg.settings import DEFAULT_BASE_IRI

NAMESPACES = {
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "gn": "http://www.geonames.org/ontology#",
    "kg": f"{DEFAULT_BASE_IRI}ontology#",
    "org": "http://www.w3.org/ns/org#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass
class Node:
    """One subject of the Turtle: its IRI, or what of it is behind `id/`; its types; what is said, as Turtle terms."""

    path: str
    type: str = ""
    says: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def say(self, predicate: str, *terms: str) -> Node:
        """Add statements; empty terms are passed over."""
        self.says[predicate].update(term for term in terms if term)
        return self

    def turtle(self) -> str:
        """Write the node, predicates and objects sorted."""
        said = [f"{p} {', '.join(sorted(self.says[p]))}" for p in sorted(self.says) if self.says[p]]
        first, *others = [f"a {self.type}", *said] if self.type else said
        return " ;\n    ".join([f"{thing(self.path)} {first}", *others]) + " ."


def document(comments: list[str], prefixes: str, nodes: list[Node]) -> str:
    """A Turtle file: comments, the prefixes (split by spaces), nodes in their order."""
    head = [*(f"# {comment}" for comment in comments), f"@base <{DEFAULT_BASE_IRI}id/> ."]
    head += [f"@prefix {prefix}: <{NAMESPACES[prefix]}> ." for prefix in sorted(prefixes.split())]
    return "\n".join(head) + "\n\n" + "\n\n".join(node.turtle() for node in nodes) + "\n"


def text(value: str, language: str = "") -> str:
    """Write a literal; without text, nothing."""
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return quoted + (f"@{language}" if language else "") if value else ""


def both(vietnamese: str, english: str) -> tuple[str, str]:
    """Write the two literals of a text in both languages."""
    return text(vietnamese, "vi"), text(english, "en")


def date(value: str) -> str:
    """Write an xsd:date; an open end is nothing."""
    return f'"{value}"^^xsd:date' if value else ""


def thing(path: str) -> str:
    """Write a reference to a thing, against the file's base."""
    return f"<{path}>"


def coded(code: str, code_list: str) -> str:
    """Write a code, typed with the list in which it means what it means."""
    return f'"{code}"^^{thing("code-list/" + code_list)}'


def write_or_check(path: Path, built: str, description: str | None) -> int:
    """What a script does: write the file, or, with `--check`, say whether the committed one is up to date (else 1)."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the committed file, exit 1 on a difference")
    if parser.parse_args().check:
        same = path.exists() and path.read_text(encoding="utf-8") == built
        sys.stdout.write(f"{path.name} is {'up to date' if same else 'not what the sources give; build it again'}\n")
        return 0 if same else 1
    path.write_text(built, encoding="utf-8")
    sys.stdout.write(f"wrote {path}\n")
    return 0
