"""Articles of the web: pages, and the pages that feeds (RSS, Atom) lead to.

::

    web = Web(FetchLimits(), kept=Path("var/store.fetched"))
    for entry in web.articles(["https://bao.example/tin.rss"]):
        ...                           # Article or ReadProblem, as `read_articles` gives them

Hosts take turns, so that the pause that each is owed holds up no other. A page that was fetched a while ago is taken
from the folder `kept`: a load that was interrupted goes on where it was.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from kg.articles.dates import metadata_date
from kg.articles.fetching import Fetched, Fetcher, FetchLimits, Unfetched
from kg.articles.files import is_web
from kg.articles.model import Article, ReadProblem
from kg.articles.pages import HTML_TYPES, TEXT_TYPES, page_id, read_page

_TRIES = 3


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An address to fetch. What a feed says of it stands in for what its page does not tell."""

    url: str
    title: str = ""
    published: str = ""
    author: str = ""
    of_feed: bool = False
    tries: int = 0
    not_before: float = 0.0


class Web:
    """Where articles are fetched from. `kept`: the folder for pages that were fetched in the last `hours`."""

    def __init__(self, limits: FetchLimits, *, kept: Path | None = None, hours: float = 24.0) -> None:
        self._limits = limits
        self._kept = _Kept(kept, hours * 3600) if kept is not None else None

    def articles(self, addresses: Iterable[str]) -> Iterator[Article | ReadProblem]:
        """The articles at these addresses and in the feeds among them, each once, as they come in.

        What cannot be fetched is a ReadProblem; it never raises for what a server does.
        """
        waiting: dict[str, deque[_Wanted]] = {}
        seen: set[str] = set()
        fetcher = Fetcher(self._limits)

        def want(wanted: _Wanted) -> None:
            waiting.setdefault(urlsplit(wanted.url).netloc.lower(), deque()).append(wanted)

        try:
            for address in addresses:
                if _first_time(address, seen):
                    want(_Wanted(address))
            while waiting:
                host = min(waiting, key=lambda name: _due(waiting[name][0], fetcher))
                wanted = waiting[host].popleft()
                if not waiting[host]:
                    del waiting[host]
                try:
                    fetched = self._fetched(wanted, fetcher)
                except Unfetched as error:
                    if error.again is not None and wanted.tries + 1 < _TRIES:
                        later = time.monotonic() + error.again * 2**wanted.tries
                        want(replace(wanted, tries=wanted.tries + 1, not_before=later))
                    else:
                        yield ReadProblem(wanted.url, None, f"cannot be fetched: {error.reason}")
                    continue
                entries = None if fetched.kind in (*HTML_TYPES, *TEXT_TYPES) else _feed(fetched)
                if entries is None:
                    yield self._article(fetched, wanted)
                elif wanted.of_feed:
                    yield ReadProblem(wanted.url, None, "a feed in a feed: give its address itself")
                elif not entries:
                    yield ReadProblem(wanted.url, None, "the feed leads to no page: nothing to read in it")
                else:
                    for entry in entries:
                        if _first_time(entry.url, seen):
                            want(entry)
        finally:
            fetcher.close()

    def _fetched(self, wanted: _Wanted, fetcher: Fetcher) -> Fetched:
        if self._kept is not None and (found := self._kept.find(wanted.url)):
            return found
        time.sleep(max(0.0, wanted.not_before - time.monotonic()))
        fetched = fetcher.fetch(wanted.url)
        if self._kept is not None and fetched.kind in (*HTML_TYPES, *TEXT_TYPES):  # a feed is to be looked at anew
            self._kept.keep(wanted.url, fetched)
        return fetched

    def _article(self, fetched: Fetched, wanted: _Wanted) -> Article | ReadProblem:
        if fetched.kind not in (*HTML_TYPES, *TEXT_TYPES):
            kind = fetched.kind or "of no stated kind"
            return ReadProblem(wanted.url, None, f"it is {kind}: read are pages (HTML), plain text, RSS and Atom")
        article = read_page(fetched.data, fetched.kind, fetched.url, source=fetched.url, charset=fetched.charset)
        if isinstance(article, ReadProblem):
            return article
        return replace(
            article,
            title=article.title or wanted.title,
            published=article.published or wanted.published,
            author=article.author or wanted.author,
        )


def _due(wanted: _Wanted, fetcher: Fetcher) -> float:
    return max(wanted.not_before, fetcher.free_at(wanted.url))


def _first_time(url: str, seen: set[str]) -> bool:
    try:
        key = page_id(url)
    except ValueError:
        key = url
    if key in seen:
        return False
    seen.add(key)
    return True


def _feed(fetched: Fetched) -> list[_Wanted] | None:
    """What a feed leads to; None where it is no feed."""
    import feedparser  # noqa: PLC0415 - not needed by most

    read = feedparser.parse(io.BytesIO(fetched.data), response_headers={"content-type": fetched.kind})
    if not read.version:
        return None
    found = []
    for entry in read.entries:
        link = urljoin(fetched.url, entry.get("link", ""))
        if is_web(link) and link != fetched.url:
            published = metadata_date(entry.get("published") or entry.get("updated") or "")
            author = " ".join(entry.get("author", "").split())
            title = " ".join(entry.get("title", "").split())
            found.append(_Wanted(link, title, published, author, of_feed=True))
    return found


class _Kept:
    """Pages as they were fetched, a file each. What is older than `seconds` is swept away."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self._folder = folder
        self._seconds = seconds
        if folder.is_dir():
            for file in folder.iterdir():
                if file.stat().st_mtime < time.time() - seconds:
                    file.unlink(missing_ok=True)

    def find(self, url: str) -> Fetched | None:
        """A page that was fetched a while ago."""
        try:
            file = self._file(url)
            if file.stat().st_mtime < time.time() - self._seconds:
                return None
            head, _, data = file.read_bytes().partition(b"\n")
            final, kind, charset = json.loads(head)
            return Fetched(final, kind, charset, data)
        except (OSError, ValueError, TypeError):
            return None

    def keep(self, url: str, fetched: Fetched) -> None:
        """Keep a page; where it cannot be kept, it is fetched again the next time."""
        head = json.dumps([fetched.url, fetched.kind, fetched.charset]).encode()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            new = self._file(url).with_suffix(f".{os.getpid()}")
            new.write_bytes(head + b"\n" + fetched.data)
            new.replace(self._file(url))
        except OSError:
            return

    def _file(self, url: str) -> Path:
        return self._folder / f"{hashlib.sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()}.page"
