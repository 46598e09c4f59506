"""Which node a zone's name leads to, and what an article's graph says of the name."""

from __future__ import annotations

from datetime import UTC, datetime

import pyoxigraph as ox
import pytest

from kg.articles.model import Article
from kg.facts import ArticleFacts, NamedZone
from kg.graph import emit
from kg.graph.identifiers import identifiers
from kg.settings import DEFAULT_BASE_IRI as BASE

MAKE = identifiers(BASE)
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def slug(label: str, province: str, date: str = "2021", kind: str = "Zone") -> str:
    return MAKE.subject(kind, label, province, "bai-1", date).node.value.removeprefix(f"{BASE}id/")


def key(label: str, province: str, date: str = "2021") -> str:
    zone = MAKE.subject("Zone", label, province, "bai-1", date).zone
    assert zone is not None
    return str(zone.key)


def said(*labels: str, province: str = "Hải Phòng", published: str = "2021-05-06") -> ox.Store:
    article = Article(id="bai-1", text="", source="bai-1.txt", published=published)
    zones = tuple(NamedZone("bai-1", label, "Zone", province) for label in labels)
    store = ox.Store()
    graph = emit(article, ArticleFacts("bai-1", zones=zones, published=published), BASE, WHEN)
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in graph.triples)
    return store


def holds(store: ox.Store, pattern: str) -> bool:
    prefixes = {
        "kg": f"{BASE}ontology#",
        "zone": f"{BASE}id/zone/",
        "province": f"{BASE}id/province/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
    }
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=prefixes))


@pytest.mark.parametrize(
    "label", ["KCN Sông Biển (1 + 2)", "khu công nghiệp Sông Biển", "Khu CN Sông Biển", "KCN Sông Biển - Hải Phòng"]
)
def test_names_of_one_zone_are_one_node(label: str) -> None:
    assert slug(label, "Hải Phòng") == "zone/hai-phong-kcn-song-bien"


def test_same_names_in_different_provinces_are_two() -> None:
    assert slug("CCN An Lão", "Hải Phòng", kind="Cluster") == "cluster/hai-phong-ccn-an-lao"
    assert slug("CCN An Lão", "Bình Định", kind="Cluster") == "cluster/binh-dinh-ccn-an-lao"


def test_a_name_may_tell_its_province() -> None:
    assert slug("KCN Mẫu Hải Dương", "Hải Phòng", "2025-08") == "zone/hai-duong-kcn-mau"
    assert slug("KCN Mẫu Hải Dương", "") == "zone/hai-duong-kcn-mau" == slug("KCN Mẫu", "Hải Dương")
    store = said("KCN Mẫu Hải Dương", published="2025-08-09")
    assert holds(store, "zone:hai-duong-kcn-mau kg:locatedIn province:hai-duong")
    assert not holds(store, "zone:hai-duong-kcn-mau kg:locatedIn province:hai-phong-2025")


def test_whether_other_provinces_had_been_merged_is_part_of_the_key() -> None:
    assert key("KCN Mẫu", "Hải Phòng", "2025-06") == "kcn/mau//hai-phong"
    assert key("KCN Mẫu", "Hải Phòng", "2025-07") == "kcn/mau//hai-phong/merged"
    assert key("KCN Mẫu", "Hải Phòng", "") == "kcn/mau//hai-phong"
    assert key("KCN Mẫu", "Hà Nội", "2007") == "kcn/mau//ha-noi"
    assert key("KCN Mẫu", "Hà Nội", "2009") == "kcn/mau//ha-noi/merged"
    assert key("KCN Mẫu", "Đồng Nai", "2026-06") == "kcn/mau//dong-nai/merged"
    assert key("KCN Mẫu", "Cao Bằng", "2026") == "kcn/mau//cao-bang"
    assert key("KCN Mẫu", "") == "kcn/mau//"


def test_a_phase_is_part_of_the_whole_which_is_named_with_it() -> None:
    store = said("KCN Sông Biển (giai đoạn II)")
    assert holds(
        store,
        """zone:hai-phong-kcn-song-bien-giai-doan-2 a kg:Zone ; rdfs:label "KCN Sông Biển (giai đoạn II)"@vi ;
             kg:nameKey "kcn/song-bien/giai-doan-2/hai-phong" ; dcterms:isPartOf zone:hai-phong-kcn-song-bien .
           zone:hai-phong-kcn-song-bien a kg:Zone ; rdfs:label "KCN Sông Biển"@vi ;
             kg:nameKey "kcn/song-bien//hai-phong" ; kg:mentionedIn ?article ; kg:locatedIn province:hai-phong .
           ?mention kg:mentionOf zone:hai-phong-kcn-song-bien-giai-doan-2""",
    )
    assert not holds(store, "?mention kg:mentionOf zone:hai-phong-kcn-song-bien")


def test_another_way_to_write_the_name_is_kept() -> None:
    store = said("KCN Sông Biển (1 + 2)")
    zone = "zone:hai-phong-kcn-song-bien"
    assert holds(store, f'{zone} rdfs:label "KCN Sông Biển"@vi ; skos:altLabel "KCN Sông Biển (1 + 2)"@vi')
    assert not holds(said("KCN Sông Biển"), f"{zone} skos:altLabel ?other")
