"""The explanation of articles as one page of HTML that stands alone: no script, no other file, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from kg.extraction.explanation import CLASSES, Explanation, Mark

_CSS = """
:root { color-scheme: light dark; --handled: #1a7f4b; --ignored: #77808a; --signalled: #c2410c; --line: #8885; }
body { font: 16px/1.65 system-ui, sans-serif; max-width: 78rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; line-height: 1.3; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; border-left: 3px solid var(--line); padding-left: 1rem; }
mark { background: none; color: inherit; border-bottom: 2px solid; padding: 0 .1em; }
mark a { color: inherit; text-decoration: none; }
mark sup { font-size: .7em; }
.handled { border-color: var(--handled); } mark.handled { background: #1a7f4b22; }
.ignored { border-color: var(--ignored); border-bottom-style: dotted; }
.signalled { border-color: var(--signalled); } mark.signalled { background: #c2410c2b; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .7rem .25rem 0; border-bottom: 1px solid var(--line); }
td.kind { border-bottom-width: 1px; white-space: nowrap; }
:target { outline: 2px solid; outline-offset: 2px; }
""".strip()
_MEANING = {
    "handled": "the figure has a row",
    "ignored": "a rule says why it is no figure of ours",
    "signalled": "nothing accounts for it: worth a look",
}


def explain_html(*explanations: Explanation) -> str:
    """One page that explains one or more articles, in their order."""
    titles = [told.article.title or told.article.id for told in explanations]
    title = titles[0] if len(titles) == 1 else f"{len(titles)} articles"
    parts = "\n".join(_article(number, told) for number, told in enumerate(explanations, start=1))
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_escaped(title)}</title>\n<style>\n{_CSS}\n</style>\n</head>\n<body>\n{parts}\n</body>\n</html>\n"
    )


def _article(number: int, told: Explanation) -> str:
    article = told.article
    anchors = {mark: f"a{number}n{index}" for index, mark in enumerate(told.marks, start=1)}
    text = "".join(
        _escaped(words) if mark is None else _marked(told, words, mark, anchors[mark])
        for words, mark in told.segments()
    )
    counts = " · ".join(
        f'<mark class="{kind}" title="{_MEANING[kind]}">{told.counts[kind]} {kind}</mark>' for kind in CLASSES
    )
    figures = "\n".join(_row(told, article.text[mark.start : mark.end], mark, anchors[mark]) for mark in told.marks)
    table = (
        f"<table>\n<thead><tr><th>#</th><th>number</th><th></th><th>row, or why there is none</th></tr></thead>\n"
        f"<tbody>\n{figures}\n</tbody>\n</table>"
    )
    zones = [(z.label, z.district, z.province, z.stage) for z in told.zones]
    policies = [(p.kind, p.number, p.title, p.issuer, p.date) for p in told.policies]
    named = "\n".join(
        f"<h3>{name}</h3>\n{_list(' · '.join(filter(None, parts)) for parts in rows)}"
        for name, rows in (("Zones", zones), ("Policies", policies))
        if rows
    )
    about = filter(None, (article.id, article.published, article.publisher, article.source))
    return (
        f'<article id="a{number}">\n<h1>{_escaped(article.title or article.id)}</h1>\n'
        f"<p>{_escaped(' · '.join(about))}</p>\n<p>{len(told.marks)} numbers: {counts}</p>\n"
        f'<div class="text" lang="vi">{text}</div>\n{table}\n{named}\n{_remarks(told)}</article>'
    )


def _remarks(told: Explanation) -> str:
    return f"<h3>Remarks</h3>\n{_list(told.remarks.others)}\n" if told.remarks.others else ""


def _marked(told: Explanation, words: str, mark: Mark, anchor: str) -> str:
    hint = "\n".join(told.described(row) for row in mark.rows) or mark.reason
    return (
        f'<mark class="{mark.kind}" id="{anchor}" title="{_escaped(hint)}"><a href="#{anchor}-row">{_escaped(words)}'
        f"<sup>{anchor.partition('n')[2]}</sup></a></mark>"
    )


def _row(told: Explanation, words: str, mark: Mark, anchor: str) -> str:
    said = "<br>".join(_escaped(told.described(row)) for row in mark.rows) or _escaped(mark.reason)
    return (
        f'<tr id="{anchor}-row"><td><a href="#{anchor}">{anchor.partition("n")[2]}</a></td><td>{_escaped(words)}</td>'
        f'<td class="kind">{mark.kind}</td><td>{said}</td></tr>'
    )


def _list(items: Iterable[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{_escaped(item)}</li>" for item in items) + "\n</ul>"


# Control characters and lone surrogates, which HTML cannot hold.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def _escaped(text: str) -> str:
    return escape(_UNFIT.sub("\ufffd", text))
