"""What a quantity measures: the metric that its words name, or the reason why it is no figure of ours.

The words are those of `ontology/metrics.ttl`. A count is told by the noun behind it ("80 dự án"), an amount by the
nearest name of a measure before it ("tổng vốn đầu tư ... là"), right behind it ("6,2 tỷ đồng vốn đối ứng"), by a
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
_NEAR = 72
# A number that is told only to be denied: "không hề có chuyện 40 dự án", "nhầm là 15 tỷ đồng".
_DENIED = re.compile(
    r"(?:không hề có(?: chuyện)?|không có chuyện|làm gì có(?: chuyện)?|tin đồn(?: về)?|không phải(?: là)?"
    r"|chứ không(?: phải)?(?: là)?|thay vì|không chỉ|bị (?:in|viết|ghi|đưa) nhầm (?:là|thành)|nhầm (?:là|thành)"
    r"|đã đăng(?! ký)(?: là)?|tin (?:nói|cho) rằng)\s+(?:(?!(?<!\w)mà )[^,.;]){0,18}$"
)
# What the paper had printed, in a text that puts it right: "213 ha (bài báo ghi 123 ha)".
_PRINTED = re.compile(
    r"(?:(?:bài )?(?:báo|viết)|bản tin|số trước|trước đó|đã)\s+(?:trước |của chúng tôi ){0,2}(?:đã |có )?"
    r"(?:ghi|nêu|viết|nói|in|đăng|phản ánh"
    r"|đưa(?: tin)?)"
    r"(?: sai| nhầm)?(?: là| rằng| con số)?\s+[^,.;]{0,50}$"
    r"|(?:báo|bài viết|bản tin|toà soạn|tòa soạn|chúng tôi) (?:đã |có )?(?:nêu|viết|in|đăng|ghi"
    r"|đưa)(?!\w)[^.;]{0,120}[\"“«][^.;”»]*$"
)
_PUTS_RIGHT = (
    "đính chính", "nói lại cho rõ", "nói lại cho đúng", "chưa chính xác", "nhầm lẫn", "sai sót", "xin lỗi bạn đọc",
    "cải chính", "do sơ suất", "con số đúng", "số liệu đúng", "đúng ra là",
)  # fmt: skip
# News of it that the sentence then calls false: "thông tin 40 dự án bị thu hồi là bịa đặt".
_NEWS = re.compile(r"(?<!\w)(?:tin|thông tin|tin đồn|bài viết|bài báo|số liệu nói|ý kiến nói)(?!\w)")
_FALSE_NEWS = re.compile(
    r"sai sự thật|là sai|(?:không|chưa|thiếu) chính xác|bịa đặt|không đúng|là tin giả|thất thiệt|(?:là|do|bị) nhầm"
    r"|không có (?:cơ sở|căn cứ)|không có chuyện (?:đó|này|ấy)|(?:bác bỏ|phủ nhận)(?! (?:ý kiến|đề xuất|đề nghị|đơn"
    r"|kiến nghị))"
)
# "nhiều báo cáo ghi lấp đầy 85%; rà soát lại chỉ 52%": a number that the sentence then puts right.
_REPORTED = re.compile(
    r"(?:báo cáo|số liệu|thống kê|hồ sơ)(?: [^,.;\d]{0,24})? (?:nêu|ghi|đưa ra|công bố|viết|nói)(?!\w)[^.]{0,80}$"
)
_LOOKED_AT_AGAIN = re.compile(
    r"[^.]{0,90}?(?:rà soát|kiểm tra|tính|đo|đếm|thống kê) lại[^.]{0,30}? (?:chỉ|còn|mới|thì|là)(?!\w)[^.]{0,20}\d"
)
# "con số này không chính xác", in the sentence behind the news.
_THIS_IS_FALSE = re.compile(
    r"(?:con số|thông tin|số liệu|điều|tin) (?:này|trên|đó)[^.;]{0,40}?(?:" + _FALSE_NEWS.pattern + ")"
)
# "bác bỏ thông tin rằng 15 doanh nghiệp đã đóng cửa"
_REFUTED = re.compile(r"(?:bác bỏ|phủ nhận)\s[^.;]{0,60}?(?:rằng|về việc|cho rằng|là|nói|về)\s[^.;]{0,40}$")
# Thresholds that rules set tell of no zone how it is: "chỉ được mở rộng khi tỷ lệ lấp đầy đạt tối thiểu 60%".
_LIMIT_BEFORE = re.compile(
    r"(?:tối thiểu|ít nhất|tối đa|không quá|không dưới|không thấp hơn|không vượt quá|(?:văn bản|quy định"
    r"|nghị định)[^.;,\d]{0,12} yêu cầu)(?: là| đạt| từ| phải)*\s*$"
)
_FROM_BEFORE = re.compile(r"(?<!\w)(?:từ|trên|dưới)\s+$")
_LIMIT_BEHIND = re.compile(r"\s*(?:[^\W\d_]+ ){0,2}(?:trở lên|trở xuống|mới được|thì (?:mới )?được)")
_RULE = re.compile(
    r"(?:chỉ|mới|thì) được|được phép|điều kiện|phải (?!đạt|thu hút|hoàn thành|giải ngân)|(?:bảo đảm|đảm bảo)|quy định"
    r"|nghị định"
    r"|thông tư(?! )|trường hợp|được (?:hưởng|miễn|giảm|vay|xem xét)|ưu đãi"
)
_ONLY_WHEN = re.compile(
    r"(?:(?<!cấp )(?<!lập )(?:chỉ|mới) được|chỉ (?:mở rộng|thành lập|cho phép|xem xét|chấp thuận"
    r"|xét)) [^.;]{0,120}?(?<!\w)(?<!trong )(?<!sau )(?<!trước )khi(?!\w)[^.;]*$"
)
# "xây nhà ở trước khi khu công nghiệp lấp đầy 50%"
_WHEN_FULL = re.compile(
    r"(?<!\w)(?:trước|sau|đến|cho đến) khi [^,.;\d]{0,40}lấp đầy(?: được| đạt| từ| trên| khoảng| tối thiểu"
    r"| ít nhất)*\s*$"
)
# "tạm dừng lập khu mới ở nơi có tỷ lệ lấp đầy dưới 50%": the class of places that a rule is for.
_OF_THOSE_WITH = re.compile(
    r"(?<!\w)(?:tạm dừng|dừng|ngừng|không|chưa|hạn chế|chỉ|ưu tiên|yêu cầu|kiên quyết)(?!\w)[^.;\d]{0,120}"
    r"(?<!\w)(?:ở|tại|đối với|cho|với) (?:các |những )?(?:địa phương|tỉnh|nơi|khu vực|khu công nghiệp|kcn"
    r"|cụm công nghiệp"
    r"|ccn|khu|cụm)(?: nào| mà)? (?:có|còn|đạt) [^.;,\d]{0,40}\s(?:dưới|trên|chưa đến|chưa tới|chưa đạt|không đạt"
    r"|từ)\s*$"
)
# "thà có 3 dự án lớn còn hơn 30 dự án nhỏ": supposed, not told.
_RATHER = re.compile(r"(?<!\w)thà\s[^.;]{0,90}$")
_AIMED_AT = re.compile(r"mục tiêu|phấn đấu|chỉ tiêu|kế hoạch|dự kiến|nghị quyết")
_OF_A_CLASS = re.compile(
    r"(?:các|những|đối với|mỗi|mọi|một|loại|với) (?:dự án|doanh nghiệp|khu|cụm|nhà đầu tư|nhà máy)[^.;\d]{0,60}$"
)


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
        self._false_behind = False
        self._corrects: bool | None = None

    @property
    def figures(self) -> list[Figure]:
        """The figures read so far and not taken back, in the order of the text."""
        return self._told.figures

    def read(self, quantity: Quantity, previous: object = None) -> Figure | Ignored:
        """Say what a quantity measures: "80 dự án" counts projects, "80 km" is none of ours."""
        result = self._read(quantity)
        self._told.add(result)
        return result

    def withdraw(self, figure: Figure) -> None:
        """Take back the figure read last: no later one repeats its measure."""
        assert self._told.figures[-1] is figure, "only the last figure can be taken back"
        self._told.figures.pop()

    def _read(self, q: Quantity) -> Figure | Ignored:
        if q.kind_hint:
            told = self._counts.of_a_place(q, self._reading.sentence(q.start)) if q.kind_hint == "code" else None
            return told or Ignored(q, q.kind_hint)
        if q.unit == "1":
            q = self._money.with_currency(q)
        reader = self._reader(q.unit)
        if reader is None:
            return Ignored(q, measured_in(q.unit))
        sentence = self._reading.sentence(q.start)
        before = self._folded[max(sentence.start, q.start - REACH) : q.start]
        near = before[-_NEAR:]
        if (
            _DENIED.search(near)
            or _REFUTED.search(before)
            or self._called_false(q, sentence)
            or self._put_right(q, near)
            or self._looked_at_again(q, sentence, before)
        ):
            return Ignored(q, Reason.DENIED)
        if self._is_condition(q, sentence, before):
            return Ignored(q, Reason.CONDITION)
        if "thà " in before and "còn hơn" in self._folded[sentence.start : sentence.end] and _RATHER.search(before):
            return Ignored(q, Reason.SUPPOSED)
        return reader.read(q, sentence, before)

    def _reader(self, unit: str) -> Counts | Areas | Percentages | Money | None:
        """Who reads amounts in a unit; None where no metric has it."""
        if unit == "1":
            return self._counts
        if unit == "ha":
            return self._areas
        if unit in ("%", "%/năm"):
            return self._percentages
        return self._money if unit in MONEY or unit.startswith(("VND/", "USD/")) else None

    def _put_right(self, q: Quantity, before: str) -> bool:
        """Whether the number is what had been printed, in a text that puts it right."""
        if self._corrects is None:
            self._corrects = any(words in self._folded for words in _PUTS_RIGHT)
        if not self._corrects and self._folded.rfind("(", max(0, q.start - 30), q.start) < 0:
            return False
        return _PRINTED.search(before) is not None

    def _looked_at_again(self, q: Quantity, sentence: Sentence, before: str) -> bool:
        """Whether the number is what reports said, before somebody looked again: "báo cáo ghi 85%; rà soát lại"."""
        if " lại" not in self._folded[q.end : min(sentence.end, q.end + REACH)] or _REPORTED.search(before) is None:
            return False
        return _LOOKED_AT_AGAIN.match(self._folded, q.end, min(sentence.end, q.end + REACH)) is not None

    def _is_condition(self, q: Quantity, sentence: Sentence, before: str) -> bool:
        """Whether the number is the threshold of a rule: "từ 60% trở lên mới được mở rộng"."""
        if "khi" in before and (_ONLY_WHEN.search(before) or (q.unit == "%" and _WHEN_FULL.search(before))):
            return True
        if q.unit == "%" and _OF_THOSE_WITH.search(before):
            return True
        limited = _LIMIT_BEFORE.search(before[-_NEAR:]) is not None
        from_ = not limited and _LIMIT_BEHIND.match(self._folded, q.end, min(sentence.end, q.end + 40)) is not None
        if not limited and not (from_ and _FROM_BEFORE.search(before)):
            return False
        if from_ and q.unit not in ("VND/month", "%") and _OF_A_CLASS.search(before):
            return True
        if _AIMED_AT.search(before):
            return False
        rule = _RULE.search(before) or _RULE.search(self._folded, q.end, min(sentence.end, q.end + REACH))
        return rule is not None

    def _called_false(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether the number is news that its sentence calls false further on; looked up once in a sentence."""
        if self._doubted[0] != sentence.index:
            words = self._folded[sentence.start : sentence.end]
            news = ("tin" in words or "bài" in words or "nói" in words) and _NEWS.search(words) is not None
            following = self._reading.doc.sentences[sentence.index + 1 : sentence.index + 2] if news else []
            self._false_behind = bool(following) and self._is_called_false(following[0])
            self._doubted = sentence.index, news and (self._false_behind or _FALSE_NEWS.search(words) is not None)
        if "con số" in self._folded[q.end : sentence.end] and _THIS_IS_FALSE.search(self._folded, q.end, sentence.end):
            return True
        return (
            self._doubted[1]
            and (self._false_behind or _FALSE_NEWS.search(self._folded, q.end, sentence.end) is not None)
            and _NEWS.search(self._folded, sentence.start, q.start) is not None
        )

    def _is_called_false(self, sentence: Sentence) -> bool:
        """Whether a sentence calls what stands before it false: "Ông Lân nói con số này không chính xác"."""
        return (
            _THIS_IS_FALSE.search(self._folded, sentence.start, min(sentence.end, sentence.start + REACH)) is not None
        )
