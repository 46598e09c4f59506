"""The words around a number that bound it: `khoảng 300`, `gần 2.567ha`, `5 ha trở lên`, `ước tăng 15,14%`."""

from __future__ import annotations

import re

from kg.extraction.numbers import word_set
from kg.facts import Bound

_BOUNDS: dict[str, Bound] = {
    **dict.fromkeys(
        (
            "khoảng",
            "vào khoảng",
            "độ khoảng",
            "ước",
            "ước tính",
            "ước đạt",
            "dự ước",
            "ước khoảng",
            "xấp xỉ",
            "cỡ",
            "chừng",
            "tầm",
            "quãng",
            "trên dưới",
            "áng chừng",
            "ước chừng",
            "~",
            "≈",
            "+/-",
        ),
        "approx",
    ),
    **dict.fromkeys(
        (
            "hơn",
            "trên",
            "tối thiểu",
            "ít nhất",
            "không dưới",
            "không ít hơn",
            "không thấp hơn",
            "vượt",
            "vượt mức",
            "vượt mốc",
            "vượt ngưỡng",
            "vượt quá",
            "quá",
            "không kém",
            ">",
            "≥",
            ">=",
        ),
        "atLeast",
    ),
    **dict.fromkeys(
        (
            "gần",
            "dưới",
            "chưa đến",
            "chưa tới",
            "chưa đầy",
            "không quá",
            "không vượt quá",
            "tối đa",
            "ngót",
            "ngót nghét",
            "non",
            "suýt soát",
            "không đến",
            "không tới",
            "chưa đạt",
            "không hơn",
            "không trên",
            "không cao hơn",
            "<",
            "≤",
            "<=",
        ),
        "below",
    ),
    # a difference, not a bound
    **dict.fromkeys(
        (
            "cao hơn",
            "thấp hơn",
            "nhiều hơn",
            "ít hơn",
            "lớn hơn",
            "nhỏ hơn",
            "nhanh hơn",
            "chậm hơn",
            "tốt hơn",
            "kém hơn",
        ),
        "exact",
    ),
}
_FIRM_ONLY = word_set("quá vượt")  # bounds only right before the number
_NEAR_FILLERS = word_set("đạt tới đến lên")
_FILLERS = word_set("đạt là tới đến được có lên còn với mức thêm cả ở từ")
_LAST_WORDS = _FILLERS | {phrase.rsplit(" ", 1)[-1] for phrase in _BOUNDS}
_OPENING = "(\"“‘'["
_WORD = re.compile(r"[^\s(\"“‘'\[]+")
_ESTIMATE = re.compile(r"(?<![^\W_])(?:dự )?ước(?: tính)?(?! mơ| muốn| nguyện| vọng)(?![^\W_])")
_LIES = re.compile(r"(?:trải|nằm)(?: dài| rộng| khắp)?\s+$")
_NEAR_ESTIMATE = 14
_NOT_AN_ESTIMATE = word_set("công hiệp điều giao khế quy mong ao lời hẹn mơ")
_ESTIMATE_GAP = re.compile(r"[,;:.()\n\t|0-9]")
_AFTER = re.compile(r"(?: [^\W\d_]+){0,3}? (trở lên|đổ lên|trở xuống|đổ lại)(?![^\W_])")


def bound_of(low: str, start: int, stop: int, limit: int) -> tuple[Bound, int]:
    """How the number `low[start:stop]` is bounded, and where the words before it that say so begin (else `start`).

    Looks back to `limit` at most. The bound word next to the number wins: `ước đạt gần 300` is "below".
    """
    if low.startswith(" ", stop) and (after := _AFTER.match(low, stop)):
        return ("atLeast" if after[1].endswith("lên") else "below"), start
    window_start = max(limit, start - 44)
    last = low[window_start:start].rsplit(None, 1)[-1:]
    words: list[tuple[int, str]] = []
    if last and last[0].lstrip(_OPENING) in _LAST_WORDS:
        words = [(m.start(), m[0]) for m in _WORD.finditer(low, window_start, start)]
    if words and words[-1][1] == "trên" and _LIES.search(low, window_start, words[-1][0]):
        words = []  # "trải trên 22.781 ha": where, and not how much at least
    near, steps = True, 0
    while words and steps < 4:
        for size in (3, 2, 1):
            phrase = " ".join(w for _, w in words[-size:])
            bound = _BOUNDS.get(phrase) if len(words) >= size else None
            if bound is not None and (near or bound == "approx") and not (steps and phrase in _FIRM_ONLY):
                return bound, start if bound == "exact" else words[-size][0]
        word = words.pop()[1]
        if word not in _FILLERS:
            break
        near = near and word in _NEAR_FILLERS
        steps += 1
    window = low[max(limit, start - 64) : start]
    if "ước" in window:
        for match in _ESTIMATE.finditer(window):
            before = window[: match.start()].rsplit(None, 1)
            if not _ESTIMATE_GAP.search(window, match.end()) and (not before or before[-1] not in _NOT_AN_ESTIMATE):
                begin = start - len(window) + match.start()
                # Farther off a measure's name may stand between: "ước giá trị sản xuất đạt 900 tỷ đồng".
                return "approx", begin if start - begin <= _NEAR_ESTIMATE else start
    return "exact", start
