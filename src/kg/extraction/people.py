"""People at work: whether those counted are employed at all, at work already, or are to have new jobs."""

from __future__ import annotations

import re

from kg.extraction.document import Sentence
from kg.extraction.figures import Figure, Ignored, Reason, Told
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading

PEOPLE = ("workerCount", "jobsCreated")
"""The metrics that count people."""
STOPS = re.compile(r"\s*(?:[.,;)]|$)|\s+(?:với|trong đó|và)(?!\w)")
"""What ends the words of a count."""

_LIGHT = r"(?: được| tới| đến| khoảng| chừng| hơn| gần| trên| xấp xỉ| tổng cộng)*\s*$"
_INTRODUCES = re.compile(r"giới thiệu việc làm cho" + _LIGHT)
# People who are trained, sought, helped or harmed are not (yet) at work: "đào tạo nghề cho 500 lao động".
_NOT_EMPLOYED_BEFORE = re.compile(
    r"(?:đào tạo(?: nghề)?(?: mới)?(?: cho)?|đào tạo nghề[^.;\d]{0,30}:|đào tạo[^.;,\d]{0,50}? cho"
    r"|dạy nghề(?: cho)?|tập huấn(?: cho)?"
    r"|tuyển(?: dụng| mới| thêm)?|cần tuyển"
    r"|thiếu|thiếu hụt|xuất khẩu|cắt giảm|sa thải|hỗ trợ(?: cho)?|tặng quà(?: cho)?|trao quà(?: cho)?|chỗ ở cho"
    r"|nhà ở cho|đưa|nghỉ việc|khám(?: sức khỏe)? cho|nuôi dưỡng|xét nghiệm(?: cho)?|tiêm(?: vắc xin)?(?: cho)?"
    r"|ảnh hưởng (?:đến|tới)|tác động (?:đến|tới)|khảo sát|phỏng vấn|điều tra|khiến|trong số|bảo hiểm(?: xã hội)? cho"
    r"|trợ cấp(?: thất nghiệp)? cho"
    r"|tư vấn(?: việc làm)?(?: cho)?|chỗ ở|đáp ứng(?: nhu cầu)?(?: cho)?|phục vụ"
    r"|chăm lo(?: cho)?|nhà trọ cho"
    r"|phiếu[^.;\d]{0,40}?(?:tới|đến|cho|với))"
    r"\s+(?:hơn|gần|trên|khoảng|thêm|được|cho|số|tới|từ|các)*\s*$"
)
_NOT_EMPLOYED_AFTER = re.compile(
    r" [^,.;]{0,30}?(?:bị |ngộ độc|tử vong|thương vong|nghỉ việc|mất việc|đình công|ngừng việc|thất nghiệp|nhập viện"
    r"|mất (?:đất|ruộng)|xa quê|tham gia (?:hội|lớp|ngừng|đình|bảo hiểm|bhxh)|bỏ việc|có nhu cầu|thiếu việc"
    r"|giãn việc|nông thôn|đi làm việc"
    r"|xuất khẩu|thiệt mạng|dương tính|ngất|cấp cứu|khó thở|hốt hoảng|được đào tạo|qua đào tạo|cư trú|thuê trọ"
    r"|đang nằm|về quê|có nhà|ca đêm|đến (?:phỏng vấn|đăng ký|tìm việc|ứng tuyển|nộp hồ sơ)"
    r"|của (?:hai|ba|một|công ty|nhà máy|doanh nghiệp)|trọ|phải|ngừng"
    r"|tháo chạy|bỏ chạy|sơ tán|đau bụng|nôn|không (?:vào|được|chấp nhận|đồng ý|đến|thể|có)|chưa (?:quay|trở|được|đi)"
    r"|được (?:nhận|chi trả|trả|hỗ trợ|thưởng|tặng|hưởng|vay|mua|bố trí|tiêm|xét|khám)|biểu tình|tụ tập|rời|bỏ về"
    r"|kéo (?:ra|đến|về)|tham dự|đã nghỉ|xuống đường|xếp hàng|vây|đòi)"
)
# "700 công nhân đang làm việc trong KCN A tháo chạy": what happens to them may stand far behind.
_BEFALLS = re.compile(
    r" [^,.;\d]{0,80}?(?<!\w)(?:tháo chạy|bỏ chạy|đình công|ngừng việc|ngộ độc|nhập viện|nghỉ việc"
    r"|(?:quay |quay trở |trở )lại làm việc)(?!\w)"
)
# "một doanh nghiệp may có 1.600 công nhân", "có doanh nghiệp sử dụng tới 20.000 lao động": one firm's.
_OF_A_FIRM = re.compile(
    r"(?<!\w)(?:một|có|nhiều|mỗi|nơi có) (?:doanh nghiệp|công ty|nhà máy|xí nghiệp|xưởng"
    r"|cơ sở)(?! hạ tầng)[^,.;:\d]{0,40}?"
    r"\s(?:có|với|sử dụng|thuê|nuôi|quản lý)(?: hơn| gần| trên| khoảng| tới| đến)*\s*$"
)
# Those whom firms took on are new at work: "tuyển thêm 2.100 công nhân"; whom they seek are not yet.
_RECRUITED = re.compile(
    r"(?<!cần )(?<!nhu cầu )(?<!muốn )(?<!để )(?<!định )(?:tuyển|tuyển dụng) (?:thêm|mới)(?: được)?"
    r"\s+(?:hơn |gần |trên |khoảng )?$"
)
_AT_ONE_FIRM = re.compile(
    r"(?: đang)?(?: làm việc)? (?:tại|của|ở|trong) (?:một |phân xưởng |xưởng )?(?:công ty|nhà máy|xí nghiệp|cty"
    r"|phân xưởng)"
    r"(?! (?:trong|ở|tại|thuộc) (?:các|khu|kcn))(?!\w)"
)
# "hứa tạo việc làm cho 5.000 người, chúng tôi từ chối"
_REFUSED_OFFER = re.compile(r"^[^.;]{0,30}, (?:nhưng )?(?:chúng tôi|tỉnh|ban|thành phố)[^.;,]{0,16} từ chối")
_AT_SEA = re.compile(r"(?<!\w)(?:tàu|thuyền|ghe|bè|phương tiện|chòi)(?!\w)(?:(?!\.\s)[^;]){0,60}$")
# Work that is new or promised is jobs created, people at work are workers: "tạo thêm việc làm cho 2.000 lao động".
_NEW_WORK = re.compile(
    r"việc làm mới|tạo thêm|thêm việc làm|việc làm thêm|tạo mới|chỗ làm mới|giải quyết thêm|việc làm tăng thêm"
)
_OFFERS = re.compile(r"(?:giải quyết|tạo)(?: công ăn)?(?: thêm)?(?: được)? ?(?:nhiều |thêm )?(?:việc làm)?[^.;]{0,30}$")
_FOUND_WORK = re.compile(
    r"[^,.;:\d]{0,24}?\s(?:có|tìm được|được tạo|được giải quyết)(?: thêm)? (?:việc làm|chỗ làm)(?: ổn định)? mới"
)
# "tạo việc làm mới cho 10.250 lao động, nâng tổng số lao động lên 68.720 người"
_TOTAL_BEFORE = re.compile(r"(?:nâng|đưa) (?:tổng )?số (?:lao động|công nhân|người)[^,.;\d]{0,30}$")
_PART_OF_JOBS = re.compile(r",? (?:trong đó|gồm|bao gồm|riêng)(?:(?!\.\s)[^;\d]){0,60}")
_OF_THE_PLAN = re.compile(r"[^.;]{0,40}?(?:kế hoạch|kh|chỉ tiêu|mục tiêu)[^.;\d]{0,16}\(?\s*")
_JOBS = frozenset({"việc làm", "chỗ làm việc", "chỗ làm", "vị trí việc làm"})
# "thưởng Tết cho 16.600 lao động", "trả lương cho 100 công nhân": what is done for people at work is not work for them.
_DONE_FOR = re.compile(r"(?<!\w)cho\s+(?:hơn|gần|trên|khoảng|thêm|chừng|được|số|tới|cả|từ|các|toàn bộ|tất cả)*\s*$")
_GIVES_WORK = re.compile(
    r"(?:việc làm|chỗ làm|công việc|công ăn|sinh kế|thu nhập|nơi làm|kế sinh nhai|lao động)[^.;]{0,60}$"
)
_OWED = re.compile(r"(?<!\w)nợ (?:bhxh|lương|bảo hiểm(?: xã hội)?|tiền)[^.;,\d]{0,20}$")
# Work for them is work, whoever they are: "thêm việc làm cho khoảng 8.000 lao động nông thôn".
_WORK_FOR = re.compile(r"(?:việc làm|chỗ làm)(?: mới)? cho\s+(?:hơn|gần|trên|khoảng|thêm|chừng|được|số|tới|cả)*\s*$")
PERSON = re.compile(r"[ \u00a0]{1,3}(?:người|nhân khẩu)(?!\w)")
"""People without a word for what they do: "12.000 người"."""
_NOW_AT = re.compile(r"[^.()]{2,60}?(?:còn|là|đạt|lên|lên đến|lên tới|xuống|xuống còn|có)(?: chỉ| tới| đến)*\s*")
# "92.000 lao động; riêng khối doanh nghiệp nước ngoài là 84.600 người"
_PART_IS = re.compile(r"[;,]? (?:riêng|trong đó)[^.;:()\d]{3,60} (?:là|có|chiếm)(?: hơn| gần| khoảng| trên)*\s*")
_AGAIN_WITHIN = 90
# "gần 61.000 người có việc làm thường xuyên", "4.100 người đang làm việc": what they do stands behind them.
_AT_WORK = re.compile(
    r"(?: [^\W\d_]+){0,3}? (?:có (?:việc làm|công ăn việc làm)|(?:đang )?làm việc|làm công nhân)(?!\w)"
    r"|(?: đang)? làm(?= (?:trong|tại|ở) (?:các )?(?:khu|kcn|ccn|cụm)(?!\w))"
)
# "5 khu sử dụng 97.000 người", "cần bổ sung 7.000 người": what is done with them, in words on labour.
_USED = re.compile(
    r"(?<!\w)(?:sử dụng|thu hút|thuê|(?:việc làm|chỗ làm)(?: (?:thường xuyên|ổn định|trực tiếp|tại chỗ|mới|thêm))* cho)"
    + _LIGHT
)
_HIRING = re.compile(
    r"(?<!\w)(?:treo biển|thông báo|đăng|muốn|nhu cầu|đang)(?: cần)? tuyển(?: dụng)?"
    r"(?: tổng cộng| khoảng| hơn| gần| trên| tới)*\s*$"
)
_NEEDED = re.compile(r"(?<!\w)cần" + _LIGHT)
WANTED = re.compile(r"(?<!\w)(?:cần (?:thêm|bổ sung)(?: thêm)?|(?:phải|sẽ) bổ sung(?: thêm)?)" + _LIGHT)
"""Before people whom firms are short of: "cần thêm 900 lao động"."""
_OF_LABOUR = re.compile(r"lao động|công nhân|việc làm|nhân lực|nhân công")
# "Hải Dương chỉ có 96.000 người", behind a sentence that counts another place's workers.
_HAS_TOO = re.compile(r"(?: thì| lại| cũng| chỉ| mới| hiện)* có" + _LIGHT)


# "tạo việc làm cho 64.300 lao động, tăng 2.100 người so với cuối năm 2020": how many there are, not how many came.
_SINCE = re.compile(r",? (?:tăng|giảm)[^,;]{0,30}? so với (?:cuối|đầu|cùng kỳ|năm|hồi|tháng)(?!\w)")


class People:
    """Judges counts of people: "9.200 lao động", "24.000 người đang làm việc"."""

    def __init__(self, reading: Reading, told: Told) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._told = told

    def against(self, before: str, after: str) -> str:
        """Why people counted are not those employed ("" if they are), by the words before and behind them."""
        if after.startswith(("/ha", "/héc", "/dự án", "/doanh nghiệp")) or _REFUSED_OFFER.search(after):
            return Reason.NOT_EMPLOYED
        if (_NEEDED.search(before) or _HIRING.search(before)) and not WANTED.search(before):
            return Reason.NEEDED
        if _OF_A_FIRM.search(before) or _AT_ONE_FIRM.match(after):
            return Reason.SINGLE_ENTERPRISES
        if _AT_SEA.search(before):
            return Reason.NOT_EMPLOYED
        if _INTRODUCES.search(before):
            return Reason.NOT_EMPLOYED
        if _RECRUITED.search(before) or _WORK_FOR.search(before) or _FOUND_WORK.match(after):
            return ""
        if _NOT_EMPLOYED_BEFORE.search(before) or _NOT_EMPLOYED_AFTER.match(after):
            return Reason.NOT_EMPLOYED
        if _BEFALLS.match(after) or _OWED.search(before):
            return Reason.NOT_EMPLOYED
        done_for = _DONE_FOR.search(before)
        if done_for is not None and _GIVES_WORK.search(before[: done_for.start()]) is None:
            return Reason.NOT_EMPLOYED
        return ""

    def unnamed(self, q: Quantity, sentence: Sentence, before: str) -> Figure | Ignored | None:
        """People told by what they do, or by what is done with them: "5 khu sử dụng 97.000 người"."""
        person = PERSON.match(self._folded, q.end, q.end + 12)
        if person is None or q.spelled:
            return None
        after = self._folded[person.end() : min(sentence.end, person.end() + 60)]
        metric, end = self._done_with(q, sentence, before), person.end()
        at_work = _AT_WORK.match(after)
        if at_work is not None:
            metric, end = "workerCount", person.end() + at_work.end()
        if not metric:
            return None
        reason = self.against(before, after)
        if reason and not (metric == "jobsCreated" and WANTED.search(before)):
            return Ignored(q, reason)
        metric = self.jobs_or_workers(metric, q, sentence, q.start, person.end())
        return Figure(q, sentence, metric, "stated", q.bound_start, end, "1")

    def _done_with(self, q: Quantity, sentence: Sentence, before: str) -> str:
        """The metric that a verb before the people tells, in words on labour, or that the sentence before counts."""
        used, new = _USED.search(before), _RECRUITED.search(before) or WANTED.search(before)
        if used or new:
            near = max(0, sentence.line.start, sentence.start - 60)
            if _OF_LABOUR.search(self._folded, near, q.start):
                return "workerCount" if used else "jobsCreated"
            return ""
        return "workerCount" if self._counted_elsewhere(q, sentence) else ""

    def _counted_elsewhere(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether the sentence counts for its place the workers that the one before counts for another."""
        place = self._reading.place_starting(sentence.start)
        if place is None or not _HAS_TOO.fullmatch(self._folded, place.end, q.bound_start):
            return False
        last = self._told.figures[-1] if self._told.figures else None
        return last is not None and last.metric == "workerCount" and last.sentence.index == sentence.index - 1

    def jobs_or_workers(self, metric: str, q: Quantity, sentence: Sentence, start: int, end: int) -> str:
        """Jobs created where the work is new or promised ("sẽ tạo việc làm cho 2.000 lao động"), else as named."""
        before = self._folded[max(sentence.start, q.bound_start - 60) : q.bound_start]
        if metric == "workerCount" and _TOTAL_BEFORE.search(before):
            return metric
        after = self._folded[end : end + 20]
        if (
            _NEW_WORK.search(before + " " + after)
            or after.startswith(" mới")
            or _RECRUITED.search(before)
            or WANTED.search(before)
            or _FOUND_WORK.match(self._folded, end, sentence.end)
            or self._of_jobs_planned(q, sentence)
            or self._part_of_jobs(q, sentence)
        ):
            return "jobsCreated"
        if _SINCE.match(self._folded, end, sentence.end):
            return "workerCount"
        offers = _OFFERS.search(before) is not None or self._folded[start:end] in _JOBS
        return "jobsCreated" if offers and self._promised(q, sentence) else metric

    def _of_jobs_planned(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether the number is the plan for the jobs just told: "việc làm mới cho 940 lao động (kế hoạch 2.000)"."""
        last = self._told.last(sentence, ("1",))
        if last is None or last.metric != "jobsCreated":
            return False
        return _OF_THE_PLAN.fullmatch(self._folded, last.end, q.bound_start) is not None

    def _part_of_jobs(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether people are a part of those just told to be newly at work: "..., trong đó ngành may 940 lao động"."""
        last = self._told.last(sentence, ("1",))
        if last is None or last.metric != "jobsCreated":
            return False
        return _PART_OF_JOBS.fullmatch(self._folded, last.end, q.bound_start) is not None

    def _promised(self, q: Quantity, sentence: Sentence) -> bool:
        planned = self._reading.cues("planned", sentence.start, q.start)
        return bool(planned) and not self._reading.cues("result", planned[-1].end, q.start)

    def again(self, q: Quantity, sentence: Sentence, last: Figure) -> Figure | None:
        """People counted again at another time: "62.000 lao động; đến nay còn 61.400 người"."""
        here = PERSON.match(self._folded, q.end, q.end + 12)
        if last.metric != "workerCount" or here is None or q.start - last.end > _AGAIN_WITHIN:
            return None
        if not STOPS.match(self._folded[here.end() : here.end() + 12]):
            return None
        if not _NOW_AT.fullmatch(self._folded, last.end, q.bound_start) and not _PART_IS.fullmatch(
            self._folded, last.end, q.bound_start
        ):
            return None
        for hit in self._reading.terms(last.end, q.start):
            if hit.keys("name") or any(metric != "enterpriseCount" for metric in hit.keys("counted")):
                return None
        return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, "1", like=last)
