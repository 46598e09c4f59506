"""Pages: text with tables and lists, metadata of all kinds, broken markup, wrong charsets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.articles import Article, ReadProblem, read_articles

PARAGRAPHS = (
    "Tại cuộc họp giao ban, ban quản lý cho biết hạ tầng hai khu công nghiệp phía nam đã xong phần san nền, nhà đầu tư "
    "thứ cấp có thể nhận đất từ tháng sau.",
    "Tính chung sáu tháng, các nhà máy trong khu nộp ngân sách 1.240 tỷ đồng, tăng khá so với nửa đầu năm trước đó.",
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(head: str = "", body: str = BODY, title: str = "Hạ tầng phía nam đã sẵn sàng") -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><title>{title}</title>{head}</head><body>'
        f'<nav><a href="/">Trang chủ</a> <a href="/kt">Kinh tế</a></nav><article><h1>{title}</h1>{body}</article>'
        "<footer>Giấy phép số 1/GP, cấp ngày 02/03/2004</footer></body></html>"
    )


def read(tmp_path: Path, markup: str | bytes) -> Article:
    path = tmp_path / "trang.html"
    path.write_bytes(markup.encode() if isinstance(markup, str) else markup)
    [entry] = read_articles([path])
    assert isinstance(entry, Article), entry
    return entry


def test_title_then_one_block_after_the_other(tmp_path: Path) -> None:
    article = read(tmp_path, page())
    assert article.id == "trang"
    assert article.text == "\n\n".join(["Hạ tầng phía nam đã sẵn sàng", *PARAGRAPHS])
    assert (article.title, article.published, article.author) == ("Hạ tầng phía nam đã sẵn sàng", "", "")


def test_a_table_is_lines_with_cells_between_bars(tmp_path: Path) -> None:
    table = (
        "<table><caption>Hai khu</caption><thead><tr><th>Khu</th><th>Diện tích<br>(ha)</th><th>Lấp đầy (%)</th></tr>"
        "</thead><tbody>"
        "<tr><td>KCN Đông</td><td> 120,5 </td><td>92</td></tr>"
        "<tr><td><p>KCN</p><p>Tây</p></td><td>80</td><td></td></tr>"
        "<tr><td colspan='2'>Chung</td><td><b>71,3</b></td></tr></tbody></table>"
    )
    article = read(tmp_path, page(body=BODY + table + f"<p>{PARAGRAPHS[0]}</p>".replace("Tại", "Cũng tại")))
    blocks = article.text.split("\n\n")
    assert blocks[3].split("\n") == [
        "Hai khu",
        "Khu | Diện tích (ha) | Lấp đầy (%)",
        "KCN Đông | 120,5 | 92",
        "KCN Tây | 80 |",
        "Chung |  | 71,3",
    ]
    assert blocks[4].startswith("Cũng tại")


def test_lists_line_breaks_and_entities(tmp_path: Path) -> None:
    body = BODY + "<ul><li>KCN Đông: 120&nbsp;ha</li><li>KCN <b>Tây</b>:<br>80 ha</li></ul>"
    body += "<p>M&#7897;t d&ograve;ng<br/>hai dòng</p>"
    text = read(tmp_path, page(body=body)).text
    assert "- KCN Đông: 120 ha\n- KCN Tây: 80 ha" in text
    assert text.endswith("Một dòng\nhai dòng")


def test_a_page_laid_out_by_a_table_is_paragraphs(tmp_path: Path) -> None:
    text = read(tmp_path, f"<html><body><table><tr><td>{BODY}</td></tr></table></body></html>").text
    assert text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2024-03-05T08:30:00+07:00">', "2024-03-05"),
        ('<meta name="pubdate" content="05/03/2024 08:30">', "2024-03-05"),
        ('<meta itemprop="datePublished" content="2024-03-05">', "2024-03-05"),
        ('<meta name="dcterms.modified" content="2025-01-01"><meta name="dc.date" content="2024-03-05">', "2024-03-05"),
        ('<meta property="article:modified_time" content="2025-01-01">', ""),
        ('<meta name="pubdate" content="hôm qua">', ""),
        (
            '<script type="application/ld+json">'
            + json.dumps(
                {"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "datePublished": "2024-03-05T01:00:00Z"}]}
            )
            + "</script>",
            "2024-03-05",
        ),
        ('<script type="application/ld+json">{"datePublished": </script>', ""),
    ],
)
def test_dates_of_the_pages_metadata(tmp_path: Path, head: str, published: str) -> None:
    assert read(tmp_path, page(head)).published == published


@pytest.mark.parametrize(
    ("body", "published"),
    [
        ('<time pubdate datetime="2024-03-05">hôm nay</time>', "2024-03-05"),
        ('<span itemprop="datePublished">05/03/2024</span>', "2024-03-05"),
        ('<p class="x">Thứ Ba, 05/03/2024 | 08:30</p>', "2024-03-05"),
        ('<div class="post-date"><i></i> 05/03/2024 08:30</div>', "2024-03-05"),
        ("<p>Ngày 05/03/2024, tỉnh trao giấy chứng nhận cho năm dự án mới ở hai khu.</p>", ""),
    ],
)
def test_dates_on_the_page(tmp_path: Path, body: str, published: str) -> None:
    assert read(tmp_path, page(body=body + BODY)).published == published


def test_what_the_page_tells_of_itself(tmp_path: Path) -> None:
    head = (
        '<meta property="og:site_name" content="Bản tin Mẫu"><meta name="author" content="Khánh An">'
        '<link rel="canonical" href="https://example.org/tin/1.html">'
    )
    article = read(tmp_path, page(head))
    assert (article.publisher, article.author, article.url) == (
        "Bản tin Mẫu",
        "Khánh An",
        "https://example.org/tin/1.html",
    )


@pytest.mark.parametrize("name", ["admin", "Ban Biên tập", "user12"])
def test_no_author_is_better_than_a_login(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, page(f'<meta name="author" content="{name}">')).author == ""


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "windows-1252"), ("utf-8", "latin-1"), ("utf-16", "utf-8"), ("utf-8-sig", "x-unknown"), ("utf-8", "")],
)
def test_wrong_charsets(tmp_path: Path, encoding: str, declared: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    assert PARAGRAPHS[1] in read(tmp_path, page(meta).encode(encoding)).text


def test_a_page_in_tcvn3(tmp_path: Path) -> None:
    markup = (
        "<html><body><p>" + "C¸c khu c«ng nghiÖp cña tØnh thu hót ®Çu t­ trong vµ ngoµi n­íc; s¶n xuÊt t¨ng tr­ëng, "
        "lao ®éng cã viÖc lµm æn ®Þnh, doanh nghiÖp nép ng©n s¸ch ®Çy ®ñ." + "</p></body></html>"
    )
    text = read(tmp_path, markup.encode("latin-1")).text
    assert text.startswith("Các khu công nghiệp của tỉnh thu hút đầu tư trong và ngoài nước; sản xuất tăng trưởng")


def test_a_letter_cut_in_half_costs_one_letter(tmp_path: Path) -> None:
    data = page('<meta charset="utf-8">').encode().replace("1.240 tỷ".encode(), "1.240 tỷ".encode()[:-1])
    assert "1.240 t\ufffd đồng" in read(tmp_path, data).text


def test_broken_markup(tmp_path: Path) -> None:
    markup = page().replace("</p>", "").replace("</article>", "</div></td>").replace("</html>", "<p")
    assert PARAGRAPHS[1] in read(tmp_path, markup).text


def test_an_xml_declaration_is_no_obstacle(tmp_path: Path) -> None:
    assert PARAGRAPHS[1] in read(tmp_path, '<?xml version="1.0" encoding="windows-1258"?>' + page()).text


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body><nav><a href='/'>Trang chủ</a></nav></body></html>",
        "<html></html>",
        "<!-- x -->",
        "{}",
        "<html><body><img src='x.png'></body></html>",
        "<" * 5000,
    ],
)
def test_pages_without_an_article(tmp_path: Path, markup: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(markup, encoding="utf-8")
    [entry] = read_articles([path])
    assert isinstance(entry, ReadProblem)
    assert "no article" in entry.reason


def test_a_page_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    with path.open("wb") as stream:
        stream.truncate(17 * 2**20)
    [entry] = read_articles([path])
    assert isinstance(entry, ReadProblem)
    assert "larger than 16 MB" in entry.reason
