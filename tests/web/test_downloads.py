from __future__ import annotations

import asyncio
import gzip
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.export import CSV_FILES, FILES, RDF_FILES, ExportFile, jsonld_context, write_file
from kg.release import Release, release
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.settings import Settings
from kg.store import open_store
from kg.store.generations import Generation
from kg.web.prepared import Prepared
from kg.web.sending import AsMade

Server = Callable[[Settings], AbstractContextManager[httpx.Client]]


def expected(store: Path, file: ExportFile) -> bytes:
    output = io.BytesIO()
    with open_store(str(store), read_only=True) as opened:
        write_file(opened, BASE, file, output)
    return output.getvalue()


@pytest.mark.parametrize("file", [RDF_FILES[0], RDF_FILES[2], CSV_FILES[1], FILES[-1]], ids=lambda file: file.name)
def test_what_is_downloaded_is_what_is_exported(client: httpx.Client, sample_store: Path, file: ExportFile) -> None:
    wanted = expected(sample_store, file)
    first = client.get(f"/download/{file.name}")
    assert first.status_code == 200
    assert first.content == wanted
    assert first.headers["content-disposition"] == f'attachment; filename="{file.name}"'
    assert first.headers["link"].startswith('<https://creativecommons.org/licenses/by/4.0/>; rel="license"')
    again = client.get(f"/download/{file.name}")
    assert again.content == wanted
    assert again.headers["content-length"] == str(len(wanted)), "it was made already"
    assert again.headers["etag"] == first.headers["etag"]
    checksum = client.get(f"/download/{file.name}.sha256").text
    assert checksum == f"{hashlib.sha256(wanted).hexdigest()}  {file.name}\n"


def test_everything_that_is_listed_is_there(client: httpx.Client) -> None:
    listed = client.get("/download", headers={"Accept": "application/json"}).json()["files"]
    assert [file["name"] for file in listed] == [file.name for file in FILES]
    for file in listed:
        answer = client.head(file["url"])
        assert answer.status_code == 200
        assert answer.content == b""
        assert client.get(file["url"] + ".gz").status_code == 404
    page = client.get("/download", headers={"Accept": "text/html"})
    assert all(f'href="/download/{file["name"]}"' in page.text for file in listed)
    for path in ("/download/datapackage.json", "/context.jsonld"):
        assert f'href="{path}"' in page.text
        assert client.get(path).status_code == 200


def test_compression_on_the_way(client: httpx.Client, sample_store: Path) -> None:
    wanted = expected(sample_store, RDF_FILES[0])
    for _ in range(2):  # while it is made, and then
        coded = client.get("/download/vnkg.nq", headers={"Accept-Encoding": "gzip"})
        assert coded.headers["content-encoding"] == "gzip"
        assert coded.headers["content-type"].startswith("application/n-quads")
        assert coded.content == gzip.decompress(wanted)
        for asked in ("identity", "gzip;q=0", ""):
            plain = client.get("/download/vnkg.nq", headers={"Accept-Encoding": asked})
            assert "content-encoding" not in plain.headers
            assert plain.content == gzip.decompress(wanted)
            assert plain.headers["vary"] == "Accept-Encoding"
            assert plain.headers["etag"] != coded.headers["etag"]
    packed = client.get("/download/vnkg.nq.gz")
    assert packed.headers["content-type"] == "application/gzip"
    assert "content-encoding" not in packed.headers


def test_parts_and_conditions(client: httpx.Client, sample_store: Path) -> None:
    path = "/download/zones.csv.gz"
    whole = client.get(path)
    part = client.get(path, headers={"Range": "bytes=10-19"})
    assert part.status_code == 206
    assert part.content == whole.content[10:20]
    same = client.get(path, headers={"If-None-Match": f'"x", {whole.headers["etag"]}'})
    assert same.status_code == 304
    assert same.content == b""
    assert client.get(path, headers={"If-None-Match": '"x"'}).status_code == 200
    modified = whole.headers["last-modified"]
    assert client.get(path, headers={"If-Modified-Since": modified}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}).status_code == 200
    assert client.get(path, headers={"If-Modified-Since": "nonsense"}).status_code == 200


def test_what_is_not_there(client: httpx.Client) -> None:
    for name in ("graph.nq", "vnkg.nq.sha256", "..%2Fstore", "vnkg.nq.gz.part", "vnkg.pdf"):
        answer = client.get(f"/download/{name}")
        assert answer.status_code == 404, name


def test_the_context_is_that_of_the_data(client: httpx.Client) -> None:
    answer = client.get("/context.jsonld")
    assert answer.headers["content-type"].startswith("application/ld+json")
    assert answer.json() == {"@context": jsonld_context(BASE)}


def test_the_catalogue_leads_to_the_files(client: httpx.Client) -> None:
    for media, format_ in (("text/turtle", ox.RdfFormat.TURTLE), ("application/ld+json", ox.RdfFormat.JSON_LD)):
        answer = client.get("/catalog", headers={"Accept": media})
        assert answer.status_code == 200
        told = list(ox.parse(answer.content, format=format_))
        urls = {quad.object.value for quad in told if quad.predicate.value.endswith("dcat#downloadURL")}
        assert len(urls) == len(FILES)
        assert all(client.head(url).status_code == 200 for url in urls)
    page = client.get("/catalog", headers={"Accept": "text/html"})
    assert "/download/vnkg.nq.gz" in page.text
    void = client.get("/.well-known/void", headers={"Accept": "application/n-triples"}).text
    assert "/download/vnkg.nq.gz> ." in void
    assert "/catalog> ." in void


def test_new_data_make_new_files(server: Server, tmp_path: Path) -> None:
    store = tmp_path / "store"

    def write(value: str) -> None:
        triple = ox.Triple(ox.NamedNode("urn:a:b"), ox.NamedNode("urn:a:c"), ox.Literal(value))
        with open_store(str(store)) as opened:
            opened.replace_graphs({f"{BASE}graph/notes": [triple]})

    with server(Settings(store=str(store), query_workers=1, copy_memory_mb=0)) as client:
        empty = client.get("/download/vnkg.nq")
        assert (empty.status_code, empty.json()["code"]) == (503, "store")
        tags = set()
        for value in ("một", "hai", "ba"):
            write(value)
            answer = client.get("/download/vnkg.nq")
            assert f'"{value}"' in answer.text
            tags.add(answer.headers["etag"])
        assert len(tags) == 3
    assert len(list((tmp_path / "store.downloads").iterdir())) <= 2, "those of older data go"


def test_a_folder_that_cannot_be_written(server: Server, sample_store: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings = Settings(store=str(sample_store), query_workers=1, downloads=str(tmp_path / "file" / "x"))
    with server(settings) as client:
        answer = client.get("/download/zones.csv.gz")
        assert answer.status_code == 503
        assert "KG_DOWNLOADS" in answer.json()["detail"]
        assert client.get("/health").status_code == 200


@pytest.fixture(scope="module")
def released(server: Server, sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("released")
    with open_store(str(sample_store), read_only=True) as store:
        wanted = Release("1.0", datetime(2026, 1, 1, tzinfo=UTC), "https://data.example/1.0/", parquet=False)
        release(store, BASE, wanted, folder)
    (folder / "1.0" / "secret.txt").write_text("no file of the release", encoding="utf-8")
    (folder / "not-complete").mkdir()
    with server(Settings(store=str(sample_store), query_workers=1, releases=str(folder))) as client:
        yield client


def test_releases_are_offered(released: httpx.Client) -> None:
    assert 'href="/release/1.0/"' in released.get("/download", headers={"Accept": "text/html"}).text
    page = released.get("/release/1.0/", headers={"Accept": "text/html"}).text
    for name in ("vnkg.nq.gz", "CITATION.cff", "SHA256SUMS"):
        assert f'href="/release/1.0/{name}"' in page
        assert released.head(f"/release/1.0/{name}").status_code == 200
    sums = released.get("/release/1.0/SHA256SUMS").text.splitlines()
    for digest, name in (line.split() for line in sums):
        answer = released.get(f"/release/1.0/{name}")
        assert hashlib.sha256(answer.content).hexdigest() == digest
        assert 'rel="license"' in answer.headers["link"]
    catalogue = released.get("/release/1.0/", headers={"Accept": "text/turtle"})
    assert catalogue.content == released.get("/release/1.0/catalog.ttl").content
    told = released.get("/catalog", headers={"Accept": "application/n-triples"}).text
    assert f"dcat#hasVersion> <{BASE}release/1.0/>" in told


@pytest.mark.parametrize(
    "path", ["1.0/secret.txt", "1.0/..%2F..%2Fx", "not-complete/", "2.0/", "..%2F/", "%2e%2e/x", "1.0/nothing"]
)
def test_nothing_else_is(released: httpx.Client, path: str) -> None:
    assert released.get(f"/release/{path}").status_code == 404


def test_a_file_that_grows_is_read_to_its_end(tmp_path: Path) -> None:
    path, part = tmp_path / "file", tmp_path / "file.part"

    async def read() -> bytes:
        part.write_bytes(b"first ")
        reading: list[bytes] = []
        begun = asyncio.Event()

        async def make() -> None:
            await begun.wait()
            with part.open("ab") as stream:
                stream.write(b"second")
            part.replace(path)

        prepared = Prepared(path, Generation(1, 1), asyncio.create_task(make()))
        async for piece in prepared.pieces():
            reading.append(piece)
            begun.set()
        return b"".join(reading)

    assert asyncio.run(read()) == b"first second"


def test_one_that_is_never_complete_does_not_end_as_if_it_were(tmp_path: Path) -> None:
    (tmp_path / "file.part").write_bytes(b"first ")
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError

    async def run() -> None:
        async def fail() -> None:
            raise StoreError("the disk is full")

        prepared = Prepared(tmp_path / "file", Generation(1, 1), asyncio.create_task(fail()))
        await AsMade(prepared, {}, decompressed=False)({"type": "http", "state": {}}, receive, send)

    asyncio.run(run())
    assert [message.get("body") for message in sent] == [None, b"first "]
    assert all(message["more_body"] for message in sent[1:]), "the last piece is never sent"
