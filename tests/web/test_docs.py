"""docs/http.md and docs/queries.md tell of what there is, and of all that there is."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from kg.canned import TYPES, read_canned_query
from kg.web import errors

DOCS = Path(__file__).resolve().parents[2] / "docs"
HTTP = (DOCS / "http.md").read_text(encoding="utf-8")
QUERIES = (DOCS / "queries.md").read_text(encoding="utf-8")


def test_every_address_is_told(client: httpx.Client) -> None:
    told = set(re.findall(r"`(/[^`]*)`", HTTP.partition("## SPARQL")[0]))
    there = set(client.get("/openapi.json").json()["paths"])
    generic = {path for path in there if not re.fullmatch(r"/queries/[a-z-]+\.(csv|json)", path)}
    assert generic == told


def test_every_error_code_is_told() -> None:
    told = set(re.findall(r"`([a-z-]+)`", re.sub(r"\| what happened.*", "", HTTP.partition("| code |")[2])))
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(errors.__file__).parent.glob("*.py"))
    raised = set(re.findall(r'Refused\(\s*\d+, "([a-z-]+)"', sources))
    raised |= {code for _, _, code in errors._KINDS} | set(errors._CODES.values())
    assert raised <= told


def test_every_parameter_type_is_told() -> None:
    table = QUERIES.partition("| type |")[2].partition("##")[0]
    told = {
        name
        for row in table.splitlines()
        for name in re.findall(r"`([a-z]+)`", row.split("|")[1] if "|" in row else "")
    }
    assert told == set(TYPES)


def test_the_query_that_is_shown_works(tmp_path: Path) -> None:
    shown = re.search(r"```sparql\n(.*?)```", QUERIES, re.DOTALL)
    assert shown
    path = tmp_path / "projects.rq"
    path.write_text(shown[1], encoding="utf-8")
    assert [parameter.name for parameter in read_canned_query(path).parameters] == ["place", "least"]


@pytest.mark.parametrize("name", ["series", "conflicts"])
def test_queries_that_are_named_exist(client: httpx.Client, name: str) -> None:
    assert f"`{name}`" in QUERIES or f"kg query {name}" in QUERIES
    assert client.get(f"/queries/{name}", headers={"Accept": "application/json"}).status_code == 200
