"""Counts: numbers told by the noun behind them ("80 dự án"), by the next number's noun, or by a name before them."""

from __future__ import annotations

import re

from kg.extraction.document import Sentence
from kg.extraction.figures import Figure, Ignored, Reason, Told
from kg.extraction.lexicon import Hit
from kg.extraction.measures import LIGHT, difference
from kg.extraction.people import PEOPLE, PERSON, STOPS, People
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading
from kg.extraction.zone_counts import THESE, ZoneCounts
from kg.facts import Scope
from kg.reference.metrics import metrics

# Numbers that share one noun are few; the bound keeps a text of nothing but numbers from being read again and again.
_SHARING = 12

# Between a number and its noun: "80 lượt dự án", "12.000 cái".
_SKIP_NOUN = re.compile(r"[ \u00a0]{1,3}(?:lượt |người |cái |tổng số |các |số |mô hình )?")
_SPACE = re.compile(r"[ \u00a0]{1,3}")
_SHARED_NOUN = re.compile(r"\s*(?:,|và|/|;|trong (?:tổng )?số|trên(?: tổng số)?)\s*(?:và\s+)?")
# "1/" before a round number, and what a ratio that is no count stands behind: "bản đồ tỷ lệ 1/5.000".
_SCALE_BEFORE = re.compile(r"(?<![\d.,/])1\s*/\s*$")
# “50 doanh nghiệp xuất sắc”: a title, with quotation marks around it.
_QUOTES = ("“", '"', "«")
_TITLE = re.compile(r"[^“”\"«».;\d]{3,60}[”\"»]")
# "không quá 80 người/ha"
_PER_AREA = re.compile(r"\s*(?:người|lao động|công nhân)?/(?:ha|héc|m2|dự án|doanh nghiệp)(?!\w)")
_PLAN_BEFORE = re.compile(r"(?:tỷ lệ|tỉ lệ|chi tiết|quy hoạch|bản đồ)\s+$")
# Projects that are no investment of a firm in industry: "9 dự án luật", "4 dự án khu dân cư".
_NOT_A_PROJECT = re.compile(
    r" (?:luật|nhà ở|khu đô thị|giao thông|bot|đường|cầu|khu dân cư|bất động sản|điện mặt trời|điện gió|khởi nghiệp"
    r"|thủy lợi|du lịch|nông nghiệp|môi trường|trường học|bệnh viện|chậm tiến độ|treo|nhà ở xã hội"
    r"|tái định cư|phát triển đô thị|trường|nhà lưu trú|khu lưu trú|chuyển đổi|công trình|chung cư|xây dựng nhà ở"
    r"|cấp (?:huyện|xã|tỉnh)(?!\w)|khác, (?:dự án|công trình))"
)
# Projects that came to nothing are told apart from those that stand: "thu hồi 14 dự án", "6 dự án bị thu hồi".
_REFUSED_BEFORE = re.compile(
    r"(?:từ chối|điều chỉnh công năng|cắt giảm quy mô(?: của)?|giữ nguyên|chuyển đổi|thu hồi|chấm dứt(?: hoạt động)?"
    r"|loại|rà soát|thanh lý|hủy|hủy bỏ|rút(?: giấy phép)?|thu hồi giấy phép|xử lý|đình chỉ|dừng|tạm dừng"
    r"|(?:chậm (?:tiến độ|triển khai)|vướng mắc|khó khăn)(?: của| tại| cho)?"
    r"|không cấp phép(?: cho)?|tháo gỡ(?: cho)?|thu hồi[^.;,]{0,45}|kiểm tra tại|kiểm toán|thanh tra)"
    r"\s+(?:hơn|gần|trên|khoảng|thêm|được|tới|các)*\s*$"
)
_REFUSED_AFTER = re.compile(
    r"[^,.;]{0,24}?(?:chấm dứt|bị thu hồi|ngừng|dừng|giải thể|rút|bị hủy|chậm (?:tiến độ|triển khai)|treo"
    r"|hết (?:thời )?hạn|bị thanh tra|bị kiểm tra|sai phạm|vi phạm|hưởng ưu đãi không|xin vào|bị từ chối)"
)
# "làm xong 16 dự án với 5.200 căn hộ", "nhà ở công nhân hiện có 2 dự án".
_HOUSING_BEFORE = re.compile(
    r"nguồn cung(?: (?!lao động|vốn|nguyên)[^\W\d_]+)*[^.;]{0,90}$|nhà ở(?: xã hội| công nhân| cho công nhân"
    r"| thương mại| dành)[^.;]{0,90}$"
)
_HOUSING_AFTER = re.compile(r"(?:[^.;]|\.(?=\d)){0,60}?\d (?:căn hộ|căn nhà|căn|phòng trọ)(?!\w)")
# "561 dự án KCN": zones that are planned, not what is built in them.
_OF_ZONES_BEHIND = re.compile(r" (?:hạ tầng |đầu tư hạ tầng )?(?:kcn|ccn|khu công nghiệp|cụm công nghiệp)(?!\w)")
_NOT_COUNTED_IN = re.compile(r"(?:không kể|chưa kể|không tính|chưa tính|không bao gồm|ngoài)\s+(?:hơn |gần |khoảng )?$")
# "thu hút 600 đại biểu, trong đó có hơn 200 doanh nghiệp": who came.
_WHO_CAME = re.compile(r"\d (?:đại biểu|khách mời|người tham dự)(?!\w)")
_FEW = 10
# Firms that are fined, asked, invited or honoured tell nothing of how many there are: "xử phạt 30 doanh nghiệp".
_NOT_A_FIRM_BEFORE = re.compile(
    r"(?:trao[^.;]{0,60}cho|kiểm tra[^.;,\d]{0,30} tại|làm việc với|gặp gỡ(?: với)?|đơn(?: kiến nghị)? của"
    r"|kiến nghị của|buộc|yêu cầu|xử lý"
    r"|xử phạt|thanh tra|kiểm tra|phạt|vi phạm|hỗ trợ|đình chỉ|khảo sát|giải thể|phá sản"
    r"|trao đổi với|kết nối|tham vấn|khen thưởng|tôn vinh|vinh danh|truy thu|gồm|đối với|cùng|sự tham gia của|quy tụ"
    r"|ghi tên|danh sách|mời|mời gọi|tiếp cận|thu hút sự tham gia của|vận động|đại diện|lấy ý kiến|tập huấn cho"
    r"|phát hiện"
    r"|nhắc nhở|thu hồi|bởi"
    r"|với sự tham dự của)\s+(?:hơn|gần|trên|khoảng|thêm|được|cho|số|tới|các|của)*\s*$"
)
_NOT_A_FIRM_AFTER = re.compile(
    r" [^,.;]{0,60}?(?:thua lỗ|làm ăn|không còn|bỏ trốn|đóng cửa|xả thải|vi phạm|nợ |giải thể|phá sản|tham dự"
    r"|tham gia(?! đầu tư)|tạm ngừng|ngừng hoạt động|gây ô nhiễm|chậm |bị |xin |kiến nghị|trả lời|được khảo sát|dự báo"
    r"|cho rằng|đánh giá|trưng bày|rút khỏi|khó khăn|chưa |(?:quay )?trở lại hoạt động|tái gia nhập"
    r"|ký (?:kết )?(?:biên bản |thỏa thuận |bản )?ghi nhớ|ký (?:biên bản|thỏa thuận)|thưởng |đăng ký (?:hỗ trợ"
    r"|tham gia|nhận|mua|ủng)|(?:xây dựng|lập|có) kế hoạch|sẽ (?:nhận|tuyển|thưởng)|mua |tổ chức (?:xe|đưa|cho"
    r"|tiệc)|có hệ thống|cắt giảm|giảm giờ)"
    # Those of a ministry or a group, and those of a ranking, are no place's.
    r"| (?:của|thuộc|trực thuộc) (?:bộ|tổng công ty|tập đoàn|quân đội|hiệp hội|hội) | [^,.;]{0,40}? nhất(?! định)(?!\w)"
)
# "lấp đầy 78%, gồm 43 doanh nghiệp với 9.200 công nhân": firms that a zone consists of.
_WITH_WORKERS = re.compile(
    r" (?:với|có|sử dụng|và)(?: hơn| gần| khoảng| trên)? \d[\d.]* (?:công nhân|lao động|người)(?!\w)"
)
# "27 doanh nghiệp, gồm 6 doanh nghiệp FDI"
_BY_ORIGIN = re.compile(r"(?:\s?/\s?dự án)? (?:fdi|ddi|trong nước|(?:có )?(?:vốn )?(?:đầu tư )?nước ngoài)(?!\w)")
# Nouns that as often mean the works of one firm: "2 nhà máy của tập đoàn".
_SINGLE = frozenset({"nhà máy", "công ty", "xí nghiệp", "nhà đầu tư"})
_OF_ONE_FIRM = re.compile(r"\s+của\s+[a-zà-ỹđ]|\s+(?:hạ tầng|lớn|con|thành viên|mẹ)")
# "đã bàn giao đất cho 9 nhà đầu tư"
_LAND_FOR = re.compile(r"(?:giao|cho thuê|cấp) (?:đất|mặt bằng)(?: cho)?(?: hơn| gần| khoảng)*\s*$")
_SURVEY = re.compile(r"được hỏi|khảo sát|phiếu|(?:^|\s)cứ \d")
# An inspection's report counts those that were looked at, unless it says where they are at work.
_INSPECTION = re.compile(r"thanh tra|đoàn kiểm tra|kiểm tra việc|qua kiểm tra|vi phạm|xử phạt")
_AT_WORK = re.compile(r"\s+(?:đang hoạt động|fdi|đầu tư|thuê|trong (?:các )?(?:khu|kcn))")
_OF_INVESTORS = re.compile(r"đầu tư|dự án|fdi|đến từ|nhà đầu tư|vốn")
_OF_PROMOTION = re.compile(r"khuyến công|hỗ trợ")
# A note in brackets takes over what was said against the number before it: "14 dự án treo (9 dự án ...)".
_IN_BRACKETS = re.compile(r"[^.;\d]{0,24}\(\s*")
# "9 dự án nhà trọ cho thợ. Trong đó 2 dự án ...": a part of what is none of ours.
_PART = re.compile(
    r"(?:[^;\d]{0,110}?trong (?:đó|số đó|số này)(?:,|:)?[^.,;:\d]{0,20}?|[^.;\d]{0,110}?,[^.,;:\d]{0,40}? còn)"
    r"(?: có| gồm| chỉ| mới| còn| giảm| hơn| gần| khoảng| trên)*\s+"
)
_PART_WITHIN = 140
_NOT_OURS = frozenset({Reason.OTHER_PROJECTS, Reason.REFUSED_PROJECTS, Reason.NOT_AT_WORK_HERE})
# "tuyển 240 công nhân nam, 410 công nhân nữ": a list goes on with what was said against its first number.
_GOES_ON_LIST = re.compile(r" (?:công nhân|lao động|người)(?: [^\W\d_]+){0,3}(?:,| và|, và)\s*")
# "số doanh nghiệp trong các khu công nghiệp 412.": the place stands between the name and its number.
_OF_ZONES = re.compile(
    r"\s+(?:làm việc |đang làm việc )?(?:trong|tại|của|ở|trên)\s+[^,.;:\d]{3,50}?(?:\slên(?: tới| đến)?(?: con số)?"
    r"|\sđạt|\slà)?\s*"
)
# "số doanh nghiệp đã đi vào sản xuất, kinh doanh là 47,": a clause stands between the name and its number.
_IS = re.compile(
    r"[^.;:\d]{0,60}\s(?:là|đạt|còn|ở mức|lên tới|lên)\s*"
    r"|(?:\s(?:đã|đang|được|có quyết định|quyết định|thành lập|hoạt động|đi vào|quy hoạch))*(?: \([^()\d]{1,40}\))?:\s*"
)
_IS_SHORT = re.compile(r"(?:\s(?:fdi|trong nước|nước ngoài|ddi|đang hoạt động|còn hiệu lực))*\s(?:là|đạt)\s*")
_CHANGED_TO = re.compile(
    r"\s*(?:,|;)?\s*(?:và|đến|nay|hiện|hiện nay|thì|đã|năm \d{4}|lên|xuống|giảm|tăng|tới|còn|chỉ|chỉ còn|là|đạt|,"
    r"|\s)+\s*"
)
_FOREIGN = re.compile(r"(?: là)?(?: người)? nước ngoài(?: là| có| khoảng| hơn| gần| trên|:)*\s*")
# "(02 FDI, 01 DDI)", "gồm 12 FDI và 7 trong nước"
_ORIGIN_BEHIND = re.compile(r"[ \u00a0]{1,3}(fdi|ddi|(?:vốn )?(?:trong nước|nước ngoài))(?=\s*[,.;)]|\s+và(?!\w))")
_PART_OF_COUNT = re.compile(
    r"[^.;:()\d]{0,40}?(?:\(|,|:)?\s*(?:gồm|trong đó có|trong đó|bao gồm|có|và)?(?: khoảng| hơn| gần| trên)*\s*"
)
# "Bắc Ninh 137, Bắc Giang 35 và Hải Dương 22"
_ROW_GOES_ON = re.compile(r"\s*(?:[,;.)]|$)|\s+(?:và|còn)\s")
_ROW_OF_PLACES = re.compile(r"[^\W\d_](?::| có| với)? \d{1,4}(?=\s*(?:[,;.)]|$)|\s+(?:và|còn)\s)")
_ROW = 2
REACH_OF_ROW = 250
_PLAN_OPENS = re.compile(r"[^,.;:()\d]{0,20}\((?:kh|kế hoạch|chỉ tiêu|mục tiêu)(?: giao| năm| cả| đề ra| là|:)*\s*")
_COLON = re.compile(r"\s*:\s*")


class Counts:
    """Reads bare numbers: "80 dự án", "118 và 27 doanh nghiệp", "số dự án: 80", "4 khu"."""

    def __init__(self, reading: Reading, told: Told) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._told = told
        self._people = People(reading, told)
        self._zones = ZoneCounts(reading)
        self._metrics = metrics()

    def read(self, q: Quantity, sentence: Sentence, before: str, sharing: int = 0) -> Figure | Ignored:
        """Say what a number counts. `before`: the folded words before it; `sharing`: how many wait for its noun."""
        folded = self._folded
        if before.endswith("cứ ") or _PER_AREA.match(folded, q.end):
            return Ignored(q, Reason.RATIO)
        if before.endswith(_QUOTES) and _TITLE.match(folded, q.end, sentence.end):
            return Ignored(q, Reason.COUNTS_NOTHING)
        if q.value % 100 == 0 and _SCALE_BEFORE.search(before):
            return Ignored(q, Reason.MAP_SCALE)
        for gap in (_SPACE.match(folded, q.end, sentence.end), _SKIP_NOUN.match(folded, q.end, sentence.end)):
            for hit in self._reading.at(gap.end()) if gap is not None else ():
                counted, zone = hit.keys("counted"), hit.keys("zone")
                if zone and zone[0] in ("KHU", "CỤM"):
                    continue
                if zone:
                    return self._zones.of_kind(q, sentence, hit, zone[0], before)
                if counted:
                    return self._counted(q, sentence, hit, counted[0], before)
        shared = self._shares_noun(q, sentence, before, sharing) if sharing < _SHARING else None
        shared = shared or self._by_origin(q, sentence, before)
        return shared or self._zones.bare(q, sentence, before) or self._named(q, sentence, before)

    def of_a_place(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """A bare number behind a place, in a row of such: "số dự án cấp mới: Bắc Ninh 137, Bắc Giang 35"."""
        if q.value != q.value.to_integral_value() or not _ROW_GOES_ON.match(self._folded, q.end, sentence.end):
            return None
        place = self._reading.place_before(q.start)
        if place is None or self._folded[place.end : q.start] not in (" ", ": ", " có ", " với "):
            return None
        if len(_ROW_OF_PLACES.findall(self._folded, sentence.start, sentence.end)) < _ROW:
            return None
        for hit in reversed(self._reading.terms(max(sentence.line.start, q.start - REACH_OF_ROW), q.start)):
            for metric in hit.keys("name"):
                known = "1" in self._metrics[metric].units and metric not in PEOPLE
                return Figure(q, sentence, metric, "inherited", q.start, q.end, "1") if known else None
            if hit.keys("outside"):
                return None
        return None

    # --- nouns behind the number ----------------------------------------------------------------------------------

    def _shares_noun(self, q: Quantity, sentence: Sentence, before: str, sharing: int) -> Figure | None:
        """A number whose noun stands behind the next one: "118 và 27 doanh nghiệp", "29/30 đề án"."""
        glue = _SHARED_NOUN.match(self._folded, q.end, sentence.end)
        if glue is None or ("/" in glue[0] and _PLAN_BEFORE.search(before)):
            return None
        following = next(iter(self._reading.quantities_before(glue.end() + 12, glue.end() - 1)), None)
        if following is None or following.kind_hint or following.unit != "1" or following.bound_start != glue.end():
            return None
        words = self._folded[max(sentence.start, following.start - 200) : following.start]
        other = self.read(following, sentence, words, sharing + 1)
        if isinstance(other, Ignored):
            return None
        return Figure(
            q, sentence, other.metric, other.level, q.bound_start, q.end, "1", scope=other.scope, noun=other.noun
        )

    def _by_origin(self, q: Quantity, sentence: Sentence, before: str) -> Figure | None:
        """A part of what was just counted, by whose capital it is: "19 dự án (12 FDI, 7 DDI)"."""
        origin = _ORIGIN_BEHIND.match(self._folded, q.end, sentence.end)
        last = self._told.last(sentence, ("1",))
        if origin is None or last is None or last.metric not in ("projectCount", "enterpriseCount"):
            return None
        if not _PART_OF_COUNT.fullmatch(self._folded, last.end, q.bound_start):
            return None
        return Figure(
            q, sentence, last.metric, "inherited", q.bound_start, origin.end(), "1", like=last, noun=origin[1]
        )

    def _counted(self, q: Quantity, sentence: Sentence, hit: Hit, metric: str, before: str) -> Figure | Ignored:
        """A number before a counted noun: "80 dự án", "hơn 12.000 lao động", "23 quốc gia và vùng lãnh thổ"."""
        if difference(before):
            return Ignored(q, Reason.DIFFERENCE)
        if THESE.match(self._folded, hit.end) or (q.spelled and before.endswith("cả ")):
            return Ignored(q, Reason.TOLD_BEFORE)
        noun = self._folded[hit.start : hit.end]
        reason = self._said_before(q, noun) or self._against(metric, q, sentence, hit, before)
        if reason:
            return Ignored(q, reason)
        if metric in PEOPLE and q.value < _FEW and q.spelled:
            return Ignored(q, Reason.NOT_EMPLOYED)
        if metric in PEOPLE:
            metric = self._people.jobs_or_workers(metric, q, sentence, hit.start, hit.end)
        return Figure(q, sentence, metric, "stated", q.bound_start, hit.end, "1", noun=noun)

    def _said_before(self, q: Quantity, noun: str) -> str:
        """What was said against the count that this one is a part of: "thu hồi 14 dự án (9 dự án FDI)"."""
        last = self._told.ignored[-1] if self._told.ignored else None
        if last is None or last.quantity.unit != "1" or last.quantity.kind_hint:
            return ""
        gap = self._folded[last.quantity.end : q.bound_start]
        if last.reason == Reason.NOT_EMPLOYED and _GOES_ON_LIST.fullmatch(gap):
            return last.reason
        if _IN_BRACKETS.fullmatch(self._folded, last.quantity.end, q.bound_start):
            return last.reason
        if last.reason not in _NOT_OURS or q.start - last.quantity.end > _PART_WITHIN or not gap.startswith(f" {noun}"):
            return ""
        return last.reason if _PART.fullmatch(gap) else ""

    def _against(self, metric: str, q: Quantity, sentence: Sentence, hit: Hit, before: str) -> str:
        """Why a count of such things is none of ours here ("" if it is): refused projects, firms that are fined ..."""
        after = self._folded[hit.end : min(sentence.end, hit.end + (120 if metric in PEOPLE else 60))]
        if metric == "projectCount":
            return self._against_projects(before, after)
        if metric in PEOPLE:
            return self._people.against(before, after)
        if metric == "enterpriseCount":
            return self._against_firms(q, sentence, hit, before, after)
        if metric == "countryCount" and not _OF_INVESTORS.search(
            self._folded, max(0, sentence.start - 120), sentence.end
        ):
            return Reason.OTHER_COUNTRIES
        if metric == "supportSchemeCount" and not _OF_PROMOTION.search(
            self._folded, max(0, sentence.start - 600), sentence.end
        ):
            return Reason.OTHER_SCHEMES
        return ""

    def _against_projects(self, before: str, after: str) -> str:
        if _OF_ZONES_BEHIND.match(after) or _NOT_COUNTED_IN.search(before):
            return Reason.OTHER_PROJECTS
        if _NOT_A_PROJECT.match(after) or _HOUSING_BEFORE.search(before) or _HOUSING_AFTER.match(after):
            return Reason.OTHER_PROJECTS
        return Reason.REFUSED_PROJECTS if _REFUSED_BEFORE.search(before) or _REFUSED_AFTER.match(after) else ""

    def _against_firms(self, q: Quantity, sentence: Sentence, hit: Hit, before: str, after: str) -> str:
        consists = before.endswith("gồm ") and (_WITH_WORKERS.match(after) or _BY_ORIGIN.match(after)) is not None
        if (_NOT_A_FIRM_BEFORE.search(before) and not consists) or _NOT_A_FIRM_AFTER.match(after):
            return Reason.NOT_AT_WORK_HERE
        if _WHO_CAME.search(before):
            return Reason.NOT_AT_WORK_HERE
        if _LAND_FOR.search(before):
            return ""
        if q.spelled and q.value < _FEW and _AT_WORK.match(after) is None:
            return Reason.SINGLE_ENTERPRISES
        single = self._folded[hit.start : hit.end] in _SINGLE
        if single and (q.spelled or _OF_ONE_FIRM.match(after) or (q.value < _FEW and not _AT_WORK.match(after))):
            return Reason.SINGLE_ENTERPRISES
        if _SURVEY.search(self._folded[sentence.start : sentence.end]):
            return Reason.SURVEYED
        if _AT_WORK.match(after) is None and _INSPECTION.search(
            self._folded, max(0, sentence.start - 400), sentence.end
        ):
            return Reason.INSPECTED
        return ""

    # --- names before the number ----------------------------------------------------------------------------------

    def _from_to(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """A count that goes on with the one named before: "số doanh nghiệp từ chỗ 200 nay chỉ còn 31"."""
        last = self._told.last(sentence, ("1",))
        if last is None or last.metric == "count":
            return None
        if last.noun:
            return self._people.again(q, sentence, last)
        person = PERSON.match(self._folded, last.quantity.end, last.quantity.end + 12)
        start = person.end() if person else last.end
        here = PERSON.match(self._folded, q.end, q.end + 12)
        stop = here.end() if here else q.end
        if STOPS.match(self._folded[stop : stop + 12]) is None:
            return None
        if bool(person) != bool(here) or not _CHANGED_TO.fullmatch(self._folded, start, q.bound_start):
            return None
        return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, "1", like=last)

    def _plan_in_brackets(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """The plan of a count: "thành lập mới 43 doanh nghiệp (KH giao 85)"."""
        last = self._told.last(sentence, ("1",))
        if last is None or last.metric == "count" or not self._folded.startswith(")", q.end):
            return None
        if _PLAN_OPENS.fullmatch(self._folded, last.end, q.bound_start) is None:
            return None
        return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, "1", like=last)

    def _named(self, q: Quantity, sentence: Sentence, before: str) -> Figure | Ignored:
        """A count behind its name: "số dự án: 80", "tổng số lao động đạt 12.000 người"."""
        if difference(before):
            return Ignored(q, Reason.DIFFERENCE)
        person = PERSON.match(self._folded, q.end, q.end + 12) is not None
        for hit in reversed(self._reading.terms(max(sentence.start, q.bound_start - 90), q.bound_start)):
            metric = self._named_by(hit, q, sentence, person=person)
            if metric:
                scope = _scope_named(self._folded[hit.start : hit.end]) if metric == "count" else ""
                return Figure(q, sentence, metric, "stated", hit.start, q.end, "1", scope=scope)
        again = (
            self._plan_in_brackets(q, sentence)
            or self._from_to(q, sentence)
            or self._people.unnamed(q, sentence, before)
        )
        return again or Ignored(q, Reason.COUNTS_NOTHING, known=q.value < 100 or q.spelled)

    def _stops(self, q: Quantity) -> bool:
        return STOPS.match(self._folded[q.end : q.end + 12]) is not None

    def _named_by(self, hit: Hit, q: Quantity, sentence: Sentence, *, person: bool) -> str:
        """The metric that a term before the number names for it; "" if it names another thing's."""
        gap = self._folded[hit.end : q.bound_start]
        light = LIGHT.fullmatch(gap) is not None
        for metric in hit.keys("name"):
            if "1" not in self._metrics[metric].units:
                continue
            if not person and q.value >= 100 and _OF_ZONES.fullmatch(gap) and self._stops(q):
                return metric
            if not person and metric not in PEOPLE and _IS.fullmatch(gap) and self._stops(q):
                return metric
            close = light or (person and len(gap) <= 60 and ";" not in gap)
            if close and person == (metric in PEOPLE):
                return self._people.jobs_or_workers(metric, q, sentence, q.start, q.end) if person else metric
        counted = hit.keys("counted")
        if counted and not person and (_COLON.fullmatch(gap) or (_IS_SHORT.fullmatch(gap) and self._stops(q))):
            return counted[0]
        close = light or _FOREIGN.fullmatch(gap) is not None or (_OF_ZONES.fullmatch(gap) is not None)
        return "workerCount" if counted and counted[0] == "workerCount" and person and close else ""


def _scope_named(name: str) -> Scope:
    """The zones that the name of a count speaks of: "số ccn" is of clusters."""
    clusters = "cụm" in name or "ccn" in name
    if "khu kinh tế" in name or "kkt" in name:
        return "economicZones"
    if clusters:
        return "zonesAndClusters" if name.startswith(("số khu", "tổng số khu")) else "clusters"
    return "zones"
