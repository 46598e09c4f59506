"""The reconciliation service over HTTP: as the specification has it, and as OpenRefine asks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import jsonschema
import pytest

from kg.reconciliation.schema import properties, types

DOC = (Path(__file__).resolve().parents[2] / "docs" / "reconciliation.md").read_text(encoding="utf-8")
SCHEMAS = json.loads(Path(__file__).with_name("reconciliation-schemas.json").read_text(encoding="utf-8"))
LANGUAGES = ("", "/vi", "/en")


def _valid(answer: httpx.Response, schema: str) -> Any:
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-type"].startswith("application/json")
    told = answer.json()
    jsonschema.Draft202012Validator({**SCHEMAS, "$ref": f"#/$defs/{schema}"}).validate(told)
    return told


def _manifest(client: httpx.Client, language: str = "") -> dict[str, Any]:
    told: dict[str, Any] = _valid(client.get(f"/reconcile{language}"), "manifest")
    return told


def _match(client: httpx.Client, batch: dict[str, Any], language: str = "") -> dict[str, Any]:
    answer = client.post(f"/reconcile{language}", data={"queries": json.dumps(batch)})
    told: dict[str, Any] = _valid(answer, "results")
    assert list(told) == list(batch)
    return told


def _extend(client: httpx.Client, ids: list[str], *wanted: str, **settings: str) -> dict[str, Any]:
    asked = {"ids": ids, "properties": [{"id": one, "settings": settings} for one in wanted]}
    told: dict[str, Any] = _valid(client.post("/reconcile", data={"extend": json.dumps(asked)}), "extended")
    assert [one["id"] for one in told["meta"]] == list(wanted) and list(told["rows"]) == ids
    return told


def test_the_schemas_are_schemas_and_refuse() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS)
    validator = jsonschema.Draft202012Validator({**SCHEMAS, "$ref": "#/$defs/results"})
    right = {"id": "x", "name": "X", "score": 1, "type": [], "match": False}
    assert validator.is_valid({"q": {"result": [right]}})
    for wrong in ({**right, "id": ""}, {**right, "score": "1"}, {**right, "type": [{"name": "x"}]}, {"id": "x"}):
        assert not validator.is_valid({"q": {"result": [wrong]}})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_of_the_manifest_answers(client: httpx.Client, language: str) -> None:
    told = _manifest(client, language)
    assert told["identifierSpace"] == "https://w3id.org/vnkg/id/"
    entity = quote("province/ha-noi", safe="")
    assert client.get(told["view"]["url"].replace("{{id}}", entity), follow_redirects=True).status_code == 200
    assert client.get(told["documentation"]).status_code == client.get(told["logo"]).status_code == 200
    expected = {"entity": ("ha noi", entity), "type": ("khu", "Zone"), "property": ("tinh", "province")}
    forms = {
        "entity": "suggestedEntities",
        "type": "suggestedTypes",
        "property": "suggestedProperties",
    }
    for what, one in told["suggest"].items():
        prefix, id_ = expected[what]
        suggested = _valid(client.get(one["service_url"] + one["service_path"], params={"prefix": prefix}), forms[what])
        assert suggested["result"], what
        flyout = one["flyout_service_url"] + one["flyout_service_path"].replace("${id}", id_)
        assert _valid(client.get(flyout), "flyout")["html"].strip().startswith("<p>")
    proposing = told["extend"]["propose_properties"]
    for type_ in told["defaultTypes"]:
        address = proposing["service_url"] + proposing["service_path"]
        all_ = _valid(client.get(address, params={"type": type_["id"]}), "proposed")["properties"]
        some = _valid(client.get(address, params={"type": type_["id"], "limit": 3}), "proposed")
        assert some == {"properties": all_[:3], "type": type_["id"], "limit": 3}
    preview = client.get(told["preview"]["url"].replace("{{id}}", entity))
    assert preview.headers["content-type"].startswith("text/html") and "Hà Nội" in preview.text


def test_who_follows_the_link_finds_a_page(client: httpx.Client) -> None:
    for language, address, title in (("vi", "/reconcile<", "Khớp bảng"), ("en", "/reconcile/en<", "Match your table")):
        answer = client.get("/reconcile", headers={"Accept": "text/html,*/*;q=0.8", "Accept-Language": language})
        assert answer.headers["content-type"].startswith("text/html")
        assert title in answer.text and f"{str(client.base_url).rstrip('/')}{address}" in answer.text
        assert f'href="/reconcile">{title}' in client.get("/", headers={"Accept-Language": language}).text
    for accept in ("*/*", "application/json, text/javascript, */*; q=0.01", ""):
        assert client.get("/reconcile", headers={"Accept": accept}).json()["versions"] == ["0.2"]
    assert client.get("/reconcile?callback=f", headers={"Accept": "text/html"}).text.startswith("/**/f(")


def test_a_batch_by_post_by_get_and_by_script(client: httpx.Client) -> None:
    batch = {
        "q0": {"query": "thu nghiem", "type": "Zone", "properties": [{"pid": "province", "v": "hai phong"}]},
        "q1": {"query": "Hải Phòng", "type": ["Province"], "type_strict": "should", "limit": 1},
        "q2": {"query": "zzzz qqqq"},
    }
    told = _match(client, batch)
    [zone] = told["q0"]["result"]
    assert (zone["id"], zone["score"], zone["match"]) == ("zone/hai-phong-kcn-thu-nghiem", 100, True)
    assert zone["type"] == [{"id": "Zone", "name": "Khu công nghiệp"}]
    assert {"id": "province", "value": 1.0} in zone["features"]
    assert len(told["q1"]["result"]) == 1 and told["q2"]["result"] == []
    parameters = {"queries": json.dumps(batch)}
    answer = client.get("/reconcile", params=parameters)
    assert _valid(answer, "results") == told
    assert (
        client.get("/reconcile", params=parameters, headers={"If-None-Match": answer.headers["etag"]}).status_code
        == 304
    )
    script = client.get("/reconcile", params={**parameters, "callback": "jQuery.cb_1"})
    assert script.headers["content-type"].startswith("text/javascript")
    inside = re.fullmatch(r"/\*\*/jQuery\.cb_1\((.*)\);", script.text)
    assert inside and json.loads(inside[1]) == told
    english = _match(client, batch, "/en")["q0"]["result"][0]
    assert english["type"] == [{"id": "Zone", "name": "Industrial zone"}] and english["id"] == zone["id"]


def test_an_exact_name_has_the_same_id_in_match_suggest_and_page(client: httpx.Client) -> None:
    for name in ("KCN Thử Nghiệm", "CCN Chưa Có Số", "Hà Nội"):
        best = _match(client, {"q": {"query": name}})["q"]["result"][0]["id"]
        suggested = client.get("/reconcile/vi/suggest/entity", params={"prefix": name}).json()["result"]
        assert suggested[0]["id"] == best
        assert client.get(f"/id/{best}", headers={"Accept": "text/turtle"}, follow_redirects=True).status_code == 200


def test_suggestions_go_on(client: httpx.Client) -> None:
    def ids(cursor: int) -> list[str]:
        answer = client.get("/reconcile/en/suggest/entity", params={"prefix": "châu", "cursor": cursor})
        return [one["id"] for one in _valid(answer, "suggestedEntities")["result"]]

    assert len(ids(0)) == 10 and ids(5)[:5] == ids(0)[5:] and not set(ids(0)) & set(ids(10))
    assert _valid(client.get("/reconcile/vi/suggest/entity?prefix="), "suggestedEntities")["result"] == []
    answer = client.get("/reconcile/vi/suggest/type", params={"prefix": "", "cursor": 2})
    assert [one["id"] for one in _valid(answer, "suggestedTypes")["result"]] == list(types())[2:]


def test_values_of_places_and_sectors(client: httpx.Client) -> None:
    ids = [
        "province/hai-phong",
        "province/hai-phong-2025",
        "district/hai-phong-an-lao",
        "sector/vsic-2018-26",
        "nichts/x",
    ]
    wanted = (
        "iri begin end today formerly province provinceToday code geonames latitude english section version".split()
    )
    rows = _extend(client, ids, *wanted)["rows"]
    old, new, district, sector, nothing = (rows[one] for one in ids)
    assert old["iri"] == [{"str": "https://w3id.org/vnkg/id/province/hai-phong"}]
    assert old["end"] == [{"date": "2025-06-30T00:00:00Z"}] and old["begin"] == []
    assert old["today"] == [{"id": "province/hai-phong-2025", "name": "Hải Phòng"}]
    assert {one["id"] for one in new["formerly"]} == {"province/hai-phong", "province/hai-duong"}
    assert old["code"] == [{"str": "31"}] and old["geonames"][0]["str"].startswith("https://sws.geonames.org/")
    assert 20 < old["latitude"][0]["float"] < 22 and old["english"] == [{"str": "Hai Phong"}]
    assert district["province"] == [{"id": "province/hai-phong", "name": "Hải Phòng"}]
    assert district["provinceToday"] == [{"id": "province/hai-phong-2025", "name": "Hải Phòng"}]
    assert (sector["code"], sector["version"]) == ([{"str": "26"}], [{"str": "2018"}])
    assert sector["section"] == [{"id": "sector/vsic-2018-C", "name": "C"}]
    assert set(map(str, nothing.values())) == {"[]"}


def test_values_of_zones_and_figures(client: httpx.Client) -> None:
    zone = "zone/hai-phong-kcn-thu-nghiem"
    row = _extend(client, [zone], "province", "district", "stage", "occupancyRate", "leasedArea")["rows"][zone]
    assert row["province"] == [{"id": "province/hai-phong", "name": "Hải Phòng"}]
    assert row["district"] == [{"id": "district/hai-phong-kien-thuy", "name": "Kiến Thụy"}]
    assert row["stage"] == [{"str": "operating"}]
    assert row["occupancyRate"] == [{"float": 65.0}], "the newest"
    assert row["leasedArea"] == [{"float": 30.0}]
    of_2022 = _extend(client, [zone], "occupancyRate", year="2022")["rows"][zone]
    assert of_2022["occupancyRate"] == [{"float": 50.0}]
    time = _extend(client, [zone], "occupancyRate", give="time")["rows"][zone]
    assert time["occupancyRate"] == [{"str": "2023"}]
    [source] = _extend(client, [zone], "occupancyRate", give="source")["rows"][zone]["occupancyRate"]
    assert source["name"] == "65%"
    assert "65%" in client.get(f"/page/{source['id']}").text


def test_figures_that_contradict_are_both_given(client: httpx.Client) -> None:
    city = "province/hai-phong"
    row = _extend(client, [city], "leasedArea", scope="clusters")["rows"][city]
    assert sorted(one["float"] for one in row["leasedArea"]) == [117.49, 120.21]
    planned = _extend(client, [city], "exportValue.USD", "exportValue.VND", status="planned")["rows"][city]
    assert planned == {"exportValue.USD": [{"float": 40e9}], "exportValue.VND": []}
    actual = _extend(client, [city], "exportValue.USD")["rows"][city]
    assert actual == {"exportValue.USD": [{"float": 35e9}]}
    [count] = _extend(client, ["province/hai-phong-2025"], "projectCount")["rows"].values()
    assert count == {"projectCount": [{"int": 1234}]}


def test_every_property_can_be_fetched(client: httpx.Client) -> None:
    wanted = [one.id for one in properties().values() if one.extends]
    for start in range(0, len(wanted), 40):
        _extend(client, ["province/hai-phong", "cluster/hai-phong-ccn-chua-co-so"], *wanted[start : start + 40])


@pytest.mark.parametrize(
    ("path", "form", "status", "code"),
    [
        ("/reconcile", {"queries": "{"}, 400, "parameter"),
        ("/reconcile", {"queries": '{"q": {"query": "a", "type": "Planet"}}'}, 400, "parameter"),
        ("/reconcile", {"extend": '{"ids": ["x"], "properties": [{"id": "colour"}]}'}, 400, "parameter"),
        (
            "/reconcile",
            {"extend": '{"ids": ["province/x"], "properties": [{"id": "leasedArea", "settings": {"give": "all"}}]}'},
            400,
            "parameter",
        ),
        (
            "/reconcile",
            {"extend": '{"ids": ["province/ha-noi"], "properties": [{"id": "leasedArea", "settings": {"year": "x"}}]}'},
            400,
            "parameter",
        ),
        ("/reconcile", {"nothing": ""}, 400, "parameter"),
        ("/reconcile", {"queries": json.dumps({str(n): {"query": "a"} for n in range(101)})}, 413, "too-large"),
        (
            "/reconcile",
            {"extend": json.dumps({"ids": list(map(str, range(1001))), "properties": []})},
            413,
            "too-large",
        ),
        ("/reconcile/fr", {"queries": "{}"}, 404, "not-found"),
    ],
)
def test_what_is_refused(client: httpx.Client, path: str, form: dict[str, str], status: int, code: str) -> None:
    answer = client.post(path, data=form)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reconcile?callback=alert(1)", 400),
        ("/reconcile?callback=a;b", 400),
        ("/reconcile/fr", 404),
        ("/reconcile/vi/suggest/planet?prefix=a", 404),
        ("/reconcile/vi/suggest/entity?prefix=a&cursor=-1", 422),
        ("/reconcile/vi/flyout/entity?id=zone/x", 404),
        ("/reconcile/vi/flyout/type?id=Planet", 404),
        ("/reconcile/vi/flyout/planet?id=Zone", 404),
        ("/reconcile/vi/preview?id=province/x", 404),
        ("/reconcile/vi/preview", 422),
        ("/reconcile/vi/properties?type=Planet", 404),
        ("/reconcile/vi/properties?limit=0", 422),
    ],
)
def test_what_is_not_there(client: httpx.Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_a_body_that_is_no_form(client: httpx.Client) -> None:
    assert client.post("/reconcile", json={"queries": {}}).status_code == 415


def test_previews_may_be_framed_and_run_nothing(client: httpx.Client) -> None:
    answer = client.get("/reconcile/vi/preview", params={"id": "zone/hai-phong-kcn-thu-nghiem"})
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors *" in policy and "default-src 'none'" in policy and "script-src" not in policy
    assert len(answer.content) < 2000 and "KCN Thử Nghiệm" in answer.text and "Kiến Thụy" in answer.text
    assert "frame-ancestors 'none'" in client.get("/").headers["content-security-policy"]


def test_hostile_names_are_escaped(client: httpx.Client, server: Any, tmp_path: Path) -> None:
    from pydantic import SecretStr

    from kg.settings import Settings
    from kg.store import open_store

    store = tmp_path / "store"
    with open_store(str(store)):
        pass
    zone = "https://w3id.org/vnkg/id/zone/hai-phong-kcn-xau"
    label = 'KCN Xấu <script>alert(1)</script>"\u2028'
    with server(Settings(store=str(store), query_workers=1, token=SecretStr("x"), test_mode=False)) as own:
        data = f"<{zone}> <http://www.w3.org/2000/01/rdf-schema#label> {json.dumps(label, ensure_ascii=False)} ."
        headers = {"Content-Type": "text/turtle", "Authorization": "Bearer x"}
        assert own.put("/graph/hostile", content=data.encode(), headers=headers).status_code == 201
        [found] = _match(own, {"q": {"query": "KCN Xấu script alert 1 script"}})["q"]["result"][:1]
        assert found["name"] == label
        for path in ("flyout/entity", "preview"):
            text = own.get(f"/reconcile/vi/{path}", params={"id": found["id"]}).text
            assert "<script>alert" not in text and "&lt;script&gt;" in text
        script = own.get(
            "/reconcile", params={"queries": '{"q": {"query": "KCN Xấu script alert 1 script"}}', "callback": "f"}
        ).text
        assert "\u2028" not in script


def test_the_document_tells_of_all_types_properties_and_addresses(client: httpx.Client) -> None:
    told = set(re.findall(r"`([A-Za-z]+)`", DOC))
    assert {*types(), *(one.id for one in properties().values() if not one.metric)} <= told
    manifest = _manifest(client)
    for setting in manifest["extend"]["property_settings"]:
        assert setting["name"] in told
    for shown in re.findall(r"--data-urlencode 'queries=(.*?)'", DOC, re.DOTALL):
        assert client.post("/reconcile", data={"queries": shown}).status_code == 200
    for shown in re.findall(r"--data-urlencode 'extend=(.*?)'", DOC, re.DOTALL):
        assert client.post("/reconcile", data={"extend": shown}).status_code == 200
