"""The Vietnamese letters for use inside a regular expression's brackets: the ranges of Unicode mix their cases."""

from __future__ import annotations

import unicodedata

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")

LOWER = "a-zđ" + "".join(
    letter
    for vowel in "aăâeêioôơuưy"
    for tone in _TONES
    if not (letter := unicodedata.normalize("NFC", vowel + tone)).isascii()
)
UPPER = "A-Z" + LOWER.removeprefix("a-z").upper()
