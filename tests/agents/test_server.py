"""The tools, through the protocol and over a store: what they answer, what they refuse, that nothing is written."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from mcp import Client
from mcp_types import CallToolResult

from kg.agents.asking import server_at, store_of
from kg.agents.server import INSTRUCTIONS, server_over
from kg.settings import Settings

Ask: TypeAlias = Callable[[Client], Awaitable[Any]]
TOOLS = {"search", "match", "list_queries", "run_query", "sparql", "vocabulary", "provenance"}


def _with(settings: Settings, ask: Ask) -> Any:
    async def run() -> Any:
        async with store_of(settings) as interface, Client(server_over(interface)) as client:
            return await ask(client)

    return asyncio.run(run())


@pytest.fixture
def call(sample_store: Path) -> Callable[..., Any]:
    """Call tools, one after the other, over the sample store: `call(("search", {"words": "x"}), ...)`."""

    def called(*calls: tuple[str, dict[str, Any]], **settings: Any) -> Any:
        async def ask(client: Client) -> list[CallToolResult]:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

        results = _with(Settings(store=str(sample_store), query_workers=1, **settings), ask)
        told = [_told(result) for result in results]
        return told[0] if len(told) == 1 else told

    return called


def _told(result: CallToolResult) -> Any:
    if result.is_error:
        [content] = result.content
        return f"error: {getattr(content, 'text', '')}"
    return result.structured_content


def test_the_tools_say_what_they_are(sample_store: Path) -> None:
    tools = _with(Settings(store=str(sample_store), query_workers=1), Client.list_tools)
    assert {tool.name for tool in tools.tools} == TOOLS
    for tool in tools.tools:
        assert tool.description and tool.title
        assert tool.annotations.read_only_hint and not tool.annotations.destructive_hint
    for name in TOOLS - {"sparql"}:
        assert f"`{name}`" in INSTRUCTIONS
    document = (Path(__file__).resolve().parents[2] / "docs" / "mcp.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in document for name in TOOLS)


def test_from_words_to_the_quote(call: Callable[..., Any]) -> None:
    """What an agent does: find the thing, ask for its figures, follow one to its source."""
    found, queries = call(("search", {"words": "hai phong", "kind": "province"}), ("list_queries", {}))
    assert found["results"][0]["iri"].startswith("https://w3id.org/vnkg/id/province/hai-phong")
    assert found["results"][0]["page"] is None, "no server, no page"
    series = next(one for one in queries["queries"] if one["name"] == "series")
    assert {one["name"] for one in series["parameters"] if one["required"]} == {"place", "metric"}
    arguments = {"name": "series", "parameters": {"place": "hai phong", "metric": "leasedArea"}}
    table = call(("run_query", arguments))
    assert table["rows_in_all"] == len(table["rows"]) and not table["more"]
    row = next(row for row in table["rows"] if row["value"] == 117.49)
    told = call(("provenance", {"observation": row["observation"]}))
    [source] = told["sources"]
    assert (source["quote"], source["title"]) == ("117,49 ha", "Hai con số trong một bài")
    assert source["end"] - source["start"] == len("117,49 ha")
    assert source["source"] == "https://bao.example/hai-lan-noi"


def test_parts_of_an_answer_say_that_they_are_parts(call: Callable[..., Any]) -> None:
    query = "SELECT ?s { ?s a <https://w3id.org/vnkg/ontology#Province> } ORDER BY ?s"
    first, second = call(("sparql", {"query": query, "rows": 3}), ("sparql", {"query": query, "rows": 2, "skip": 3}))
    assert len(first["rows"]) == 3 and first["more"] and first["rows_in_all"] == second["rows_in_all"] > 90
    assert not {row["s"] for row in first["rows"]} & {row["s"] for row in second["rows"]}
    graph = call(("sparql", {"query": "CONSTRUCT WHERE { ?s ?p ?o }"}))
    assert len(graph["turtle"]) == 60_000 and graph["more"] and graph["characters_in_all"] > 60_000


def test_forms_of_sparql(call: Callable[..., Any]) -> None:
    yes, values, graph = call(
        ("sparql", {"query": "ASK {}"}),
        ("sparql", {"query": 'SELECT (1.5 AS ?n) ("a" AS ?t) (2 AS ?i) (true AS ?b) {}'}),
        ("sparql", {"query": "CONSTRUCT { <http://x/a> <http://x/b> 1 } WHERE {}"}),
    )
    assert yes == {"boolean": True}
    assert values["rows"] == [{"n": 1.5, "t": "a", "i": 2, "b": True}]
    assert "<http://x/a>" in graph["turtle"] and not graph["more"]


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("sparql", {"query": "SELECT {"}, "query-syntax"),
    ("sparql", {"query": "INSERT DATA { <http://x/a> <http://x/b> 1 }"}, "query"),
    ("sparql", {"query": "DROP ALL"}, "query"),
    ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:1/sparql> { ?s ?p ?o } }"}, "not called"),
    ("sparql", {"query": "ASK {}", "rows": 0}, "rows"),
    ("run_query", {"name": "no-such-query"}, "unknown-query"),
    ("run_query", {"name": "../sparql"}, "name"),
    ("run_query", {"name": "series", "parameters": {"place": "Atlantis", "metric": "leasedArea"}}, "Atlantis"),
    ("run_query", {"name": "series"}, "parameter"),
    ("provenance", {"observation": "observation/none"}, "there is no observation"),
    ("search", {"words": "x", "kind": "planet"}, "kind"),
    ("match", {"names": []}, "names"),
]


def test_what_is_refused_says_why(call: Callable[..., Any]) -> None:
    answers = call(*((name, arguments) for name, arguments, _ in REFUSED))
    for (name, arguments, reason), told in zip(REFUSED, answers, strict=True):
        assert isinstance(told, str) and told.startswith("error") and reason in told, (name, arguments, told)


def test_the_limits_are_the_servers(call: Callable[..., Any]) -> None:
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    slow = call(("sparql", {"query": runaway}), query_timeout=1.0)
    assert "query-timeout" in slow
    many = call(("sparql", {"query": "SELECT * { ?a ?b ?c }"}), result_rows=10)
    assert "result-too-large" in many
    huge = call(("sparql", {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"}), query_timeout=20.0)
    assert huge.startswith("error") and "too large" in huge


def test_names_are_matched(call: Callable[..., Any]) -> None:
    told = call(
        ("match", {"names": ["kcn thu nghiem", "zzzz"], "type": "Zone", "province": "Hải Phòng"}),
    )
    sure, none = told["matches"]
    assert sure["asked"] == "kcn thu nghiem" and none["candidates"] == []
    assert sure["candidates"][0]["iri"] == "https://w3id.org/vnkg/id/zone/hai-phong-kcn-thu-nghiem"
    assert sure["candidates"][0]["match"] is True


def test_the_vocabulary_suffices_for_sparql(call: Callable[..., Any]) -> None:
    told = call(("vocabulary", {}))["result"]
    assert len(told) < 60_000
    for name in ("PREFIX kg: <", "kg:Observation", "sdmx-measure:obsValue", "status:planned", "metric:leasedArea"):
        assert name in told
    declared = "\n".join(line for line in told.splitlines() if line.startswith("PREFIX "))
    model = told.partition("(the ready query `series`)\n")[2]
    own = "SELECT ?o { ?o a kg:Observation ; kg:metric metric:leasedArea ; kg:status status:actual }"
    answers = call(("sparql", {"query": model}), ("sparql", {"query": declared.partition("# A query")[0] + own}))
    assert all(answer["rows"] for answer in answers)


def test_a_server_that_is_not_there() -> None:
    async def run() -> Any:
        async with server_at("http://127.0.0.1:9", 1) as interface, Client(server_over(interface)) as asking:
            return _told(await asking.call_tool("list_queries", {}))

    assert "cannot be asked" in asyncio.run(run())
