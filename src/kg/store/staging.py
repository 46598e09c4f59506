"""Executing an update on a copy of the store, to see what would come of it before anything is written.

The copy is made of hard links and costs milliseconds. What an operation may change is known before it is executed, so
only those graphs are compared, and only they are written back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import pairwise

import pyoxigraph as ox

from kg.errors import QueryError, QuerySyntaxError
from kg.store.answers import engine_errors
from kg.store.base import DEFAULT_GRAPH, graph_name
from kg.store.tokens import Token
from kg.store.updates import Operation, read_update

# Solutions that go through the text of an operation; more are refused, with a way out.
_MOST_SOLUTIONS = 200_000


def check_syntax(text: str, base_iri: str) -> tuple[Operation, ...]:
    """The operations of an update request.

    Raises:
        QuerySyntaxError: it is malformed. QueryError: it would fetch something.
    """
    operations = read_update(text)
    try:
        _parse(operations[0].request.text if operations else text, text, base_iri)
    except QuerySyntaxError:
        # The engine knows prologues at the begin only; to the standard each operation may have one.
        if len({operation.prologue.strip() for operation in operations}) < 2:
            raise
        for operation in operations:
            _parse(operation.alone, text, base_iri)
    return operations


def _parse(text: str, whole: str, base_iri: str) -> None:
    # A RuntimeError: it can be read, but a graph that it names is not in an empty store.
    with engine_errors("", whole), suppress(RuntimeError):
        ox.Store().update(text, base_iri=base_iri)


class Staging:
    """A store to try an update on. `touched` are the graphs that it may have changed."""

    def __init__(self, engine: ox.Store, base_iri: str) -> None:
        self.engine = engine
        self.touched: set[str] = set()
        self._base = base_iri

    def execute(
        self, operations: Iterable[Operation], using: Sequence[str] = (), using_named: Sequence[str] = ()
    ) -> None:
        """Execute the operations in their order; with a dataset for their patterns, if there is one (Protocol, 2.2.3).

        Raises:
            QueryError: an operation cannot be executed, or names a dataset of its own beside the one given.
        """
        dataset = [f"USING {ox.NamedNode(name)}" for name in _iris(using)]
        dataset += [f"USING NAMED {ox.NamedNode(name)}" for name in _iris(using_named)]
        for operation in operations:
            if dataset and operation.names_dataset:
                raise QueryError(
                    "the request gives the dataset (using-graph-uri, using-named-graph-uri), and so does the update "
                    "(USING, WITH): leave one of them out"
                )
            self._execute(operation, " ".join(dataset))

    def graphs_named(
        self, operations: Iterable[Operation], using: Sequence[str] = (), using_named: Sequence[str] = ()
    ) -> set[str]:
        """All graphs that the operations can read or write, where they name each of them.

        Raises:
            QueryError: they do not.
        """
        found = {*_iris(using), *_iris(using_named)}
        for operation in operations:
            words = {token.word for token in operation.words}
            whole = operation.kind in ("CLEAR", "DROP") and bool(words & {"ALL", "NAMED"})
            named = list(operation.graphs_named)
            if operation.pattern is not None:
                tokens = operation.tokens(operation.pattern)
                named += [after for word, after in pairwise(tokens) if word.word == "GRAPH"]
                whole = whole or (operation.reads_default and not (operation.names_dataset or using))
            names = [token for token in (*named, *operation.words) if token.kind in ("iri", "name")]
            if whole or any(token.kind == "variable" for token in named):
                raise QueryError(
                    "the store is on a server, so an update must name each graph that it reads or writes (WITH <...>,"
                    " USING <...>, GRAPH <...>); others can be sent to that server itself"
                )
            found |= self._resolved(operation, names)
            if "DEFAULT" in words or (operation.writes_default and operation.with_graph is None):
                found.add(DEFAULT_GRAPH)
        return found

    def triples(self, name: str) -> list[ox.Triple]:
        """What a graph holds now."""
        return [quad.triple for quad in self.engine.quads_for_pattern(None, None, None, graph_name(name))]

    def _execute(self, operation: Operation, dataset: str) -> None:
        text = operation.text()
        if operation.kind == "CLEAR":
            # No store of ours records empty graphs, so a graph that is not there is as clear as one can be.
            silent = any(token.word == "SILENT" for token in operation.words)
            text = text if silent else _after_first_word(operation, "SILENT")
        if operation.kind in ("MODIFY", "DELETE WHERE"):
            assert operation.pattern is not None
            if dataset and operation.kind == "DELETE WHERE":
                pattern = operation.of(operation.pattern)
                text = f"{operation.prologue} DELETE {pattern} {dataset} WHERE {pattern}"
            elif dataset:
                text = operation.text(before_pattern=dataset)
            elif operation.kind == "MODIFY" and not operation.names_dataset and operation.reads_default:
                text = operation.text({operation.pattern: self._solutions(operation)})
        self.touched |= self._targets(operation, text)
        with engine_errors("", text):
            self.engine.update(text, base_iri=self._base)

    def _solutions(self, operation: Operation) -> str:
        """The pattern's solutions as data.

        The default graph of a query is here the union of all graphs, and so must be that of an update's pattern
        (sd:UnionDefaultGraph); the engine has it for queries only.
        """
        assert operation.pattern is not None
        names = operation.variables
        select = f"{operation.prologue} SELECT {' '.join(names) or '(1 AS ?n)'} WHERE {operation.of(operation.pattern)}"
        rows = []
        with engine_errors("", select):
            answer = self.engine.query(select, base_iri=self._base, use_default_graph_as_union=True)
            assert isinstance(answer, ox.QuerySolutions)
            for solution in answer:
                values = [solution[name[1:]] for name in names]
                if any(isinstance(value, ox.BlankNode) for value in values):
                    raise QueryError("a solution holds a blank node: name its graph with GRAPH, WITH or USING")
                rows.append(f"({' '.join('UNDEF' if value is None else str(value) for value in values)})")
                if len(rows) > _MOST_SOLUTIONS:
                    raise QueryError(
                        f"more than {_MOST_SOLUTIONS} solutions; name the graphs with GRAPH, WITH or USING, or do it in"
                        " several updates"
                    )
        return f"{{ VALUES ({' '.join(names)}) {{ {' '.join(rows)} }} }}"

    def _targets(self, operation: Operation, text: str) -> set[str]:
        """The graphs that an operation, about to be executed as `text`, may change."""
        if operation.kind == "CREATE":
            return set()
        if operation.kind in ("CLEAR", "DROP", "TRANSFER"):
            words = {token.word for token in operation.words}
            if words & {"ALL", "NAMED"}:
                named = {str(name.value) for name in self.engine.named_graphs()}
                return named | ({DEFAULT_GRAPH} if "ALL" in words else set())
            found = self._resolved(operation, [token for token in operation.words if token.kind in ("iri", "name")])
            return found | ({DEFAULT_GRAPH} if "DEFAULT" in words else set())
        graphs = operation.graphs_named
        found = self._resolved(operation, [token for token in graphs if token.kind != "variable"])
        variables = list(dict.fromkeys(token.text for token in graphs if token.kind == "variable"))
        if variables:
            found |= self._bound(operation, text, variables)
        if operation.writes_default:
            within = operation.with_graph
            found |= self._resolved(operation, [within]) if within else {DEFAULT_GRAPH}
        return found

    def _resolved(self, operation: Operation, names: Sequence[Token]) -> set[str]:
        """The IRIs that prefixed names and relative IRIs stand for."""
        if not names:
            return set()
        columns = " ".join(f"({token.text} AS ?g{index})" for index, token in enumerate(names))
        with engine_errors("", operation.prologue):
            answer = ox.Store().query(f"{operation.prologue} SELECT {columns} {{}}", base_iri=self._base)
            assert isinstance(answer, ox.QuerySolutions)
            return {str(term.value) for row in answer for term in row if isinstance(term, ox.NamedNode)}

    def _bound(self, operation: Operation, text: str, variables: Sequence[str]) -> set[str]:
        """The graphs that variables of the templates stand for, by the pattern of the operation."""
        # The pattern as it is about to be executed: with its dataset, or with its solutions in its place.
        [executed] = read_update(text)
        assert executed.pattern is not None
        clauses = ""
        tokens = list(executed.words)
        for index, token in enumerate(tokens):
            if token.word == "USING":
                named = tokens[index + 1].word == "NAMED"
                clauses += f" FROM {'NAMED ' if named else ''}{tokens[index + 1 + named].text}"
        pattern = executed.of(executed.pattern)
        select = f"{executed.prologue} SELECT DISTINCT {' '.join(variables)}{clauses} WHERE {pattern}"
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
        if executed.with_graph is not None and not clauses:
            default = [ox.NamedNode(name) for name in self._resolved(operation, [executed.with_graph])]
        with engine_errors("", select):
            answer = self.engine.query(select, base_iri=self._base, default_graph=default)
            assert isinstance(answer, ox.QuerySolutions)
            return {str(term.value) for row in answer for term in row if isinstance(term, ox.NamedNode)}


def _iris(names: Sequence[str]) -> Sequence[str]:
    for name in names:
        try:
            ox.NamedNode(name)
        except ValueError as error:
            raise QueryError(f"no absolute IRI, so it names no graph: {error}", where=name) from error
    return names


def _after_first_word(operation: Operation, word: str) -> str:
    texts = operation.request.texts
    rest = "".join(texts[operation.first + 1 : operation.last])
    return f"{operation.prologue}{texts[operation.first]} {word} {rest}"
