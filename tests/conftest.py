"""Options of the whole test suite, and a store that several of its folders read."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import is_hypothesis_test, settings

from kg.articles.model import Article
from kg.canned import examples_graph
from kg.facts import ArticleFacts, NamedPolicy, NamedZone, Observation, SectorStatement
from kg.graph import emit, reference_graphs
from kg.review.anchor import anchored
from kg.review.apply import Reviewed, review
from kg.review.model import Correction, Placed
from kg.review.rows import gist
from kg.settings import DEFAULT_BASE_IRI
from kg.store import open_store
from kg.store.statistics import write_statistics

# No test measures time: on a busy machine an example may take as long as it takes.
settings.register_profile("kg", deadline=None)
settings.load_profile("kg")


def pytest_configure() -> None:
    # What a shell starts in the background ignores Ctrl-C, and so would all that it starts: tests press it.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        default=False,
        help="write the approved files (tests/shapes/examples/*.report.txt) anew, to be looked at with git diff",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count no lines where that doubles the time and tells nothing.

    Other processes do the work of the end-to-end tests, other libraries that of the ontology's; properties take the
    same lines a hundred times, and the cost of reading is counted by itself.
    """
    root = Path(__file__).parent
    for item in items:
        file = item.path.relative_to(root)
        of_others = file.parts[0] in ("end_to_end", "ontology") or file.name == "test_linear.py"
        if of_others or is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Whether approved files are to be written anew instead of compared."""
    return bool(request.config.getoption("--rewrite-golden"))


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of hand-made facts under the default base IRI, with an answer to each canned query. Read it only."""
    folder = tmp_path_factory.mktemp("sample") / "store"
    when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    with open_store(str(folder)) as store:
        store.replace_graphs({name.value: triples for name, triples in reference_graphs(DEFAULT_BASE_IRI)})
        graphs = [
            emit(article, _reviewed(article, facts), DEFAULT_BASE_IRI, when)
            if article.id == "sau-hop-nhat"
            else emit(article, facts, DEFAULT_BASE_IRI, when)
            for article, facts in _samples()
        ]
        store.replace_graphs({graph.name.value: graph.triples for graph in graphs})
        name, examples = examples_graph(DEFAULT_BASE_IRI)
        store.replace_graphs({name.value: examples})
        write_statistics(store, DEFAULT_BASE_IRI, changed=len(graphs))
    return folder


def _reviewed(article: Article, facts: ArticleFacts) -> Reviewed:
    """The facts of people, where the extractor took projects for workers and for zones."""
    right, *others = facts.observations
    workers = replace(right, metric="workerCount")
    zones = replace(right, metric="count", scope="zones")
    read = replace(facts, observations=(workers, zones, *others))
    anchor = anchored(article.text, right.start, right.end)
    said = {
        "table": "observations",
        "article": article.id,
        "author": "Người Xem",
        "beside": (gist(zones), gist(workers)),
    }
    return review(
        read,
        article.text,
        [
            Correction(
                "change", recorded="2026-04-01T08:00:00+00:00", note="là dự án", was=(Placed(workers, anchor),),
                row=Placed(right, anchor), **said,  # type: ignore[arg-type]
            ),
            Correction(
                "reject", recorded="2026-04-01T08:00:01+00:00", was=(Placed(zones, anchor),), **said,  # type: ignore[arg-type]
            ),
        ],
    )  # fmt: skip


def _samples() -> Iterator[tuple[Article, ArticleFacts]]:
    """Articles and their facts: figures that contradict, do not add up, were planned; and a hostile article."""
    clusters = {"about": "Hải Phòng", "about_type": "Province", "scope": "clusters"}
    yield _sample(
        "hai-lan-noi",
        "Cụm đã cho thuê 117,49 ha trong số 124,91 ha, đạt 94,06%. Bảng cuối bài lại ghi 120,21 ha.",
        {"title": "Hai con số trong một bài", "url": "https://bao.example/hai-lan-noi", "published": "2024-10-05"},
        [
            {**clusters, "metric": "leasedArea", "quote": "117,49 ha", "value": "117.49", "unit": "ha"},
            {**clusters, "metric": "industrialLandArea", "quote": "124,91 ha", "value": "124.91", "unit": "ha"},
            {**clusters, "metric": "occupancyRate", "quote": "94,06%", "value": "94.06", "unit": "%"},
            {**clusters, "metric": "leasedArea", "quote": "120,21 ha", "value": "120.21", "unit": "ha"},
        ],
    )
    zone = {"about": "KCN Thử Nghiệm", "about_type": "Zone", "province": "Hải Phòng"}
    yield _sample(
        "lap-day",
        "KCN Thử Nghiệm lấp đầy 50% năm 2022 và 65% năm 2023, mới cho thuê 30 ha của 100 ha đất. "
        "Khu ưu tiên điện tử; các KCN của thành phố có đóng tàu và nghề lạ.",
        {"title": "Lấp đầy chưa khớp", "published": "2024-01"},
        [
            {
                **zone,
                "metric": "occupancyRate",
                "quote": "50%",
                "value": "50",
                "unit": "%",
                "from_": "2022",
                "to": "2022",
            },
            {
                **zone,
                "metric": "occupancyRate",
                "quote": "65%",
                "value": "65",
                "unit": "%",
                "from_": "2023",
                "to": "2023",
            },
            {**zone, "metric": "leasedArea", "quote": "30 ha", "value": "30", "unit": "ha"},
            {**zone, "metric": "industrialLandArea", "quote": "100 ha", "value": "100", "unit": "ha"},
        ],
        zones=(
            NamedZone("lap-day", "KCN Thử Nghiệm", "Zone", "Hải Phòng", "Kiến Thụy", "operating", 0, 14),
            NamedZone("lap-day", "CCN Chưa Có Số", "Cluster", "Hải Phòng"),
        ),
        sectors=[
            {**zone, "relation": "wants", "sector": "điện tử"},
            {"about": "Hải Phòng", "about_type": "Province", "scope": "zones", "relation": "has", "sector": "đóng tàu"},
            {"about": "Hải Phòng", "about_type": "Province", "scope": "zones", "relation": "has", "sector": "nghề lạ"},
        ],
    )
    city = {"about": "Hải Phòng", "about_type": "Province"}
    year = {"from_": "2024", "to": "2024"}
    usd = {"unit": "USD", "metric": "exportValue"}
    yield _sample(
        "ke-hoach",
        "Quyết định 99/QĐ-UBND đặt mục tiêu 40 tỷ USD vào năm 2025; năm 2024 thành phố xuất 35 tỷ USD.",
        {"title": "Mục tiêu xuất khẩu", "published": "2025-01-10"},
        [
            {
                **city,
                **usd,
                "quote": "40 tỷ USD",
                "value": "40e9",
                "from_": "2025",
                "to": "2025",
                "status": "planned",
                "policy": "99/QĐ-UBND",
            },
            {**city, **usd, **year, "quote": "35 tỷ USD", "value": "35e9"},
        ],
        policies=(
            NamedPolicy(
                "ke-hoach", "99/QĐ-UBND", "decision", "UBND thành phố Hải Phòng", "2024-12-20", start=0, end=21
            ),
            NamedPolicy("ke-hoach", "", "programme", "", "", "Chương trình không có mục tiêu"),
        ),
    )
    growth = {**city, "metric": "outputGrowth", "unit": "%", "from_": "2024-01", "to": "2024-09"}
    capital = {"metric": "registeredCapital", "unit": "USD", **year}
    yield _sample(
        "tang-truong",
        "Điện tử tăng 15,14%, dệt may giảm 3,5%. Vốn đăng ký: Hải Phòng 2,5 tỷ USD, Bắc Ninh hơn 4 tỷ USD.",
        {"title": "Chín tháng", "published": "2024-10-01"},
        [
            {**growth, "sector": "điện tử", "quote": "15,14%", "value": "15.14"},
            {**growth, "sector": "dệt may", "quote": "3,5%", "value": "-3.5"},
            {**city, **capital, "quote": "2,5 tỷ USD", "value": "2.5e9"},
            {
                **capital,
                "about": "Bắc Ninh",
                "about_type": "Province",
                "quote": "4 tỷ USD",
                "value": "4e9",
                "bound": "atLeast",
            },
        ],
    )
    zones = {
        "about": "Tây Ninh",
        "about_type": "Province",
        "scope": "zones",
        "unit": "ha",
        "from_": "2023",
        "to": "2023",
    }
    yield _sample(
        "sau-hop-nhat",
        "Tháng 3/2026, Hải Phòng mới có 1.234 dự án. Năm 2023 các khu của Tây Ninh cho thuê 300 ha trong 400 ha.",
        {"title": "Sau hợp nhất", "published": "2026-03-31"},
        [
            {
                **city,
                "metric": "projectCount",
                "unit": "1",
                "quote": "1.234",
                "value": "1234",
                "from_": "2026-03",
                "to": "2026-03",
            },
            {**zones, "metric": "leasedArea", "quote": "300 ha", "value": "300"},
            {**zones, "metric": "industrialLandArea", "quote": "400 ha", "value": "400"},
        ],
    )
    yield _sample(
        "doc-hai",
        "Ngành =1+1 giảm 7%.",
        {"title": "<script>alert(1)</script>", "source": "javascript:alert(1)", "publisher": "=cmd|' /C calc'!A0"},
        [{**growth, "about": "Bắc Ninh", "sector": "=1+1<img src=x>", "quote": "7%", "value": "-7"}],
    )


def _sample(
    name: str,
    text: str,
    about: dict[str, str],
    figures: list[dict[str, str]],
    *,
    zones: tuple[NamedZone, ...] = (),
    policies: tuple[NamedPolicy, ...] = (),
    sectors: Iterable[dict[str, str]] = (),
) -> tuple[Article, ArticleFacts]:
    observations = []
    for figure in figures:
        start = text.index(figure["quote"])
        given: dict[str, Any] = {**figure, "value": Decimal(figure["value"])}
        observations.append(Observation(article=name, start=start, end=start + len(figure["quote"]), **given))
    article = Article(id=name, text=text, **{"source": f"articles/{name}.txt", **about})
    statements = []
    for sector in sectors:
        quote, start = sector["sector"], text.index(sector["sector"])
        given = {"article": name, "quote": quote, "start": start, "end": start + len(quote), **sector}
        statements.append(SectorStatement(**given))
    return article, ArticleFacts(name, tuple(observations), zones, policies, sectors=tuple(statements))
