"""Whatever a file holds, reading yields articles and problems and never raises; UTF-8 text comes back exactly."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.articles import Article, ReadProblem, read_articles
from kg.articles.decoding import Undecodable, decode_text
from kg.articles.metadata import metadata_of

quick = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxy àáảãạằắầấềếệìíịòóọồốộờớợùúụừứựỳýỵ.,:;-–|/()0123456789%\n\r\t"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
texts |= st.text(st.sampled_from(VIETNAMESE), max_size=200)
bits = st.sampled_from(
    [
        b"<html>",
        b"<p>",
        b"</p>",
        b"<table>",
        b"<tr><td>",
        b"<td>",
        b"</table>",
        b"<li>",
        b"<ul>",
        b"<br>",
        b"<article>",
        b"<title>",
        b"</title>",
        b"<meta charset=",
        b"utf-16",
        b"tcvn",
        b"<meta name='pubdate' content='",
        b"</script>",
        b"<script type='application/ld+json'>",
        b'{"datePublished": [',
        b"<?xml version='1.0' encoding='x'?>",
        b"<!--",
        b"<![CDATA[",
        b"&#0;",
        b"&#xD800;",
        b"<time datetime='2020-",
        b"<div class='date'>12/3/2018",
        b"\xff\xfe",
        b"\0",
        b"\xef\xbb\xbf",
        b"\x1f\x8b",
        b"%PDF-",
        b'{"id": "a", "text": "',
        b'"}',
        b"\n",
        b"[",
        b"{",
        b'"\\ud800"',
        "Công nghiệp phát triển nhanh tại các khu công nghiệp của tỉnh. ".encode() * 5,
        "«Ng nghiÖp ".encode("latin-1"),
    ]
)
contents = st.binary(max_size=120) | texts.map(str.encode)
contents |= st.lists(bits | st.binary(max_size=6), max_size=12).map(b"".join)


@quick
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.htm", "a.jsonl", "a.jsonl.gz"])
@given(content=contents)
def test_reading_never_raises(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    entries = list(read_articles([tmp_path]))
    if not name.startswith("a.jsonl"):
        assert len(entries) == 1
    for entry in entries:
        if isinstance(entry, ReadProblem):
            assert entry.reason
            assert entry.source.startswith(str(tmp_path))
        else:
            # What is read can be written: no lone surrogates, no zero characters.
            assert "\0" not in entry.text
            assert all(field.encode("utf-8") or not field for field in (entry.text, entry.title, entry.author))


@quick
@given(content=contents)
def test_a_packed_file_is_read_like_the_plain_one(tmp_path: Path, content: bytes) -> None:
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b" / "a.jsonl.gz"
    packed.parent.mkdir(exist_ok=True)
    plain.write_bytes(content)
    packed.write_bytes(gzip.compress(content))
    assert [_told(entry) for entry in read_articles([plain])] == [_told(entry) for entry in read_articles([packed])]


def _told(entry: Article | ReadProblem) -> tuple[object, ...]:
    if isinstance(entry, ReadProblem):
        return entry.line, entry.reason
    return entry.id, entry.text, entry.title, entry.published, entry.publisher, entry.author


@quick
@given(text=texts)
def test_utf8_text_is_exactly_what_python_reads(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    [entry] = read_articles([path])
    if isinstance(entry, Article):
        assert entry.text == path.read_text(encoding="utf-8")
    else:
        # Refused is only what holds nothing, or what no article holds.
        assert not text.strip("\ufeff\u200b \u00a0") or any(ord(letter) < 0x20 or letter == "\x7f" for letter in text)


@quick
@given(text=st.text(st.sampled_from(VIETNAMESE), min_size=1, max_size=200).filter(str.strip), bom=st.booleans())
def test_utf8_vietnamese_is_always_read(text: str, bom: bool) -> None:
    data = ("\ufeff" if bom else "").encode() + text.encode()
    assert decode_text(data).removeprefix("\ufeff") == text.replace("\r\n", "\n").replace("\r", "\n")


@quick
@given(text=st.text(st.sampled_from(VIETNAMESE), min_size=1, max_size=200).filter(str.strip))
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_bom_tells_the_encoding(encoding: str, text: str) -> None:
    assert decode_text(text.encode(encoding)) == text.replace("\r\n", "\n").replace("\r", "\n")


@quick
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip))
def test_json_text_is_taken_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "x", "text": text}) + "\n", encoding="utf-8")
    for entry in read_articles([path]):
        assert isinstance(entry, ReadProblem) == (not text.strip("\ufeff \t\r\n\f\v\u00a0\u200b"))
        assert isinstance(entry, ReadProblem) or entry.text == text


@quick
@given(text=texts)
def test_metadata_of_any_text(text: str) -> None:
    told = metadata_of(text)
    assert len(told.published) in (0, 4, 7, 10)
    assert all("\n" not in field and len(field) <= 200 for field in (told.title, told.publisher, told.author))


@quick
@given(data=contents)
def test_bytes_are_decoded_or_refused_with_a_reason(data: bytes) -> None:
    try:
        text = decode_text(data)
    except Undecodable as refused:
        assert refused.reason
    else:
        assert text.encode("utf-8")
        assert "\r" not in text
