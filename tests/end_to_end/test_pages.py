"""A browser drives the pages: from a search to the quote, over the mergers of 2025, and the editor without any network.

It is Chromium (Debian's), with every name but loopback's blocked. axe-core looks for what keeps people out.
"""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from kg.pipeline import load
from kg.settings import DEFAULT_BASE_IRI, Settings
from kg.store import open_store
from kg.web import create_app

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WITHOUT_NETWORK = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
PAGES = (
    "/",
    "/search?q=hai+duong",
    "/map",
    "/quality",
    "/queries",
    "/queries/series?place=Đồng+Nai&metric=registeredCapital",
    "/page/province/dong-nai",
    "/page/province/hai-phong-2025",
    "/page/metric/registeredCapital",
    "/page/sector/vsic-2018-26",
    "/page/policy/202-2025-qh15",
    "/page/scope/zones",
    "/page/graph/places",
    "/ontology",
    "/shapes",
    "/docs",
    "/sparql",
    "/none",
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
ARTICLE = """Tiêu đề: Hải Dương thêm dự án vào khu công nghiệp

Đến hết năm 2022, các khu công nghiệp của tỉnh Hải Dương có 310 dự án. Đến hết năm 2023, các khu công nghiệp của tỉnh
Hải Dương có hơn 335 dự án.
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the examples and an article of two years of Hải Dương."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "hai-duong.txt").write_text(ARTICLE, encoding="utf-8")
    with open_store(str(folder / "store")) as store:
        load([EXAMPLES, folder / "hai-duong.txt"], store, base_iri=DEFAULT_BASE_IRI, processes=1)
    with serving(Settings(store=str(folder / "store"), query_workers=2, rate_limit=0)) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serving(settings: Settings) -> Iterator[int]:
    """Serve in a thread, on a free port of loopback."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=WITHOUT_NETWORK)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page at the width of a phone, in Vietnamese; whatever it logs as an error fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert [one for one in complaints if "404" not in one] == []


def test_from_a_search_without_diacritics_to_the_article(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#q", "hai duong")
    page.press("#q", "Enter")
    page.click("ul.found a[href='/page/province/hai-duong']")
    assert page.inner_text("h1") == "Hải Dương"
    points = page.locator(".chart a.point")
    assert points.count() == 2
    assert points.nth(1).get_attribute("aria-label") == "hơn 335 (12/2023)"
    points.nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/observation/**")
    assert page.inner_text("blockquote mark") == "335"
    page.click(".quote figcaption a")
    assert page.locator(".readings mark").all_inner_texts() == ["310", "335"]


def test_the_map_changes_its_borders_with_the_merger(page: Page, address: str) -> None:
    page.goto(f"{address}/map?day=2025-06-30")
    assert page.locator("svg.country path[data-province]").count() == 63
    page.fill("#day", "2025-07-01")
    page.wait_for_url("**day=2025-07-01*", wait_until="load")
    assert page.locator("svg.country path[data-province]").count() == 34
    assert page.locator("path[data-province='province/hai-duong']").count() == 0


def test_the_sparql_page_runs_an_example_without_any_network(page: Page, address: str) -> None:
    page.goto(f"{address}/sparql")
    page.wait_for_selector("#yasgui .CodeMirror")
    value = page.locator("#example option", has_text="Đã có những gì").get_attribute("value")
    page.select_option("#example", value)
    page.wait_for_selector("#yasgui table.dataTable tbody tr")
    assert "Bắc Ninh" in page.inner_text("#yasgui table.dataTable")
    page.click("#yasgui .select_bars, #yasgui button:has-text('Biểu đồ')")
    page.wait_for_selector("#yasgui table.bars meter")
    csv = page.get_attribute("#as-csv", "href")
    assert csv
    assert "Hải Dương" in page.request.get(csv).text()


def test_pages_answer_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{address}/sparql")
    page.fill("#query", "SELECT (1 AS ?one) {}")
    page.select_option("#format", "csv")
    with page.expect_download() as answered:
        page.click("#plain button")
    assert answered.value.path().read_text().split() == ["one", "1"]
    page.goto(f"{address}/map")
    page.select_option("#metric", "projectCount")
    page.click("main form button")
    assert "metric=projectCount" in page.url
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_nothing_keeps_people_out(browser: Browser, address: str, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found = []
    for path in PAGES:
        page.goto(address + path)
        if path == "/sparql":
            page.wait_for_selector("#yasgui .CodeMirror")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                found.append((path, violation["id"], violation["nodes"][0]["html"]))
    context.close()
    assert found == []
