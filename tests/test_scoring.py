"""The score: known cases by hand, and the same figures as the script that lies beside the project, where it does."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import FactsError
from kg.facts import OBSERVATION_COLUMNS, POLICY_COLUMNS, ZONE_COLUMNS
from kg.scoring import differences, score

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared"
SCRIPT = SHARED / "score" / "score.py"
needs_script = pytest.mark.skipif(not SCRIPT.is_file(), reason="../shared/score/score.py is not beside the repository")

COLUMNS = {
    "observations": (*OBSERVATION_COLUMNS, "optional"),
    "zones": (*ZONE_COLUMNS, "optional"),
    "policies": (*POLICY_COLUMNS, "optional"),
    "articles": ("article",),
}


def write(directory: Path, **tables: Sequence[Mapping[str, str]]) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.glob("*.csv"):
        old.unlink()
    for table, rows in tables.items():
        with (directory / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS[table], restval="")
            writer.writeheader()
            writer.writerows(rows)
    return directory


def figure(**cells: str) -> dict[str, str]:
    row = {
        "article": "a",
        "about": "Hải Dương",
        "about_type": "Province",
        "scope": "zones",
        "metric": "projectCount",
        "value": "12",
        "unit": "1",
        "from": "2022",
        "to": "2022",
        "status": "actual",
        "bound": "exact",
    }
    return row | cells


def by_script(gold: Path, predicted: Path, articles: Path | None = None) -> dict[str, Any]:
    command = [sys.executable, str(SCRIPT), str(gold), str(predicted), "--json"]
    command += ["--articles", str(articles)] if articles else []
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(answer.stdout))


def test_what_agrees_is_right_whatever_its_spelling(tmp_path: Path) -> None:
    gold = write(
        tmp_path / "gold",
        observations=[
            figure(),
            figure(metric="leasedArea", unit="ha", value="117.49", about="KCN Hòa Phú – 2", stage="operating|"),
        ],
    )
    predicted = write(
        tmp_path / "predicted",
        observations=[
            figure(about="tỉnh Hải Dương", value="12.005"),
            figure(metric="leasedArea", unit="ha", value="117.49", about="Khu công nghiệp Hoà Phú-2"),
        ],
    )
    report = score(gold, predicted)
    assert report["observations"] == {
        "gold": 2,
        "predicted": 2,
        "matched": 2,
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
    }
    assert report["detail"]["all"] == 1.0
    assert differences(gold, predicted) == []


@pytest.mark.parametrize(
    "cells",
    [{"value": "12.1"}, {"unit": "ha"}, {"about": "Hải Phòng"}, {"scope": ""}, {"metric": "count"}, {"article": "b"}],
)
def test_each_part_of_the_key_must_agree(tmp_path: Path, cells: dict[str, str]) -> None:
    gold = write(tmp_path / "gold", observations=[figure(), figure(article="b", value="99")])
    predicted = write(tmp_path / "predicted", observations=[figure(**cells)])
    report = score(gold, predicted)
    assert report["observations"]["matched"] == 0
    assert report["observations"]["f1"] == 0.0
    assert "detail" not in report
    kinds = [difference.kind for difference in differences(gold, predicted)]
    assert kinds == ["missed", "missed", "wrong"]


def test_optional_rows_companies_and_unknown_articles_do_not_count(tmp_path: Path) -> None:
    extra = [figure(value=value, optional="1") for value in ("40", "50")]
    gold = write(tmp_path / "gold", observations=[figure(), *extra])
    predicted = write(
        tmp_path / "predicted",
        observations=[
            figure(),
            figure(value="40"),
            figure(value="7", about_type="Company"),
            figure(value="8", article="elsewhere"),
        ],
    )
    report = score(gold, predicted)
    assert report["observations"] == {
        "gold": 1,
        "predicted": 1,
        "matched": 1,
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
    }
    assert differences(gold, predicted) == []


def test_the_pair_that_agrees_in_most_detail_wins(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold", observations=[figure(**{"from": "2020", "to": "2020"}), figure()])
    predicted = write(tmp_path / "predicted", observations=[figure(), figure(**{"from": "2020", "to": "2020"})])
    assert score(gold, predicted)["detail"] == dict.fromkeys(
        ("time", "status", "bound", "origin", "stage", "sector", "all"), 1.0
    )


def test_a_detail_that_differs_is_listed_with_both_values(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold", observations=[figure(status="planned", **{"from": "2025", "to": "2025"})])
    predicted = write(tmp_path / "predicted", observations=[figure(quote="12 dự án")])
    report = score(gold, predicted)
    assert (report["detail"]["time"], report["detail"]["status"], report["detail"]["bound"]) == (0.0, 0.0, 1.0)
    [difference] = differences(gold, predicted)
    assert difference.details == ("time", "status")
    assert "status 'actual', not 'planned'" in str(difference)
    assert str(difference).endswith("«12 dự án»")


def test_zones_policies_and_their_alternatives(tmp_path: Path) -> None:
    gold = write(
        tmp_path / "gold",
        zones=[
            {"article": "a", "label": "KCN Đồ Mới|KCN Đồ Mới 1", "type": "Zone", "province": "Hải Phòng"},
            {"article": "a", "label": "CCN Tân Quê", "type": "Cluster", "province": "Hải Phòng"},
        ],
        policies=[
            {"article": "a", "number": "12/QĐ-UBND", "kind": "decision"},
            {"article": "a", "kind": "programme", "title": "Chương trình khuyến công tỉnh giai đoạn 2021-2025"},
        ],
    )
    predicted = write(
        tmp_path / "predicted",
        zones=[
            {"article": "a", "label": "khu công nghiệp Đồ Mới 1", "province": "thành phố Hải Phòng"},
            {"article": "a", "label": "CCN Tân Quê", "province": "Hải Dương"},
        ],
        policies=[
            {"article": "a", "number": "12/qđ-ubnd"},
            {"article": "a", "title": "chương trình khuyến công giai đoạn 2021-2025"},
        ],
    )
    report = score(gold, predicted)
    assert (report["zones"]["f1"], report["zones"]["province_right"]) == (1.0, 0.5)
    assert report["policies"]["f1"] == 1.0


def test_quotes_are_held_against_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Cả tỉnh có 12 dự án.\n", encoding="utf-8")
    rows = [
        figure(start="11", end="19", quote="12 dự án"),
        figure(start="10", end="18", quote="12 dự án"),
        figure(start="0", end="7", quote="Cả tỉnh"),
        figure(start="inf", end="7", quote="12"),
    ]
    gold = write(tmp_path / "gold", observations=[figure()])
    predicted = write(tmp_path / "predicted", observations=rows)
    assert score(gold, predicted, tmp_path)["quotes_that_hold"] == 0.25


def test_what_cannot_be_compared_is_told(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold", observations=[figure()])
    with pytest.raises(FactsError, match="no such directory"):
        score(gold, tmp_path / "nowhere")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "observations.csv").write_text("article,about\na,b\n", encoding="utf-8")
    with pytest.raises(FactsError, match="lacks scope, metric"):
        score(gold, broken)
    (broken / "observations.csv").write_bytes(b"article,about\n\xff\xfe,b\n")
    with pytest.raises(FactsError, match="UTF-8"):
        score(gold, broken)


labels = st.sampled_from(
    [
        "Hải Dương",
        "tỉnh Hải Dương",
        "KCN Hòa Phú",
        "khu công nghiệp Hoà Phú",
        "KCN Thuỷ Quý|CCN Thủy Quý",
        "TP. Hải Phòng",
        "KKT Nam – Bắc",
        "kkt nam-bắc",
        "“KCN Nam”",
        "( KCN Nam )",
        "",
        "Hải Phòng|Hải Dương",
        "Khoẻ",
    ]
)
times = st.sampled_from(["", "2020", "2020-03", "2020|2021", "2021-01-31"])
observation_rows = st.fixed_dictionaries(
    {
        "article": st.sampled_from(["a", "b"]),
        "about": labels,
        "about_type": st.sampled_from(["Province", "Zone", "Company", "Project"]),
        "scope": st.sampled_from(["", "zones", "zones|clusters"]),
        "stage": st.sampled_from(["", "operating", "operating|"]),
        "sector": st.sampled_from(["", "dệt may", "Dệt  may"]),
        "metric": st.sampled_from(["count", "leasedArea|totalArea"]),
        "origin": st.sampled_from(["", "foreign|"]),
        "value": st.sampled_from(["5", "5.004", "5.01", "0", "x", "", "1e3", "1000", "nan", "-5"]),
        "unit": st.sampled_from(["1", "ha"]),
        "from": times,
        "to": times,
        "status": st.sampled_from(["actual", "planned"]),
        "bound": st.sampled_from(["", "exact", "approx|below"]),
        "optional": st.sampled_from(["", "", "1"]),
        "start": st.sampled_from(["0", "3", ""]),
        "end": st.sampled_from(["2", "6", ""]),
        "quote": st.sampled_from(["5 ha", "Có", "", "5"]),
    }
)
zone_rows = st.fixed_dictionaries(
    {
        "article": st.sampled_from(["a", "b"]),
        "label": labels,
        "province": labels,
        "optional": st.sampled_from(["", "1"]),
    }
)
policy_rows = st.fixed_dictionaries(
    {
        "article": st.sampled_from(["a", "b"]),
        "number": st.sampled_from(["", "1/QĐ", "1/qđ "]),
        "title": st.sampled_from(["", "Đề án A B C", "đề án A B", "Kế hoạch|Đề án A"]),
    }
)
tables = st.fixed_dictionaries(
    {
        "observations": st.lists(observation_rows, max_size=6),
        "zones": st.lists(zone_rows, max_size=4),
        "policies": st.lists(policy_rows, max_size=4),
    }
)


@needs_script
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gold_tables=tables, predicted_tables=tables)
def test_the_figures_are_the_scripts(tmp_path: Path, gold_tables: Any, predicted_tables: Any) -> None:
    gold = write(tmp_path / "gold", articles=[{"article": "a"}], **gold_tables)
    predicted = write(tmp_path / "predicted", **predicted_tables)
    (tmp_path / "a.txt").write_text("5 ha, Có 5", encoding="utf-8")
    assert score(gold, predicted, tmp_path) == by_script(gold, predicted, tmp_path)


@needs_script
def test_the_figures_are_the_scripts_on_the_real_gold(tmp_path: Path) -> None:
    gold = SHARED / "gold"
    if not gold.is_dir():
        pytest.skip("../shared/gold is not beside the repository")
    assert score(gold, gold) == by_script(gold, gold)
    # A prediction that is off in all the ways: every third row lost, every fourth value or place changed.
    for table in ("observations", "zones", "policies"):
        with (gold / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            columns, rows = list(reader.fieldnames or ()), [row for n, row in enumerate(reader) if n % 3]
        for n, row in enumerate(rows):
            row.update({name: cell.split("|")[n % 2 if "|" in cell else 0] for name, cell in row.items()})
            if n % 4 == 0:
                off = {"value": "1", "label": "KCN Khác", "from": "1999", "number": "1"}
                row.update({name: cell for name, cell in off.items() if name in row})
            if n % 5 == 0 and "status" in row:
                row["status"] = "planned"
        with (tmp_path / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            writer.writerows(rows)
    assert score(gold, tmp_path, SHARED / "articles") == by_script(gold, tmp_path, SHARED / "articles")
