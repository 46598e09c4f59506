"""A page of the web as an article: what an archive or a server gave for an address."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from urllib.parse import urlsplit

from kg.articles.decoding import Undecodable, decode_text
from kg.articles.html import read_html
from kg.articles.metadata import metadata_of
from kg.articles.model import Article, ReadProblem

HTML_TYPES = ("text/html", "application/xhtml+xml")
TEXT_TYPES = ("text/plain",)
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|zarsrc)(?:=|$)")


def page_id(url: str) -> str:
    """The id of the article at an address: without scheme, port's default, fragment, closing slash, and what tells
    only where a reader came from. Raises ValueError where it is none.

    >>> page_id("https://www.Bao.example/tin/khu-cong-nghiep-1.html?trang=2&utm_source=rss#dau")
    'bao.example/tin/khu-cong-nghiep-1.html?trang=2'
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    query = "&".join(part for part in parts.query.split("&") if part and not _TRACKING.match(part))
    return f"{host}{port}{parts.path.rstrip('/')}{'?' + query if query else ''}"


def read_page(data: bytes, kind: str, url: str, *, source: str, charset: str = "") -> Article | ReadProblem:
    """Read a page of the media type `kind`, one of HTML_TYPES and TEXT_TYPES. `charset` is the server's word, or ""."""
    try:
        identifier = page_id(url)
    except ValueError:
        return ReadProblem(source, None, f"{url!r} is no address: leave it out")
    if not identifier:
        return ReadProblem(source, None, "it has no address, which an article's id is made of: leave it out")
    try:
        if kind in TEXT_TYPES:
            text = decode_text(_recoded(data, charset))
            told = metadata_of(text)
            return Article(identifier, text, source, told.title, told.published, told.publisher, told.author, url)
        article = read_html(_recoded(data, charset), identifier, source)
    except Undecodable as error:
        return ReadProblem(source, error.line, error.reason)
    return replace(article, url=article.url or url)


def _recoded(data: bytes, charset: str) -> bytes:
    """In UTF-8, where the server names another encoding and the bytes are it and no UTF-8; else as they are."""
    try:
        if not charset or codecs.lookup(charset).name == "utf-8":
            return data
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(charset).encode("utf-8")
        except (UnicodeError, LookupError):
            return data
    except LookupError:
        return data
    return data
