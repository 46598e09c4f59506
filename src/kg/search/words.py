"""Texts and questions as the index has them: small letters, no diacritics, so that `hai phong` finds `Hải Phòng`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.vietnamese import fold, strip_diacritics

# As the index's tokenizer does it: letters and digits.
_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'"([^"]*)"|([^"]+)')
_MOST = 20
"""Words of a question; what is more narrows nothing down that anybody would look at."""


def plain(text: str) -> str:
    """A text without diacritics and capitals, its words with single spaces between them.

    >>> plain("Đường  Hữu-Nghị, 117,49 ha")
    'duong huu nghi 117 49 ha'
    """
    return " ".join(_WORD.findall(strip_diacritics(fold(text)).lower()))


def spelt(text: str) -> str:
    """The same with diacritics, to tell `Hải Phòng` from `Hai Phong`.

    >>> spelt("Đường  Hữu-Nghị, 117,49 ha")
    'đường hữu nghị 117 49 ha'
    """
    return " ".join(_WORD.findall(fold(text)))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: `match` in the index's own language, `plain` and `spelt` to rank by. Empty if it has no words.

    `spelt` is empty where the question has no diacritics.
    """

    match: str = ""
    plain: str = ""
    spelt: str = ""


def read_words(question: str) -> Asked:
    """Read a question: all its words must occur, those in double quotes beside each other; the last may be a beginning.

    >>> read_words('KCN "tràng duệ" Hải').match
    '"kcn" "trang due" "hai"*'
    """
    parts = []
    open_end = not question.rstrip(" ").endswith('"') and question == question.rstrip()
    for quoted, loose in _QUOTED.findall(question):
        words = plain(quoted or loose).split()
        parts += [" ".join(words)] if quoted and words else words
    parts = parts[:_MOST]
    if not parts:
        return Asked()
    match = [f'"{part}"' for part in parts]
    if open_end and " " not in parts[-1] and len(parts[-1]) > 1:
        match[-1] += "*"
    wanted = spelt(question)
    # Who writes without diacritics leaves it open which there are.
    return Asked(" ".join(match), plain(question), "" if wanted == plain(question) else wanted)


def read_any(question: str) -> Asked:
    """Read a name that may be misspelt: any of its words may occur; of a single long one, words that begin like it.

    >>> read_any("Nomura").match, read_any("Hải Phong").match
    ('"nomura" OR "nom"*', '"hai" OR "phong"')
    """
    words = plain(question).split()[:_MOST]
    parts = [f'"{word}"' for word in words]
    if len(words) == 1 and len(words[0]) > 4:
        parts.append(f'"{words[0][:3]}"*')
    return Asked(" OR ".join(dict.fromkeys(parts)), plain(question)) if parts else Asked()
