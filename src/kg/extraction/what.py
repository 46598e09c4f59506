"""What a quantity measures: the metric that its words name, or the reason why it is no figure of ours.

The words are those of `ontology/metrics.ttl`. A count is told by the noun behind it ("80 dự án"), an amount by the
nearest name of a measure before it ("tổng vốn đầu tư ... là"), right behind it ("13,9 tỷ đồng vốn đối ứng"), by a
verb ("thu hút 376 triệu USD"), or it repeats the measure of the amount before it ("3 tỷ USD và 2 tỷ USD").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extraction.cues import SCOPE_OF
from kg.extraction.document import Sentence
from kg.extraction.lexicon import Hit
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading
from kg.facts import Level
from kg.reference.metrics import metrics

MONEY = ("VND", "USD", "VND/month")
GROWTH_OF = {
    "outputValue": "outputGrowth", "outputGrowth": "outputGrowth", "exportValue": "exportGrowth", "exportGrowth": "exportGrowth",
    "importValue": "importGrowth", "importGrowth": "importGrowth",
}  # fmt: skip


@dataclass(slots=True)
class Figure:
    """A quantity with its metric. `start`/`end`: the words that tell the metric, quantity included.

    `scope` is set where the figure counts zones. `like` is the figure whose measure this one repeats.
    """

    quantity: Quantity
    sentence: Sentence
    metric: str
    level: Level
    start: int
    end: int
    unit: str
    scope: str = ""
    like: Figure | None = None
    negative: bool = False
    noun: str = ""
    zone_start: int = -1


@dataclass(frozen=True, slots=True)
class Ignored:
    """A quantity that is no figure of ours. `known`: a rule accounts for it; else it is a signal to look at."""

    quantity: Quantity
    reason: str
    known: bool = True


_LIGHT = re.compile(
    r"(?:\s|,|:|\(|\"|là|đạt|ước|tính|khoảng|hơn|trên|gần|tới|lên|đến|được|có|với|còn|chỉ|bình|quân|trung|hằng|hàng|năm|mỗi|từ|tổng|cộng|thêm|mới|này|vào|ở|mức|tương|đương|đã|sẽ|dự|kiến|cũng|đều|"
    r"xấp|xỉ|cao|nhất|theo|thiết|kế|quy|hoạch|của|khu|toàn|phấn|đấu|tối|thiểu|đa|hiện|nay|lần|lượt|đăng|ký|xây|dựng|cả|riêng|bằng|tăng|giá|trị|phê|duyệt|giai|đoạn|một|hai|trị|số|tiền)*"
)
_PER_EACH = re.compile(r"(?:mỗi|bình quân mỗi|bình quân một|trung bình mỗi|một|quy mô bình quân)\s+(?:dự án|doanh nghiệp|khu|cụm|lao động|ha|héc)[^,.;]{0,30}$")
_AFTER_GAP = re.compile(r"[ \u00a0]{1,3}(?:\(|vốn |tiền |số |cho |vào |là |đầu )?")
_SKIP_NOUN = re.compile(r"[ \u00a0]{1,3}(?:lượt |người |cái |tổng số |các |số |mô hình )?")
_BARE_ZONE = re.compile(r"[ \u00a0]{1,3}(khu|cụm)(?![\w-])(?! (?:dân|nhà|vực|đô|du|tái|phố|tập|chợ|trọ|cách|di|thương|dịch|nghỉ|vui|bảo|rừng|đất|trưng|vườn|phi|thi|từ|cảng|tượng|máy|pháo|điện|loa))")
_NOT_A_PROJECT = re.compile(
    r" (?:luật|nhà ở|khu đô thị|giao thông|bot|đường|cầu|khu dân cư|bất động sản|điện mặt trời|điện gió|khởi nghiệp|thủy lợi|du lịch|nông nghiệp|môi trường|trường học|bệnh viện|chậm tiến độ|treo|nhà ở xã hội|tái định cư|chuyển đổi|công trình|chung cư)"
)
_NOT_EMPLOYED_BEFORE = re.compile(
    r"(?:đào tạo(?: nghề)?(?: mới)?(?: cho)?|dạy nghề(?: cho)?|tập huấn(?: cho)?|tuyển(?: dụng| mới| thêm)?|cần tuyển|thiếu|thiếu hụt|xuất khẩu|cắt giảm|sa thải|hỗ trợ(?: cho)?|tặng quà(?: cho)?|trao quà(?: cho)?|chỗ ở cho|nhà ở cho|đưa|nghỉ việc|khám(?: sức khỏe)? cho|"
    r"nuôi dưỡng|xét nghiệm(?: cho)?|tiêm(?: vắc xin)?(?: cho)?|ảnh hưởng đến|khiến|trong số|bảo hiểm(?: xã hội)? cho|trợ cấp(?: thất nghiệp)? cho|tư vấn(?: việc làm)?(?: cho)?|chỗ ở|đáp ứng(?: nhu cầu)?(?: cho)?|phục vụ|chăm lo(?: cho)?|nhà trọ cho|chỗ ở cho)"
    r"\s+(?:hơn|gần|trên|khoảng|thêm|được|cho|số|tới|từ|các)*\s*$"
)
_NOT_EMPLOYED_AFTER = re.compile(
    r" [^,.;]{0,30}?(?:bị |ngộ độc|tử vong|thương vong|nghỉ việc|mất việc|đình công|ngừng việc|thất nghiệp|nhập viện|tham gia (?:hội|lớp|ngừng|đình|bảo hiểm|bhxh)|bỏ việc|có nhu cầu|thiếu việc|giãn việc|nông thôn|đi làm việc|xuất khẩu|thiệt mạng|dương tính|được đào tạo|qua đào tạo|cư trú|thuê trọ|đang nằm|về quê|có nhà|ca đêm|của (?:hai|ba|một|công ty|nhà máy|doanh nghiệp)|trọ|phải|ngừng)"
)
_NOT_A_FIRM_BEFORE = re.compile(
    r"(?:trao[^.;]{0,60}cho|xử lý|xử phạt|thanh tra|kiểm tra|phạt|vi phạm|hỗ trợ|đình chỉ|khảo sát|giải thể|phá sản|trao đổi với|kết nối|tham vấn|khen thưởng|tôn vinh|vinh danh|truy thu|gồm|đối với|cùng|sự tham gia của|quy tụ|mời|thu hút sự tham gia của|vận động|đại diện|lấy ý kiến|tập huấn cho|phát hiện|nhắc nhở|thu hồi|bởi|với sự tham dự của)"
    r"\s+(?:hơn|gần|trên|khoảng|thêm|được|cho|số|tới|các|của)*\s*$"
)
_NOT_A_FIRM_AFTER = re.compile(
    r" [^,.;]{0,60}?(?:thua lỗ|làm ăn|không còn|bỏ trốn|đóng cửa|xả thải|vi phạm|nợ |giải thể|phá sản|tham dự|tham gia(?! đầu tư)|tạm ngừng|ngừng hoạt động|gây ô nhiễm|chậm |bị |xin |kiến nghị|trả lời|được khảo sát|dự báo|cho rằng|đánh giá|trưng bày|rút khỏi|khó khăn|chưa )"
)
_SHARED_NOUN = re.compile(r"\s*(?:,|và|/|;)\s*(?:và\s+)?")
_NOT_A_COUNTED_FIRM = re.compile(r"\s+của\s+[a-zà-ỹđ]")
_REFUSED = re.compile(r"(?:từ chối|thu hồi|chấm dứt(?: hoạt động)?|loại|rà soát|thanh lý|hủy|hủy bỏ|rút|xử lý|đình chỉ|dừng|tạm dừng|không cấp phép(?: cho)?|tháo gỡ(?: cho)?|thu hồi[^.;,]{0,45}|kiểm tra tại|kiểm toán|thanh tra)\s+(?:hơn|gần|trên|khoảng|thêm|được|tới|các)*\s*$")
_INSPECTED = re.compile(r"thanh tra|đoàn kiểm tra|kiểm tra việc|qua kiểm tra|vi phạm|xử phạt")
_RATIO = re.compile(r"\s*/\s*$")
_DENIED = re.compile(r"(?:không hề có(?: chuyện)?|không có chuyện|làm gì có(?: chuyện)?|tin đồn(?: về)?|không phải(?: là)?|chứ không(?: phải)?(?: là)?|thay vì|không chỉ|bị (?:in|viết|ghi|đưa) nhầm (?:là|thành)|nhầm (?:là|thành)|đã đăng(?: là)?)\s+[^,.;]{0,18}$")
_NEWS = re.compile(r"(?<!\w)(?:tin|thông tin|tin đồn|bài viết|bài báo)(?!\w)")
_FALSE_NEWS = re.compile(r"sai sự thật|là sai|không chính xác|bịa đặt|không đúng|là tin giả|thất thiệt")
_OF_THOSE = frozenset({"projects refused or withdrawn", "projects of another kind", "single enterprises", "enterprises, but not those at work here", "denied"})
_MONTH_ON_MONTH = re.compile(r"^[^.;]{0,30}?so(?: với)? (?:tháng (?:trước|liền|\d)|quý (?:trước|liền|i|\d))")
_OF_PLAN = re.compile(r"^\s*(?:so với |của )?(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|kh |nghị quyết|tổng|số |vốn đăng ký|diện tích cả|cả nước|toàn)")


class What:
    """Reads the metric of one quantity after another, in the order of the text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._metrics = metrics()
        self.figures: list[Figure] = []
        self.ignored: list[Ignored] = []
        self._last_zone_scope = ""

    def read(self, quantity: Quantity, previous: list[Quantity]) -> Figure | Ignored:
        """Say what a quantity measures. `previous`: the quantities before it in its sentence."""
        sentence = self._reading.sentence(quantity.start)
        result = self._read(quantity, previous, sentence)
        if isinstance(result, Figure):
            self.figures.append(result)
        else:
            self.ignored.append(result)
        return result

    def _read(self, q: Quantity, previous: list[Quantity], sentence: Sentence) -> Figure | Ignored:
        if q.kind_hint:
            return Ignored(q, q.kind_hint)
        before = self._folded[sentence.start : q.start]
        if _DENIED.search(before) or _FALSE_NEWS.search(self._folded[q.end : sentence.end]) and _NEWS.search(before):
            return Ignored(q, "denied")
        if q.unit == "1":
            return self._count(q, sentence, before)
        if q.unit == "ha":
            return self._area(q, previous, sentence, before)
        if q.unit in ("%", "%/năm"):
            return self._percent(q, previous, sentence, before)
        if q.unit in MONEY or q.unit.startswith(("VND/", "USD/")):
            return self._money(q, previous, sentence, before)
        return Ignored(q, f"measured in {q.unit}")

    # --- counts ---------------------------------------------------------------------------------------------------

    def _count(self, q: Quantity, sentence: Sentence, before: str) -> Figure | Ignored:
        folded = self._folded
        if re.search(r"(?<![\d.,/])1\s*/\s*$", before) and q.value % 100 == 0:
            return Ignored(q, "a map's scale")
        for gap in (_SKIP_NOUN.match(folded, q.end, sentence.end), re.compile(r"[ \u00a0]{1,3}").match(folded, q.end, sentence.end)):
            if gap is None:
                continue
            for hit in self._reading.at(gap.end()):
                counted, zone = hit.keys("counted"), hit.keys("zone")
                if zone and zone[0] in ("KHU", "CỤM"):
                    continue
                if zone:
                    return self._zones(q, sentence, hit, zone[0], before)
                if counted:
                    return self._counted(q, sentence, hit, counted[0], before)
        shared = self._shares_noun(q, sentence, before)
        if shared is not None:
            return shared
        bare = _BARE_ZONE.match(folded, q.end, sentence.end)
        spoken = self._spoken_scopes(q.start) if bare else []
        if bare and spoken:
            scope = "clusters" if bare[1] == "cụm" else next((s for s in spoken if s != "clusters"), "")
            if scope and (bare[1] == "khu" or "clusters" in spoken or "zonesAndClusters" in spoken):
                told = self._property(bare.end(), sentence)
                if told is not None:
                    return Ignored(q, told)
                difference = self._difference(q, before)
                return difference or Figure(q, sentence, "count", "inherited", q.bound_start, bare.end(), "1", scope=scope, noun=bare[1])
        return self._named_count(q, sentence)

    def _spoken_scopes(self, offset: int) -> list[str]:
        """The scopes of the zone nouns before an offset, the latest first."""
        return [zone.scope for zone in reversed(self._reading.zones) if zone.start < offset]

    def _property(self, end: int, sentence: Sentence) -> str | None:
        """Why a count of zones with some property is none of ours: "11 cụm chưa xây hệ thống xử lý nước thải"."""
        after = self._folded[end : min(sentence.end, end + 70)]
        if re.match(r"[^,.;:]{0,50}?(?:nước thải|môi trường|ô nhiễm|hệ thống|trạm|nhà máy xử lý|phòng cháy|vi phạm|camera|nhà ở|thiết chế|chậm tiến độ|thu hồi|cây xanh|được hỏi)", after):
            return "zones of some property"
        return None

    def _shares_noun(self, q: Quantity, sentence: Sentence, before: str) -> Figure | Ignored | None:
        """A number whose noun stands behind the next one: "118 và 27 doanh nghiệp", "29/30 đề án"."""
        glue = _SHARED_NOUN.match(self._folded, q.end, sentence.end)
        if glue is None or ("/" in glue[0] and re.search(r"(?:tỷ lệ|tỉ lệ|chi tiết|quy hoạch|bản đồ)\s+$", before)):
            return None
        following = next((n for n in self._reading.quantities_before(glue.end() + 12, glue.end() - 1) if n.start >= glue.end() - 1), None)
        if following is None or following.kind_hint or following.unit != "1" or following.bound_start != glue.end():
            return None
        count = len(self.figures), len(self.ignored)
        other = self._count(following, sentence, self._folded[sentence.start : following.start])
        del self.figures[count[0] :], self.ignored[count[1] :]
        if isinstance(other, Ignored):
            return None
        return Figure(q, sentence, other.metric, other.level, q.bound_start, q.end, "1", scope=other.scope, noun=other.noun)

    def _zones(self, q: Quantity, sentence: Sentence, hit: Hit, noun: str, before: str) -> Figure | Ignored:
        difference = self._difference(q, before)
        if difference:
            return difference
        told = self._property(hit.end, sentence)
        if told is not None:
            return Ignored(q, told)
        scope, end, start = SCOPE_OF[noun], hit.end, hit.start
        for mention in self._reading.zones:
            if mention.start == hit.start or mention.start <= hit.start < mention.end:
                scope, end = mention.scope, mention.names[0].start if mention.names else mention.end
                if mention.names and (q.spelled or q.value == len(mention.names)):
                    return Ignored(q, "counts zones that it names")
                break
        self._last_zone_scope = scope
        return Figure(q, sentence, "count", "stated", q.bound_start, end, "1", scope=scope, noun=noun, zone_start=start)

    def _counted(self, q: Quantity, sentence: Sentence, hit: Hit, metric: str, before: str) -> Figure | Ignored:
        after = self._folded[hit.end : min(sentence.end, hit.end + 60)]
        difference = self._difference(q, before)
        if difference:
            return difference
        if self.ignored and re.fullmatch(r"[^.;\d]{0,24}\(\s*", self._folded[self.ignored[-1].quantity.end : q.bound_start]) and self.ignored[-1].quantity.unit == "1" and not self.ignored[-1].quantity.kind_hint:
            return Ignored(q, self.ignored[-1].reason)
        if metric == "projectCount" and _NOT_A_PROJECT.match(after):
            return Ignored(q, "projects of another kind")
        if metric in ("workerCount", "jobsCreated"):
            if _NOT_EMPLOYED_BEFORE.search(before) or _NOT_EMPLOYED_AFTER.match(after):
                return Ignored(q, "people, but not those employed")
            metric = self._jobs_or_workers(metric, q, sentence, hit)
        if metric == "enterpriseCount" and (_NOT_A_FIRM_BEFORE.search(before) or _NOT_A_FIRM_AFTER.match(after)):
            return Ignored(q, "enterprises, but not those at work here")
        if metric == "enterpriseCount" and self._folded[hit.start : hit.end] in ("nhà máy", "công ty", "xí nghiệp", "nhà đầu tư"):
            if q.spelled or _NOT_A_COUNTED_FIRM.match(after) or re.match(r"\s+(?:hạ tầng|lớn|con|thành viên|mẹ)", after):
                return Ignored(q, "single enterprises")
        if metric == "enterpriseCount" and re.search(r"được hỏi|được khảo sát|phiếu|(?:^|\s)cứ \d", self._folded[sentence.start : sentence.end]):
            return Ignored(q, "enterprises of a survey")
        if metric == "enterpriseCount" and _INSPECTED.search(self._folded[max(0, sentence.start - 400) : sentence.end]) and not re.match(r"\s+(?:đang hoạt động|fdi|đầu tư|trong (?:các )?(?:khu|kcn))", after):
            return Ignored(q, "enterprises inspected")
        if metric == "projectCount" and (_REFUSED.search(before) or re.match(r"[^,.;]{0,24}?(?:chấm dứt|bị thu hồi|ngừng|dừng|giải thể|rút|bị hủy|chậm tiến độ|treo)", after)):
            return Ignored(q, "projects refused or withdrawn")
        if metric == "countryCount" and not re.search(r"đầu tư|dự án|fdi|đến từ|nhà đầu tư|vốn", self._folded[sentence.start : sentence.end]):
            return Ignored(q, "countries, but not of investors")
        if metric == "supportSchemeCount" and not re.search(r"khuyến công|hỗ trợ", self._folded[max(0, sentence.start - 600) : sentence.end]):
            return Ignored(q, "schemes of another kind")
        return Figure(q, sentence, metric, "stated", q.bound_start, hit.end, "1", noun=self._folded[hit.start : hit.end])

    def _jobs_or_workers(self, metric: str, q: Quantity, sentence: Sentence, hit: Hit) -> str:
        before = self._folded[max(sentence.start, q.bound_start - 60) : q.bound_start]
        after = self._folded[hit.end : hit.end + 20]
        if re.search(r"việc làm mới|tạo thêm|thêm việc làm|tạo mới", before + " " + after) or after.startswith(" mới"):
            return "jobsCreated"
        offers = re.search(r"(?:giải quyết|tạo)(?: công ăn)?(?: thêm)?(?: được)? ?(?:nhiều |thêm )?(?:việc làm)?[^.;]{0,30}$", before) or (
            self._folded[hit.start : hit.end] in ("việc làm", "chỗ làm việc", "chỗ làm", "vị trí việc làm")
        )
        if offers and self._promised(q, sentence):
            return "jobsCreated"
        return metric

    def _promised(self, q: Quantity, sentence: Sentence) -> bool:
        planned = self._reading.cues("planned", sentence.start, q.start)
        done = self._reading.cues("result", planned[-1].end if planned else sentence.start, q.start)
        return bool(planned) and not done

    def _named_count(self, q: Quantity, sentence: Sentence) -> Figure | Ignored:
        """A count behind its name: "số dự án: 80", "tổng số lao động đạt 12.000 người"."""
        difference = self._difference(q, self._folded[sentence.start : q.start])
        if difference is not None:
            return difference
        for hit in reversed(self._reading.terms(max(sentence.start, q.bound_start - 90), q.bound_start)):
            gap = self._folded[hit.end : q.bound_start]
            person = re.match(r"[ \u00a0]{1,3}(?:người|nhân khẩu)(?!\w)", self._folded[q.end : q.end + 12])
            for metric in hit.keys("name"):
                if "1" not in self._metrics[metric].units:
                    continue
                of_zones = person is None and q.value >= 100 and re.fullmatch(
                    r"\s+(?:làm việc |đang làm việc )?(?:trong|tại|của|ở|trên)\s+[^,.;:\d]{3,50}?", gap
                ) and re.match(r"\s*(?:[.,;)]|$)", self._folded[q.end : q.end + 3])
                if of_zones:
                    return Figure(q, sentence, metric, "stated", hit.start, q.end, "1")
                close = _LIGHT.fullmatch(gap) is not None or (person is not None and len(gap) <= 60 and ";" not in gap)
                if close and (person is not None) == (metric in ("workerCount", "jobsCreated")):
                    if metric in ("workerCount", "jobsCreated"):
                        metric = self._jobs_or_workers(metric, q, sentence, Hit(q.start, q.end, ()))
                    return Figure(q, sentence, metric, "stated", hit.start, q.end, "1")
            if hit.keys("counted") and person is None and re.fullmatch(r"\s*:\s*", gap):
                return Figure(q, sentence, hit.keys("counted")[0], "stated", hit.start, q.end, "1")
            if hit.keys("counted") and person is not None and hit.keys("counted")[0] == "workerCount" and _LIGHT.fullmatch(gap):
                return Figure(q, sentence, "workerCount", "stated", hit.start, q.end, "1")
        return Ignored(q, "counts nothing of ours", known=q.value < 100 or q.spelled)

    def _difference(self, q: Quantity, before: str) -> Ignored | None:
        if re.search(r"(?:tăng|giảm|nhiều hơn|ít hơn)(?: thêm| khoảng| gần| hơn| tới| đến| được)*\s*$", before) and not re.search(
            r"(?:tăng thêm|tăng lên|tăng vốn)\s*$", before
        ):
            return Ignored(q, "a difference, not a level")
        return None

    # --- areas ----------------------------------------------------------------------------------------------------

    def _area(self, q: Quantity, previous: list[Quantity], sentence: Sentence, before: str) -> Figure | Ignored:
        last = self._last_figure(sentence, ("ha",))
        if last is not None and last.metric == "leasedArea" and _RATIO.fullmatch(self._folded[last.quantity.end : q.bound_start]):
            return Figure(q, sentence, "industrialLandArea", "stated", q.bound_start, q.end, "ha", like=last)
        difference = self._difference(q, before)
        if difference:
            return difference
        found = self._by_name(q, "ha", sentence)
        if isinstance(found, Figure) and found.metric == "leasedArea" and "đã" not in self._folded[found.start : q.start] and re.match(
            r",? trong (?:đó|số đó)[^.;]{0,40}?(?:đã|có chủ)", self._folded[q.end : sentence.end]
        ):
            found.metric = "industrialLandArea"
        if found is not None:
            return found
        zone = self._adjacent_zone(q, sentence)
        if zone is not None:
            return zone
        return self._like(q, sentence, ("ha",)) or Ignored(q, "an area of nothing named", known=False)

    def _adjacent_zone(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """An area right behind a zone's name or a count of zones: "KCN Đình Trám: 127 ha", "15 KCN (6.200 ha)"."""
        for mention in reversed(self._reading.zones):
            if mention.start >= q.start:
                continue
            gap = self._folded[mention.end : q.bound_start]
            if mention.start < sentence.start or len(gap) > 60:
                break
            if re.fullmatch(r"(?:\s|[:,(-]|hơn|gần|khoảng|trên|với|là|có|rộng|gồm|mới|\([^)]*\))*", gap):
                return Figure(q, sentence, "totalArea", "inferred", q.bound_start, q.end, "ha")
        last = self._last_figure(sentence, ("1",))
        if last is not None and last.metric == "count" and re.fullmatch(r"(?:\s|[:,(-]|hơn|gần|khoảng|trên|với|là|mới)*", self._folded[last.end : q.bound_start]):
            return Figure(q, sentence, "totalArea", "inferred", q.bound_start, q.end, "ha")
        if sentence.first and sentence.line.bullet and re.fullmatch(r"\W*(?:\d+ (?:khu|cụm|kcn|ccn),)?\W*(?:hơn|gần|khoảng|trên)?\s*", self._folded[sentence.start : q.bound_start]):
            return Figure(q, sentence, "totalArea", "inferred", q.bound_start, q.end, "ha")
        return None

    # --- percentages ----------------------------------------------------------------------------------------------

    def _percent(self, q: Quantity, previous: list[Quantity], sentence: Sentence, before: str) -> Figure | Ignored:
        after = self._folded[q.end : min(sentence.end, q.end + 60)]
        rising = re.search(r"(?:tăng|cao hơn)(?: trưởng)?(?:\s|ước|đạt|khoảng|gần|hơn|trên|tới|đến|lên|bình|quân|thêm|cao|nhẹ|mạnh|là|mức|trung|ở|từ|,|hằng|năm|hàng|đột|biến|vọt|:)*\(?$", before)
        falling = re.search(r"(?:giảm|sụt giảm|thấp hơn|tăng trưởng âm)(?:\s|ước|khoảng|gần|hơn|trên|tới|đến|còn|nhẹ|mạnh|sâu|là|mức|bình|quân|từ|ở|:)*\(?$", before)
        signed = self._folded[q.start] in "+-−–" or re.search(r"\(\s*[+−–-]?\s*$", before) is not None
        occupancy = self._occupancy(q, sentence, before, after)
        if occupancy is not None and not rising and not falling:
            return occupancy
        if _OF_PLAN.match(after):
            return Ignored(q, "a share of a plan or a whole")
        if re.search(r"(?:chiếm|tỷ trọng|tỉ trọng|bằng|đóng góp|tỷ lệ|tỉ lệ|cơ cấu)[^,;]{0,40}$", before) and not (rising or falling):
            return Ignored(q, "a share")
        if not (rising or falling or signed):
            if re.search(r"(?:tốc độ tăng(?: trưởng)?|tăng trưởng|mức tăng)[^,;%]{0,110}$", before) is None:
                return Ignored(q, "a share")
        if _MONTH_ON_MONTH.match(after):
            return Ignored(q, "a change over the month or quarter before")
        return self._growth(q, sentence, before, negative=falling is not None)

    def _occupancy(self, q: Quantity, sentence: Sentence, before: str, after: str) -> Figure | None:
        barrier = sentence.start
        last = self._last_figure(sentence, ("%",))
        if last is not None:
            barrier = last.quantity.end
        for hit in reversed(self._reading.terms(barrier, q.bound_start)):
            if "occupancyRate" in hit.keys("name"):
                gap = self._folded[hit.end : q.bound_start]
                if len(gap) <= 70 and not re.search(r"chiếm|;", gap):
                    return Figure(q, sentence, "occupancyRate", "stated", hit.start, q.end, "%")
                break
            if hit.keys("name") or hit.keys("outside"):
                if self._folded[hit.start : hit.end] in ("diện tích", "đất công nghiệp", "diện tích đất công nghiệp"):
                    continue
                break
        if re.match(r"\s+(?:tổng )?(?:diện tích|quỹ đất|đất)[^,.;:]{0,30}?\s(?:đã )?(?:được )?(?:cho thuê|lấp đầy|thuê)", after):
            return Figure(q, sentence, "occupancyRate", "stated", q.bound_start, q.end, "%")
        for gap in (" ", " diện tích ", ", "):
            for hit in self._reading.at(q.end + len(gap)) if after.startswith(gap) else ():
                if "occupancyRate" in hit.keys("name"):
                    return Figure(q, sentence, "occupancyRate", "stated", q.bound_start, hit.end, "%")
        leased = self._last_figure(sentence, ("ha",))
        if leased is not None and leased.metric == "leasedArea" and not _OF_PLAN.match(after) and re.fullmatch(
            r"\s*(?:,|\()?\s*(?:và\s+)?(?:đạt|bằng|tương đương|chiếm|tương ứng)\s+(?:tỷ lệ\s+)?(?:khoảng|gần|hơn|trên)?\s*", self._folded[leased.quantity.end : q.bound_start] + self._folded[q.bound_start : q.start]
        ):
            return Figure(q, sentence, "occupancyRate", "inferred", q.bound_start, q.end, "%", like=leased)
        if last is not None and last.metric == "occupancyRate" and not re.search(r"tăng|giảm|chiếm", self._folded[last.end : q.bound_start]):
            return Figure(q, sentence, "occupancyRate", "inherited", q.bound_start, q.end, "%", like=last)
        return None

    def _growth(self, q: Quantity, sentence: Sentence, before: str, *, negative: bool) -> Figure | Ignored:
        negative = negative or self._folded[q.start] in "-−–" and q.value >= 0
        amount = self._amount_before(q, sentence)
        if isinstance(amount, Figure):
            if amount.metric in GROWTH_OF:
                return Figure(q, sentence, GROWTH_OF[amount.metric], "inherited", q.bound_start, q.end, "%", like=amount, negative=negative)
            return Ignored(q, "growth of another measure")
        if amount is not None:
            return Ignored(q, "growth of another measure")
        for hit in reversed(self._reading.terms(sentence.start, q.bound_start)):
            names = hit.keys("name")
            if not names:
                aside = re.search(r"(?:chiếm|về)\s+$", self._folded[max(0, hit.start - 12) : hit.start])
                if hit.keys("outside") and not aside and self._folded[hit.end : q.bound_start].strip():
                    return Ignored(q, "growth of another measure")
                continue
            if self._modifies(hit):
                continue
            for name in names:
                if name in GROWTH_OF:
                    return Figure(q, sentence, GROWTH_OF[name], "stated", hit.start, q.end, "%", negative=negative)
            if any("%" in self._metrics[name].units for name in names):
                continue
            return Ignored(q, "growth of another measure")
        if re.search(r"về (?:số|lượng|vốn|dự án)", self._folded[q.end : q.end + 20]):
            return Ignored(q, "growth of another measure")
        last = self._last_growth(sentence)
        if last is not None:
            return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, "%", like=last, negative=negative)
        return Ignored(q, "growth of an unnamed measure", known=False)

    def _amount_before(self, q: Quantity, sentence: Sentence) -> Figure | Ignored | None:
        """The amount whose growth follows it: "đạt 4,35 tỷ USD, tăng 24,3%"."""
        for earlier in reversed(self._reading.quantities_before(q.start, sentence.start)):
            if earlier.kind_hint or earlier.unit in ("%", "1"):
                if earlier.kind_hint or earlier.unit == "%":
                    continue
            gap = self._folded[earlier.end : q.start]
            if not re.fullmatch(r"[^;:.]{0,50}?(?:,|\()?\s*(?:nhưng |và |song )?(?:cũng |đã |chỉ |vẫn |lại |ước )?(?:tăng|giảm)[^;:.,]{0,24}\s*", gap) or self._reading.terms(earlier.end, q.start) and any(
                t.keys("name") for t in self._reading.terms(earlier.end, q.start)
            ):
                return None
            for figure in reversed(self.figures):
                if figure.quantity is earlier:
                    return figure
            for ignored in reversed(self.ignored):
                if ignored.quantity is earlier:
                    return ignored
            return None
        return None

    def _last_growth(self, sentence: Sentence) -> Figure | None:
        for figure in reversed(self.figures):
            if figure.sentence.index < sentence.index - 2 or figure.sentence.line.paragraph < sentence.line.paragraph - 1:
                return None
            if figure.metric in ("outputGrowth", "exportGrowth", "importGrowth"):
                same = figure.sentence.index == sentence.index or (
                    figure.sentence.index == sentence.index - 1 and self._folded.startswith("trong đó", sentence.start)
                )
                sector = re.search(r"ngành|sản xuất|sản phẩm|lĩnh vực|khai khoáng|chế biến", self._folded[sentence.start : sentence.end])
                return figure if same or sector else None
        return None

    # --- money ----------------------------------------------------------------------------------------------------

    def _money(self, q: Quantity, previous: list[Quantity], sentence: Sentence, before: str) -> Figure | Ignored:
        if "/" in q.unit and q.unit != "VND/month":
            return Ignored(q, f"measured in {q.unit}")
        if _PER_EACH.search(before):
            return Ignored(q, "an average of single things")
        difference = self._difference(q, before)
        if difference and re.search(r"so(?: với)? (?:cùng|năm|tháng|quý|đầu|trước|kế)", self._folded[q.end : q.end + 90]):
            return difference
        refused = self._of_those_refused(q, sentence)
        if refused is not None:
            return refused
        found = self._by_name(q, self._currency(q, sentence), sentence)
        if found is not None:
            return found
        restated = self._restated(q, sentence)
        if restated is not None:
            return restated
        like = self._like(q, sentence, MONEY)
        if like is not None:
            return like
        counted = self._last_figure(sentence, ("1",))
        if counted is not None and counted.metric == "projectCount" and re.fullmatch(
            r"[^.;:\d]{0,40}?(?:với|có|trị giá|,)\s*", self._folded[counted.end : q.bound_start]
        ):
            return Figure(q, sentence, "registeredCapital", "inferred", q.bound_start, q.end, q.unit)
        verb = self._by_verb(q, sentence)
        return verb or Ignored(q, "money of nothing named", known=False)

    def _of_those_refused(self, q: Quantity, sentence: Sentence) -> Ignored | None:
        """Capital of things that were not counted themselves: "thu hồi 14 dự án, tổng vốn trên 1 tỉ USD"."""
        if not self.ignored or self.ignored[-1].reason not in _OF_THOSE:
            return None
        last = self.ignored[-1].quantity
        if last.start < sentence.start or self.figures and self.figures[-1].quantity.start > last.start:
            return None
        gap = self._folded[last.end : q.start]
        return Ignored(q, self.ignored[-1].reason) if re.search(r"vốn", gap) and len(gap) < 110 and ";" not in gap else None

    def _currency(self, q: Quantity, sentence: Sentence) -> str:
        """The currency of an amount; one that is left out ("gần 9,6 tỉ") is that of the amount before it."""
        if q.unit != "VND" or re.search(r"đ|vn", self._folded[q.number_end : q.end]):
            return q.unit
        for earlier in reversed(self._reading.quantities_before(q.start, sentence.start)):
            if earlier.unit in ("VND", "USD"):
                return earlier.unit
        return q.unit

    def _restated(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """The amount before it again, in another currency: "(tương đương 1.400 tỷ đồng)"."""
        last = self._last_figure(sentence, MONEY)
        if last is None or last.unit == q.unit:
            return None
        gap = self._folded[last.quantity.end : q.bound_start]
        if re.fullmatch(r"\s*(?:,|\(|-|hay|tức)?\s*(?:tương đương|tức|khoảng|hơn|gần|trên|xấp xỉ|quy đổi|với|ước|,|\(|\s)*", gap):
            return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, q.unit, like=last)
        return None

    def _by_verb(self, q: Quantity, sentence: Sentence) -> Figure | None:
        for hit in reversed(self._reading.terms(max(sentence.start, q.bound_start - 60), q.bound_start)):
            for metric in hit.keys("verb"):
                gap = self._folded[hit.end : q.bound_start]
                if q.unit in self._metrics[metric].units and (_LIGHT.fullmatch(gap) or self._folded[hit.start : hit.end].startswith("thu hút")):
                    level: Level = "stated" if self._folded[hit.start : hit.end].startswith("thu hút") else "inferred"
                    if level == "inferred" and not self._speaks_of_investors(sentence):
                        return None
                    return Figure(q, sentence, metric, level, hit.start, q.end, q.unit)
            if not hit.keys("counted") and not hit.keys("zone"):
                return None
        return None

    def _speaks_of_investors(self, sentence: Sentence) -> bool:
        return re.search(r"dự án|fdi|nhà đầu tư|kcn|khu công nghiệp|ccn|cụm công nghiệp|khu kinh tế|kkt", self._folded[sentence.start : sentence.end]) is not None

    # --- what all amounts share -----------------------------------------------------------------------------------

    def _by_name(self, q: Quantity, unit: str, sentence: Sentence) -> Figure | Ignored | None:
        """The nearest measure named before the amount, or the one right behind it."""
        same = ("ha",) if unit == "ha" else MONEY
        barrier = sentence.start
        for earlier in reversed(self._reading.quantities_before(q.start, sentence.start)):
            if not earlier.kind_hint and (earlier.unit in same or earlier.unit == unit):
                barrier = earlier.end
                break
        behind = self._behind(q, unit, sentence)
        for hit in reversed(self._reading.terms(barrier, q.bound_start)):
            names = [name for name in hit.keys("name") if self._fits(name, unit, hit, sentence)]
            gap = self._folded[hit.end : q.bound_start]
            light = _LIGHT.fullmatch(gap) is not None
            if hit.keys("outside") and not names:
                if light and behind is None:
                    return Ignored(q, f"another measure: {self._folded[hit.start : hit.end]}")
                if light and isinstance(behind, Figure):
                    return behind
                if len(gap) <= 40 and "," not in gap and behind is None:
                    return Ignored(q, f"another measure: {self._folded[hit.start : hit.end]}")
                continue
            if not names or self._modifies(hit):
                continue
            if behind is not None and not light:
                return behind
            if len(gap) > 160 or ";" in gap:
                break
            metric = names[0]
            return Figure(q, sentence, metric, "stated", hit.start, q.end, self._unit(metric, unit))
        return behind

    def _fits(self, metric: str, unit: str, hit: Hit, sentence: Sentence) -> bool:
        if metric == "averageIncome":
            return unit in ("VND", "VND/month")
        if metric == "supportFunding" and self._folded[hit.start : hit.end].endswith(("kinh phí", "kinh phí thực hiện")):
            return unit == "VND" and "khuyến công" in self._folded[max(0, sentence.line.start - 400) : sentence.end] and any(
                f.metric == "supportSchemeCount" and f.sentence.index >= sentence.index - 1 for f in self.figures
            )
        return unit in self._metrics[metric].units

    def _unit(self, metric: str, unit: str) -> str:
        return "VND/month" if metric == "averageIncome" else unit

    def _behind(self, q: Quantity, unit: str, sentence: Sentence) -> Figure | Ignored | None:
        gap = _AFTER_GAP.match(self._folded, q.end, sentence.end)
        if gap is None:
            return None
        for position in dict.fromkeys((gap.end(), q.end + 1)):
            for hit in self._reading.at(position):
                if self._names_the_next(hit, q, sentence):
                    continue
                for metric in hit.keys("name"):
                    if self._fits(metric, unit, hit, sentence) and not self._folded.startswith((" tăng", " giảm"), hit.end):
                        return Figure(q, sentence, metric, "stated", q.bound_start, hit.end, self._unit(metric, unit))
                if hit.keys("outside"):
                    return Ignored(q, f"another measure: {self._folded[hit.start : hit.end]}")
        return None

    def _names_the_next(self, hit: Hit, q: Quantity, sentence: Sentence) -> bool:
        """Whether a measure behind an amount is that of the amount behind it: "213 ha đã cho thuê 95 ha"."""
        following = next((n for n in self._reading.quantities_before(min(sentence.end, hit.end + 30), hit.end) if n.unit == q.unit), None)
        return following is not None and _LIGHT.fullmatch(self._folded[hit.end : following.bound_start]) is not None

    def _modifies(self, hit: Hit) -> bool:
        """Whether a measure's words only describe something else: "khu vực có vốn đầu tư nước ngoài"."""
        before = self._folded[max(0, hit.start - 24) : hit.start]
        return re.search(r"(?:khu vực|khối|doanh nghiệp|dn|các dự án|nhà đầu tư|công ty|có|khu vực có|ngành|đơn vị|làm|hàng|sản xuất|phục vụ|hoạt động|doanh nghiệp có)\s+$", before) is not None and (
            self._folded[hit.start : hit.end]
            in ("vốn đầu tư nước ngoài", "vốn fdi", "fdi", "đầu tư nước ngoài", "đầu tư trực tiếp nước ngoài", "vốn đầu tư trực tiếp nước ngoài", "xuất khẩu", "nhập khẩu", "xuất nhập khẩu", "vốn nước ngoài", "vốn đầu tư trong nước")
        )

    def _last_figure(self, sentence: Sentence, units: tuple[str, ...]) -> Figure | None:
        for figure in reversed(self.figures):
            if figure.sentence.index != sentence.index:
                return None
            if figure.quantity.unit in units:
                return figure
        return None

    def _like(self, q: Quantity, sentence: Sentence, units: tuple[str, ...]) -> Figure | None:
        """The measure of the amount before it, where nothing between the two names another."""
        last = self._last_figure(sentence, units)
        if last is not None:
            gap = self._folded[last.quantity.end : q.bound_start]
            for hit in self._reading.terms(last.end, q.bound_start):
                if (hit.keys("name") or hit.keys("outside")) and not self._modifies(hit):
                    return None
                if any(self._folded[hit.start : hit.end].startswith("thu hút") for _ in hit.keys("verb")):
                    return None
            if re.search(r"(?:lương|thưởng|phạt|giá |thuế|trị giá|mua|bán|chi )", gap):
                return None
            return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, self._unit(last.metric, q.unit), like=last)
        if units == MONEY:
            return self._goes_on(q, sentence)
        return None

    def _goes_on(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """An amount that goes on with the measure of the sentence before: ranks, parts, goods, "con số này"."""
        words = self._folded[sentence.start : q.bound_start]
        ranks = _RANKS.search(words) is not None
        parts = re.match(r"(?:trong đó|trong số (?:này|đó)|riêng|cụ thể|tiếp theo|con số (?:này|đó)|số này|năm (?:kế tiếp|tiếp theo|trước))", words) is not None or "con số này" in words
        goods = re.search(r"(?:hàng|mặt hàng|nhóm hàng|sản phẩm|linh kiện|may|giày|thủy sản|gỗ|điện thoại|máy)(?!\w)", words) is not None
        for figure in reversed(self.figures):
            if figure.sentence.index < sentence.index - (5 if ranks else 2):
                return None
            if figure.quantity.unit not in MONEY:
                continue
            if (ranks and figure.metric == "registeredCapital") or parts or (goods and figure.metric in ("exportValue", "importValue")):
                if self._modifies_only(words):
                    return Figure(q, sentence, figure.metric, "inherited", q.bound_start, q.end, q.unit, like=figure)
            return None
        return None

    def _modifies_only(self, words: str) -> bool:
        return re.search(r"lương|thưởng|phạt|giá |thuế|chi phí|hợp đồng|vay|nợ", words) is None

_RANKS = re.compile(
    r"(?:đứng|dẫn đầu|xếp|tiếp theo|kế đến|kế tiếp|theo sau|tiếp đến|thứ (?:hai|ba|tư|năm)|lần lượt|sau đó là|tiếp nữa)[^.;]*$"
)
