"""Which policy a planned figure is a target of: "theo Quyết định số ..., đến năm 2030 tỉnh có 20 KCN".

The text says so in the figure's own sentence, or in a sentence before it whose subject ("mục tiêu của Đề án ...") the
following sentences and bullet lines carry on. Where the text does not say so, there is no link.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from kg.extraction.policies import PolicyMention, PolicyReading
from kg.extraction.policy_words import KIND_WORDS, UPPER
from kg.facts import NamedPolicy

_FARTHEST = 2400
"""Characters before a figure in which its policy is looked for."""
_MOST_SENTENCES = 10

_BOUNDARY = re.compile(rf"(?<!TP)(?<!Tp)(?<!\sP)(?<!\sQ)[.!?…](?=[\s”\"])\s*[”\"]?\s*(?=[{UPPER}“\"\d–-])|\n+")
_SHORT = re.compile(
    r"(?<!\w)(?P<word>Quyết định|quyết định|Nghị quyết|nghị quyết|Nghị định|Đề án|đề án|Chương trình|chương trình|"
    r"Kế hoạch|kế hoạch|Quy hoạch|quy hoạch|Chiến lược|chiến lược|Chỉ thị)(?!\w)"
    r"(?P<this>\s+(?:này|trên|nêu trên|nói trên|đó)(?!\w))?"
)
_TARGET = re.compile(
    r"(?<!\w)(?:mục tiêu|[Mm]ục tiêu|[Pp]hấn đấu|[Cc]hỉ tiêu|[Đđ]ến (?:hết )?năm 20\d\d|[Đđ]ến 20\d\d|"
    r"giai đoạn 20\d\d|đặt ra|đề ra|"
    r"[Dd]ự kiến|sẽ|[Đđ]ịnh hướng|quy mô|nâng (?:tổng|tỷ|số)|đạt (?:khoảng|trên|từ|tối thiểu|ít nhất)|[Tt]ầm nhìn|"
    r"nhiệm vụ)(?!\w)"
)
_REPORT = re.compile(
    r"(?<!\w)(?:đã (?!được (?:phê duyệt|ban hành|thông qua|quy hoạch))|hiện có|[Hh]iện nay|[Đđ]ến nay|[Tt]ính đến|"
    r"lũy kế|luỹ kế|cùng kỳ|"
    r"vừa qua|thời gian qua|tháng đầu năm|[Nn]ăm ngoái|so với)"
)
_LEADS = re.compile(
    r"(?:[Tt]heo|[Tt]ại|[Tt]rong|[Cc]ăn cứ|của|[Tt]hực hiện|[Tt]riển khai|phê duyệt|ban hành|thông qua)\s+(?:các\s+)?$"
)
_BULLET = re.compile(r"\s*(?:[-–+•*]|\d{1,2}[.)]|[a-zđ][.)])\s")
_GOES_ON = re.compile(
    r"\s*(?:[-–+•*]|\d{1,2}[.)]|[a-zđ][.)]|Cụ thể|Trong đó|Theo đó|Đến (?:hết )?(?:năm )?20\d\d|Giai đoạn|Phấn đấu|"
    r"Mục tiêu|Về |Tầm nhìn|"
    r"Đồng thời|Bên cạnh đó|Ngoài ra|Định hướng|Tổng|Diện tích|Dự kiến|Khu vực|Quy mô|Sau năm)"
)


def policy_in_force(reading: PolicyReading, position: int, text: str) -> NamedPolicy | None:
    """Return the policy whose target the figure at `position` is, as the text says, or None.

    Meant for planned figures: what a policy is reported to have reached is no target of it. `reading` is
    `read_policies`' of the same `text`; `position` is the figure's offset.
    """
    if not reading.mentions:
        return None
    start, end = _sentence(text, position)
    named = _named(reading, text, start, position)
    if named is not None:
        policy, begin, behind = named
        said = text[behind:position]
        if _REPORT.search(said) and not _TARGET.search(said):
            return None
        return policy if _TARGET.search(text, start, end) or _LEADS.search(text, start, begin) else None
    after = _named(reading, text, position, end, first=True)
    if after is not None and _TARGET.search(text, start, end) and _after_says_so(text, position, after[1]):
        return after[0]
    if not _target_like(text, start, end) or _REPORT.search(text, start, position):
        return None
    for seen, (before, stop) in enumerate(_sentences_before(text, start)):
        if seen >= _MOST_SENTENCES or start - before > _FARTHEST:
            return None
        named = _named(reading, text, before, stop)
        if named is not None:
            says = _TARGET.search(text, before, stop) or _LEADS.search(text, before, named[1])
            return named[0] if says or text[before:stop].rstrip().endswith(":") else None
        if not _target_like(text, before, stop) or _REPORT.search(text, before, stop):
            return None
    return None


def _sentence(text: str, position: int) -> tuple[int, int]:
    """Return the bounds of the sentence (or line) around `position`."""
    floor = max(0, position - 1200)
    start = floor
    for boundary in _BOUNDARY.finditer(text, floor, position + 1):
        if boundary.end() <= position:
            start = boundary.end()
    stop = _BOUNDARY.search(text, position, min(len(text), position + 1200))
    return start, stop.start() + 1 if stop else min(len(text), position + 1200)


def _sentences_before(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences before `start`, nearest first: its paragraph's, and those of paragraphs leading on to it."""
    floor = max(0, start - _FARTHEST)
    cuts = [floor, *(m.end() for m in _BOUNDARY.finditer(text, floor, start) if m.end() < start), start]
    for before, stop in zip(reversed(cuts[:-1]), reversed(cuts[1:]), strict=True):
        if "\n" in text[before:stop].rstrip(" ")[-2:]:
            # Over a paragraph's end only to what introduces this one: a colon, or lines that go on with a target.
            line = text[before:stop].rstrip()
            following = text[stop : stop + 60]
            if not line.endswith(":") and not _GOES_ON.match(following):
                return
        yield before, stop


def _target_like(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence goes on with targets."""
    return bool(_TARGET.search(text, start, end) or _BULLET.match(text, start, end))


def _after_says_so(text: str, position: int, behind: int) -> bool:
    """Tell whether the policy named after a figure is what sets it ("... theo Quyết định số 12/QĐ-UBND")."""
    return bool(re.search(r"(?:theo|tại|trong|được (?:phê duyệt|nêu|xác định))[^.;]*$", text[position:behind]))


def _answers(policy: NamedPolicy, word: str) -> bool:
    """Tell whether a type word ("Đề án") can stand for a policy: its kind, or what its title begins with."""
    word = word.lower()
    title = policy.title.lower()
    if policy.kind == KIND_WORDS.get(word) and (policy.number or title.startswith(word) or word not in title[:20]):
        return not (policy.kind == "plan" and not policy.number and title and not title.startswith(word))
    return word in title[:60]


def _start(mention: PolicyMention) -> int:
    return mention.start


def _named(
    reading: PolicyReading, text: str, start: int, end: int, *, first: bool = False
) -> tuple[NamedPolicy, int, int] | None:
    """Return the last (or first) policy that `text[start:end]` speaks of, and its mention's bounds."""
    mentions = reading.mentions
    inside = mentions[bisect_left(mentions, start, key=_start) : bisect_left(mentions, end, key=_start)]
    found: list[tuple[int, int, NamedPolicy]] = [(m.start, m.end, reading.policies[m.policy]) for m in inside]
    for short in _SHORT.finditer(text, start, end):
        at = bisect_right(mentions, short.start(), key=_start)
        if at and mentions[at - 1].end > short.start():
            continue
        word = short["word"]
        lead = _LEADS.search(text[max(0, short.start() - 16) : short.start()])
        if word[0].islower() and not short["this"] and not (word in {"quy hoạch", "đề án"} and lead):
            continue
        far = 600 if word[0].islower() and not short["this"] else 6000
        near = bisect_left(mentions, short.start() - far, key=_start)
        for mention in reversed(mentions[near:at]):
            if _answers(reading.policies[mention.policy], word):
                found.append((short.start(), short.end(), reading.policies[mention.policy]))
                break
    if not found:
        return None
    begin, stop, policy = min(found, key=lambda f: f[0]) if first else max(found, key=lambda f: f[0])
    return policy, begin, stop
