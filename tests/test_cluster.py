"""`kg load` on a Dask cluster: a real one of this machine, whose workers are killed."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cloudpickle
import dask
import pyoxigraph as ox
import pytest

from kg import pipeline
from kg.articles import Article, ReadProblem
from kg.articles import partitions as partitions_module
from kg.cluster import Cluster, Known, Task
from kg.errors import ClusterError
from kg.load_report import LoadReport
from kg.pipeline import load
from kg.preparing import Prepared
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import LoadedArticle, Store, open_store

STARTED = ox.NamedNode("http://www.w3.org/ns/prov#startedAtTime")
COUNT = 240


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    # What a worker was lost over is given to no second one: so the tests need not lose four.
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), Cluster.local(2) as cluster:
        yield cluster


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "write_reference_graphs", lambda store, base_iri: [])
    monkeypatch.setattr(partitions_module, "BYTES", 2000)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("articles") / "news.jsonl"
    zones = ("Bảo Minh", "Mỹ Trung", "Hòa Xá")
    lines = [
        json.dumps(
            {"id": f"bai-{number}", "text": f"Năm 2021, KCN {zones[number % 3]} tại tỉnh Nam Định có {number} dự án."}
        )
        for number in range(COUNT)
    ]
    lines[7] = "{broken"
    lines[200] = lines[20]  # the same id
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(source: Path) -> set[ox.Quad]:
    """What the store holds without a cluster."""
    with pytest.MonkeyPatch.context() as patch, open_store(":memory:") as store:
        patch.setattr(pipeline, "write_reference_graphs", lambda store, base_iri: [])
        load([source], store, base_iri=BASE, processes=1)
        return contents(store)


def contents(store: Store) -> set[ox.Quad]:
    return {quad for quad in store.quads() if quad.predicate != STARTED}


def pids(cluster: Cluster) -> list[int]:
    return list(cluster._client.run(os.getpid).values())


def test_a_cluster_stores_what_one_machine_does_and_a_second_run_passes_over_it(
    cluster: Cluster, source: Path, undisturbed: set[ox.Quad], tmp_path: Path
) -> None:
    with open_store(str(tmp_path / "store")) as store:
        report = load([source], store, base_iri=BASE, cluster=cluster)
        assert (report.articles, report.unchanged) == (COUNT - 2, 0)
        assert sorted("already read" in problem.reason for problem in report.problems) == [False, True]
        assert contents(store) == undisturbed
        again = load([source], store, base_iri=BASE, cluster=cluster)
        assert (again.articles, again.unchanged) == (COUNT - 2, COUNT - 2)
        forced = load([source], store, base_iri=BASE, cluster=cluster, force=True)
        assert forced.unchanged == 0
        assert contents(store) == undisturbed


def test_a_worker_that_is_killed_is_made_up_for(cluster: Cluster, source: Path, undisturbed: set[ox.Quad]) -> None:
    killed: list[int] = []

    def kill(report: LoadReport) -> None:
        if report.articles >= 40 and not killed:
            killed.extend(pids(cluster)[:1])
            os.kill(killed[0], signal.SIGKILL)

    with open_store(":memory:") as store:
        report = load([source], store, base_iri=BASE, cluster=cluster, progress=kill)
        assert killed
        assert report.articles == COUNT - 2
        assert contents(store) == undisturbed


def test_a_load_that_is_ended_goes_on_where_it_was(cluster: Cluster, source: Path, undisturbed: set[ox.Quad]) -> None:
    def interrupt(report: LoadReport) -> None:
        if report.articles == 100:
            raise KeyboardInterrupt

    with open_store(":memory:") as store:
        assert load([source], store, base_iri=BASE, cluster=cluster, progress=interrupt).interrupted
        again = load([source], store, base_iri=BASE, cluster=cluster)
        assert (again.articles, again.unchanged) == (COUNT - 2, 100)
        assert contents(store) == undisturbed


@dataclass(frozen=True)
class Deadly:
    """A portion with one article over whose reading a worker ends."""

    home: int
    source: str = "deadly"

    def read(self) -> Iterator[Article | ReadProblem]:
        for number in range(3):
            yield Article(f"bai-{number}", f"Tỉnh Nam Định có {number} cụm công nghiệp.", f"deadly#{number}")
            if number == 0 and os.getpid() != self.home:
                os._exit(9)


def test_an_article_that_workers_die_of_ends_nothing(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    task = Task(BASE, Known(iter(())), {})
    outcomes = list(cluster.outcomes(iter([Deadly(os.getpid())]), task))
    first, *others = outcomes
    assert isinstance(first, Prepared)
    assert len(others) == 2
    assert all(isinstance(other, ReadProblem) and "workers end" in other.reason for other in others)


def test_what_is_known_is_told_from_what_is_not() -> None:
    made = LoadedArticle("digest", "software", "")
    known = Known(iter([(f"graph-{number}", made) for number in range(50)]))
    assert all(known.has(f"graph-{number}") and known.has_so(f"graph-{number}", made) for number in range(50))
    assert not known.has("graph-50")
    assert not known.has_so("graph-7", made._replace(review="other"))
    assert not Known(iter(())).has("graph-0")


def test_no_scheduler_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.cluster._CONNECTING", 0.5)
    with pytest.raises(ClusterError, match=r"tcp://127.0.0.1:1: no scheduler answers"):
        Cluster.connect("tcp://127.0.0.1:1")
