from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

from kg.articles import Article, ReadProblem, read_articles
from kg.articles.fetching import AGENT, FetchLimits
from kg.articles.web import Web

QUICK = FetchLimits(delay=0.0, seconds=5.0, megabytes=1, private=True)
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Tin</title><link>{base}</link>
<item><title>Một</title><link>{base}/1.html</link><pubDate>Tue, 05 Mar 2024 08:00:00 +0700</pubDate></item>
<item><title>Hai</title><link>/2.html?utm_source=rss</link></item>
<item><title>Lại một</title><link>{base}/1.html#dau</link></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Tin</title><id>urn:x</id>
<entry><title>Ba</title><id>urn:y</id><link href="{base}/3.html"/><author><name>Minh An</name></author></entry>
</feed>"""

PAGE = """<html><head><title>{title}</title><meta property="article:published_time" content="2024-03-05"></head>
<body><article><h1>{title}</h1><p>Tỉnh Nam Định có {count} cụm công nghiệp đang hoạt động, thu hút hơn 20.000 lao động
trong và ngoài tỉnh, theo báo cáo của Sở Công Thương tại hội nghị sơ kết sáu tháng.</p></article></body></html>"""

Answer = tuple[int, dict[str, str], bytes]


def page(title: str, count: int) -> bytes:
    return PAGE.format(title=title, count=count).encode()


@dataclass
class Site:
    """A server of this machine: path → answer, or what makes one. `asked` are the paths asked for, with the time."""

    base: str = ""
    answers: dict[str, Answer | Callable[[], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, float]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def html(self, path: str, body: bytes) -> None:
        self.answers[path] = (200, {"Content-Type": "text/html; charset=utf-8"}, body)

    def feed(self, path: str, text: str, type_: str = "application/rss+xml") -> None:
        self.answers[path] = (200, {"Content-Type": type_}, text.format(base=self.base).encode())

    @property
    def pages(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, time.monotonic()))
            site.agents.add(self.headers["User-Agent"])
            answer = site.answers.get(self.path, (404, {}, b""))
            status, headers, body = answer() if callable(answer) else answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # who asked may have gone
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.base = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


def fetched(site: Site, *paths: str, web: Web | None = None) -> list[Article | ReadProblem]:
    return list(read_articles([site.base + path for path in paths], web or Web(QUICK)))


def reason(site: Site, path: str, limits: FetchLimits = QUICK) -> str:
    [entry] = fetched(site, path, web=Web(limits))
    assert isinstance(entry, ReadProblem)
    assert entry.source == site.base + path
    return entry.reason


def test_a_page_is_an_article(site: Site) -> None:
    site.html("/tin/1.html", page("Nam Định có 20 cụm", 20))
    [entry] = fetched(site, "/tin/1.html")
    assert isinstance(entry, Article)
    assert entry.id == f"{site.base.removeprefix('http://')}/tin/1.html"
    assert (entry.source, entry.url) == (f"{site.base}/tin/1.html", f"{site.base}/tin/1.html")
    assert entry.published == "2024-03-05"
    assert site.agents == {AGENT}


def test_a_feed_leads_to_its_pages_each_once(site: Site) -> None:
    site.feed("/tin.rss", RSS)
    site.feed("/tin.atom", ATOM, "application/atom+xml")
    for number in (1, 2, 3):
        site.html(f"/{number}.html", page(f"Trang {number}", number))
    site.answers["/2.html?utm_source=rss"] = site.answers["/2.html"]
    entries = fetched(site, "/tin.rss", "/tin.atom", "/1.html")
    assert sorted(entry.title for entry in entries if isinstance(entry, Article)) == ["Trang 1", "Trang 2", "Trang 3"]
    assert len(site.pages) == 5


def test_a_feed_tells_what_its_page_does_not(site: Site) -> None:
    site.feed("/tin.xml", RSS, "text/xml")
    body = "<html><body><p>Tỉnh có 5 khu công nghiệp đang hoạt động, thu hút nhiều dự án mới.</p></body></html>"
    site.html("/1.html", body.encode())
    first = fetched(site, "/tin.xml")[0]
    assert isinstance(first, Article)
    assert (first.title, first.published) == ("Một", "2024-03-05")


def test_robots_txt_is_kept_to(site: Site) -> None:
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /kin/\nCrawl-delay: 0.3\n")
    site.html("/1.html", page("Một", 1))
    site.html("/2.html", page("Hai", 2))
    entries = fetched(site, "/kin/a.html", "/1.html", "/2.html")
    assert [type(entry) for entry in entries] == [ReadProblem, Article, Article]
    assert isinstance(entries[0], ReadProblem) and "robots.txt" in entries[0].reason
    assert site.pages == ["/1.html", "/2.html"]
    moments = [moment for _, moment in site.asked]
    assert moments[2] - moments[1] >= 0.3, "it asks for a pause"


def test_a_host_is_given_a_pause(site: Site) -> None:
    for number in range(3):
        site.html(f"/{number}.html", page("Trang", number))
    web = Web(FetchLimits(delay=0.2, seconds=5.0, private=True))
    fetched(site, "/0.html", "/1.html", "/2.html", web=web)
    moments = [moment for _, moment in site.asked]
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(moments))


@pytest.mark.parametrize("status", [500, 503])
def test_a_site_whose_rules_cannot_be_read_is_asked_nothing(
    site: Site, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.articles.web._TRIES", 1)
    site.answers["/robots.txt"] = (status, {}, b"")
    site.html("/1.html", page("Một", 1))
    assert "robots.txt cannot be read" in reason(site, "/1.html")
    assert site.pages == []


def test_redirects_are_followed_and_judged(site: Site) -> None:
    site.answers["/cu.html"] = (301, {"Location": "/moi.html"}, b"")
    site.html("/moi.html", page("Mới", 4))
    [entry] = fetched(site, "/cu.html")
    assert isinstance(entry, Article)
    assert entry.source == f"{site.base}/moi.html"
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /moi.html\n")
    assert "robots.txt" in reason(site, "/cu.html")
    site.answers["/vong.html"] = (302, {"Location": "/vong.html"}, b"")
    assert "redirects more than" in reason(site, "/vong.html")
    site.answers["/tep.html"] = (302, {"Location": "file:///etc/passwd"}, b"")
    assert "no address of a page" in reason(site, "/tep.html")


def test_private_addresses_are_refused_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("kg.articles.web.time.sleep", waits.append)
    site.html("/1.html", page("Một", 1))
    site.answers["/robots.txt"] = (200, {}, b"")
    assert "no public address" in reason(site, "/1.html", FetchLimits(delay=0.0))
    local = site.base.replace("127.0.0.1", "localhost")
    [entry] = Web(FetchLimits(delay=0.0)).articles([local + "/1.html"])
    assert isinstance(entry, ReadProblem) and "no public address" in entry.reason
    assert site.asked == []
    assert not any(waits), "another try would be refused as well"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((404, {}, b""), "HTTP 404"),
        ((200, {"Content-Type": "image/png"}, b"\x89PNG"), "it is image/png"),
        ((200, {"Content-Type": "text/html"}, b"<p>" + b"x" * 2**21), "larger than 1 MiB"),
        ((200, {"Content-Type": "text/html"}, b"<html><body></body></html>"), "no article's text"),
        ((200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"no gzip"), "cannot be reached"),
        ((200, {"Content-Type": "application/rss+xml"}, b'<rss version="2.0"><channel/></rss>'), "leads to no page"),
        ((200, {"Content-Type": "application/xml"}, b"<a>no feed</a>"), "it is application/xml"),
    ],
)
def test_what_cannot_be_used_is_told(site: Site, answer: Answer, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.articles.web._TRIES", 1)
    site.answers["/a"] = answer
    assert told in reason(site, "/a")


def test_a_server_that_takes_too_long(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.articles.web._TRIES", 1)
    waiting = threading.Event()
    site.answers["/cham"] = lambda: (200 if waiting.wait(3) else 500, {}, b"")
    try:
        assert "KG_FETCH_TIMEOUT" in reason(site, "/cham", FetchLimits(delay=0.0, seconds=0.3, private=True))
    finally:
        waiting.set()


def test_a_server_that_is_busy_is_asked_again_later(site: Site) -> None:
    def answer() -> Answer:
        if site.pages.count("/1.html") < 2:
            return 503, {"Retry-After": "0"}, b""
        return 200, {"Content-Type": "text/html"}, page("Một", 1)

    site.answers["/1.html"] = answer
    [entry] = fetched(site, "/1.html")
    assert isinstance(entry, Article)
    site.answers["/2.html"] = (429, {"Retry-After": "0"}, b"")
    assert "HTTP 429" in reason(site, "/2.html")
    assert site.pages.count("/2.html") == 3, "but not for ever"


def test_what_was_fetched_is_not_fetched_again(site: Site, tmp_path: Path) -> None:
    site.feed("/tin.rss", RSS)
    site.html("/1.html", page("Một", 1))
    site.answers["/2.html?utm_source=rss"] = (404, {}, b"")
    web = Web(QUICK, kept=tmp_path / "kept")
    first = fetched(site, "/tin.rss", web=web)
    again = fetched(site, "/tin.rss", web=Web(QUICK, kept=tmp_path / "kept"))
    assert first == again
    assert site.pages.count("/1.html") == 1
    assert site.pages.count("/tin.rss") == 2, "a feed is looked at anew"
    assert site.pages.count("/2.html?utm_source=rss") == 2, "what failed is tried again"
    fetched(site, "/1.html", web=Web(QUICK, kept=tmp_path / "kept", hours=0.0))
    assert site.pages.count("/1.html") == 2


def test_addresses_are_problems_where_nothing_fetches() -> None:
    [entry] = read_articles(["https://bao.example/1.html"])
    assert isinstance(entry, ReadProblem)
    assert "kg load" in entry.reason
