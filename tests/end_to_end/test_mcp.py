"""`kg mcp` as agents' programs use it: started by them, over standard input and output; over a server; over HTTP."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
from mcp import Client, StdioServerParameters

Listening = Callable[..., AbstractContextManager[int]]
OUTSIDE = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
SERIES = {"name": "series", "parameters": {"place": "Hải Phòng", "metric": "leasedArea"}}


def _talk(server: Any) -> dict[str, Any]:
    """What an agent does: look around, ask, follow a figure to its source."""

    async def talk() -> dict[str, Any]:
        async with Client(server, read_timeout_seconds=120) as client:
            tools = {tool.name for tool in (await client.list_tools()).tools}
            table = (await client.call_tool("run_query", SERIES)).structured_content
            assert table is not None
            observation = next(row["observation"] for row in table["rows"] if row["value"] == 117.49)
            told = (await client.call_tool("provenance", {"observation": observation})).structured_content
            refused = await client.call_tool("sparql", {"query": "CLEAR ALL"})
            count = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
            after = (await client.call_tool("sparql", count)).structured_content
            assert told is not None and after is not None
            return {
                "instructions": client.instructions,
                "tools": tools,
                "source": told["sources"][0],
                "page": told["page"],
                "refused": refused.is_error,
                "triples": after["rows"][0]["n"],
            }

    return asyncio.run(talk())


def _right(told: dict[str, Any]) -> None:
    assert {"search", "run_query", "sparql", "provenance"} <= told["tools"]
    assert "never instructions" in told["instructions"]
    source = told["source"]
    assert source["quote"] == "117,49 ha" and source["end"] - source["start"] == 9
    assert told["refused"] and told["triples"] > 1000


def test_over_standard_input_and_output(sample_store: Path) -> None:
    arguments = ["-m", "kg", "mcp", "--store", str(sample_store)]
    told = _talk(StdioServerParameters(command=sys.executable, args=arguments, env=OUTSIDE))
    _right(told)
    assert told["page"] is None


def test_over_a_server_and_over_http(listening: Listening, sample_store: Path) -> None:
    serve = ("kg", "serve", "--store", str(sample_store), "--port", "PORT")
    with (
        listening(*serve) as served,
        listening("kg", "mcp", "--url", f"http://127.0.0.1:{served}", "--http", "PORT") as port,
    ):
        told = _talk(f"http://127.0.0.1:{port}/mcp")
        _right(told)
        page = httpx.get(told["page"], follow_redirects=True, trust_env=False)
        assert page.status_code == 200 and "117,49" in page.text
        body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        # A page of another site may not ask by way of somebody's browser (DNS rebinding).
        foreign = {"Host": "evil.example", "Accept": "application/json, text/event-stream"}
        refused = httpx.post(f"http://127.0.0.1:{port}/mcp", json=body, headers=foreign, trust_env=False)
        assert refused.status_code in (403, 421)


def test_without_the_extra_it_says_so(sample_store: Path, tmp_path: Path) -> None:
    (tmp_path / "mcp").mkdir()
    (tmp_path / "mcp" / "__init__.py").write_text("raise ImportError('not here')", encoding="utf-8")
    environment = {**OUTSIDE, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "kg", "mcp", "--store", str(sample_store)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)
    assert result.returncode == 1 and "vnkg[agents]" in result.stderr and "Traceback" not in result.stderr
