from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kg.articles import Article, ArticleFile, ReadProblem, read_articles
from kg.articles.warc import read_warc, record_positions

PAGE = """<html><head><title>{title}</title><meta property="article:published_time" content="2024-03-05"></head>
<body><article><h1>{title}</h1><p>Tỉnh Nam Định có {count} cụm công nghiệp đang hoạt động, thu hút hơn 20.000 lao động
trong và ngoài tỉnh, theo báo cáo của Sở Công Thương tại hội nghị sơ kết sáu tháng.</p></article></body></html>"""


def page(title: str, count: int) -> bytes:
    return PAGE.format(title=title, count=count).encode()


def record(url: str, body: bytes, *, kind: str = "response", status: int = 200, type_: str = "text/html") -> bytes:
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: {type_}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    content = head + body
    told = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-06T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{abs(hash(url)) % 10**12:012d}>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return told.encode() + content + b"\r\n\r\n"


def archive(*records: bytes, compressed: bool = False) -> bytes:
    """Each record compressed by itself, as the standard has it."""
    return b"".join(gzip.compress(each) if compressed else each for each in records)


RECORDS = [
    record("https://bao.example/", b"", kind="warcinfo"),
    record("https://bao.example/cum-1.html", b"", kind="request"),
    record("https://www.bao.example/cum-1.html?utm_source=rss", page("Nam Định có 20 cụm", 20)),
    record("https://bao.example/anh.png", b"\x89PNG", type_="image/png"),
    record("https://bao.example/da-chuyen.html", b"<p>x</p>", status=301),
    record("https://bao.example/cum-2.html", page("Nam Định có 21 cụm", 21), type_="text/html; charset=utf-8"),
    record("https://bao.example/ghi-chu", "Tỉnh có 22 cụm công nghiệp.".encode(), type_="text/plain"),
]
IDS = ["bao.example/cum-1.html", "bao.example/cum-2.html", "bao.example/ghi-chu"]


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_pages_of_an_archive_are_articles(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(archive(*RECORDS, compressed=name.endswith("gz")))
    entries = list(read_articles([tmp_path]))
    assert [entry.id for entry in entries if isinstance(entry, Article)] == IDS
    first = entries[0]
    assert isinstance(first, Article)
    assert first.source == f"{tmp_path / name}#https://www.bao.example/cum-1.html?utm_source=rss"
    assert (first.title, first.published) == ("Nam Định có 20 cụm", "2024-03-05")
    assert "có 20 cụm công nghiệp" in first.text
    assert first.url.startswith("https://www.bao.example/cum-1.html")
    assert len(entries) == 3


@pytest.mark.parametrize("compressed", [False, True])
def test_reading_can_begin_at_any_record(tmp_path: Path, compressed: bool) -> None:
    file = tmp_path / ("a.warc.gz" if compressed else "a.warc")
    file.write_bytes(archive(*RECORDS, compressed=compressed))
    with file.open("rb") as stream:
        positions = list(record_positions(stream))
    assert len(positions) == 5, "responses"
    found: list[Article | ReadProblem] = []
    for position in positions:
        found += read_warc(ArticleFile(str(file)), start=position, records=1)
    assert found == list(read_articles([file]))


def test_a_charset_that_only_the_server_names(tmp_path: Path) -> None:
    text = "Khu kinh tế đã có 12 dự án; vốn đăng ký đạt 350 triệu USD trong năm 2021 theo ban quản lý."
    data = text.encode("utf-16-le")
    (tmp_path / "a.warc").write_bytes(record("https://bao.example/a", data, type_="text/plain; charset=utf-16-le"))
    [entry] = read_articles([tmp_path])
    assert isinstance(entry, Article)
    assert entry.text == text


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 1.0])
def test_an_archive_that_breaks_off_is_told_after_what_could_be_read(
    tmp_path: Path, compressed: bool, kept: float
) -> None:
    begin, last = archive(*RECORDS[:-1], compressed=compressed), archive(RECORDS[-1], compressed=compressed)
    file = tmp_path / ("a.warc.gz" if compressed else "a.warc")
    file.write_bytes(begin + last[: int(len(last) * kept)])
    entries = list(read_articles([file]))
    found = [entry.id for entry in entries if isinstance(entry, Article)]
    if kept == 1.0:
        assert (found, len(entries)) == (IDS, 3)
    else:
        assert found[:2] == IDS[:2]
        assert isinstance(entries[-1], ReadProblem)
        assert "breaks off" in entries[-1].reason


@pytest.mark.parametrize(("data", "reason"), [(b"", "no response"), (b"no archive at all\n" * 50, "cannot be read")])
def test_what_is_no_archive(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.warc").write_bytes(data)
    [entry] = read_articles([tmp_path])
    assert isinstance(entry, ReadProblem)
    assert reason in entry.reason


def test_pages_without_an_article_are_told_and_stop_no_other(tmp_path: Path) -> None:
    empty = record("https://bao.example/trong.html", b"<html><body><nav>Menu</nav></body></html>")
    nowhere = record("https://", page("Không có địa chỉ", 3))
    (tmp_path / "a.warc").write_bytes(archive(empty, nowhere, RECORDS[2]))
    told = list(read_articles([tmp_path]))
    assert [type(entry) for entry in told] == [ReadProblem, ReadProblem, Article]
    assert told[0].source.endswith("a.warc#https://bao.example/trong.html")
