"""Vietnamese text from before Unicode: TCVN3 (ABC fonts), VNI and Windows-1258, told apart by the words they give.

The three share the bytes 0xA0-0xFF and disagree on nearly every one of them, so a wrong guess yields words
that no Vietnamese could pronounce. That is the test: the share of words with a special letter which are
well-formed Vietnamese syllables.

Sources: TCVN 5712:1993 (table VN3, as `iconv -f TCVN5712-1` has it above 0xA0; below it, fonts on Windows leave
Windows-1252's punctuation in place); VNI's published key table; code page 1258 from Python's codecs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import islice

_TCVN3_FROM_A0 = (
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮ"
    "ẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN3 = str.maketrans({0xA0 + i: letter for i, letter in enumerate(_TCVN3_FROM_A0)})

# VNI writes a base letter, then a byte with its marks; the marks' bytes in the order of the letters they make.
_VNI_TONES = "ùøûõï"
_VNI_GROUPS = (
    ("a", _VNI_TONES, "áàảãạ"),
    ("a", "âáàåãä", "âấầẩẫậ"),
    ("a", "êéèúüë", "ăắằẳẵặ"),
    ("e", _VNI_TONES, "éèẻẽẹ"),
    ("e", "âáàåãä", "êếềểễệ"),
    ("o", _VNI_TONES, "óòỏõọ"),
    ("o", "âáàåãä", "ôốồổỗộ"),
    ("ô", _VNI_TONES, "ớờởỡợ"),
    ("u", _VNI_TONES, "úùủũụ"),
    ("ö", _VNI_TONES, "ứừửữự"),
    ("y", "ùøûõ", "ýỳỷỹ"),
    ("", "íìæóòôöîñ", "íìỉĩịơưỵđ"),
)
_VNI = {
    cased(base + mark): cased(letter)
    for base, marks, letters in _VNI_GROUPS
    for mark, letter in zip(marks, letters, strict=True)
    for cased in (str.lower, str.upper)
}
# A capital that opens a word takes its marks in lower case in some keyboards: "Ñoàng", "AÙ" and "Aù" all occur.
_VNI.update(
    {
        base.upper() + mark: letter.upper()
        for base, marks, letters in _VNI_GROUPS
        if base
        for mark, letter in zip(marks, letters, strict=True)
    }
)
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_WORD = re.compile(r"[^\W\d_]+")
# What stands between spaces and usual punctuation: a symbol inside a word (`c«ng`) speaks against an encoding.
_TOKEN = re.compile(r"[^\s\d!-/:-@\[-`{-~“”‘’„…–—•]+")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:i[êe]|y[êe]|uy[êe]?|u[ôơâêơ]|ươ|ưa|[oiu]?a|[ou]?ă|[uo]e|oo|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[ckmnptiyuo])?"  # -k: Đắk, Lắk
)

Decoder = Callable[[bytes], str]


def decode_tcvn3(data: bytes) -> str:
    """Decode text written for ABC fonts (`C«ng nghiÖp` is Công nghiệp).

    The capital fonts (.VnTimeH) hold small letters which only look like capitals: a word whose plain letters are
    all capitals becomes capitals throughout. Raises UnicodeDecodeError for the five bytes that Windows-1252 lacks.
    """
    return _WORD.sub(_whole_capitals, unicodedata.normalize("NFC", data.decode("cp1252").translate(_TCVN3)))


def _whole_capitals(found: re.Match[str]) -> str:
    word = found.group()
    plain = [letter for letter in word if letter.isascii()]
    return word.upper() if len(plain) >= 2 and all(letter.isupper() for letter in plain) else word


def decode_vni(data: bytes) -> str:
    """Decode text written for VNI fonts on Windows (`Coâng nghieäp` is Công nghiệp). Raises UnicodeDecodeError."""
    return _VNI_LETTER.sub(lambda found: _VNI[found.group()], data.decode("cp1252"))


def decode_cp1258(data: bytes) -> str:
    """Decode Windows-1258, and compose its letters and tone marks (NFC). Raises UnicodeDecodeError."""
    return unicodedata.normalize("NFC", data.decode("cp1258"))


DECODERS: dict[str, Decoder] = {"Windows-1258": decode_cp1258, "TCVN3 (ABC)": decode_tcvn3, "VNI": decode_vni}


def is_syllable(word: str) -> bool:
    """Whether a word (NFC, any case) is built like a Vietnamese syllable: onset, vowels, coda, at most one tone.

    >>> [is_syllable(word) for word in ("nghiệp", "Đồng", "nghieäp", "«ng")]
    [True, True, False, False]
    """
    letters, tones = _TONES.subn("", unicodedata.normalize("NFD", word.lower()))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", letters)) is not None


def plausibility(text: str, most: int = 2000) -> tuple[int, float]:
    """Count the words with a non-ASCII letter (looking at `most` of them), and the share that are syllables.

    Words of a single letter prove nothing and are left out.
    """
    words = (found.group().strip("«»°²³·") for found in _TOKEN.finditer(text))
    special = islice((word for word in words if len(word) > 1 and not word.isascii()), most)
    verdicts = [is_syllable(word) for word in special]
    return len(verdicts), sum(verdicts) / len(verdicts) if verdicts else 0.0


def decode_legacy(data: bytes) -> tuple[str, str] | None:
    """Decode bytes that are not UTF-8, where just one of the old encodings makes Vietnamese of them.

    Returns (text, name of the encoding), or None when none does or the evidence is thin.
    """
    # The first 200 kB decide, so that a large file is decoded once and not once for each candidate.
    sample = data[:200_000]
    ranked = []
    for name, decode in DECODERS.items():
        try:
            words, share = plausibility(decode(sample))
        except UnicodeDecodeError:
            continue
        if words >= 3:
            ranked.append((share, name))
    ranked.sort(reverse=True)
    if not ranked or ranked[0][0] < 0.9 or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.15):
        return None
    try:
        return DECODERS[ranked[0][1]](data), ranked[0][1]
    except UnicodeDecodeError:
        return None
