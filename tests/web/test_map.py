"""The map: the borders of the day that is asked for, coloured by what was known by then."""

from __future__ import annotations

import httpx
import pytest
from lxml import html

from kg.web.views.outlines import outline_of, outlines_on, path_of


def _provinces(client: httpx.Client, **asked: str) -> dict[str, str]:
    """The class of each province's path."""
    page = client.get("/map", params=asked)
    assert page.status_code == 200
    paths = html.fromstring(page.text).xpath("//*[name()='svg']//*[name()='path'][@data-province]")
    return {path.get("data-province"): path.get("class") for path in paths}


def test_the_borders_change_on_the_day_of_the_merger(client: httpx.Client) -> None:
    before, after = (_provinces(client, day=day) for day in ("2025-06-30", "2025-07-01"))
    assert (len(before), len(after)) == (63, 34)
    assert "province/hai-duong" in before and "province/hai-duong" not in after
    assert "province/hai-phong-2025" in after and "province/hai-phong-2025" not in before
    # The merged province is drawn over the land of both.
    merged, *parts = (outline_of(f"province/{name}") for name in ("hai-phong-2025", "hai-phong", "hai-duong"))
    assert merged and all(parts)
    assert merged.box[2] > max(part.box[2] for part in parts if part)


def test_colours_tell_what_was_known_by_then(client: httpx.Client) -> None:
    before = _provinces(client, metric="registeredCapital", day="2023-12-31")
    assert set(before.values()) == {"none"}
    now = _provinces(client, metric="registeredCapital", day="2025-06-30")
    coloured = {name: colour for name, colour in now.items() if colour != "none"}
    assert set(coloured) == {"province/hai-phong", "province/bac-ninh"}
    assert coloured["province/hai-phong"] < coloured["province/bac-ninh"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_table_says_the_same_and_both_archipelagos_are_named(client: httpx.Client, language: str) -> None:
    page = client.get("/map", params={"metric": "registeredCapital", "day": "2025-06-30", "lang": language}).text
    rows = html.fromstring(page).xpath("//table//tbody/tr")
    without = html.fromstring(page).xpath("//section[@aria-labelledby='as-table']//details//li")
    assert len(rows) + len(without) == 63
    assert " ".join(rows[0].itertext()).split()[:2] == (["Bac", "Ninh"] if language == "en" else ["Bắc", "Ninh"])
    for name in ("Hoang Sa", "Truong Sa") if language == "en" else ("Hoàng Sa", "Trường Sa"):
        assert name in page


@pytest.mark.parametrize(("name", "value"), [("metric", "<script>"), ("day", "2025-13-01"), ("day", "tomorrow")])
def test_what_is_no_metric_or_day_is_refused(client: httpx.Client, name: str, value: str) -> None:
    answer = client.get("/map", params={name: value}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["where"]) == (400, name)


def test_neighbours_are_drawn_on_one_grid() -> None:
    assert all(path_of(outline.slug).startswith("M") for outline in outlines_on("2025-07-01"))
    assert sum(len(path_of(outline.slug, 0.25)) for outline in outlines_on("2025-06-30")) < 120_000


def test_without_a_day_the_map_opens_where_most_is_known(client: httpx.Client) -> None:
    """No article of the sample speaks of a province with its borders of today."""
    page = client.get("/map", params={"metric": "registeredCapital"}).text
    assert len(_provinces(client, metric="registeredCapital")) == 63
    assert "30/6/2025" in page
    assert len(_provinces(client, metric="registeredCapital", day="2025-07-01")) == 34
