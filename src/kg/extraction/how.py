"""How a figure is meant: planned or actual, of which stage, of whose capital, of which sector."""

from __future__ import annotations

import re

from kg.extraction.document import Sentence
from kg.extraction.lexicon import Hit
from kg.extraction.reading import Reading
from kg.extraction.times import TimeMention
from kg.extraction.what import Figure
from kg.extraction.whom import Subject
from kg.facts import Origin, Stage, Status

_BOTH_WAYS = frozenset({"projectCount", "registeredCapital", "implementedCapital", "enterpriseCount"})
_CAN_HAVE_ORIGIN = _BOTH_WAYS | {"workerCount", "exportValue", "importValue", "exportGrowth", "importGrowth", "budgetContribution", "averageIncome", "revenue", "outputValue", "jobsCreated"}
_FOREIGNERS = re.compile(
    r"(?:doanh nghiệp|nhà đầu tư|công ty|dn|dự án)(?: đến từ| của| từ| vốn)? (?:hàn quốc|nhật bản|trung quốc|đài loan|singapore|mỹ|hoa kỳ|thái lan|malaysia|đức|pháp|hà lan|hồng kông|nhật|ngoại)(?!\w)|100% vốn nước ngoài"
)
_PLAN_HEAD = re.compile(r"mục tiêu|phương hướng|nhiệm vụ|phấn đấu|chỉ tiêu|định hướng|kế hoạch (?:năm|giai|đến)|dự kiến|giải pháp|quy hoạch đến|tầm nhìn")
_RESULT_HEAD = re.compile(r"kết quả|thực trạng|tình hình|thực hiện|đánh giá|hiện trạng|khó khăn|tồn tại")
_PLANNED_BEHIND = re.compile(r"^[^.;]{0,60}?(?:khi (?:hoàn thành|đi vào|lấp đầy|dự án|vận hành|các)|sau khi (?:hoàn thành|đi vào|lấp)|theo (?:kế hoạch|mục tiêu)|vào cuối năm nay)")
_WHOLE_INDUSTRY = re.compile(
    r"(?:toàn )?(?:ngành )?(?:(?:chỉ số|giá trị|tổng giá trị|tốc độ|tăng trưởng) .*|toàn ngành.*|sản xuất công nghiệp.*|ngành công nghiệp|công nghiệp|iip.*|sản xuất|toàn tỉnh|xuất khẩu.*|nhập khẩu.*|kim ngạch.*|khu vực .*)"
)
_SECTOR_HEAD = re.compile(
    r"(?:ngành|nhóm ngành|lĩnh vực|phân ngành|khu vực|sản xuất|chế biến|công nghiệp|khai khoáng|khai thác|may|dệt|đóng tàu|cung cấp|kinh doanh|in,|in và|thoát nước|phân phối|sửa chữa|da giày|da giầy|dược|thuốc|cơ khí|điện tử|bất động sản|hoạt động|bán buôn|bán lẻ|"
    r"xây dựng|vận tải|logistics|dịch vụ|tài chính|thương nghiệp|thông tin|giáo dục|nông|chế tạo|linh kiện|vật liệu|hóa chất|luyện|sản phẩm|thiết bị|máy móc|ô tô|gỗ|giấy|nhựa|cao su|kim loại|dệt may)"
)


class How:
    """Reads status, stage, origin and sector of one figure after another."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._planned_line = -1
        self._group_stage: tuple[int, Stage] = (-1, "")
        self._origins: list[tuple[Figure, Subject, Origin]] = []
        self._foreign_article = self._is_about_fdi()
        self._heads: list[tuple[int, bool]] = self._plan_heads()

    # --- status -----------------------------------------------------------------------------------------------------

    def _plan_heads(self) -> list[tuple[int, bool]]:
        """Lines that head a part of the text, and whether that part tells plans."""
        heads = []
        for line in self._reading.doc.lines:
            words = self._folded[line.start : line.end]
            if line.heading and len(words) <= 110 and not re.search(r"\d[.,]?\d* (?:ha|tỷ|triệu|dự án|%)", words) or words.endswith(":"):
                tail = words[-160:]
                plan = _PLAN_HEAD.search(tail) is not None
                heads.append((line.index, plan and not _RESULT_HEAD.search(tail)))
        return heads

    def _under_plan(self, sentence: Sentence) -> bool:
        for index, plan in reversed(self._heads):
            if index < sentence.line.index:
                return plan and sentence.line.index - index <= 14 and sentence.line.bullet
        return False

    def status(self, figure: Figure, time: TimeMention | None, start: str, end: str) -> Status:
        """Planned where the words before the figure, its time, or the part of the text that it stands in say so."""
        sentence, q = figure.sentence, figure.quantity
        clause = self._clause(sentence, figure)
        planned = [h for h in self._reading.cues("planned", clause, q.start) if not self._inside_name(h)]
        results = self._reading.cues("result", clause, q.start)
        after = max(self._folded.rfind(word, clause, q.start) for word in (" đã ", " hiện nay", " hiện có", " đến nay "))
        future = self._in_future(time, start, end)
        if planned:
            last = planned[-1]
            covered = any(r.start <= last.start and last.end <= r.end for r in results)
            if not covered and after < last.start:
                return "planned"
            if future and not covered:
                return "planned"
        if future and after < 0:
            return "planned"
        if _PLANNED_BEHIND.match(self._folded[figure.end : sentence.end]):
            return "planned"
        if self._under_plan(sentence) and after < 0:
            return "planned"
        return "actual"

    def _inside_name(self, hit: Hit) -> bool:
        return any(term.start <= hit.start and hit.end <= term.end and term.keys("name") for term in self._reading.terms(max(0, hit.start - 40), hit.end + 40))

    def _clause(self, sentence: Sentence, figure: Figure) -> int:
        semicolon = self._folded.rfind(";", sentence.start, figure.start)
        return sentence.start if semicolon < 0 or sentence.line.bullet else max(sentence.start, self._shared_plan(sentence, semicolon))

    def _shared_plan(self, sentence: Sentence, semicolon: int) -> int:
        """A plan word before a list's colon, or at the sentence's head, holds for all parts of the list."""
        first = self._reading.cues("planned", sentence.start, semicolon)
        return sentence.start if first and not self._reading.cues("result", sentence.start, semicolon) else semicolon

    def _in_future(self, time: TimeMention | None, start: str, end: str) -> bool:
        published = self._reading.article.published or self._reading.year
        if not end or not published:
            return time is not None and time.kind == "target" and end[:4] > "2025"
        size = min(len(end), len(published), 7)
        return end[:size] > published[:size] and (time is None or time.kind in ("target", "range_span", "period")) and (
            size > 4 or start[:4] > published[:4] or (time is not None and time.kind in ("target", "range_span"))
        )

    # --- stage ------------------------------------------------------------------------------------------------------

    def stage(self, figure: Figure, subject: Subject, status: Status) -> Stage:
        """The stage of the zones that the figure counts, or of the counted zones that it goes with."""
        if not subject.scope or status == "planned":
            return ""
        if figure.metric == "count":
            stage = self._stage_of_count(figure)
            self._group_stage = (figure.sentence.index, stage)
            return stage
        sentence, stage = self._group_stage
        return stage if sentence == figure.sentence.index else ""

    def _stage_of_count(self, figure: Figure) -> Stage:
        sentence = figure.sentence
        limit = sentence.end
        for quantity in self._reading.quantities_before(sentence.end, figure.end):
            if not quantity.kind_hint:
                limit = quantity.start
                break
        stop = re.compile(r"[;.]").search(self._folded, figure.end, limit)
        limit = min(limit, stop.start() if stop else limit, figure.end + 110)
        begin = sentence.start
        for earlier in reversed(self._reading.quantities_before(figure.start, sentence.start)):
            if not earlier.kind_hint:
                begin = earlier.end
                break
        behind, before = (figure.end, limit), (max(begin, figure.start - 60), figure.start)
        stages: tuple[Stage, ...] = ("appraisal", "construction", "operating", "established")
        for low, high in (before, behind):
            best: tuple[int, Stage] | None = None
            for stage in stages:
                found = self._reading.cues(stage, low, high)
                if found and (best is None or stage == "appraisal"):
                    place = figure.start - found[-1].end if (low, high) == before else found[0].start - figure.end
                    if best is None or place < best[0]:
                        best = (place, stage)
            if best is not None:
                return best[1]
        return ""

    # --- origin -----------------------------------------------------------------------------------------------------

    def _is_about_fdi(self) -> bool:
        sentences = self._reading.doc.sentences[:2]
        if not sentences:
            return False
        head = self._folded[: sentences[-1].end]
        foreign = re.search(r"(?<!\w)fdi(?!\w)|nước ngoài|vốn ngoại", head) is not None
        rest = self._folded[sentences[-1].end :]
        return foreign and not re.search(r"trong nước|(?<!\w)ddi(?!\w)", head) and len(re.findall(r"dự án trong nước|đầu tư trong nước|(?<!\w)ddi(?!\w)|vốn trong nước", rest)) == 0

    def origin(self, figure: Figure, subject: Subject) -> Origin:
        """Whose capital: said in the figure's own words, else by the figure that it goes with, else by what went before."""
        if figure.metric not in _CAN_HAVE_ORIGIN:
            return ""
        origin = self._origin(figure, subject)
        self._origins.append((figure, subject, origin))
        return origin

    def _origin(self, figure: Figure, subject: Subject) -> Origin:
        sentence, q = figure.sentence, figure.quantity
        own = self._said(figure.start, min(sentence.end, self._noun_phrase_end(figure)))
        if own is not None:
            return own
        if figure.like is not None:
            for other, _, origin in reversed(self._origins):
                if other is figure.like:
                    return origin
        begin = sentence.start
        before = [f for f in self._origins if f[0].sentence.index == sentence.index]
        between = self._said(max(begin, before[-1][0].end if before else begin), q.start)
        if between is not None:
            return between
        if before and figure.metric in _CAN_HAVE_ORIGIN and not self._reading.cues("total", before[-1][0].end, q.start):
            last = before[-1]
            if last[2] and (figure.metric != last[0].metric):
                return last[2]
            if last[2] == "foreign" and self._foreign_article:
                return "foreign"
        if figure.metric not in _BOTH_WAYS:
            return ""
        if self._foreign_article:
            return "foreign"
        if self._reading.cues("total", sentence.start, q.start) or before or subject.scope:
            return ""
        for other, about, origin in reversed(self._origins):
            if sentence.index - other.sentence.index > 1:
                break
            if origin and about == subject and other.metric in _BOTH_WAYS and figure.metric in ("projectCount", "registeredCapital"):
                return origin
        return ""

    def _noun_phrase_end(self, figure: Figure) -> int:
        match = re.compile(r"[^,.;:()\d]{0,40}(?:\s\((?:fdi|ddi|vốn[^)]*)\))?").match(self._folded, figure.end)
        end = match.end() if match else figure.end
        stop = re.search(r"\s(?:với|và|có|trong|tại|đã|cùng|đang)\s", self._folded[figure.end : end])
        return figure.end + stop.start() if stop else end

    def _said(self, start: int, end: int) -> Origin | None:
        """The last word on origin within a span: foreign, domestic, "" for both, None where none is said."""
        both = self._reading.cues("bothOrigins", start, end)
        foreign = self._reading.cues("foreign", start, end)
        domestic = self._reading.cues("domestic", start, end)
        if both:
            return ""
        people = _FOREIGNERS.search(self._folded, start, end)
        last_foreign = max([h.end for h in foreign] + ([people.end()] if people else []), default=-1)
        last_domestic = max((h.end for h in domestic), default=-1)
        if last_foreign < 0 and last_domestic < 0:
            return None
        if last_foreign >= 0 and last_domestic >= 0 and figure_joined(self._folded[min(last_foreign, last_domestic) : max(last_foreign, last_domestic)]):
            return ""
        return "foreign" if last_foreign > last_domestic else "domestic"

    # --- sector -----------------------------------------------------------------------------------------------------

    def sector(self, figure: Figure) -> str:
        """The sector that the figure is about, in the article's words; "" where it is about all."""
        if figure.metric in ("outputGrowth", "exportGrowth", "importGrowth"):
            return self._sector_of_growth(figure)
        if figure.metric in ("registeredCapital", "projectCount", "implementedCapital", "exportValue", "outputValue"):
            return self._sector_of_amount(figure)
        return ""

    def _sector_of_growth(self, figure: Figure) -> str:
        sentence, q = figure.sentence, figure.quantity
        verb = re.compile(r"\s*(?:\((?:ước )?(?:tăng|giảm)?[^()\d]*|(?:(?:cũng|đã|vẫn|ước|có|đạt|tiếp tục|chỉ|lại|ước tính|có mức|có tốc độ|mức)\s+)*(?:tăng|giảm|sụt giảm)(?:\s[^,;:()\d]{0,30})?)$").search(
            self._folded, sentence.start, q.start
        )
        if verb is None:
            return ""
        end = verb.start()
        start = sentence.start
        for mark in re.finditer(r"[;:]|(?<=[%)])\s*,|(?:như|gồm|trong đó|là|nhất là|do|còn|riêng|đó là)(?=\s)|\d%\s*(?:và|;|,)", self._folded[sentence.start : end]):
            start = sentence.start + mark.end()
        start = self._past_times(start, end)
        phrase = self._reading.doc.text[start:end].strip(" ,.;:-–+\"“”")
        phrase = re.sub(r"^(?:(?:và|các|một số|những|riêng|trong đó|nhóm|cùng với đó|bên cạnh đó|ngoài ra),?\s+)+", "", phrase, flags=re.IGNORECASE)
        folded = phrase.lower()
        if not 2 < len(phrase) <= 140 or not _SECTOR_HEAD.match(folded) and "(" not in verb[0]:
            return ""
        stripped = re.sub(r"^(?:ngành|nhóm ngành|lĩnh vực|phân ngành)\s+", "", phrase, flags=re.IGNORECASE)
        if _WHOLE_INDUSTRY.fullmatch(folded) or _WHOLE_INDUSTRY.fullmatch(stripped.lower()):
            return ""
        return stripped

    def _past_times(self, start: int, end: int) -> int:
        for time in self._reading.times:
            if start <= time.start and time.end <= end:
                gap = re.compile(r"\s*,?\s*").match(self._folded, time.end, end)
                start = gap.end() if gap else time.end
        return start

    def _sector_of_amount(self, figure: Figure) -> str:
        sentence = figure.sentence
        found = ""
        pattern = re.compile(
            r"(?:(?:^|[,;:.]\s*|\s(?:ngành|lĩnh vực)\s+|\bhai là\s+|\sđến là\s+)((?:công nghiệp chế biến|kinh doanh bất động sản|hoạt động kinh doanh bất động sản|sản xuất,? (?:và )?phân phối điện|bán buôn|xây dựng|hoạt động chuyên môn|tài chính|dịch vụ lưu trú|vận tải|bất động sản|khai khoáng|thương nghiệp|dệt may|da giày|logistics|thông tin)"
            r"[^;:.()\d]{0,60}?)|(?:ngành|lĩnh vực)\s+([^,;:.()\d]{3,60}(?:, chế tạo)?))\s*,?\s*(?:vẫn\s|là\s|có\s|với\s|đứng|dẫn|đạt\s|thu hút|chiếm|xếp|tiếp tục|\()"
        )
        for match in pattern.finditer(self._folded, sentence.start, figure.quantity.start):
            group = 1 if match[1] else 2
            found = self._reading.doc.text[match.start(group) : match.end(group)].strip(" ,")
        behind = re.compile(r"[^,.;:()\d]{0,30}?(?:trong|thuộc|vào) (?:lĩnh vực|ngành) ([^,;:.()\d]{3,60})").match(self._folded, figure.end)
        if behind:
            found = self._reading.doc.text[behind.start(1) : behind.end(1)].strip()
        return found


def figure_joined(gap: str) -> bool:
    """Whether two origins stand joined, as one: "FDI và trong nước"."""
    return re.match(r"\s*(?:và|,|lẫn|cũng như|&)\s", gap) is not None
