"""What a quantity measures: the metric that its words name, or the reason why it is no figure of ours.

The words are those of `ontology/metrics.ttl`. A count is told by the noun behind it ("80 dự án"), an amount by the
nearest name of a measure before it ("tổng vốn đầu tư ... là"), right behind it ("13,9 tỷ đồng vốn đối ứng"), by a
verb ("thu hút 376 triệu USD"), or it repeats the measure of the amount before it ("3 tỷ USD và 2 tỷ USD").
"""

from __future__ import annotations

import re

from kg.extraction.areas import Areas
from kg.extraction.counts import Counts
from kg.extraction.document import Sentence
from kg.extraction.figures import GROWTH_OF, MONEY, Figure, Ignored, Reason, Told, measured_in
from kg.extraction.measures import Measures
from kg.extraction.money import Money
from kg.extraction.percentages import Percentages
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading

__all__ = ["GROWTH_OF", "MONEY", "Figure", "Ignored", "Reason", "What"]

# No rule looks further back than this for the words right before a number, so that long sentences cost no more.
REACH = 200
# A number that is told only to be denied: "không hề có chuyện 40 dự án", "nhầm là 15 tỷ đồng".
_DENIED = re.compile(
    r"(?:không hề có(?: chuyện)?|không có chuyện|làm gì có(?: chuyện)?|tin đồn(?: về)?|không phải(?: là)?"
    r"|chứ không(?: phải)?(?: là)?|thay vì|không chỉ|bị (?:in|viết|ghi|đưa) nhầm (?:là|thành)|nhầm (?:là|thành)"
    r"|đã đăng(?: là)?)\s+[^,.;]{0,18}$"
)
# News of it that the sentence then calls false: "thông tin 40 dự án bị thu hồi là bịa đặt".
_NEWS = re.compile(r"(?<!\w)(?:tin|thông tin|tin đồn|bài viết|bài báo)(?!\w)")
_FALSE_NEWS = re.compile(r"sai sự thật|là sai|không chính xác|bịa đặt|không đúng|là tin giả|thất thiệt")


class What:
    """Reads the metric of one quantity after another, in the order of the text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._told = Told([], [])
        measures = Measures(reading, self._told)
        self._counts = Counts(reading, self._told)
        self._areas = Areas(reading, self._told, measures)
        self._percentages = Percentages(reading, self._told, measures)
        self._money = Money(reading, self._told, measures)
        self._doubted: tuple[int, bool] = (-1, False)

    @property
    def figures(self) -> list[Figure]:
        """The figures read so far and not taken back, in the order of the text."""
        return self._told.figures

    def read(self, quantity: Quantity, previous: object = None) -> Figure | Ignored:
        """Say what a quantity measures: "80 dự án" counts projects, "80 km" is none of ours."""
        result = self._read(quantity, self._reading.sentence(quantity.start))
        self._told.add(result)
        return result

    def withdraw(self, figure: Figure) -> None:
        """Take back the figure read last: no later one repeats its measure."""
        assert self._told.figures[-1] is figure, "only the last figure can be taken back"
        self._told.figures.pop()

    def _read(self, q: Quantity, sentence: Sentence) -> Figure | Ignored:
        if q.kind_hint:
            return Ignored(q, q.kind_hint)
        before = self._folded[max(sentence.start, q.start - REACH) : q.start]
        if _DENIED.search(before) or self._called_false(q, sentence):
            return Ignored(q, Reason.DENIED)
        if q.unit == "1":
            return self._counts.read(q, sentence, before)
        if q.unit == "ha":
            return self._areas.read(q, sentence, before)
        if q.unit in ("%", "%/năm"):
            return self._percentages.read(q, sentence, before)
        if q.unit in MONEY or q.unit.startswith(("VND/", "USD/")):
            return self._money.read(q, sentence, before)
        return Ignored(q, measured_in(q.unit))

    def _called_false(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether the number is news that its sentence calls false further on; looked up once in a sentence."""
        if self._doubted[0] != sentence.index:
            words = self._folded[sentence.start : sentence.end]
            self._doubted = sentence.index, _FALSE_NEWS.search(words) is not None and _NEWS.search(words) is not None
        return (
            self._doubted[1]
            and _FALSE_NEWS.search(self._folded, q.end, sentence.end) is not None
            and _NEWS.search(self._folded, sentence.start, q.start) is not None
        )
