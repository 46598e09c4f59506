"""Counts of zones: "15 khu công nghiệp", "27 KCN, CCN", and by the short nouns: "trong đó 9 khu"."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from kg.extraction.cues import SCOPE_OF
from kg.extraction.document import Sentence
from kg.extraction.figures import Figure, Ignored, Reason
from kg.extraction.lexicon import Hit
from kg.extraction.measures import difference
from kg.extraction.mentions import ZoneMention
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading
from kg.facts import Scope

THESE = re.compile(r"\s+(?:công nghiệp\s+)?(?:này|đó|ấy|nói trên|kể trên|nêu trên)(?!\w)")
"""Behind what was counted before: "5 khu này", "3 dự án nói trên"."""
# A bare "khu"/"cụm" counts zones where the article speaks of such, unless it begins another noun: "3 khu dân cư".
_BARE_ZONE = re.compile(
    r"[ \u00a0]{1,3}(khu|cụm)(?![\w-])(?! (?:dân|nhà|vực|đô|du|tái|phố|tập|chợ|trọ|cách|di|thương|dịch|nghỉ|vui|bảo"
    r"|rừng|đất|chức năng|trưng|vườn|phi|thi|từ|cảng|tượng|máy|pháo|điện|loa))"
)
# Zones counted for what they have or lack are a part that no column holds: "11 cụm chưa có trạm xử lý nước thải".
_OF_A_PROPERTY = re.compile(
    r"(?:(?! (?:thì|nhưng|song) )[^,.;:]){0,50}?(?:nước thải|môi trường|còn chậm|ô nhiễm|hệ thống|trạm"
    r"|nhà máy xử lý|phòng cháy"
    r"|vi phạm|camera|nhà ở"
    r"|thiết chế|đóng cửa|phong tỏa|giãn cách|chậm tiến độ|thu hồi|cây xanh|được hỏi|vướng|dở dang|chuyên ngành"
    r"|gia hạn)"
)
# "hai khu vẫn xuất khẩu được": those that were told of.
_GO_ON = re.compile(r"\s+(?:vẫn|cũng)(?!\w)")
# Zones of an owner are no place's: "sở hữu 25 khu công nghiệp".
_OWNED = re.compile(r"chủ sở hữu(?: của| tới| đến| gần| hơn| khoảng)*\s*$")
# "chuyển đổi ít nhất 10 KCN nội đô", "xóa khỏi quy hoạch 5 cụm": those that are to be no more.
_UNDONE = re.compile(
    r"(?<!\w)(?:chuyển đổi(?: công năng)?|di dời|xóa|xoá|xóa bỏ|bãi bỏ|giải thể|loại|rút|đưa ra)(?: khỏi quy hoạch"
    r"| tên)?"
    r"(?: ít nhất| tối thiểu| hơn| gần| khoảng| cả)*\s*$"
)
# "huyện nào cũng 1 - 3 cụm là quá dàn trải", "chỉ nên giữ 8 - 10 cụm": how many there should be.
_SHOULD_BE = re.compile(r"(?<!\w)(?:nên (?:giữ|có|làm|chọn|còn)|nào cũng(?: có)?)(?: lại)?\s*$")
# "hai khu công nghiệp khác tại Hưng Yên là KCN A và KCN B"
_OTHERS = re.compile(r"\s+khác(?!\w)[^.;:\d]{0,40}\slà (?:kcn|ccn|khu công nghiệp|cụm công nghiệp)(?!\w)")
# "lựa chọn 3 - 5 KKT để tập trung vốn", "dồn lực cho 3 KCN lớn": some of those that there are.
_CHOSEN = re.compile(r"(?<!\w)(?:lựa chọn|chọn(?: ra)?|dồn (?:lực|sức|vốn) (?:cho|vào|phát triển))(?: khoảng| từ)?\s*$")
# "lấy mẫu nước thải 6 KCN", "kiểm tra tại 5 khu công nghiệp"
_LOOKED_AT = re.compile(
    r"(?<!\w)(?:lấy mẫu|quan trắc|kiểm tra|giám sát|khảo sát|tham quan|làm việc (?:với"
    r"|tại))(?!\w)[^.;,:\d]{0,30}(?:\d+ [^.;,:\d]{3,24} và )?$"
)
# "bước vào cổng 1 KCN" counts nothing; "có 1 KCN, 3 CCN" does.
_ONE_COUNTED = re.compile(
    r"(?:có|còn|gồm|là|với|thêm|mới|chỉ|lập|công|hoạch|dựng|nhất|được|đó|cả|và|tổng số|[,;:(/+-])\s*(?:01|1)?\s*$"
)
# "khởi công 2 KCN là Đồng Sóc và Lạc Thịnh" counts them all the same.
_ARE_NAMED = re.compile(r" (?:lớn|nhỏ|cũ|mới|đầu tiên|còn lại)(?: nhất)? (?:là|gồm):? ")
_NAMES_THEM = re.compile(r"(?:là|gồm|bao gồm|đó là|:)\s*$")


class ZoneCounts:
    """Reads numbers before nouns of zones."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded

    def of_kind(self, q: Quantity, sentence: Sentence, hit: Hit, noun: str, before: str) -> Figure | Ignored:
        """A number before a kind of zone: "15 khu công nghiệp", "27 KCN, CCN"."""
        if difference(before):
            return Ignored(q, Reason.DIFFERENCE)
        if (
            self._of_a_property(hit.end, sentence)
            or _OWNED.search(before)
            or _UNDONE.search(before)
            or _LOOKED_AT.search(before)
            or _CHOSEN.search(before)
            or _SHOULD_BE.search(before)
        ):
            return Ignored(q, Reason.ZONES_OF_A_PROPERTY)
        if q.value == 1 and not _ONE_COUNTED.search(before):
            return Ignored(q, Reason.COUNTS_NOTHING)
        if self._points_back(q, hit.end, before):
            return Ignored(q, Reason.TOLD_BEFORE)
        scope, end = SCOPE_OF[noun], hit.end
        mention = self._reading.zone_at(hit.start)
        if mention is not None:
            scope, end = mention.scope, mention.names[0].start if mention.names else mention.end
            told = not q.spelled or before.endswith("hiện có ")
            listed = told and mention.names and _NAMES_THEM.search(self._folded, hit.end, end)
            if q.spelled and _OTHERS.match(self._folded, hit.end, sentence.end):
                return Ignored(q, Reason.ZONES_NAMED)
            if mention.names and not listed and (q.spelled or q.value == len(mention.names)):
                return Ignored(q, Reason.ZONES_NAMED)
        return Figure(q, sentence, "count", "stated", q.bound_start, end, "1", scope=scope, noun=noun)

    def bare(self, q: Quantity, sentence: Sentence, before: str) -> Figure | Ignored | None:
        """A number before the short noun, after zones were spoken of: "trong đó 9 khu đã lấp đầy"."""
        bare = _BARE_ZONE.match(self._folded, q.end, sentence.end)
        if bare is None or "khu đất" in before[-90:]:
            return None
        clusters: Scope = "clusters" if self._first_cluster < q.start else ""
        scope = clusters if bare[1] == "cụm" else self._last_scope_but_clusters(q.start)
        if not scope:
            return None
        if q.spelled and not before.endswith("có ") and _ARE_NAMED.match(self._folded, bare.end(), sentence.end):
            return Ignored(q, Reason.ZONES_NAMED)  # "vì ba khu lớn là A, B và C mới khởi công"
        if self._of_a_property(bare.end(), sentence) or _SHOULD_BE.search(before):
            return Ignored(q, Reason.ZONES_OF_A_PROPERTY)
        if difference(before):
            return Ignored(q, Reason.DIFFERENCE)
        if before.endswith(("một trong ", "một trong số ")) or self._points_back(q, bare.end(), before):
            return Ignored(q, Reason.TOLD_BEFORE)
        return Figure(q, sentence, "count", "inherited", q.bound_start, bare.end(), "1", scope=scope, noun=bare[1])

    def _points_back(self, q: Quantity, end: int, before: str) -> bool:
        """Whether zones were told before ("5 khu này", "cả hai khu") or go on a list ("KCN A cùng hai khu khác")."""
        if THESE.match(self._folded, end) or (before.endswith("cả ") and not before.endswith("tất cả ")):
            return True
        if q.spelled and _GO_ON.match(self._folded, end):
            return True
        return q.spelled and before.endswith(("cùng ", "cùng với "))

    @cached_property
    def _not_clusters(self) -> list[ZoneMention]:
        return [zone for zone in self._reading.zones if zone.scope != "clusters"]

    @cached_property
    def _first_cluster(self) -> int:
        """Where the text first speaks of clusters, or past its end."""
        starts = (zone.start for zone in self._reading.zones if zone.scope in ("clusters", "zonesAndClusters"))
        return next(starts, len(self._folded))

    def _last_scope_but_clusters(self, offset: int) -> Scope:
        index = bisect_left(self._not_clusters, offset, key=lambda zone: zone.start) - 1
        return self._not_clusters[index].scope if index >= 0 else ""

    def _of_a_property(self, end: int, sentence: Sentence) -> bool:
        """Whether zones are counted for a property: "11 cụm chưa xây hệ thống xử lý nước thải"."""
        return _OF_A_PROPERTY.match(self._folded, end, min(sentence.end, end + 70)) is not None
