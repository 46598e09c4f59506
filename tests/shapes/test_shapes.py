"""Each file of shapes/ has a valid and an invalid example, and what the shapes say of the invalid one is approved.

`pytest tests/shapes --rewrite-golden` writes the reports anew; look at the difference before you commit it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from kg.graph.gate.reference import Reference
from kg.graph.gate.terms import quiet_literals, rdflib_graph
from kg.graph.gate.validator import PreparedShapes, Result
from kg.graph.shapes import shapes_graph
from kg.resources import shapes_dir
from kg.settings import DEFAULT_BASE_IRI

EXAMPLES = Path(__file__).parent / "examples"
NAMES = sorted(path.stem for path in shapes_dir().glob("*.ttl"))
THINGS = DEFAULT_BASE_IRI + "id/"


@cache
def shapes() -> Graph:
    return rdflib_graph(shapes_graph(DEFAULT_BASE_IRI))


def ordinary(graph: Graph) -> Graph:
    """The same in rdflib's usual store: pySHACL's own way takes no other."""
    copy = Graph()
    for triple in graph:
        copy.add(triple)
    return copy


@cache
def prepared() -> PreparedShapes:
    return PreparedShapes(rdflib_graph(shapes_graph(DEFAULT_BASE_IRI)))


@cache
def reference() -> Reference:
    return Reference(DEFAULT_BASE_IRI)


def example(name: str, kind: str) -> tuple[Graph, set[Node]]:
    """The example with what it refers to in the reference data, and its own subjects."""
    triples = [quad.triple for quad in ox.parse(path=str(EXAMPLES / f"{name}.{kind}.ttl"))]
    data = rdflib_graph(triples)
    own = set(data.subjects())
    for triple in reference().about(triples):
        data.add(triple)
    return data, own


def results(data: Graph, own: set[Node]) -> list[Result]:
    with quiet_literals():
        return prepared().validate(data, own)  # type: ignore[arg-type]


def shown(node: object) -> str:
    text = str(node).removeprefix(THINGS)
    return text if len(text) <= 60 else text[:57] + "..."


def report(found: Iterable[Result]) -> str:
    lines = (
        f"{str(result.severity).rpartition('#')[2]} | {str(result.shape).rpartition('#')[2]} | {shown(result.focus)} | "
        f"{'-' if result.value is None else shown(result.value)} | {str(result.component).rpartition('#')[2]} | "
        f"{result.messages.get('en', '-')}\n"
        for result in found
    )
    return "".join(sorted(set(lines)))


def test_every_file_of_shapes_has_its_examples_and_no_example_is_left_over() -> None:
    assert NAMES
    expected = {f"{name}.{rest}" for name in NAMES for rest in ("valid.ttl", "invalid.ttl", "report.txt")}
    assert {path.name for path in EXAMPLES.iterdir()} == expected


@pytest.mark.parametrize("name", NAMES)
def test_the_valid_example_conforms_and_is_looked_at(name: str) -> None:
    data, own = example(name, "valid")
    assert report(results(data, own)) == ""
    targets = set(
        rdflib_graph(q.triple for q in ox.parse(path=str(shapes_dir() / f"{name}.ttl"))).objects(None, SH.targetClass)
    )
    assert targets
    for target in targets:
        assert list(data.subjects(RDF.type, target)), f"no {target} in the valid example"


@pytest.mark.parametrize("name", NAMES)
def test_the_invalid_example_is_reported_as_approved(name: str, rewrite_golden: bool) -> None:
    approved = EXAMPLES / f"{name}.report.txt"
    found = report(results(*example(name, "invalid")))
    if rewrite_golden:
        approved.write_text(found, encoding="utf-8")
    assert found == approved.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_invalid_example_breaks_every_property_shape_of_its_file(name: str) -> None:
    file = rdflib_graph(quad.triple for quad in ox.parse(path=str(shapes_dir() / f"{name}.ttl")))
    targeting = set(file.subjects(SH.targetClass, None))
    wanted = {str(shape) for target in targeting for shape in file.objects(target, SH.property)}
    broken = {str(result.shape) for result in results(*example(name, "invalid"))}
    assert wanted - broken == set()


@pytest.mark.parametrize("kind", ["valid", "invalid"])
@pytest.mark.parametrize("name", NAMES)
def test_pyshacl_itself_finds_the_same(name: str, kind: str) -> None:
    data, own = example(name, kind)
    with quiet_literals():
        _, reported, _ = pyshacl.validate(
            ordinary(data), shacl_graph=ordinary(shapes()), inference="none", meta_shacl=False
        )
    assert isinstance(reported, Graph)
    referee = set()
    for result in reported.objects(None, SH.result):
        focus, shape, value, component = (
            str(reported.value(result, part))
            for part in (SH.focusNode, SH.sourceShape, SH.value, SH.sourceConstraintComponent)
        )
        # What was brought along from the reference data is not judged, but the shapes that name a metric are.
        if URIRef(focus) in own or "#range-" in shape:
            referee.add((shape, focus, value, component))
    found = results(data, own)
    assert {(str(r.shape), str(r.focus), str(r.value), str(r.component)) for r in found} == referee


def test_every_class_that_an_article_can_bring_has_a_shape() -> None:
    from kg.graph.identifiers import KINDS

    targeted = {str(target) for target in shapes().objects(None, SH.targetClass)}
    classes = {*KINDS, "Article", "Observation", "TextSpan", "Mention", "Policy", "Sector", "Metric", "CodeList"}
    assert {f"{DEFAULT_BASE_IRI}ontology#{name}" for name in classes} <= targeted


def test_shapes_have_messages_in_both_languages() -> None:
    reporting = {shape for _, _, shape in shapes().triples((None, SH.property, None)) if isinstance(shape, URIRef)}
    for shape in reporting:
        if not str(shape).endswith(("Concept-scheme", "-observations")) or str(shape).endswith("#Concept-scheme"):
            languages = {message.language for message in shapes().objects(shape, SH.message)}  # type: ignore[attr-defined]
            assert languages == {"vi", "en"}, shape
