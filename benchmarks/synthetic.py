"""Synthetic articles with their facts, for measuring at sizes that no set of examples has.

The facts are drawn by a seeded generator from the project's own provinces and metrics, and emitted by its own emitter,
so that the graph has the shape of a real one: some 40 figures an article, most agreeing with what other articles say
of the same province, metric and time, a few contradicting it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.articles import Article
from kg.facts import ArticleFacts, NamedPolicy, NamedZone, Observation, plain_decimal
from kg.graph import emit, reference_graphs
from kg.reference.metrics import Metric, metrics
from kg.reference.places import places
from kg.settings import DEFAULT_BASE_IRI

_FIGURES = 40
_WHEN = datetime(2026, 1, 1, tzinfo=UTC)
_SECTORS = ("", "", "", "Dệt may", "Điện tử", "Da giày", "Chế biến gỗ", "Thép")
_YEARS = range(2012, 2026)


def write_quads(output: IO[bytes], quads: int, base_iri: str, seed: int = 1) -> tuple[int, int]:
    """Write at least so many quads as N-Quads, reference graphs included; how many quads and articles it were."""
    written = articles = 0
    for name, triples in reference_graphs(base_iri):
        for triple in triples:
            output.write(f"{triple} {name} .\n".encode())
            written += 1
    for article, facts in synthetic_articles(seed):
        if written >= quads:
            break
        graph = emit(article, facts, base_iri, _WHEN)
        lines = dict.fromkeys(str(triple) for triple in graph.triples)
        output.write("".join(f"{line} {graph.name} .\n" for line in lines).encode())
        written += len(lines)
        articles += 1
    return written, articles


def quads_file(work: Path, quads: int) -> Path:
    """The N-Quads of so many quads in a folder of their own, written when they are not there."""
    folder = (work / str(quads)).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "data.nq"
    if not path.exists():
        part = path.with_suffix(".part")
        with part.open("wb") as output:
            written, articles = write_quads(output, quads, DEFAULT_BASE_IRI)
        part.rename(path)
        print(f"{written} quads of {articles} synthetic articles → {path}")
    return path


def synthetic_articles(seed: int = 1) -> Iterator[tuple[Article, ArticleFacts]]:
    """Articles without end, always the same for a seed."""
    draw = random.Random(seed)
    provinces = sorted({place.label for place in places().all() if place.kind == "Province"})
    known = sorted(metrics().values(), key=lambda metric: metric.id)
    number = 0
    while True:
        yield _article(number, draw, draw.choice(provinces), known)
        number += 1


def _article(number: int, draw: random.Random, province: str, known: list[Metric]) -> tuple[Article, ArticleFacts]:
    name = f"tong-hop-{number:06d}"
    year = draw.choice(_YEARS)
    zones = [f"KCN {province} {draw.randrange(1, 13)}" for _ in range(3)]
    decision = f"{draw.randrange(1, 4000)}/QĐ-UBND"
    text = f"Tình hình công nghiệp {province} năm {year}. Thực hiện Quyết định {decision}, "
    rows = []
    for _ in range(_FIGURES):
        metric = draw.choice(known)
        about, kind = (province, "Province") if draw.random() < 0.7 else (draw.choice(zones), "Zone")
        status = "planned" if draw.random() < 0.15 else "actual"
        from_, to = _period(draw, year)
        value = _value(draw, metric, f"{about}|{metric.id}|{from_}|{to}|{status}")
        quote = f"{plain_decimal(value).replace('.', ',')} {metric.units[0]}"
        text += f"{metric.label.lower()} của {about} đạt "
        start = len(text)
        text += f"{quote}; "
        rows.append(
            Observation(
                name,
                about,
                kind,  # type: ignore[arg-type]  # one of the two above
                metric.id,
                value,
                metric.units[0],
                start,
                start + len(quote),
                quote,
                sector=draw.choice(_SECTORS) if "rowth" in metric.id else "",
                from_=from_,
                to=to,
                status=status,  # type: ignore[arg-type]  # likewise
                bound=draw.choice(("exact", "exact", "exact", "approx", "atLeast")),
                province=province if kind == "Zone" else "",
                time_level=draw.choice(("stated", "inherited")),
            )
        )
    day = f"{year}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}"
    article = Article(
        name,
        text,
        f"tong-hop/{name}.txt",
        title=f"Công nghiệp {province} năm {year}, số {number}",
        published=day,
        publisher=f"Báo {draw.randrange(20)}",
        url=f"https://bao{draw.randrange(20)}.example/{name}",
    )
    named = tuple(NamedZone(name, zone, "Zone", province) for zone in dict.fromkeys(zones))
    begin = text.index(decision)
    policy = NamedPolicy(name, decision, "decision", f"UBND tỉnh {province}", day, start=begin, end=begin + 12)
    return article, ArticleFacts(name, tuple(rows), named, (policy,), day)


def _period(draw: random.Random, year: int) -> tuple[str, str]:
    kind = draw.random()
    if kind < 0.5:
        return str(year), str(year)
    if kind < 0.7:
        return f"{year}-01", f"{year}-{draw.choice((3, 6, 9)):02d}"
    if kind < 0.9:
        month = f"{year}-{draw.randrange(1, 13):02d}"
        return month, month
    return "", ""


def _value(draw: random.Random, metric: Metric, of: str) -> Decimal:
    """What is true of it, the same in all articles; one time in twelve something else."""
    low, high = metric.ranges[metric.units[0]]
    apart = f"{of}|{draw.random()}" if draw.random() < 1 / 12 else of
    share = Decimal(random.Random(apart).randrange(1, 1000)) / 1000
    low, high = max(low, Decimal(-50)), min(high, Decimal(10) ** 12)
    return (low + (high - low) * share**3).quantize(Decimal("0.01"))


def load(path: str) -> ox.Store:
    """A store in memory of what `write_quads` wrote."""
    store = ox.Store()
    store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)
    return store
