"""A reconciler over a real store and its index: the reference data, and zones that are hard to tell apart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import pyoxigraph as ox
import pytest

from kg.graph import reference_graphs
from kg.graph import vocabulary as v
from kg.graph.vocabulary import vocabulary
from kg.reconciliation import Reconciler, ReconciliationQuery
from kg.reconciliation.matching import Candidate
from kg.search import Asked, Hit, Index
from kg.search.building import bring_up_to_date
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import Bindings, Row, open_store
from kg.store.generations import Generations

Ask: TypeAlias = Callable[..., list[Candidate]]

# id → its names, the province that it lies in, its key; "→" leads to another one.
ZONES = {
    "zone/hai-phong-kcn-trang-due": (["KCN Tràng Duệ", "Khu công nghiệp Tràng Duệ"], "hai-phong", "kcn/trang-due//"),
    "zone/ha-nam-kcn-dong-van-1": (["KCN Đồng Văn I"], "ha-nam", "kcn/dong-van-1//ha-nam"),
    "zone/ha-nam-kcn-dong-van-2": (["KCN Đồng Văn II"], "ha-nam", "kcn/dong-van-2//ha-nam"),
    "zone/bac-giang-kcn-quang-chau": (["KCN Quang Châu"], "bac-giang", "kcn/quang-chau//bac-giang"),
    "zone/bac-ninh-kcn-quang-chau": (["KCN Quang Châu"], "bac-ninh-2025", "→zone/bac-giang-kcn-quang-chau"),
    "zone/bac-ninh-kcn-hai-ten": (["KCN Hai Tên"], "bac-ninh", "kcn/hai-ten//bac-ninh"),
    "zone/bac-giang-kcn-hai-ten": (["KCN Hai Tên"], "bac-giang", "kcn/hai-ten//bac-giang"),
    "cluster/hai-phong-ccn-an-lao": (["CCN An Lão"], "hai-phong", "ccn/an-lao//hai-phong"),
    "cluster/binh-dinh-ccn-an-lao": (["CCN An Lão"], "binh-dinh", "ccn/an-lao//binh-dinh"),
    "cluster/ccn-dau-do": (["CCN Đâu Đó"], "", "ccn/dau-do//"),
    "economic-zone/quang-ngai-kkt-dung-quat": (["KKT Dung Quất"], "quang-ngai", "kkt/dung-quat//quang-ngai"),
}


def _triples() -> Iterator[ox.Triple]:
    terms = vocabulary(BASE)

    def node(path: str) -> ox.NamedNode:
        return ox.NamedNode(f"{terms.things}{path}")

    classes = {"zone": "Zone", "cluster": "Cluster", "economic-zone": "EconomicZone"}
    for id_, (names, province, key) in ZONES.items():
        yield ox.Triple(node(id_), v.A, terms.term(classes[id_.partition("/")[0]]))
        yield ox.Triple(node(id_), v.LABEL, ox.Literal(names[0], language="vi"))
        for name in names[1:]:
            yield ox.Triple(node(id_), v.ALT_LABEL, ox.Literal(name, language="vi"))
        # Zones are found by the sentences that tell of them, and those tell of other zones, too.
        span, selector = node(f"span/{id_}"), node(f"span/{id_}/quote")
        yield ox.Triple(node(id_), v.DERIVED_FROM, span)
        yield ox.Triple(span, ox.NamedNode(f"{v.OA}hasSelector"), selector)
        yield ox.Triple(selector, ox.NamedNode(f"{v.OA}exact"), ox.Literal("cùng với KCN Tràng Duệ, Hải Phòng"))
        if province:
            yield ox.Triple(node(id_), terms.term("locatedIn"), node(f"province/{province}"))
        if key.startswith("→"):
            yield ox.Triple(node(id_), v.IS_REPLACED_BY, node(key[1:]))
        else:
            yield ox.Triple(node(id_), terms.KNOWN_KEY, ox.Literal(key))


@pytest.fixture(scope="session")
def reconciler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reconciler]:
    folder = tmp_path_factory.mktemp("reconciliation") / "store"
    with open_store(str(folder)) as store:
        store.replace_graphs({name.value: triples for name, triples in reference_graphs(BASE)})
        store.replace_graphs({f"{BASE}graph/article/x": list(_triples())})
    bring_up_to_date(folder, BASE)
    index, generation = Index(folder, BASE), Generations(folder).current()

    async def find(questions: Sequence[Asked], *, kinds: Sequence[str], limit: int) -> list[list[Hit]]:
        found = index.find_each(questions, generation, kinds=kinds, limit=limit)
        assert found is not None
        return found

    with open_store(str(folder), read_only=True) as store:

        async def rows(sparql: str, bindings: Bindings) -> list[Row]:
            return list(store.select(sparql, bindings=bindings))

        yield Reconciler(BASE, find, rows)


@pytest.fixture
def ask(reconciler: Reconciler) -> Ask:
    """Candidates for a name: `ask("KCN A", type="Zone", province="B")`."""

    def asked(name: str = "", *, type: str = "", limit: int = 10, **properties: object) -> list[Candidate]:
        query = ReconciliationQuery.model_validate(
            {
                "query": name,
                "limit": limit,
                **({"type": type} if type else {}),
                "properties": [{"pid": pid, "v": value} for pid, value in properties.items()],
            }
        )
        return asyncio.run(reconciler.match({"q": query}))["q"]

    return asked
