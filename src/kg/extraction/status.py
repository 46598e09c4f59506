"""Whether a figure tells what is, or what is planned.

The nearest word before the figure that speaks of a plan ("sẽ", "phấn đấu", "mục tiêu") or of a result ("đã", "hiện có")
decides; then a time that lies ahead, words behind the figure ("khi lấp đầy"), and the part of the text around it
("Phương hướng năm 2025"). A plan that a result is measured against ("bằng 66% kế hoạch") is no word for a plan.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.extraction.document import Line, Sentence
from kg.extraction.lexicon import Hit
from kg.extraction.people import WANTED
from kg.extraction.reading import Reading
from kg.extraction.times import TimeMention
from kg.extraction.what import Figure
from kg.facts import Status

_FLOWS = frozenset(
    [
        "outputValue",
        "exportValue",
        "importValue",
        "supportSchemeCount",
        "supportFunding",
        "counterpartFunding",
        "budgetContribution",
        "revenue",
        "jobsCreated",
        "outputGrowth",
        "exportGrowth",
        "importGrowth",
    ]
)
_PLAN_NOUNS = ("kế hoạch", "mục tiêu", "chỉ tiêu", "dự toán", "quy hoạch", "kịch bản")
# What stands before a plan that only measures a result, or that is somebody's name.
_MEASURED_BY = re.compile(
    r"(?:%|phần trăm|so với|so|vượt(?: mức| xa)?|hoàn thành|(?<!để )đạt(?: và vượt)?|bằng|(?<!bám )sát|gần"
    r"|(?<!\w)(?:sở|bộ|"
    r"phòng|vụ|ban|ngành|chương trình|thay đổi|trưởng phòng)(?: \w+ và)?)\s+(?:\S+\s+)?(?:của\s+|với\s+|"
    r"các\s+|mọi\s+|được\s+|tất cả các\s+)?$"
)
# "cao hơn dự kiến": what came about, beside what was thought.
_MORE_THAN = re.compile(
    r"(?<!\w)(?:cao|thấp|nhanh|chậm|nhiều|ít|tốt|lớn|sớm|muộn|vượt|xa) hơn(?: so với)?(?: mức)?\s+$"
)
_NO_PLAN_BEHIND = re.compile(
    r"\s+(?:(?:và |& |- |– )?đầu tư(?! \d)|-\s*đầu tư|kinh doanh|sản xuất kinh doanh|quốc gia|số \d|số:|"
    r"\d+[-/]\w|hóa|hoá|đã đề ra|chi tiết|tài chính)"
)
_NOT_A_PLAN = {
    "sắp": re.compile(
        r"\s+xếp"
    ), "cam kết": re.compile(r"\s+(?!đầu tư|đạt|thu hút|tạo|giải ngân|đến|sẽ|góp|"
        r"sử dụng|hoàn|nộp|tuyển|hỗ trợ|vốn|rót|\d)"), "sẽ": re.compile(r"\s+lại"),
    "được giao": re.compile(
        r"\s+(?:đất|cho|làm|nhiệm vụ|quản lý|\d[\d.,]* ?ha)"
    ), "phương án": re.compile(r"\s+(?:sản xuất|kinh doanh|phòng)"),
    "đề nghị": re.compile(r"\s+(?:của|cấp)"), "mục tiêu": re.compile(r"\s+kép(?!\w)"),
    "dự báo": re.compile(r"\s+(?:thời tiết)"),
}  # fmt: skip
_SAID_BY = re.compile(r"(?:vốn|đã|từng|đơn|ký|bản)\s+$")
_FOREIGN_INVESTORS = re.compile(r"(?:nhà đầu tư|doanh nghiệp|vốn)(?: nước ngoài| fdi| ngoại)*\s+$")
_NOUN_BEFORE = re.compile(r"(?:mục tiêu|kế hoạch|chỉ tiêu|nghị quyết)(?: đã)?\s+$")
_PLAN_ITSELF = re.compile(
    r"(?<!theo )(?:kế hoạch|mục tiêu|chỉ tiêu|dự toán)(?: (?:năm|cả năm|đề ra|được giao|giao|là|đặt ra|"
    r"tỉnh giao|\d{4}))*\s*\(?(?:là )?\s*$"
)
_CONTRARY = re.compile(
    r"(?:nhưng|song|tuy nhiên|trong khi|kết quả|thực tế)[^.;\d]{0,30}(?<!\w)(?:chỉ|mới|là|đạt|được|có|"
    r"thu hút)(?!\w)"
)
_RIGHT_BEFORE = re.compile(
    r"(?:(?<!để )(?<!sẽ )(?<!vốn )(?:thực hiện|thực tế)(?: là| đạt| được| chỉ| có)*|(?:hiện|nay|nhưng|chỉ) mới(?: là|"
    r" đạt| được| chỉ| có)*|mới(?: đạt| được| chỉ| có))\s*:?\s*$"
)
_OF_THAT_TIME = re.compile(r"\s+của(?: cả)?\s*")
_SUMS = ("lũy kế", "luỹ kế")
_COMPARED = re.compile(r"so (?:với|cùng kỳ)(?: mức| con số| kết quả)?(?: tăng)?\s*$")
_STANDS_NOW = re.compile(r"[^,.;:()\d]{0,40}?(?:hiện nay|hiện tại|hiện thời|như hiện nay)(?!\w)")
_PLANNED_BEHIND = re.compile(
    r"[^.;\d]{0,60}?(?:(?<!sau )khi (?:hoàn thành|đi vào|lấp đầy|được lấp|dự án|vận hành|các|toàn bộ|hoạt động)|"
    r"sau khi (?:hoàn thành|đi vào|lấp|hoàn tất)|"
    r"theo (?:kế hoạch|mục tiêu|lộ trình)|vào cuối năm nay|trong (?:tương lai|thời gian tới|những năm tới)|"
    r"là (?:chỉ tiêu|mục tiêu|kế hoạch)|được đặt ra)"
)
_NUMBERING = r"\W*(?:(?:phần\s+)?[ivx\d]{1,4}(?:\.\d)*\s*[.)/:-]\s*|[a-zđ][.)]\s*)?"
_PLAN_WORDS = (
    r"(?:(?:các|một số|những|về)\s+)?(?:phương hướng|mục tiêu|nhiệm vụ|chỉ tiêu|định hướng|"
    r"phương án phát triển|kế hoạch (?:năm|giai|đến|phát)|dự kiến|giải pháp|phấn đấu|triển vọng)"
)
_SECTION = re.compile(_NUMBERING + _PLAN_WORDS)
_INLINE_SECTION = re.compile(_NUMBERING + _PLAN_WORDS + r"[^:.;\d]{0,40}(?:\d{4}[^:.;]{0,20})?:")
_PLAN_HEAD = re.compile(
    r"mục tiêu|phương hướng|nhiệm vụ|phấn đấu|chỉ tiêu|định hướng|kế hoạch (?:năm|giai|đến)|dự kiến|giải pháp|"
    r"quy hoạch đến|tầm nhìn|(?<!\w)sẽ(?!\w)"
)
_RESULT_HEAD = re.compile(
    r"kết quả|thực trạng|tình hình|thực hiện|đánh giá|hiện trạng|khó khăn|tồn tại|đã đạt"
    r"|chỉ tiêu(?: [^\W\d_]+){0,3} (?:\d{1,2} tháng|quý)"  # "Một số chỉ tiêu chủ yếu 9 tháng": those that are over
)
_FIGURES = re.compile(r"\d[.,]?\d* (?:ha|tỷ|triệu|dự án|%)")
# "Trong đó, có 37 CCN đã thành lập": done, though the whole was planned.
_DONE_BEHIND = re.compile(r"[^,.;:()\d]{1,20}\sđã\s")
# "mở rộng từ 35 ha lên 50 ha": what there is before what there is to be.
_FROM = re.compile(r"(?<!\w)từ(?: hơn| gần| khoảng| trên| mức)*\s*$")
_TO = re.compile(r"\s(?:lên|xuống|thành)(?: hơn| gần| khoảng| trên| mức| thành| đến| tới| còn)*\s+\d")
_GOES_ON = re.compile(
    r"(?:trong đó|cụ thể|theo đó|cùng với đó|đồng thời|bên cạnh đó|ngoài ra|đến thời điểm đó|khi đó|"
    r"riêng)(?!\w)"
)
_PAST = ("period", "instant", "since", "now", "range_span")


def _begin(figure: Figure) -> int:
    """Where the words that may tell a figure's status begin. A sentence without an end must not cost its length."""
    return max(figure.sentence.start, figure.quantity.start - 1500)


class StatusReader:
    """Reads the status of one figure after another."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._heads = self._plan_heads()
        self._head_at = [index for index, _, _ in self._heads]
        self._last: tuple[Figure, Status] | None = None

    def read(self, figure: Figure, time: TimeMention | None, start: str, end: str) -> Status:
        """Say whether a figure is actual or planned. `start`, `end`: the time that it was found to hold for."""
        status = self._read(figure, time, start, end)
        in_brackets = status == "planned" and self._folded.startswith(")", figure.quantity.end)
        if not in_brackets:  # "(kế hoạch 700 triệu USD)": the text does not go on with a plan
            self._last = (figure, status)
        return status

    def _read(self, figure: Figure, time: TimeMention | None, start: str, end: str) -> Status:
        sentence, q = figure.sentence, figure.quantity
        before = self._folded[max(sentence.start, q.bound_start - 90) : q.bound_start]
        if self._behind_slash(figure) or _PLAN_ITSELF.search(before):
            return "planned"
        if (
            _COMPARED.search(before)
            or _RIGHT_BEFORE.search(before)
            or _STANDS_NOW.match(self._folded, figure.end, sentence.end)
        ):
            return "actual"
        if figure.unit == "ha" and _FROM.search(before) and _TO.match(self._folded, q.end, sentence.end):
            return "actual"
        if self._planned_behind(figure) or (figure.metric == "jobsCreated" and WANTED.search(before)):
            return "planned"
        plan = self._last_plan(figure)
        done = self._last_result(_begin(figure), q.start, plan)
        if plan is not None and _CONTRARY.search(self._folded, plan.end, q.start):
            return "actual"
        if plan is not None and done < plan.start:
            return "actual" if self._reset_by_time(plan, figure, time, end) else "planned"
        if done >= 0:
            return "actual"
        if self._is_ahead(time, start, end) and (time is not None or self._goes_on_planned(sentence)):
            return "planned"
        past = time is not None and self._is_past(time, end)
        past = past or _DONE_BEHIND.match(self._folded, q.end, sentence.end) is not None
        if not past and (self._under_plan(sentence) or self._follows_plan(sentence)):
            return "planned"
        return "actual"

    # --- words ------------------------------------------------------------------------------------------------------

    def _behind_slash(self, figure: Figure) -> bool:
        """The plan of "result / plan": `đạt 622,8/600 triệu USD, vượt 3,8% kế hoạch`; parts of a whole are none."""
        q, sentence = figure.quantity, figure.sentence
        if not re.search(r"\d\s*/\s*$", self._folded[max(sentence.start, q.start - 4) : q.start]):
            return False
        around = self._folded[max(sentence.start, q.start - 300) : min(sentence.end, q.end + 120)]
        if figure.metric in _FLOWS:
            return (
                re.search(r"kế hoạch|chỉ tiêu|mục tiêu|thực hiện|hoàn thành|dự toán|(?<!\w)kh(?!\w)", around)
                is not None
            )
        return (
            re.search(r"kế hoạch|chỉ tiêu|mục tiêu|(?<!\w)kh(?!\w)", self._folded[figure.end : figure.end + 50])
            is not None
        )

    def _last_plan(self, figure: Figure) -> Hit | None:
        q, begin = figure.quantity, _begin(figure)
        semicolon = -1 if figure.sentence.line.bullet else self._folded.rfind(";", begin, figure.start)
        earlier = self._reading.quantities_before(q.start, begin)
        first = next((one.start for one in earlier if not one.kind_hint), q.start)
        for hit in reversed(self._reading.cues("planned", begin, q.start)):
            if self._is_plan(hit, q.start) and (hit.start > semicolon or hit.start < first):
                return hit
        return None

    def _is_plan(self, hit: Hit, position: int) -> bool:
        word = self._folded[hit.start : hit.end]
        before = self._folded[max(0, hit.start - 30) : hit.start]
        if self._closed_bracket(hit.start, position) or self._in_a_name(hit) or _MORE_THAN.search(before):
            return False
        exception = _NOT_A_PLAN.get(word)
        if exception is not None and exception.match(self._folded, hit.end):
            return False
        if word in ("đề ra", "đặt ra", "được giao") and _NOUN_BEFORE.search(before):
            return False
        if word == "cam kết" and (_SAID_BY.search(before) or _FOREIGN_INVESTORS.search(before)):
            return False
        if word == "được quy hoạch" and self._of_another(hit, position):
            return False
        if word.startswith(_PLAN_NOUNS):
            return _MEASURED_BY.search(before) is None and _NO_PLAN_BEHIND.match(self._folded, hit.end) is None
        return True

    def _of_another(self, hit: Hit, position: int) -> bool:
        """Whether a plan's words belong to a count before: "35 khu được quy hoạch, 24 khu trong số đó đã"."""
        counted = self._reading.quantities_before(hit.start, max(0, hit.start - 24))
        return any(not q.kind_hint for q in counted) and "," in self._folded[hit.end : position]

    def _closed_bracket(self, start: int, position: int) -> bool:
        opened = self._folded.rfind("(", max(0, start - 80), start)
        return opened >= 0 and ")" not in self._folded[opened:start] and ")" in self._folded[start:position]

    def _in_a_name(self, hit: Hit) -> bool:
        return any(
            term.start <= hit.start and hit.end <= term.end and term.keys("name")
            for term in self._reading.terms(max(0, hit.start - 40), hit.end + 40)
        )

    def _last_result(self, begin: int, position: int, plan: Hit | None = None) -> int:
        for hit in reversed(self._reading.cues("result", begin, position)):
            if plan is not None and plan.start < hit.start and self._folded[hit.start : hit.end] in _SUMS:
                continue  # "mục tiêu năm 2025, vốn lũy kế đạt 12 tỷ USD"
            if self._folded.startswith("đạt được", hit.start) and self._folded.endswith("để ", begin, hit.start):
                continue  # "để đạt được mục tiêu"
            if not self._closed_bracket(hit.start, position):
                return hit.start
        return -1

    def _planned_behind(self, figure: Figure) -> bool:
        sentence = figure.sentence
        behind = _PLANNED_BEHIND.match(self._folded, figure.end, sentence.end)
        if behind is None:
            return False
        if "," in behind[0] and self._another_before_the_stop(behind.end(), sentence.end):
            return False  # "82 ha, khi lấp đầy sẽ tạo việc làm cho 12.000 lao động": the words are the next figure's
        return not self._reading.cues("result", max(sentence.start, figure.start - 40), behind.end())

    def _another_before_the_stop(self, start: int, end: int) -> bool:
        stop = self._folded.find(";", start, min(end, start + 120))
        limit = stop if stop >= 0 else min(end, start + 120)
        return any(not q.kind_hint for q in self._reading.quantities_before(limit, start))

    # --- time -------------------------------------------------------------------------------------------------------

    def _published(self) -> str:
        return self._reading.article.published or self._reading.year

    def _is_ahead(self, time: TimeMention | None, start: str, end: str) -> bool:
        published = self._published()
        if not end or not published:
            return time is not None and time.kind == "target" and end[:4] > "2025"
        size = min(len(end), len(published), 7)
        return (
            end[:size] > published[:size]
            and (time is None or time.kind in ("target", "range_span", "period"))
            and (size > 4 or start[:4] > published[:4] or (time is not None and time.kind in ("target", "range_span")))
        )

    def _is_past(self, time: TimeMention, end: str) -> bool:
        if time.kind in ("now", "since"):
            return True
        published = self._published()
        if not end or not published:
            return False
        size = min(len(end), len(published), 7)
        return end[:size] < published[:size]

    def _reset_by_time(self, plan: Hit, figure: Figure, time: TimeMention | None, end: str) -> bool:
        """A past time of the figure's own clause: "mục tiêu cả năm 60 dự án, 6 tháng đầu năm có 27 dự án"."""
        if time is None or time.kind not in _PAST or time.start < plan.end:
            return False
        if not self._is_past(time, end) and not self._is_estimated(figure, time, end):
            return False
        if time.start >= figure.end and _OF_THAT_TIME.fullmatch(self._folded, figure.end, time.start):
            return True  # "dự báo tăng 8%, thấp hơn mức tăng 9,5% của năm 2022"
        if time.start >= figure.end:  # in brackets of its own: "theo kế hoạch (37 cụm được thành lập năm 2020)"
            return re.search(r"\([^)]*$", self._folded[plan.end : figure.start + 1]) is not None
        between = self._reading.quantities_before(time.start, plan.end)
        clauses = re.search(r"[,;]", self._folded[plan.end : time.start]) is not None
        return clauses and any(not q.kind_hint for q in between)

    def _is_estimated(self, figure: Figure, time: TimeMention, end: str) -> bool:
        """Whether a figure behind a semicolon is the estimate for the article's year: "...; năm nay ước tăng 8%"."""
        if figure.quantity.bound != "approx" or end[:4] != self._published()[:4]:
            return False
        gap = self._folded[time.end : figure.quantity.start]
        return "ước" in gap and ";" in self._folded[_begin(figure) : time.start]

    # --- the part of the text ---------------------------------------------------------------------------------------

    def _plan_heads(self) -> list[tuple[int, bool, bool]]:
        """Lines that head what follows: their index, whether it tells plans, and whether only in bullets."""
        heads = []
        for line in self._reading.doc.lines:
            words = self._folded[line.start : min(line.end, line.start + 400)]
            if line.heading and line.end - line.start <= 110 and not _FIGURES.search(words):
                section = line.index > 0 and _SECTION.match(words) is not None
                plan = _PLAN_HEAD.search(words) is not None and not _RESULT_HEAD.search(words)
                heads.append((line.index, plan, not section))
            elif self._folded[line.end - 1] == ":":
                tail = self._folded[max(line.start, line.end - 160) : line.end]
                heads.append((line.index, _PLAN_HEAD.search(tail) is not None and not _RESULT_HEAD.search(tail), True))
        return heads

    def _under_plan(self, sentence: Sentence) -> bool:
        line = sentence.line
        if _INLINE_SECTION.match(self._folded, line.start, line.end):
            return True
        at = bisect_left(self._head_at, line.index) - 1
        if at < 0:
            return False
        index, plan, bullets = self._heads[at]
        return plan and line.index - index <= 14 and (not bullets or self._listed(line))

    def _listed(self, line: Line) -> bool:
        return line.bullet or self._folded[line.end - 1] == ";"

    def _goes_on_planned(self, sentence: Sentence) -> bool:
        """Whether the figure before, of this sentence or the one before it on its line, was planned."""
        if self._last is None or self._last[1] != "planned":
            return False
        before = self._last[0].sentence
        return before.line.index == sentence.line.index and sentence.index - before.index <= 1

    def _follows_plan(self, sentence: Sentence) -> bool:
        return self._goes_on_planned(sentence) and _GOES_ON.match(self._folded, sentence.start) is not None
