"""Whose capital a figure tells of: foreign, domestic, or all ("").

A figure's own words say it ("20 dự án FDI", "vốn trong nước"), else what stands between it and the figure before, else
it is carried: from a count to its capital, through a sentence that began with it, over a list told "lần lượt", into the
next sentence. A part ("27 dự án, trong đó có 21 dự án FDI") carries no further than its own capital.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from kg.extraction.document import Line
from kg.extraction.figures import OF_TRADE
from kg.extraction.lexicon import Hit
from kg.extraction.patterns import IN_THEIR_ORDER
from kg.extraction.reading import Reading
from kg.extraction.subject import Subject
from kg.extraction.what import Figure
from kg.facts import Origin

_REMEMBERED = 30  # figures of one sentence: one without an end must not cost its length each time
_CAPITAL = frozenset({"projectCount", "registeredCapital", "implementedCapital"})
_BOTH_WAYS = _CAPITAL | {"enterpriseCount"}
_COUNTS = frozenset({"projectCount", "enterpriseCount"})
_EMPLOY = frozenset(
    {"workerCount", "jobsCreated", "averageIncome", "budgetContribution", "revenue", "outputValue", "outputGrowth"}
)
_CAN_HAVE_ORIGIN = _BOTH_WAYS | OF_TRADE | _EMPLOY
_FOREIGNERS = re.compile(
    r"(?:doanh nghiệp|nhà đầu tư|công ty|dn|dự án|đối tác)(?: đến từ| của| từ| vốn)?(?: các)?(?: doanh nghiệp|"
    r" nhà đầu tư)? "
    r"(?:hàn quốc|nhật bản|trung quốc|đài loan|singapore|mỹ|hoa kỳ|thái lan|malaysia|đức|pháp|hà lan|"
    r"hồng kông|nhật|ngoại|châu âu|úc|ấn độ)(?!\w)|100% vốn nước ngoài|"
    r"(?:nhật bản|hàn quốc|trung quốc|đài loan|singapore|hoa kỳ|thái lan)(?: hiện)? là (?:nhà đầu tư|đối tác)"
)
_NOT_OF_CAPITAL = re.compile(
    r"(?:thị trường|tiêu thụ|tiêu dùng|người|nhu cầu|khách|du lịch|thương mại|lao động|bán hàng|thị phần|"
    r"chuyên gia|đi làm việc ở|ra|ở|khách hàng)\s+$"
)
# "35 dự án (phần lớn là dự án có vốn đầu tư nước ngoài)": the others are none.
_MOST_OF_THEM = re.compile(r"\((?:phần lớn|chủ yếu|đa số|đa phần|hầu hết)(?!\w)[^()]*$")
_FOREIGN_FIRMS = re.compile(
    r"(?:\d|các|nhiều|loạt) (?:doanh nghiệp|nhà đầu tư|dự án|công ty)(?: đến từ| của| từ)? (?:hàn quốc|"
    r"nhật bản|trung quốc|đài loan|singapore|mỹ|hoa kỳ|thái lan|đức|nhật)(?!\w)"
)
_FIGURES = re.compile(r"\d[.,]?\d* (?:tỷ|triệu|dự án|%)")
_INVESTED = re.compile(r"(?:dự án|đầu tư|vốn|doanh nghiệp|khu vực|khối|dn)\s+(?:đầu tư\s+|có vốn\s+)?$")
# "nhập siêu của khối trong nước" tells of trade, not of domestic capital beside the foreign.
_OF_TRADE = re.compile(r"(?:nhập siêu|xuất siêu|xuất khẩu|nhập khẩu|kim ngạch)[^.;]*$")
_NOUN_PHRASE = re.compile(r"[^,.;:()\d]{0,44}(?:\s\((?:fdi|ddi|vốn[^)]*)\))?")
_PHRASE_STOP = re.compile(
    r"\s(?:(?<!đối )với|và(?! (?:nước ngoài|ngoài nước|fdi))|có(?! vốn|\s(?:yếu tố|100))|trong(?! nước)|tại|đã|cùng"
    r"|đang|so|trên|ở|vào|được|tăng|giảm|"
    r"còn(?! hiệu)|bằng|nhưng|mà)\s"
)
_WHOLE = re.compile(r"(?<!\w)(?:tổng|cả hai|cả thảy|tính chung|toàn bộ|quy đổi)(?!\w)")
# "54 dự án FDI, tổng vốn 11,5 tỷ USD và 67 dự án trong nước": the capital is that of the first part.
_OTHER_PART = re.compile(
    r"\s*(?:,|;|và|, và|; và|còn lại)+ \d[\d.]* (?:lượt )?dự án (?:đầu tư )?(?:trong nước|ddi|fdi|nước ngoài|vốn)"
)
# "1.398 dự án FDI, tổng vốn 28 tỷ USD, giải ngân 23 tỷ USD (82%); 681 dự án trong nước": each part has its own.
_PART_BESIDE = re.compile(
    r"[^;]{0,120};\s*(?:và |còn )?\d[\d.]* (?:lượt )?dự án (?:đầu tư )?(?:trong nước|ddi|fdi"
    r"|(?:có )?(?:vốn )?(?:đầu tư )?nước ngoài)"
)
_OPENED_WITH = re.compile(
    r"\W*(?:\d{1,2}[.)] )?về (?:thu hút )?(?:vốn )?đầu tư (?:trực tiếp )?(trong nước"
    r"|nước ngoài)(?! và)(?: \([^()]{2,6}\))?[,:]"
)
# "Xuất khẩu của khu vực này đạt ...": the one that the sentence before told of.
_THIS_PART = re.compile(r"của (?:khu vực|khối|nhóm) (?:này|trên)(?!\w)")
_SHORT_GAP = 60
_AND = re.compile(r"[^.;,\d]{0,30}\s(?:và|cùng)\s+(?:hơn |gần |khoảng )?")
_PART_FOLLOWS = re.compile(
    r"[^.;\d]{0,50}?(?:\(|trong đó|trong số (?:này|đó)|gồm|riêng)[^.;]{0,60}?(?:fdi|nước ngoài|ddi)(?!\w)|\s*dự án \(\d"
)


# Workers are foreign themselves: "45 người lao động nước ngoài".
_FOREIGN_WORKERS = re.compile(r"\s+(?:là\s+)?(?:người\s+|có quốc tịch\s+)?nước ngoài(?!\w)")


_FOREIGN_WORKERS_BEFORE = re.compile(r"lao động(?: là)?(?: người)? nước ngoài")


@dataclass(slots=True)
class _Told:
    """A figure read, with what was found. `part`: it is a part of a figure told before it in its
    sentence; `end`: where its own words end."""

    figure: Figure
    subject: Subject
    origin: Origin
    part: bool
    end: int


class OriginReader:
    """Reads the origin of one figure after another."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._sentence: list[_Told] = []
        self._before: list[_Told] = []
        self._foreign_article = self._is_about_fdi()
        self._heads = self._origin_heads()
        self._head_at = [line.index for line, _ in self._heads]

    def read(self, figure: Figure, subject: Subject) -> Origin:
        """Whose capital a figure tells of. Figures are to be read in the order of the text."""
        if not self._sentence or self._sentence[-1].figure.sentence.index != figure.sentence.index:
            near = self._sentence and figure.sentence.index - self._sentence[-1].figure.sentence.index == 1
            self._before = self._sentence if near else []
            self._sentence = []
        told = _Told(figure, subject, "", False, max(figure.end, figure.quantity.end))
        if figure.metric in _CAN_HAVE_ORIGIN:
            told.origin, told.part = self._read(figure, subject, told)
        self._sentence = [*self._sentence[-_REMEMBERED:], told]
        return told.origin

    def _read(self, figure: Figure, subject: Subject, new: _Told) -> tuple[Origin, bool]:
        sentence, q = figure.sentence, figure.quantity
        told = self._sentence
        phrase_end = self._noun_phrase_end(figure)
        if figure.metric == "workerCount" and (
            _FOREIGN_WORKERS.match(self._folded, figure.end)
            or _FOREIGN_WORKERS_BEFORE.search(self._folded, figure.start, q.start)
        ):
            return "foreign", True
        own = self._said(figure.start, phrase_end)
        if own is None and not told and _THIS_PART.search(self._folded, sentence.start, q.start):
            previous = self._reading.doc.sentences[max(0, sentence.index - 1)]
            pointed = self._said(max(previous.start, previous.end - 300), previous.end)
            if pointed is not None:
                return pointed, False
        if own is not None:
            new.end = max(new.end, phrase_end)
            return own, self._is_part(figure)
        start = min(told[-1].end, q.start) if told else sentence.start
        semicolon = self._folded.rfind(";", max(start, q.start - 600), q.start)
        between = self._said(max(start, semicolon, q.start - 600), q.start)
        if between is not None:
            if figure.metric in ("workerCount", "jobsCreated") and any(one.origin not in ("", between) for one in told):
                return "", False  # "11.000 dự án FDI, cùng hàng nghìn dự án trong nước, có 4 triệu lao động": of both
            return between, self._is_part(figure)
        if told:
            return self._carried(figure, semicolon >= 0)
        if figure.metric in _CAPITAL:
            return self._from_afar(figure, subject), False
        return "", False

    # --- said -------------------------------------------------------------------------------------------------------

    def _noun_phrase_end(self, figure: Figure) -> int:
        match = _NOUN_PHRASE.match(self._folded, figure.end, figure.sentence.end)
        end = match.end() if match else figure.end
        stop = _PHRASE_STOP.search(self._folded[figure.end : end])
        return figure.end + stop.start() if stop else end

    def _said(self, start: int, end: int) -> Origin | None:
        """The last word on origin within a span: foreign, domestic, "" for both, None where none is said."""
        if start >= end:
            return None
        if self._reading.cues("bothOrigins", start, end):
            return ""
        foreign = [hit for hit in self._reading.cues("foreign", start, end) if self._of_capital(hit)]
        domestic = [hit for hit in self._reading.cues("domestic", start, end) if self._of_capital(hit)]
        people = _FOREIGNERS.search(self._folded, start, end)
        last_foreign = max([h.end for h in foreign] + ([people.end()] if people else []), default=-1)
        last_domestic = max((h.end for h in domestic), default=-1)
        if last_foreign < 0 and last_domestic < 0:
            return None
        if last_foreign >= 0 and last_domestic >= 0:
            gap = self._folded[min(last_foreign, last_domestic) : max(last_foreign, last_domestic)]
            if re.match(r"\s*(?:và|,|lẫn|cũng như|&)\s", gap):
                return ""
        return "foreign" if last_foreign > last_domestic else "domestic"

    def _of_capital(self, hit: Hit) -> bool:
        if self._folded.startswith((" hóa", " hoá"), hit.end):  # "tỷ lệ nội địa hóa"
            return False
        if _MOST_OF_THEM.search(self._folded, max(0, hit.start - 50), hit.start):
            return False
        return _NOT_OF_CAPITAL.search(self._folded[max(0, hit.start - 18) : hit.start]) is None

    def _is_part(self, figure: Figure) -> bool:
        """Whether a figure of the same kind without an origin stands before it, or words say that it is a part."""
        if any(one.figure.metric in _BOTH_WAYS | OF_TRADE and not one.origin for one in self._sentence):
            return True
        return (
            re.search(
                r"trong đó[^,;.]{0,30}$", self._folded[max(figure.sentence.start, figure.start - 50) : figure.start]
            )
            is not None
        )

    # --- carried through the sentence -------------------------------------------------------------------------------

    def _carried(self, figure: Figure, separated: bool) -> tuple[Origin, bool]:
        last = self._sentence[-1]
        if figure.metric.endswith("Growth"):
            base = next((one for one in self._sentence if one.figure is figure.like), last)
            if base.figure.metric in _CAPITAL:
                return "", False  # "3 tỷ USD vốn FDI, IIP tăng 14%"
            return ("", False) if separated else (base.origin, base.part)
        listed = self._respectively(figure)
        if listed is not None:
            return listed, False
        if last.figure is figure.like and not separated:
            return last.origin, last.part
        gap = self._folded[last.end : figure.quantity.start]
        if figure.metric in _CAPITAL and "tổng" in gap and self._follows_both():
            return "", False  # "8 dự án FDI và 5 dự án DDI với tổng vốn 61 triệu USD"
        if not last.origin:
            return self._back_to_the_theme(figure, separated), False
        if not separated and len(gap) <= _SHORT_GAP and self._parts_beside(figure):
            return last.origin, last.part
        if last.part:
            return self._of_part(figure, last, gap, separated), True
        origins = {one.origin for one in self._sentence if one.origin}
        if separated and figure.metric in _COUNTS and last.origin == "domestic" and "điều chỉnh" in gap:
            return "", False  # "23 dự án trong nước, vốn 8.248 tỷ đồng; điều chỉnh cho 36 dự án"
        if figure.metric in _BOTH_WAYS:
            whole = (
                "," in gap and _WHOLE.search(gap) is not None and (len(origins) > 1 or figure.metric not in _CAPITAL)
            )
            return ("", False) if whole or (separated and len(origins) > 1) else (last.origin, False)
        if len(origins) > 1:
            return "", False
        if figure.metric in OF_TRADE:
            first = self._sentence[0].figure.metric
            return (last.origin, False) if first in OF_TRADE or first == "revenue" else ("", False)
        counted = (
            any(one.figure.metric in _COUNTS for one in self._sentence) or self._sentence[0].figure.metric in _EMPLOY
        )
        return (last.origin, False) if counted and not separated else ("", False)

    def _follows_both(self) -> bool:
        """Whether the last two figures count projects of one origin and of the other, side by side."""
        last = self._sentence[-2:]
        if len({one.origin for one in last if one.origin and one.figure.metric in _COUNTS}) < 2:
            return False
        return _AND.fullmatch(self._folded, last[0].end, last[1].figure.quantity.bound_start) is not None

    def _parts_beside(self, figure: Figure) -> bool:
        """Whether a sentence tells of parts by origin that ";" keeps apart, each with its own capital."""
        if figure.metric not in _CAPITAL:
            return False
        if _PART_BESIDE.match(self._folded, figure.end, figure.sentence.end):
            return True
        counts = [one for one in self._sentence if one.figure.metric in _COUNTS and one.origin]
        several = len({one.origin for one in counts}) > 1
        return several and ";" in self._folded[counts[0].end : counts[-1].figure.start]

    def _back_to_the_theme(self, figure: Figure, separated: bool) -> Origin:
        """The origin that the sentence began with, where a figure that can have none stands between."""
        first, last = self._sentence[0], self._sentence[-1]
        if (
            figure.metric in _CAPITAL
            and first.origin
            and not first.part
            and last.figure.metric not in _BOTH_WAYS
            and not separated
        ):
            return first.origin
        if self._foreign_article and figure.metric in _CAPITAL and not any(o.origin for o in self._sentence):
            return self._of_article(figure) if last.figure.metric not in _CAPITAL else ""
        return ""

    def _of_part(self, figure: Figure, last: _Told, gap: str, separated: bool) -> Origin:
        if not separated and figure.metric in _CAPITAL and _OTHER_PART.match(self._folded, figure.end):
            return last.origin
        if separated or figure.metric not in _BOTH_WAYS or ("," in gap and _WHOLE.search(gap)) or len(gap) > 60:
            return ""
        if ")" in gap and "(" not in gap:
            return ""
        if last.origin == "foreign" and figure.unit == "VND" and "," in gap:
            return ""
        return last.origin if figure.metric != last.figure.metric or last.origin == "foreign" else ""

    def _respectively(self, figure: Figure) -> Origin | None:
        """The origin of the k-th of amounts told for k counts: "A dự án FDI và B dự án DDI, vốn lần lượt là X và Y"."""
        group: list[_Told] = []
        position = 0
        for one in reversed(self._sentence):
            if group and (one.figure.metric != group[-1].figure.metric or not one.origin):
                break
            if one.figure.metric == figure.metric and not group:
                position += 1
                continue
            if not one.origin:
                break
            group.append(one)
        group.reverse()
        if len(group) < 2 or len({one.origin for one in group}) < 2 or position >= len(group):
            return None
        end = min(figure.sentence.end, figure.end + 40)
        if not IN_THEIR_ORDER.search(self._folded, group[-1].figure.end, end):
            return None
        return group[position].origin

    # --- carried from before ----------------------------------------------------------------------------------------

    def _from_afar(self, figure: Figure, subject: Subject) -> Origin:
        headed = self._of_head(figure)
        if headed:
            return headed
        going_on = self._of_paragraph(figure)
        if going_on:
            return going_on
        if self._foreign_article:
            return self._of_article(figure)
        begin = max(figure.sentence.start, figure.quantity.start - 300)
        if self._reading.cues("total", begin, figure.quantity.start) or (subject.scope and figure.unit != "USD"):
            return ""
        line = figure.sentence.line
        before = [one for one in self._before if one.figure.metric in _CAPITAL]
        if before and before[-1].figure.sentence.line.paragraph != line.paragraph and not line.bullet:
            return ""
        if (
            before
            and all(one.origin == "foreign" and one.subject == subject for one in before)
            and figure.unit in ("USD", "1")
        ):
            return "foreign" if not self._part_follows(figure) else ""
        return ""

    def _of_paragraph(self, figure: Figure) -> Origin:
        """The origin that a paragraph opens with: "Về đầu tư nước ngoài, ... Trong đó cấp mới 12 dự án"."""
        line = figure.sentence.line
        opened = _OPENED_WITH.match(self._folded, line.start, line.end)
        if opened is None or self._part_follows(figure):
            return ""
        return "domestic" if opened[1].startswith("trong") else "foreign"

    def _of_article(self, figure: Figure) -> Origin:
        """An article wholly about foreign investment: its projects, and its capital told in dollars."""
        if figure.unit == "VND" or figure.metric not in _CAPITAL or self._part_follows(figure):
            return ""
        behind = _NOUN_PHRASE.match(self._folded, figure.end)
        return "" if figure.metric == "projectCount" and behind and self._in_dong(figure) else "foreign"

    def _in_dong(self, figure: Figure) -> bool:
        """Whether the capital told right behind a count is in dong alone."""
        sentence = figure.sentence
        for q in self._reading.quantities_before(min(sentence.end, figure.end + 60), figure.end):
            if q.unit in ("VND", "USD"):
                return q.unit == "VND"
        return False

    def _part_follows(self, figure: Figure) -> bool:
        return _PART_FOLLOWS.match(self._folded, figure.end, figure.sentence.end) is not None

    def _is_about_fdi(self) -> bool:
        sentences = self._reading.doc.sentences[:2]
        if not sentences:
            return False
        end = sentences[-1].end
        named = any(self._of_capital(hit) for hit in self._reading.cues("foreign", 0, end))
        both = self._reading.cues("bothOrigins", 0, end)
        if not named and not _FOREIGN_FIRMS.search(self._folded, 0, end):
            return False
        if both or any(self._of_capital(hit) for hit in self._reading.cues("domestic", 0, end)):
            return False
        return not any(
            self._folded.startswith(("ddi", "dân doanh", "vốn", "đầu tư", "doanh nghiệp"), hit.start)
            or (
                _INVESTED.search(self._folded[max(0, hit.start - 24) : hit.start])
                and not _OF_TRADE.search(self._folded[max(0, hit.start - 80) : hit.start])
            )
            for hit in self._reading.cues("domestic", end, len(self._folded))
        )

    def _origin_heads(self) -> list[tuple[Line, Origin]]:
        heads: list[tuple[Line, Origin]] = []
        for line in self._reading.doc.lines[1:]:
            words = self._folded[line.start : min(line.end, line.start + 91)]
            if line.heading and len(words) <= 90 and not _FIGURES.search(words):
                heads.append((line, self._said(line.start, line.end) or ""))
        return heads

    def _of_head(self, figure: Figure) -> Origin:
        at = bisect_left(self._head_at, figure.sentence.line.index) - 1
        if at < 0:
            return ""
        line, origin = self._heads[at]
        near = figure.sentence.line.index - line.index <= 6
        return origin if near and not self._part_follows(figure) else ""
