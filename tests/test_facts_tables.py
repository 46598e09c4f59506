"""The three tables and the JSON: what is written comes back, and what is amiss is told with its place."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import facts as kinds
from kg.errors import FactsError
from kg.facts import (
    OBSERVATION_COLUMNS,
    POLICY_COLUMNS,
    SECTOR_COLUMNS,
    ZONE_COLUMNS,
    ArticleFacts,
    NamedPolicy,
    NamedZone,
    Observation,
    SectorStatement,
)
from kg.facts_tables import (
    COLUMNS,
    from_json,
    read_json_lines,
    read_tables,
    to_json,
    write_json_lines,
    write_table,
    write_tables,
)
from kg.reference.metrics import metrics

DOCS = Path(__file__).resolve().parents[1] / "docs" / "facts.md"

# Cells may hold anything that a text can: quotes, commas, line ends of all sorts, spaces at the ends.
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
names = cells.filter(bool)
dates = st.sampled_from(["", "2022", "2022-08", "2022-08-31"])
levels = st.sampled_from(get_args(kinds.Level))


@st.composite
def observations(draw: st.DrawFn, article: str) -> Observation:
    quote, start = draw(names), draw(st.integers(0, 10**7))
    return Observation(
        article=article,
        about=draw(names),
        about_type=draw(st.sampled_from(get_args(kinds.AboutType))),
        metric=draw(st.sampled_from(["count", "leasedArea"])),
        value=draw(st.decimals(-(10**15), 10**15, allow_nan=False, places=4)).normalize(),
        unit=draw(st.sampled_from(["1", "ha", "VND/month"])),
        start=start,
        end=start + len(quote),
        quote=quote,
        scope=draw(st.sampled_from(get_args(kinds.Scope))),
        stage=draw(st.sampled_from(get_args(kinds.Stage))),
        sector=draw(cells),
        origin=draw(st.sampled_from(get_args(kinds.Origin))),
        from_=draw(dates),
        to=draw(dates),
        status=draw(st.sampled_from(get_args(kinds.Status))),
        bound=draw(st.sampled_from(get_args(kinds.Bound))),
        province=draw(cells),
        policy=draw(cells),
        subject_level=draw(levels),
        metric_level=draw(levels),
        time_level=draw(levels),
    )


@st.composite
def sector_statements(draw: st.DrawFn, article: str) -> SectorStatement:
    quote, start = draw(names), draw(st.integers(0, 10**7))
    return SectorStatement(
        article=article,
        about=draw(names),
        about_type=draw(st.sampled_from(get_args(kinds.AboutType))),
        relation=draw(st.sampled_from(get_args(kinds.SectorRelation))),
        sector=draw(names),
        start=start,
        end=start + len(quote),
        quote=quote,
        scope=draw(st.sampled_from(get_args(kinds.Scope))),
        province=draw(cells),
        subject_level=draw(levels),
    )


@st.composite
def article_facts(draw: st.DrawFn, article: str) -> ArticleFacts:
    zones = st.builds(
        NamedZone,
        article=st.just(article),
        label=names,
        type=st.sampled_from(get_args(kinds.ZoneType)),
        province=cells,
        district=cells,
        stage=st.sampled_from(get_args(kinds.Stage)),
        start=st.integers(0, 9),
        end=st.integers(10, 99),
    )
    policies = st.builds(
        NamedPolicy,
        article=st.just(article),
        number=names,
        kind=st.sampled_from(get_args(kinds.PolicyKind)),
        issuer=cells,
        date=dates,
        title=cells,
        from_=dates,
        to=dates,
        start=st.integers(0, 9),
        end=st.integers(10, 99),
    )
    return ArticleFacts(
        article,
        tuple(draw(st.lists(observations(article), max_size=3))),
        tuple(draw(st.lists(zones, max_size=2))),
        tuple(draw(st.lists(policies, max_size=2))),
        draw(dates),
        tuple(draw(st.lists(sector_statements(article), max_size=2))),
    )


@st.composite
def runs(draw: st.DrawFn) -> list[ArticleFacts]:
    return [draw(article_facts(article)) for article in draw(st.lists(names, unique=True, max_size=3))]


def as_in_csv(run: list[ArticleFacts]) -> dict[str, ArticleFacts]:
    """What the CSV can hold of a run: the tables' columns, and articles with at least one row."""
    kept = {}
    for facts in run:
        if facts.observations or facts.zones or facts.policies or facts.sectors:
            kept[facts.article] = ArticleFacts(
                facts.article,
                tuple(
                    replace(
                        row, province="", policy="", subject_level="stated", metric_level="stated", time_level="stated"
                    )
                    for row in facts.observations
                ),
                tuple(replace(row, start=0, end=0) for row in facts.zones),
                tuple(replace(row, start=0, end=0) for row in facts.policies),
                sectors=tuple(replace(row, province="", subject_level="stated") for row in facts.sectors),
            )
    return kept


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(run=runs())
def test_tables_come_back_as_written(tmp_path: Path, run: list[ArticleFacts]) -> None:
    counts = write_tables(iter(run), tmp_path / "out")
    assert counts == {
        "observations": sum(len(facts.observations) for facts in run),
        "zones": sum(len(facts.zones) for facts in run),
        "policies": sum(len(facts.policies) for facts in run),
        "sectors": sum(len(facts.sectors) for facts in run),
    }
    assert {facts.article: facts for facts in read_tables(tmp_path / "out")} == as_in_csv(run)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(run=runs())
def test_json_gives_back_everything(tmp_path: Path, run: list[ArticleFacts]) -> None:
    path = tmp_path / "facts.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        assert write_json_lines(run, stream) == len(run)
    assert list(read_json_lines(path)) == run
    assert [from_json(json.loads(json.dumps(to_json(facts)))) for facts in run] == run


SAMPLE = ArticleFacts(
    "bài-1",
    (
        Observation(
            "bài-1",
            "Hải Dương",
            "Province",
            "registeredCapital",
            Decimal("4.50783E+12"),
            "VND",
            3,
            21,
            '4.507,83 tỷ\n"đồng"',
            scope="zones",
            from_="2022-03",
            to="2022-03",
            time_level="inherited",
        ),
    ),
    (NamedZone("bài-1", "KCN =Cẩm, Giàng", "Zone", "Hải Dương"),),
)


def test_the_csv_is_plain_and_unaltered(tmp_path: Path) -> None:
    write_tables([SAMPLE], tmp_path)
    assert (tmp_path / "observations.csv").read_bytes().decode("utf-8") == (
        "article,about,about_type,scope,stage,sector,metric,origin,value,unit,from,to,status,bound,start,end,quote\n"
        "bài-1,Hải Dương,Province,zones,,,registeredCapital,,4507830000000,VND,2022-03,2022-03,actual,exact,3,21,"
        '"4.507,83 tỷ\n""đồng"""\n'
    )
    zones = (tmp_path / "zones.csv").read_text(encoding="utf-8")
    assert zones.splitlines()[1] == 'bài-1,"KCN =Cẩm, Giàng",Zone,Hải Dương,,'
    assert (tmp_path / "policies.csv").read_text(encoding="utf-8") == "article,number,kind,issuer,date,title,from,to\n"


def test_one_table_can_be_printed() -> None:
    stream = io.StringIO()
    assert write_table([SAMPLE, SAMPLE], "zones", stream) == 2
    assert [row["label"] for row in csv.DictReader(io.StringIO(stream.getvalue()))] == ["KCN =Cẩm, Giàng"] * 2


def test_json_tells_the_levels() -> None:
    [row] = to_json(SAMPLE)["observations"]
    assert (row["value"], row["time_level"], row["confidence"]) == ("4507830000000", "inherited", "inherited")
    assert set(OBSERVATION_COLUMNS) - {"article"} <= row.keys()


def test_a_run_that_breaks_off_leaves_the_older_tables(tmp_path: Path) -> None:
    write_tables([SAMPLE], tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def failing() -> Iterator[ArticleFacts]:
        yield ArticleFacts("bài-2")
        raise RuntimeError("broken off")

    with pytest.raises(RuntimeError, match="broken off"):
        write_tables(failing(), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_directory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(FactsError, match="cannot be written"):
        write_tables([SAMPLE], tmp_path / "file")


GOOD = {
    "article": "a",
    "about": "Hải Dương",
    "about_type": "Province",
    "scope": "",
    "stage": "",
    "sector": "",
    "metric": "count",
    "origin": "",
    "value": "12",
    "unit": "1",
    "from": "2022",
    "to": "",
    "status": "actual",
    "bound": "exact",
    "start": "0",
    "end": "2",
    "quote": "12",
}


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("value", "12,5", "plain decimal"),
        ("value", "nan", "plain decimal"),
        ("value", "", "plain decimal"),
        ("value", "1e999999", "plain decimal"),
        ("value", "1_0", "plain decimal"),
        ("about_type", "Provinz", "none of: Country"),
        ("scope", "all", r"\(empty\), zones"),
        ("status", "", "actual"),
        ("bound", "over", "exact, approx"),
        ("from", "2022-13", "partial ISO"),
        ("to", "8/2022", "partial ISO"),
        ("start", "-1", "offset"),
        ("start", "²", "offset"),
        ("end", "3", "2 characters"),
        ("unit", "", "needs it"),
        ("article", "", "needs it"),
        ("about", "", "needs it"),
        ("metric", "", "needs it"),
        ("quote", "", "needs it"),
    ],
)
def test_a_bad_cell_is_told_with_its_place(tmp_path: Path, column: str, cell: str, reason: str) -> None:
    path = tmp_path / "observations.csv"
    row = {**GOOD, column: cell}
    if column == "quote":
        row["end"] = "0"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, OBSERVATION_COLUMNS)
        writer.writeheader()
        writer.writerows([{**GOOD, "quote": "1\n2", "end": "3"}, row])
    with pytest.raises(FactsError, match=reason) as told:
        read_tables(tmp_path)
    # The first row spans two lines, so the bad one begins on line 4.
    assert told.value.where == f"{path}, line 4, column {column}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"article,label\na,b\n", "lacks type, province"),
        (b"", "lacks article"),
        (b"\xff", "UTF-8"),
        (b"article,label,type,province,district,stage\na,b\n", "2 cells, but the header has 6"),
        (b'article,label,type,province,district,stage\na,"b,Zone,,,\n', "broken CSV"),
    ],
)
def test_a_broken_table_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "zones.csv").write_bytes(content)
    with pytest.raises(FactsError, match=reason) as told:
        read_tables(tmp_path)
    assert "zones.csv" in told.value.where


def test_tables_from_a_spreadsheet_are_read(tmp_path: Path) -> None:
    """A BOM, CRLF, columns in another order, a further column, an empty line."""
    text = "note,type,label,article,stage,district,province\r\nx,Zone,KCN A,a,,,Hải Dương\r\n\r\n"
    (tmp_path / "zones.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_tables(tmp_path) == [ArticleFacts("a", zones=(NamedZone("a", "KCN A", "Zone", "Hải Dương"),))]


def test_a_directory_without_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match="holds none of"):
        read_tables(tmp_path)


@pytest.mark.parametrize(
    ("line", "reason", "place"),
    [
        ("{", "no valid JSON", "line 2"),
        ("[]", "no object with", "line 2"),
        ('{"article": "a", "zones": 3}', '"zones" is no list', "line 2"),
        ('{"article": "a", "zones": [3]}', "no object", r"line 2, zones\[0\]"),
        ('{"article": "a", "zones": [{"label": "A", "type": "Park"}]}', "none of: Zone", r"zones\[0\], column type"),
        ('{"article": "a", "published": "gestern"}', "partial ISO", "column published"),
        ('{"article": "a", "policies": [{"kind": "decision"}]}', "both empty", r"policies\[0\]"),
    ],
)
def test_bad_json_is_told_with_its_place(tmp_path: Path, line: str, reason: str, place: str) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_text('{"article": "ok"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(FactsError, match=reason) as told:
        list(read_json_lines(path))
    assert re.search(place, told.value.where)


def test_the_interface_document_names_every_column_and_value() -> None:
    text = DOCS.read_text(encoding="utf-8")
    named = [*OBSERVATION_COLUMNS, *ZONE_COLUMNS, *POLICY_COLUMNS, *SECTOR_COLUMNS, *metrics()]
    named += [unit for metric in metrics().values() for unit in metric.units]
    for choice in (
        kinds.AboutType,
        kinds.Scope,
        kinds.Stage,
        kinds.Origin,
        kinds.Status,
        kinds.Bound,
        kinds.Level,
        kinds.ZoneType,
        kinds.PolicyKind,
        kinds.SectorRelation,
    ):
        named += [value for value in get_args(choice) if value]
    assert [name for name in named if f"`{name}`" not in text] == []
    assert all(f"{table}.csv" in text for table in COLUMNS)
