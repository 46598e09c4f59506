from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest

from kg.canned import canned_queries
from kg.errors import ParameterError
from kg.export import CSV_FILES, PARQUET_FILES, RDF_FILES, ExportFile, file_named, write_file, write_tables
from kg.export.columns import TABLES
from kg.graph import read_facts
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.spreadsheets import unguard
from kg.store import MEMORY, Store, open_store


def content(store: Store, file: ExportFile) -> bytes:
    """What is written, uncompressed; that its size and checksum are told right is checked on the way."""
    output = io.BytesIO()
    written = write_file(store, BASE, file, output)
    data = output.getvalue()
    assert (written.size, written.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    return gzip.decompress(data) if file.compressed else data


def canonical(quads: object) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)  # type: ignore[arg-type]
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


@pytest.mark.parametrize("file", RDF_FILES, ids=lambda file: file.format)
def test_rdf_round_trip(sample: Store, file: ExportFile) -> None:
    data = content(sample, file)
    format_ = {one.file_extension: one for one in (
        ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG, ox.RdfFormat.JSON_LD, ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES)}[
        file.format
    ]  # fmt: skip
    back = list(ox.parse(data, format=format_))
    quads = list(sample.quads())
    if file.format in ("ttl", "nt"):
        quads = [ox.Quad(*quad.triple) for quad in quads]
    assert canonical(back) == canonical(quads)


@pytest.mark.parametrize("file", [*RDF_FILES, *PARQUET_FILES], ids=lambda file: file.name)
def test_licence_and_attribution_go_with_it(sample: Store, file: ExportFile) -> None:
    if file.format == "parquet":
        output = io.BytesIO()
        write_file(sample, BASE, file, output)
        told = pq.read_schema(output).metadata
        assert b"creativecommons.org/licenses/by/4.0" in told[b"license"]
        assert b"GeoNames" in told[b"attribution"]
    else:
        assert b"creativecommons.org/licenses/by/4.0" in content(sample, file)


def test_an_empty_store_gives_the_same_answers_when_it_has_loaded_the_export(sample: Store) -> None:
    data = content(sample, RDF_FILES[0])
    quads: dict[str, list[ox.Triple]] = {}
    for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS):
        assert isinstance(quad.graph_name, ox.NamedNode)
        quads.setdefault(quad.graph_name.value, []).append(quad.triple)
    with open_store(MEMORY) as other:
        other.replace_graphs(quads)
        assert list(read_facts(other, BASE)) == list(read_facts(sample, BASE))
        asked = 0
        for name, query in canned_queries().items():
            given = {parameter.name: parameter.example for parameter in query.parameters if parameter.example}
            try:
                answers = [
                    sorted(sorted((key, str(term)) for key, term in row.items()) for row in query.run(store, given))
                    for store in (sample, other)
                ]
            except ParameterError:
                continue  # its example is of what the sample does not have
            assert answers[0] == answers[1], name
            asked += 1
        assert asked > 15


@pytest.mark.parametrize("file", [*RDF_FILES, *CSV_FILES, *PARQUET_FILES], ids=lambda file: file.name)
def test_the_same_data_give_the_same_bytes(sample: Store, file: ExportFile) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_file(sample, BASE, file, first)
    write_file(sample, BASE, file, second)
    assert first.getvalue() == second.getvalue() != b""


def test_the_order_of_loading_does_not_show(sample: Store, tmp_path: Path) -> None:
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in sample.quads():
        assert isinstance(quad.graph_name, ox.NamedNode)
        graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    with open_store(str(tmp_path / "store")) as other:
        for name, triples in reversed(graphs.items()):
            other.replace_graphs({name: triples[::-1]})
    with open_store(str(tmp_path / "store"), read_only=True) as other:
        for file in (RDF_FILES[0], RDF_FILES[2], CSV_FILES[1]):
            assert content(other, file) == content(sample, file)


def test_tables_hold_the_facts(sample: Store) -> None:
    outputs = {file: io.BytesIO() for file in CSV_FILES}
    written = write_tables(sample, BASE, outputs)
    facts = list(read_facts(sample, BASE))
    tables = {file.table: rows(gzip.decompress(output.getvalue())) for file, output in outputs.items()}
    assert {file.table: one.count for file, one in written.items()} == {name: len(of) for name, of in tables.items()}
    assert [row["article"] for row in tables["articles"]] == [article.article for article in facts]
    for table, expected in {
        "observations": [row.row() for article in facts for row in article.observations],
        "zones": [row.row() for article in facts for row in article.zones],
        "policies": [row.row() for article in facts for row in article.policies],
        "sectors": [row.row() for article in facts for row in article.sectors],
    }.items():
        assert expected
        texts = {column.name for column in TABLES[table] if column.is_text}
        got = [{name: unguard(cell) if name in texts else cell for name, cell in row.items()} for row in tables[table]]
        assert [{name: row[name] for name in expected[0]} for row in got] == expected


def test_every_iri_of_a_table_is_in_the_graph(sample: Store) -> None:
    named = {quad.subject.value for quad in sample.quads() if isinstance(quad.subject, ox.NamedNode)}
    for file in CSV_FILES:
        for row in rows(content(sample, file)):
            assert {row[column] for column in ("iri", "about_iri") if column in row} <= named


def test_no_cell_starts_a_formula(sample: Store) -> None:
    begins = []
    for file in CSV_FILES:
        for row in rows(content(sample, file)):
            numbers = {column.name for column in TABLES[file.table] if column.type == "number"}
            for column, cell in row.items():
                if column in numbers:
                    Decimal(cell)
                else:
                    assert not cell.startswith(tuple("=+-@\t\r\n")), (file.name, column, cell)
                    begins.append(cell[:2])
    assert "'=" in begins, "the sample has hostile texts"


def test_parquet_has_types_and_exact_digits(sample: Store) -> None:
    output = io.BytesIO()
    write_file(sample, BASE, PARQUET_FILES[1], output)
    table = pq.read_table(output).to_pylist()
    expected = rows(content(sample, CSV_FILES[1]))
    assert [row["value_exact"] for row in table] == [row["value"] for row in expected]
    assert [row["value"] for row in table] == [float(row["value"]) for row in expected]
    assert [row["iri"] for row in table] == [row["iri"] for row in expected]
    row = next(row for row in table if row["period_start"])
    assert isinstance(row["period_start"], date)
    assert isinstance(row["start"], int)
    assert {row["scope"] for row in table} >= {None, "clusters"}, "what is not stated is null"


@pytest.mark.filterwarnings("ignore")  # frictionless and its libraries warn of themselves
def test_the_data_package_is_valid(sample: Store, tmp_path: Path) -> None:
    import frictionless

    from kg.export import datapackage

    written = []
    for file in (*CSV_FILES, *PARQUET_FILES):
        with (tmp_path / file.name).open("wb") as stream:
            written.append((file, write_file(sample, BASE, file, stream)))
    described = datapackage(written, version="1.0", homepage=BASE)
    (tmp_path / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    assert frictionless.Package.validate_descriptor(str(tmp_path / "datapackage.json")).valid
    # Parquet's rows need pandas there: the CSV files are read whole, with types, keys, sizes and checksums.
    described["resources"] = [one for one in described["resources"] if one["format"] == "csv"]
    (tmp_path / "csv.json").write_text(json.dumps(described), encoding="utf-8")
    report = frictionless.validate(str(tmp_path / "csv.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    assert sum(task.stats["rows"] for task in report.tasks) == sum(one.count for file, one in written[:5])

    described["resources"][1]["hash"] = "sha256:" + "0" * 64
    (tmp_path / "csv.json").write_text(json.dumps(described), encoding="utf-8")
    assert not frictionless.validate(str(tmp_path / "csv.json")).valid, "a checksum that does not fit is noticed"


def test_names_say_how() -> None:
    assert file_named("x.TTL") == ExportFile("x.TTL", "ttl")
    assert file_named("zones.csv.gz") == ExportFile("zones.csv.gz", "csv", "zones")
    assert file_named("mine.parquet") == ExportFile("mine.parquet", "parquet", "observations")
    assert file_named("x.pdf") is None
    assert file_named("csv") is None


_MEASURE = """
import resource, sys
from kg.export import file_named, write_file
from kg.store import open_store
class Nowhere:
    size = 0
    def write(self, data):
        self.size += len(data)
        return len(data)
store, name = sys.argv[1:]
with open_store(store, read_only=True) as opened:
    sum(1 for _ in opened.quads())       # what the engine keeps of its files is not the export's
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    nowhere = Nowhere()
    write_file(opened, "https://w3id.org/vnkg/", file_named(name), nowhere)
    print(nowhere.size >> 20, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


@pytest.fixture(scope="module")
def large_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More than an export may hold in memory."""
    folder = tmp_path_factory.mktemp("large") / "store"
    kinds = [ox.NamedNode(f"{BASE}ontology#p{number}") for number in range(10)]
    long = "x" * 1500
    with open_store(str(folder)) as store:
        for article in range(40):
            rows = [ox.NamedNode(f"{BASE}id/observation/{article:05}{row:027}") for row in range(60)]
            triples = [ox.Triple(row, kind, ox.Literal(f"{row} {long}")) for row in rows for kind in kinds]
            store.replace_graphs({f"{BASE}graph/article/{article}": triples})
    return folder


@pytest.mark.parametrize("extension", ["nq", "jsonld", "trig"])
def test_memory_does_not_grow_with_the_data(large_store: Path, extension: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(large_store), f"x.{extension}"], capture_output=True, text=True, check=True
    )
    written, grown = map(int, result.stdout.split())
    assert written >= 36, "MiB"
    assert grown <= 16, "MiB"
