"""pySHACL with its shapes made ready once, for validating many small graphs.

`pyshacl.validate` reads the shapes graph anew in each call: it makes every shape and every constraint again, and each
constraint again for each focus node. Here they are made once; pySHACL's own constraint components do all the judging,
and its results are the same (`tests/graph/gate/test_validator.py` holds the two against each other).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.core.shape_based_constraints import PropertyConstraintComponent
from pyshacl.constraints.sparql.sparql_based_constraints import SPARQLBasedConstraint
from pyshacl.errors import ReportableRuntimeError, ShapeLoadError
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, RDFS, SH, Graph, IdentifiedNode, Literal, URIRef

from kg.errors import OntologyError
from kg.graph.gate.terms import Node


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result (SHACL section 3.6.2). `messages` by language; `path` only where it is a plain property."""

    focus: Node
    path: URIRef | None
    value: Node | None
    shape: Node
    component: URIRef
    severity: URIRef
    messages: dict[str, str]


class _BatchedProperties(PropertyConstraintComponent):
    """sh:property that hands a property shape all its focus nodes at once, not one after the other."""

    def _evaluate_property_shape(
        self,
        executor: SHACLExecutor,
        prop_shape: Any,
        target_graph: Any,
        focus_value_nodes: Any,
        potentially_recursive: Any,
        _evaluation_path: list[Any],
    ) -> tuple[bool, list[Any]]:
        found: Any = self.shape.get_other_shape(prop_shape)  # type: ignore[no-untyped-call]
        if found is None or not found.is_property_shape:
            raise ReportableRuntimeError(f"sh:property names {prop_shape}, which is no property shape")
        if potentially_recursive and found in potentially_recursive:
            raise ReportableRuntimeError(f"{prop_shape} refers back to itself")
        nodes = {node for nodes in focus_value_nodes.values() for node in nodes}
        conforms, reports = found.validate(executor, target_graph, focus=nodes, _evaluation_path=_evaluation_path[:])
        return not conforms, reports


class _PreparedShape(Shape):
    """A shape that keeps its targets and constraints."""

    __slots__ = ("_constraints", "target_classes_", "target_nodes_", "target_objects_of_", "target_subjects_of_")

    def __init__(self, sg: ShapesGraph, node: Any, p: bool, path: Any) -> None:
        super().__init__(sg, node, p=p, path=path)
        nodes, classes, implicit, objects_of, subjects_of = self.target()  # type: ignore[no-untyped-call]
        self.target_nodes_ = set(nodes)
        self.target_classes_ = {*classes, *implicit}
        self.target_objects_of_ = set(objects_of)
        self.target_subjects_of_ = set(subjects_of)
        self._constraints: list[Any] | None = None

    @property
    def has_targets(self) -> bool:
        return bool(self.target_nodes_ or self.target_classes_ or self.target_objects_of_ or self.target_subjects_of_)

    @property
    def constraints(self) -> list[Any]:
        # Made at first use: they may look up shapes that come later in the shapes graph.
        if self._constraints is None:
            parameters = [p for p, _ in self.sg.predicate_objects(self.node) if p in ALL_CONSTRAINT_PARAMETERS]  # type: ignore[no-untyped-call]
            classes = dict.fromkeys(CONSTRAINT_PARAMETERS_MAP[parameter] for parameter in sorted(parameters))
            made = [(_BatchedProperties if c is PropertyConstraintComponent else c)(self) for c in classes]
            # A SPARQL constraint costs more than all the others together, so it comes last.
            made.sort(key=lambda constraint: isinstance(constraint, SPARQLBasedConstraint))
            self._constraints = made + [c.make_validator_for_shape(self) for c in self.find_custom_constraints()]  # type: ignore[no-untyped-call]
        return self._constraints

    def focus_nodes(self, data_graph: Any, debug: bool = False) -> set[Any]:
        found = set(self.target_nodes_)
        for target in self.target_classes_:
            for class_ in {target, *data_graph.transitive_subjects(RDFS.subClassOf, target)}:
                found.update(data_graph.subjects(RDF.type, class_))
        for predicate in self.target_subjects_of_:
            found.update(data_graph.subjects(predicate, None))
        for predicate in self.target_objects_of_:
            found.update(data_graph.objects(None, predicate))
        return found

    def validate(
        self,
        executor: SHACLExecutor,
        target_graph: Any,
        focus: Any = None,
        _evaluation_path: list[Any] | None = None,
    ) -> tuple[bool, list[Any]]:
        if self.deactivated:
            return True, []
        if focus is None:
            focus = self.focus_nodes(target_graph)
        nodes = [focus] if isinstance(focus, (IdentifiedNode, Literal)) else list(focus)
        if not nodes:
            return True, []
        evaluated = _evaluation_path or []
        if len(evaluated) // 2 >= executor.max_validation_depth:
            raise ReportableRuntimeError(f"shapes refer to each other too deeply at {self.node}")
        values = self.value_nodes(target_graph, nodes)
        evaluated = [*evaluated, self]
        conforms, reports = True, []
        for constraint in self.constraints:
            conformed, found = constraint.evaluate(executor, target_graph, values, [*evaluated, constraint])
            conforms = conforms and conformed
            reports.extend(found)
        return conforms, reports


class PreparedShapes:
    """The shapes of one shapes graph, ready to validate with.

    Raises OntologyError where the graph holds no well-formed shapes.
    """

    def __init__(self, shapes: Graph) -> None:
        try:
            self._shapes = ShapesGraph(shapes)
            cache = self._shapes._node_shape_cache
            for shape in list(self._shapes.shapes):
                cache[shape.node] = _PreparedShape(self._shapes, shape.node, shape.is_property_shape, shape.path())
        except (ShapeLoadError, ReportableRuntimeError) as error:
            raise OntologyError(f"a shape cannot be used: {error}", where="shapes/") from error
        prepared = [shape for shape in cache.values() if isinstance(shape, _PreparedShape) and shape.has_targets]
        self._targeting: Sequence[_PreparedShape] = sorted(prepared, key=lambda shape: str(shape.node))
        self._executor = SHACLExecutor()

    def validate(self, data: Graph, among: Collection[Node] | None = None) -> list[Result]:
        """The results of validating `data`, in the order of the shapes.

        `among` limits the nodes that are found by their class, or by a property, to these; the others in `data` are
        there only to be referred to. Nodes that a shape names itself are always validated.
        """
        results: list[Result] = []
        for shape in self._targeting:
            focus = shape.focus_nodes(data)
            if among is not None:
                focus = {node for node in focus if node in among or node in shape.target_nodes_}
            if focus:
                _, reports = shape.validate(self._executor, data, focus=focus)
                results += [_result(node, triples) for _, node, triples in reports]
        return sorted(results, key=lambda result: (str(result.shape), str(result.focus), str(result.value)))


def _result(report: Any, triples: Iterable[tuple[Any, Any, Any]]) -> Result:
    said: dict[Any, list[Any]] = {}
    for subject, predicate, object_ in triples:
        if subject == report:
            said.setdefault(predicate, []).append(object_[1] if isinstance(object_, tuple) else object_)
    path = said.get(SH.resultPath, [None])[0]
    messages = {message.language or "": str(message) for message in said.get(SH.resultMessage, ())}
    return Result(
        focus=said[SH.focusNode][0],
        path=path if isinstance(path, URIRef) else None,
        value=said.get(SH.value, [None])[0],
        shape=said[SH.sourceShape][0],
        component=said[SH.sourceConstraintComponent][0],
        severity=said[SH.resultSeverity][0],
        messages=messages,
    )
