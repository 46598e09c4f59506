"""Making the arrays out of N-Quads, in a process of its own."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import IO

import numpy as np

from kg.store.column_layout import FIELDS
from kg.store.columns.data import DATE, DECIMAL, DEFAULT_GRAPH, INTEGER, NONE, Ints
from kg.store.subjects import hash_of

_XSD = b"^^<http://www.w3.org/2001/XMLSchema#"
_INTEGER = re.compile(rb'"([+-]?\d{1,18})"' + re.escape(_XSD) + rb"integer>")
_DECIMAL = re.compile(rb'"([+-]?)(\d*)\.?(\d*)"' + re.escape(_XSD) + rb"decimal>")
_DATE = re.compile(rb'"(\d{4})-(\d\d)-(\d\d)"' + re.escape(_XSD) + rb"date>")
_DIGITS = 18


def build(lines: Iterable[bytes], output: IO[bytes]) -> dict[str, int]:
    """Write the arrays of quads, which come as the lines of N-Quads that the engine writes; their lengths."""
    numbers: dict[bytes, int] = {}
    number = numbers.setdefault
    s, p, o, g = (array("i") for _ in range(4))
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        rest = rest[:-3]
        obj, _, graph = rest.rpartition(b" ")
        # The last word is the graph, unless it is the end of the object: a literal's, or of a triple.
        if not obj or graph[-1:] != b">" or b'"' in graph or graph == b")>>":
            obj, graph = rest, b""
        s.append(number(subject, len(numbers)))
        p.append(number(predicate, len(numbers)))
        o.append(number(obj, len(numbers)))
        g.append(number(graph, len(numbers)) if graph else DEFAULT_GRAPH)
    arrays = _sorted(numbers, *(np.array(column, np.int32) for column in (s, p, o, g)))
    for name, kind in FIELDS:
        output.write(np.ascontiguousarray(arrays[name], kind).data)
    return {name: len(arrays[name]) for name, _ in FIELDS}


def _sorted(numbers: dict[bytes, int], s: Ints, p: Ints, o: Ints, g: Ints) -> dict[str, Ints]:
    texts = sorted(numbers)
    places = np.empty(len(texts) + 1, np.int32)
    places[[numbers[text] for text in texts]] = np.arange(len(texts), dtype=np.int32)
    places[len(texts)] = DEFAULT_GRAPH  # what -1 is the place of, too
    s, p, o, g = places[s], places[p], places[o], places[g]
    arrays: dict[str, Ints] = {}
    for name, keys in (("by_subject", (o, s, p)), ("by_object", (s, o, p))):
        order = np.lexsort(keys)
        arrays |= {f"{name}_s": s[order], f"{name}_o": o[order], f"{name}_g": g[order]}
    arrays |= _said(texts, s, p, o)
    properties, counts = np.unique(p, return_counts=True)
    arrays |= {"properties": properties, "starts": np.concatenate(([0], np.cumsum(counts)))}
    kinds, values, scales = _values(texts)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    arrays |= {"kinds": kinds, "values": values, "scales": scales}
    arrays |= {"offsets": np.concatenate(([0], np.cumsum(lengths))), "texts": np.frombuffer(b"".join(texts), np.uint8)}
    return arrays


def _said(texts: list[bytes], s: Ints, p: Ints, o: Ints) -> dict[str, Ints]:
    """What `kg.store.subjects` reads."""
    subjects, places, counts = np.unique(s, return_inverse=True, return_counts=True)
    hashes = np.fromiter((hash_of(texts[subject]) for subject in subjects.tolist()), np.uint32, len(subjects))
    by_hash = np.argsort(hashes, kind="stable")
    rank = np.empty(len(subjects), np.int32)
    rank[by_hash] = np.arange(len(subjects), dtype=np.int32)
    order = np.lexsort((o, p, rank[places]))
    return {
        "subjects": subjects[by_hash],
        "subject_hashes": hashes[by_hash],
        "said_starts": np.concatenate(([0], np.cumsum(counts[by_hash]))),
        "said_p": p[order],
        "said_o": o[order],
    }


def _values(texts: list[bytes]) -> tuple[Ints, Ints, Ints]:
    kinds = np.zeros(len(texts), np.uint8)
    values = np.zeros(len(texts), np.int64)
    scales = np.zeros(len(texts), np.uint8)
    for number, text in enumerate(texts):
        if text[:1] == b'"' and _XSD in text:
            kinds[number], values[number], scales[number] = value_of(text)
    return kinds, values, scales


def value_of(term: bytes) -> tuple[int, int, int]:
    """Kind, value and scale of a term; `NONE` where it is of no kind that is understood here."""
    if match := _INTEGER.fullmatch(term):
        return INTEGER, int(match[1]), 0
    if match := _DECIMAL.fullmatch(term):
        sign, whole, part = match.groups()
        part = part.rstrip(b"0")
        if 0 < len(whole + part) <= _DIGITS or (not part and whole):
            digits = int(sign + (whole + part or b"0"))
            if abs(digits) < 10**_DIGITS:
                return DECIMAL, digits, len(part)
    if match := _DATE.fullmatch(term):
        with suppress(ValueError):  # a date that there is not
            return DATE, int(date(*map(int, match.groups())).strftime("%Y%m%d")), 0
    return NONE, 0, 0
