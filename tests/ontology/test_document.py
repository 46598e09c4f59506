from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
import rdflib
from rdflib import SKOS, URIRef

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_ontology_doc", ROOT / "scripts" / "build_ontology_doc.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def document() -> str:
    return (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")


def test_the_tables_are_what_the_ontology_gives(script: ModuleType, document: str) -> None:
    assert document == script.document()


def test_every_own_term_has_its_row(terms: rdflib.Graph, document: str) -> None:
    for term in {s for s in terms.subjects() if isinstance(s, URIRef) and "vnkg/ontology#" in s}:
        assert f"| `kg:{term.split('#')[1]}` |" in document


def test_the_picture_and_the_text_name_defined_terms_only(terms: rdflib.Graph, document: str) -> None:
    by_hand = document.partition("<!-- terms -->")[0]
    named = set(re.findall(r"\bkg:(\w+)", by_hand))
    assert len(named) >= 15
    assert named <= {str(s).split("#")[1] for s in terms.subjects() if "vnkg/ontology#" in str(s)}


def test_the_table_of_units_is_right(terms: rdflib.Graph, document: str) -> None:
    units = terms.subjects(rdflib.RDF.type, URIRef("http://qudt.org/schema/qudt/Unit"))
    for unit in units:
        assert re.search(
            rf"^\| `{re.escape(str(terms.value(unit, SKOS.notation)))}` \| `{re.escape(str(unit))}`", document, re.M
        )
