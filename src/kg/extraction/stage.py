"""Of which stage the zones are that a figure counts, or that it goes with.

"Trong đó 5 KCN đang hoạt động" counts those at work; the areas, rates and workers told with that count in its sentence
are theirs.
"""

from __future__ import annotations

import re

from kg.extraction.lexicon import Hit
from kg.extraction.reading import Reading
from kg.extraction.subject import Subject
from kg.extraction.what import Figure
from kg.facts import Stage, Status

_STAGES: tuple[Stage, ...] = ("appraisal", "construction", "operating", "established")
_STOP = re.compile(r"[;.]")
_BREAK = re.compile(r"[,;:()]|(?<!\w)(?:và|còn)(?!\w)")
_NO_STAGE_BEFORE = re.compile(r"(?:ngày|khi|năm|sau|từ lúc|chưa|không|để|việc|ban|kỷ niệm)\s+(?:được\s+|khi\s+)?$")
_OF_OTHERS = re.compile(
    r"\s+(?:trong|tại|ở|của)\s+(?:các\s+|hơn\s+|khoảng\s+|\d|$)"
)  # "doanh nghiệp đang hoạt động trong 31 KCN"
_REACHED = re.compile(
    r"[^,.;:()\d]{0,40}?(?:(?:đã (?:có quyết định |được )?|được )thành lập|đang (?:hoạt động|vận hành|xây dựng)|"
    r"đã (?:đi vào )?hoạt động|đã khởi công)"
)


_OF_LAND = ("occupancyRate", "industrialLandArea", "leasedArea", "totalArea")
_THOSE_AT_WORK = re.compile(
    r"(?:các|những) (?:khu công nghiệp|cụm công nghiệp|khu|cụm|kcn|ccn|kkt)(?: đã| đang)(?: đi vào| vào)?"
    r" (?:hoạt động|vận hành)(?!\w)[^;.]{0,90}$"
)
# "Các CCN đang hoạt động thu hút 571 dự án": of these all that the sentence tells.
_THEY_ARE_AT_WORK = re.compile(
    r"\W*(?:(?:hiện|hiện nay|đến nay|tới nay),? )?(?:các|những) (?:khu công nghiệp|cụm công nghiệp|khu|cụm|kcn|ccn|kkt)"
    r"(?: đã| đang)(?: đi vào| vào)? (?:hoạt động|vận hành)(?!\w)"
)
# "2 KCN và 5 CCN tập trung đang hoạt động": the former too.
_COUNTED_TOGETHER = re.compile(
    r"\s*(?:,|và) \d+ (?:khu công nghiệp|cụm công nghiệp|khu kinh tế|khu chế xuất|kcn|ccn|kkt|kcx)(?: tập trung)?"
    r" (?:đang|đã (?:đi )?vào) (?:hoạt động|vận hành)(?!\w)"
)
_ON_PLANS_BEFORE = re.compile(r"quy hoạch(?: phát triển| tổng số| thêm| tới| đến)*\s*$")
_ON_PLANS_BEHIND = re.compile(
    r" (?:(?:đã |đang )?(?:nằm )?trong(?: danh mục)? quy hoạch|(?:đã )?được (?:phê duyệt )?quy hoạch)(?!\w)"
)


class StageReader:
    """Reads the stage of one figure after another."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._group: tuple[int, str, Stage] = (-1, "", "")
        self._counted = 0

    def read(self, figure: Figure, subject: Subject, status: Status) -> Stage:
        """The stage of the zones that the figure counts, or of the counted zones that it goes with."""
        if not subject.scope:
            return ""
        if figure.metric == "count":
            reached = status == "actual" or _REACHED.match(self._folded, figure.end, figure.sentence.end)
            stage = self._of_count(figure) if reached else ""
            sentence, _, of_all = self._group
            bracketed = sentence == figure.sentence.index and self._in_brackets_behind(figure)
            if bracketed and not stage and status == "actual":
                stage = of_all
            self._counted = self._counted if bracketed else figure.end
            if self._is_on_plans(figure, bare=not stage):
                stage = "planned"
            self._group = (figure.sentence.index, subject.scope, stage)
            return stage
        sentence, scope, stage = self._group
        if sentence != figure.sentence.index and _THEY_ARE_AT_WORK.match(self._folded, figure.sentence.start):
            sentence, scope, stage = self._group = (figure.sentence.index, subject.scope, "operating")
        if figure.metric in _OF_LAND and self._of_those_at_work(figure):
            return "operating"
        same = sentence == figure.sentence.index and scope == subject.scope
        return stage if same and status == "actual" else ""

    def _in_brackets_behind(self, figure: Figure) -> bool:
        """Whether a count stands in brackets behind the one that it is a part of: "18 KCX, KCN (3 KCX và 15 KCN)"."""
        opened = self._folded.rfind("(", self._counted, figure.start)
        return opened > self._folded.rfind(")", self._counted, figure.start)

    def _of_those_at_work(self, figure: Figure) -> bool:
        """Whether land or a rate is told of the zones at work: "tỷ lệ lấp đầy của các cụm đang hoạt động đạt 58%"."""
        start, end = max(figure.sentence.start, figure.quantity.start - 150), figure.quantity.start
        found = _THOSE_AT_WORK.search(self._folded, start, end)
        if found is None:
            return False
        between = self._reading.quantities_before(end, found.end())
        return all(one.kind_hint for one in between)

    def _is_on_plans(self, figure: Figure, *, bare: bool) -> bool:
        """Whether zones are counted as those on the plans: "được quy hoạch 17 KCN", "92 cụm trong quy hoạch".

        `bare` says that no other stage is told of them, so that words before them count too.
        """
        window = max(figure.sentence.start, figure.start - 40), figure.start
        behind = _ON_PLANS_BEHIND.match(self._folded, figure.end, figure.sentence.end)
        return behind is not None or (bare and _ON_PLANS_BEFORE.search(self._folded[slice(*window)]) is not None)

    def _of_count(self, figure: Figure) -> Stage:
        behind, before = self._spans(figure)
        for low, high in (before, behind):
            best: tuple[int, Stage] | None = None
            for stage in _STAGES:
                found = self._hits(stage, low, high)
                if not found:
                    continue
                distance = figure.start - found[-1].end if (low, high) == before else found[0].start - figure.end
                if best is None or stage == "appraisal" or distance < best[0]:
                    best = (distance, stage)
                if stage == "appraisal":
                    break
            if best is not None:
                return best[1]
        joint = _COUNTED_TOGETHER.match(self._folded, figure.end, figure.sentence.end)
        return "operating" if joint is not None else ""

    def _hits(self, stage: Stage, low: int, high: int) -> list[Hit]:
        return [
            hit for hit in self._reading.cues(stage, low, high)
            if not _NO_STAGE_BEFORE.search(self._folded[max(0, hit.start - 20) : hit.start])
            and not (hit.end <= high and _OF_OTHERS.match(self._folded, hit.end, high + 1) and high - hit.end < 24)
        ]  # fmt: skip

    def _spans(self, figure: Figure) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where words on the count's stage may stand: behind it up to the next number, and before it."""
        sentence = figure.sentence
        limit = min(sentence.end, figure.end + 110)
        for quantity in self._reading.quantities_before(limit, figure.end):
            of_it = self._folded[figure.quantity.end : quantity.start].strip() == "/"  # "28/31 KCN đã hoạt động"
            if not quantity.kind_hint and not of_it:
                limit = quantity.start
                break
        stop = _STOP.search(self._folded, figure.end, limit)
        limit = stop.start() if stop else limit
        begin = max(sentence.start, figure.start - 60)
        for earlier in self._reading.quantities_before(figure.start, begin):
            if not earlier.kind_hint and earlier.start < figure.quantity.start:
                begin = max(begin, min(earlier.end, figure.start))
                breaks = [mark.end() for mark in _BREAK.finditer(self._folded, begin, figure.start)]
                begin = breaks[-1] if breaks else begin
        return (figure.end, limit), (begin, figure.start)
