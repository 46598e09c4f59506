"""One article out of an HTML page: its text by trafilatura, its metadata from the page's head first.

The text is the title, a blank line, then one block after the other with a blank line between; list items and table
rows stand on lines of their own, a row's cells parted by " | ". Offsets count in this text.
"""

from __future__ import annotations

import codecs
import json
import logging
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from kg.articles.dates import date_line, metadata_date
from kg.articles.decoding import Undecodable, decode_any, unusable
from kg.articles.metadata import metadata_of
from kg.articles.model import Article

MAX_BYTES = 16 * 2**20
"""The largest page read (bytes): a parsed page takes a multiple of its size."""

_FEWEST_WORDS = 5  # what is shorter is a menu's rest

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_META_DATES = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "article.published",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "cxenseparse:recs:publishtime",
    "sailthru.date",
    "parsely-pub-date",
    "citation_publication_date",
)
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u200b]+")
_GENERIC_AUTHOR = re.compile(
    r"admin|administrator|ban biên tập|webmaster|editor|root|user|bbt|quản trị.*", re.IGNORECASE
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def read_html(data: bytes, article_id: str, source: str) -> Article:
    """Read one page. Raises Undecodable where it holds no article, or its bytes no text."""
    if len(data) > MAX_BYTES:
        raise Undecodable(f"the page is larger than {MAX_BYTES // 2**20} MB: give the article's own page, or its text")
    markup = _NOT_XML.sub(" ", _decode(data))
    if not markup.strip("\ufeff \t\r\n\f\v"):
        raise Undecodable("the file is empty" if not markup else "the file holds nothing but white space")
    tree = _tree(markup)
    page = _extract(tree) if tree is not None else None
    body = _text(page.body) if page is not None and page.body is not None else ""
    if page is None or len(body.split()) < _FEWEST_WORDS:
        raise Undecodable("the page holds no article's text (only navigation or pictures?): give its own page")
    title = _line(page.title)
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}"
    if reason := unusable(text):
        raise Undecodable(f"the page's text {reason}")
    told = metadata_of(text)
    author = _line(page.author).replace("; ", ", ")
    if len(author) > 60 or _GENERIC_AUTHOR.fullmatch(author) or any(letter.isdigit() for letter in author):
        author = ""
    url = _line(page.url)
    return Article(
        id=article_id,
        text=text,
        source=source,
        title=title or told.title,
        published=_published(tree) or told.published or _guessed_date(tree),
        publisher=_line(page.sitename)
        if page.sitename and page.sitename != page.hostname
        else told.publisher or _line(page.sitename),
        author=author or told.author,
        url=url if url.startswith(("http://", "https://")) else "",
    )


def _decode(data: bytes) -> str:
    """Valid UTF-8 is UTF-8 whatever the page declares; then the declared charset, if its text is not broken."""
    try:
        return decode_any(data)
    except Undecodable:
        text = _decode_as_declared(data)
        if not text:
            raise
        return text


def _decode_as_declared(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if not declared or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:4096]:
        return ""
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
        # Pages in UTF-8 now and then hold a letter cut in half; for the loss of a few the page is not refused.
        text = data.decode(name, "replace" if name == "utf-8" else "strict")
    except (LookupError, ValueError):
        return ""
    if text.count("\ufffd") * 200 > len(text) + 200:
        return ""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=1)
def _trafilatura() -> Any:
    """Import trafilatura on first use (it takes a while), and silence it: what goes wrong is told by this module."""
    import trafilatura  # noqa: PLC0415
    from trafilatura.utils import load_html  # noqa: PLC0415

    for name in ("trafilatura", "htmldate", "justext", "courlan", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return trafilatura.bare_extraction, load_html


def _tree(markup: str) -> Any:
    _, load_html = _trafilatura()
    try:
        return load_html(markup)
    except (ValueError, TypeError, RecursionError, AssertionError, LookupError):
        return None


def _extract(tree: Any) -> Any:
    bare_extraction, _ = _trafilatura()
    try:
        return bare_extraction(
            tree,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2099-12-31"},
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, AssertionError):
        return None  # trafilatura trips over some malformed pages; to the reader they hold no article


# --- text ---------------------------------------------------------------------------------------------------------


def _text(body: Any) -> str:
    blocks = ["\n".join(lines) for lines in _blocks(body) if lines]
    return unicodedata.normalize("NFC", "\n\n".join(blocks))


def _blocks(element: Any) -> Iterator[list[str]]:
    """The lines of each block under an element, in order."""
    inline = element.text or ""
    for child in element:
        if child.tag in ("p", "head", "quote", "list", "table", "code", "div", "figure", "note"):
            yield _lines(inline)
            inline = child.tail or ""
            if child.tag == "table":
                yield from _table(child)
            elif child.tag == "list":
                yield _list(child)
            else:
                yield from _blocks(child)
        else:
            inline += _inline(child)
    yield _lines(inline)


def _lines(text: str) -> list[str]:
    return [line for part in text.split("\n") if (line := _line(part))]


def _line(text: str | None) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text or "").replace("\n", " ")).strip()


def _inline(element: Any, stop: str = "\n") -> str:
    """An inline element's text and what follows it; a line break becomes `stop`."""
    if element.tag == "lb":
        return stop + (element.tail or "")
    if not isinstance(element.tag, str):
        return element.tail or ""
    return (element.text or "") + "".join(_inline(child, stop) for child in element) + (element.tail or "")


def _list(element: Any) -> list[str]:
    lines = _lines(element.text or "")
    for item in element:
        words = _cell(item)
        if words:
            lines.append(f"- {words}")
        lines += _lines(item.tail or "")
    return lines


_BLOCKS = frozenset(("p", "head", "quote", "list", "item", "table", "row", "cell"))


def _table(element: Any) -> Iterator[list[str]]:
    """A table's rows as one block, a caption on a line without bars before them.

    Rows of a single cell are layout: the page's paragraphs, blocks of their own.
    """
    rows: list[str] = []
    for row in element.iter("row"):
        cells = row.findall("cell")
        filled = [cell for cell in cells if _cell(cell)]
        if len(filled) == 1 and len(cells) == 1:
            yield rows
            rows = []
            yield from _blocks(filled[0])
        elif len(filled) == 1 and not rows and filled[0] is cells[0]:
            rows.append(_cell(filled[0]))
        elif filled:
            rows.append(" | ".join(_cell(cell) for cell in cells).rstrip())
    yield rows


def _cell(cell: Any) -> str:
    """All that a cell or list item holds, on one line."""
    parts = [cell.text or ""]
    parts += [(" " if child.tag in _BLOCKS else "") + _inline(child, " ") for child in cell]
    return _line("".join(parts))


# --- publication date ---------------------------------------------------------------------------------------------


def _published(tree: Any) -> str:
    """The date that the page's own metadata states: meta elements, JSON-LD, then microdata."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name in _META_DATES and (value := metadata_date(meta.get("content") or "")):
            metas.setdefault(name, value)
    for name in _META_DATES:
        if name in metas:
            return metas[name]
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and (value := _published_in_json(script.text or "")):
            return value
    for element in tree.iter("time", "span", "div", "abbr", "p"):
        named = (element.get("itemprop") or "").lower() == "datepublished"
        if element.tag == "time":
            named |= element.get("pubdate") is not None or "publish" in (element.get("class") or "").lower()
        if named:
            stated = element.get("datetime") or element.get("content") or " ".join(element.itertext())
            if value := metadata_date(stated):
                return value
    return ""


def _published_in_json(text: str) -> str:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    waiting, seen = [data], 0
    while waiting and seen < 500:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, dict):
            if isinstance(stated := node.get("datePublished"), str) and (value := metadata_date(stated)):
                return value
            waiting += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]
        elif isinstance(node, list):
            waiting += node[:50]
    return ""


_DATE_CLASS = re.compile(r"date|time|ngay|publish|posted|meta", re.IGNORECASE)


def _guessed_date(tree: Any) -> str:
    """A date line in an element that is named for it; the first such element decides."""
    for element in tree.iter("time", "span", "div", "p", "li", "em", "i", "small", "td"):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag != "time" and not _DATE_CLASS.search(named):
            continue
        words = _line(" ".join(element.itertext()))
        if words and len(words) < 160 and (found := date_line(words)):
            return found.published
    return ""
