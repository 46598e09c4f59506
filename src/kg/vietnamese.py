"""Vietnamese spelling: bring the ways of writing one name to one form, and make IRI slugs of names.

Vietnamese text writes the same syllable in several ways that all count as right: the tone of an open `oa`, `oe`,
`uy` stands on the first vowel (older: `hòa`, `thủy`) or on the second (newer: `hoà`, `thuỷ`); letters come composed
or decomposed; hyphens and dashes are used as one; đ appears as the Icelandic ð. `fold` undoes all of these and
nothing that changes the word: `Đắk` and `Đắc` stay two, since they are two spellings (the places' aliases join them).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

LONGEST_SLUG = 80
"""So many characters of a name's slug are kept."""

_TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng


def _toned(vowel: str) -> str:
    return "".join(unicodedata.normalize("NFC", vowel + tone) for tone in _TONES)


_A, _E, _O, _U, _Y = (_toned(vowel) for vowel in "aeouy")
_LATER = {second: tone for vowels in (_A, _E, _Y) for second, tone in zip(vowels, _TONES, strict=True)}
_EARLIER = {first: tone for vowels in (_O, _U) for first, tone in zip(vowels, _TONES, strict=True)}

# Open syllable with its tone on the second vowel; `quý` is q(u) + ý and stays. In both patterns the first vowel stands
# first and what may not stand before it second: so the search skips to such vowels.
_NEWER = re.compile(rf"o[{_A}{_E}](?!\w)|u(?<!qu)[{_Y}](?!\w)")
# The tone on the first vowel where neither way puts it: `tòan`, `khỏang`, `qúy`.
_MISPLACED = re.compile(rf"[{_O}{_U}](?:(?<=[{_O}])[ae](?=[^\W\d_])|(?<=[{_U}])(?<!q.)y(?=[^\W\d_])|(?<=q[{_U}])y)")

_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
# One `replace` after the other: for the few characters of most texts that is twenty times as fast as `translate`.
_ONE_FORM = (*((hyphen, "-") for hyphen in _HYPHENS), ("ð", "đ"), ("\u00a0", " "), ("\u2019", "'"), ("\u2018", "'"))
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SPACES = re.compile(r"\s+")


def _earlier(first: str, second: str) -> str:
    return unicodedata.normalize("NFC", first + _LATER[second]) + unicodedata.normalize("NFD", second)[0]


def _later(first: str, second: str) -> str:
    return unicodedata.normalize("NFD", first)[0] + unicodedata.normalize("NFC", second + _EARLIER[first])


_MOVED = {
    **{first + second: _earlier(first, second) for first in "ou" for second in _LATER},
    **{first + second: _later(first, second) for first in _EARLIER for second in "aey"},
}


def _moved(pair: re.Match[str]) -> str:
    return _MOVED[pair[0]]


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):  # `İ` and its like become two characters
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered


def fold_aligned(text: str) -> str:
    """Fold a text character for character: the result is as long as `text`, so that offsets stay good.

    Lower case, one kind of hyphen, older tone placement. Composed (NFC) text is needed for the tones to be seen;
    spaces stay as they are, except that the no-break space becomes a plain one.

    >>> fold_aligned("Hoà Bình – Thuỷ Nguyên, quý I")
    'hòa bình - thủy nguyên, quý i'
    """
    folded = _lower(text)
    if not folded.isascii():
        for written, form in _ONE_FORM:
            folded = folded.replace(written, form)
    return _NEWER.sub(_moved, _MISPLACED.sub(_moved, folded))


@lru_cache(maxsize=1 << 15)  # an article, and each one after it, folds the same names again and again
def fold(text: str) -> str:
    """Bring a name to the form in which names are compared.

    NFC, lower case, uniform hyphens without spaces around them, single spaces, older tone placement. `fold` of a
    folded name is that name.

    >>> fold("  Thừa Thiên –  HUẾ "), fold("Bà Rịa - Vũng Tàu"), fold("Khoái  Châu"), fold("Uỷ ban")
    ('thừa thiên-huế', 'bà rịa-vũng tàu', 'khoái châu', 'ủy ban')
    """
    composed = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    folded = unicodedata.normalize("NFC", fold_aligned(composed))
    return re.sub(r" ?- ?", "-", _SPACES.sub(" ", folded)).strip()


def strip_diacritics(text: str) -> str:
    """Take off tones and vowel marks, and write đ as d; case stays.

    >>> strip_diacritics("Đồng bằng sông Cửu Long")
    'Dong bang song Cuu Long'
    """
    decomposed = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐðÐ", "dDdD")))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def slug(text: str) -> str:
    """Make the last part of an IRI of a name: `a`-`z`, `0`-`9` and single hyphens, never at an end.

    Letters of other scripts are left out, so a name without any Latin letter or digit gives "".

    >>> slug("KCN Tràng Duệ (giai đoạn 2)"), slug("3164/QĐ-UBND")
    ('kcn-trang-due-giai-doan-2', '3164-qd-ubnd')
    """
    plain = unicodedata.normalize("NFKD", strip_diacritics(text)).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def name_slug(name: str) -> str:
    """The slug of a name, never empty and never too long: where the slug loses the name, a hash stands in for it.

    >>> name_slug("KCN Nomura"), name_slug("中国")
    ('kcn-nomura', 'x-f0e95216')
    """
    made = slug(name)
    if made and len(made) <= LONGEST_SLUG:
        return made
    composed = unicodedata.normalize("NFC", name)
    digest = hashlib.sha256(composed.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{made[:LONGEST_SLUG].rstrip('-') or 'x'}-{digest[:8]}"
