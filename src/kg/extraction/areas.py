"""Areas: hectares of a named measure ("đã cho thuê 95 ha"), or right behind the zones that they are of."""

from __future__ import annotations

import re

from kg.extraction.document import Sentence
from kg.extraction.figures import Figure, Ignored, Reason, Told
from kg.extraction.measures import Measures, difference
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading

_RATIO = re.compile(r"\s*/\s*")
# "đất công nghiệp cho thuê 120 ha, trong đó đã cho thuê 80 ha": the land to let, not yet the land let.
_PART_LET = re.compile(r",? trong (?:đó|số đó)(?:(?!\.\s)[^;]){0,40}?(?:đã|có chủ)|, đã cho thuê \d")
# "đã cho 40 hãng thuê, với diện tích 121 ha": land let, however it is counted.
_LET_TO = re.compile(
    r"cho\s(?:(?!\.\s)[^,;:]){2,50}?\sthuê(?: lại)?(?: đất)?(?:,? với)?(?: tổng)?(?: số)?(?: diện tích)?(?: đất)?"
    r"(?: là| khoảng| hơn| gần| trên| đạt)*\s*$"
)
# "511 dự án còn hiệu lực, thuê 1.648 ha đất": land that projects rent.
_RENTED = re.compile(
    r"(?:dự án|doanh nghiệp|nhà đầu tư)(?:(?!\.\s)[^;\d]){0,40}?\s(?:đã "
    r"|đang )?thuê(?: lại)?(?: đất)?(?: với)?(?: tổng)?(?: diện tích)?"
    r"(?: là| khoảng| hơn| gần| trên)*\s*$"
)
# "đất công nghiệp cho thuê: 198 ha" is land to let; what "đã" or "đạt" stands by is let.
_NAME_OF_LAND = re.compile(
    r"đất (?:công nghiệp|thương phẩm|công nghiệp thương phẩm) cho thuê(?:\s|:|là|khoảng|gần|hơn|trên|rộng|chiếm|có)*$"
)
_FILLED = re.compile(r"[^.;]{0,24}?(?:tỷ lệ|lấp đầy|đạt|bằng|chiếm)")
_IS_LET = re.compile(r"đạt|được|đã|mới|thêm|lũy kế|tính đến|hiện")
_CAN_BE_LET = re.compile(r"(?:có thể|sẽ|để|dành|sẵn sàng|khả năng)\s+$")
# "ngỏ ý thuê 7 ha": land that somebody would like to rent.
_WISHED = re.compile(
    r"(?:ngỏ ý|muốn|có nhu cầu|đề xuất|đang tìm|quan tâm|hỏi|cần|xin|ghi nhớ|giữ chỗ"
    r"|đặt chỗ)(?:\s+được)?\s+thuê[^,.;:\d]{0,30}$"
)
# Land that is taken, cleared or turned over is told of, but is nobody's area: "41 ha đã được thu hồi", "60 ha rừng".
_TURNED_OVER = re.compile(
    r"\s+(?:đất )?nằm (?:trong (?:ranh|phạm vi|dự án)|ngoài (?:ranh|phạm vi|dự án|quy hoạch))(?!\w)"
    r"|\s+(?:đất |khu |là )?(?:đô thị|dịch vụ|dân cư|tái định cư|cây xanh|nhà ở|thương mại)(?!\w)"
    r"|\s+(?:đất )?(?:[^,.;\d]{0,50}?\s)?(?:đã được|bị|đã bị|được) (?:thu hồi|giải tỏa)(?!\w)"
    r"|\s+(?:đất )?(?:đã |bị |được |sẽ |phải |cần )*(?:thu hồi"
    r"|giải phóng(?! mặt bằng (?:được|xong) \d)|bồi thường|đền bù|bàn giao|giải tỏa"
    r"|chuyển đổi"
    r"|chuyển mục đích|chưa|còn vướng)(?!\w)"
)
# "đến nay mới giải tỏa được 47 ha"
_CLEARED = re.compile(r"(?:giải tỏa|giải toả|giải phóng(?: mặt bằng)?)(?: được| xong| khoảng| gần| hơn| trên)*\s*$")
# "xây 4.200 căn, với chừng 26 ha": floors of flats.
_OF_FLATS = re.compile(r"\d căn(?: hộ| nhà)?,? (?:với|có|tương ứng)?[^.;\d]{0,30}$")
# "đất còn lại chừng 300 ha", "còn trống 20 ha"
_LEFT = re.compile(
    r"(?:đất|diện tích|mặt bằng)[^,.;\d]{0,24} còn (?:lại|trống)(?: là| chỉ| khoảng| chừng| hơn| gần| trên)*\s*$"
    r"|còn trống[^,.;\d]{0,12}$"
)
_ONE_OF_MANY = re.compile(r"(?:bình quân|trung bình|mỗi|suất đầu tư|cứ|tính trên|trên)(?: mỗi| trên| cho| của)?\s*$")
# What may stand between a zone, or a count of zones, and its area: "KCN Đình Trám: 127 ha", "15 KCN (6.200 ha)".
_OF_ZONE = re.compile(
    r"(?:(?:\s|\([^)]*\))*(?:được )?(?:thành lập|ra đời)[^,;:]{0,30},)?"
    r"(?:\s|[:,(-]|(?:ở|tại) [^(),;:\d]{2,24}(?=\s\()"
    r"|, (?:huyện|thị xã|thành phố|tp|tx|xã|phường|quận) [^(),.;:\d]{2,24}(?=\s?:)"
    r"|\((?:thuộc |ở )?(?:huyện|thị xã|thành phố|tp|tx|xã|phường|quận) [^(),;\d]{2,40},|giai đoạn (?:\d"
    r"|[ivx]+)"
    r"|chỉ|hơn|gần|khoảng|trên|với|là|có|rộng|gồm|mới|(?:được |theo )?quy hoạch|chiếm|\([^)]*\))*"
)
_OF_COUNT = re.compile(
    r"(?:\s|[:,(-]|hơn|gần|khoảng|trên|với|là|mới)*"
    r"|[^,.;:()\d]{0,45}?,?\s(?:với|trên|chiếm|rộng|trải trên)\s+(?:hơn |gần |khoảng |trên |tổng cộng |tổng )*"
)
# "KKT X trải trên hai huyện với 15.000 ha", "được thành lập năm 2004 với 7.300 ha": of the zone that is named.
_SPREADS = re.compile(
    r"(?<!\w)(?:trải (?:trên|dài|rộng|khắp)|thành lập|ra đời|khởi công"
    r"|động thổ)(?!\w)(?:(?!\.\s)[^;()]){0,80}?\s(?:với|trên)"
    r"(?: tổng cộng| hơn| gần| khoảng| trên| chừng)*\s*$"
    r"|(?<!\w)(?:trải|nằm) (?:dài |rộng |khắp )?trên(?: diện tích)?(?: hơn| gần| khoảng| chừng)*\s*$"
)
# "khu này thì 33 ha không còn chỗ trống"
_NO_ROOM = re.compile(
    r"\s+(?:đã |đều |cũng )*(?:không còn (?:chỗ|đất)|hết (?:chỗ|đất)|kín (?:chỗ|đất|từ|hết)|chật kín)(?!\w)"
)
_PHASE = re.compile(
    r"giai đoạn (?:\d|[ivx]+|một|hai|ba|đầu)(?:\s*:|(?: chỉ)? (?:có|rộng|là|với|chiếm|thêm))(?: hơn| gần| khoảng"
    r"| trên)*\s*$"
)
# "Giai đoạn đầu, nhà đầu tư triển khai 350,9 ha"
_PHASE_BUILT = re.compile(
    r"(?<!\w)giai đoạn (?:\d|[ivx]+|một|hai|ba|đầu)(?!\w)[^.;:\d]{0,40}(?:triển khai|thực hiện|đầu tư"
    r"|xây dựng)(?: trên)?(?: diện tích)?(?: hơn"
    r"| gần| khoảng| trên)*\s*$"
)
# "KCN X được điều chỉnh tăng từ 131 ha lên 523 ha": what it was, and what it is to be.
_ADJUSTED = re.compile(r"(?:điều chỉnh|mở rộng)(?:(?!\.\s)[^;()\d]){0,30}?\s?từ(?: hơn| gần| khoảng| trên)*\s*$")
_TO_AREA = re.compile(r"[^,.;:()\d]{0,12}(?:lên|xuống|thành)\s[^,.;:()\d]{0,16}\d+(?:[.,]\d+)*\s?(?:ha|héc)")
_ADJUSTED_TO = re.compile(
    r"(?:điều chỉnh|mở rộng)(?:(?!\.\s)[^;()]){0,50}?\s(?:ha|héc-?ta) (?:lên|xuống|thành)"
    r"(?: hơn| gần| khoảng| trên| thành)*\s*$"
)
# "KCN X ở xã Y được quy hoạch 150 ha", "Được quy hoạch 30 ha từ năm 2009, cụm này ...".
_PLANNED = re.compile(r"được quy hoạch(?: (?:rộng|với|trên|hơn|gần|khoảng|tới))*\s*$")
# "Khu này chỉ có 30,6 ha".
_THIS_ZONE_HAS = re.compile(
    r"(?:khu|cụm)(?: công nghiệp| kinh tế)? này(?: chỉ| mới| hiện| hiện nay)* (?:có|rộng)"
    r"(?: (?:hơn|gần|khoảng|trên|chừng|vỏn vẹn))*\s*$"
)
# "ban đầu chỉ hơn 18.800 ha", "hiện ranh giới là 20.776 ha"
_BOUNDS = re.compile(r"(?:ranh giới|ban đầu)(?: chỉ| mới| là| có| rộng| khoảng| hơn| gần| trên| nay| hiện)*\s*$")
# "diện tích lấp đầy tăng thêm trong quý là 24 ha"
_CAME_TO_IT = re.compile(r"tăng thêm (?:từ|trong|so)(?!\w)[^.;\d]{0,40}\s(?:là|đạt)(?: hơn| gần| khoảng| trên)*\s*$")
# "- Giai đoạn 1: 90 ha", below the area of a zone
_PHASE_BULLET = re.compile(
    r"[-+*•\s]*giai đoạn (?:\d|[ivx]+)\s*(?::|rộng|có)?\s*(?:diện tích|quy mô)?\s*(?:khoảng|gần|hơn|trên)?\s*"
)
_OPENS = re.compile(r"\s?\((?:rộng |diện tích |quy mô )?")
_OUT_OF = re.compile(r",? (?:trong|trên|/)(?: tổng)?(?: số| diện tích| quỹ đất)*(?: là| hơn| gần| khoảng)*\s*")
# "công ty được tỉnh cho thuê 12 ha": land that a firm has from the state.
_LET_TO_A_FIRM = re.compile(
    r"(?<!\w)được (?:ubnd|nhà nước|tỉnh|thành phố|huyện|ban quản lý|địa phương)[^,.;:\d]{0,40} cho thuê"
    r"(?: lại)?(?: đất)?(?: hơn| gần| khoảng| trên)*\s*$"
)
# "đã hoàn thành hạ tầng trên diện tích 145 ha": how far the works have come.
_BUILT_ON = re.compile(
    r"(?:hoàn thành|hoàn thiện|xây dựng xong|thi công|san lấp)[^,.;:\d]{0,30}?hạ tầng[^,.;:\d]{0,20}?(?: trên| được)"
    r"(?: tổng)?(?: diện tích)?(?: là| hơn| gần| khoảng| trên)*\s*$"
)
# "CCN X mới giao được vỏn vẹn 6 ha": land handed to those who build on it.
_GIVEN_OUT = re.compile(
    r"(?<!bàn )(?<!\w)giao được(?: cho (?:nhà đầu tư|doanh nghiệp))?(?: vỏn vẹn| chỉ| mới| hơn| gần| khoảng| trên)*\s*$"
)
_RENTS = re.compile(r"(?:,|và|đã|hiện)\s+thuê(?: lại)?(?: đất)?(?: hơn| gần| khoảng| trên| tổng cộng)*\s*$")
_OTHER_LAND_BETWEEN = re.compile(
    r"còn|chưa|thu hồi|bồi thường|giải phóng|đền bù|bàn giao|cây xanh|dân cư|đất ở|lúa|rừng"
)
# "các cụm A và B được thành lập, lần lượt 61 ha và 73 ha": one each.
_IN_TURN = re.compile(r"(?:lần lượt|tương ứng)(?: là)?\s*$")
# A line that opens with its area: "- 12 cụm, 640 ha".
_OPENING = re.compile(r"\W*(?:\d+ (?:khu|cụm|kcn|ccn),)?\W*(?:hơn|gần|khoảng|trên)?\s*")
_LAND_OF_ZONES = re.compile(
    r"trong đó,? (?:diện tích )?đất (?:khu|cụm) công nghiệp(?: là| rộng| chiếm| khoảng| có)*\s*$"
)
_COUNTED_WITH = re.compile(
    r" (?!khu|cụm|kcn|ccn|kkt|lô|dự án|doanh nghiệp)[^\W\d_]+(?: [^\W\d_]+){0,3},? với (?:tổng )?diện tích(?: là"
    r"| khoảng| hơn| gần| trên)*\s*"
)
# So far from it may stand the zone that an area is of.
_ZONE_WITHIN = 160


class Areas:
    """Reads hectares: "diện tích 340 ha", "KCN X rộng 120 ha", "95/124 ha"."""

    def __init__(self, reading: Reading, told: Told, measures: Measures) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._told = told
        self._measures = measures

    def read(self, q: Quantity, sentence: Sentence, before: str) -> Figure | Ignored:
        """Say what an area measures. `before`: the folded words before it."""
        last = self._told.last(sentence, ("ha",))
        if (
            last is not None
            and last.metric == "leasedArea"
            and _RATIO.fullmatch(self._folded, last.quantity.end, q.bound_start)
        ):
            return Figure(q, sentence, "industrialLandArea", "stated", q.bound_start, q.end, "ha", like=last)
        if difference(before):
            return Ignored(q, Reason.DIFFERENCE)
        if "tăng thêm" in before and _CAME_TO_IT.search(before):
            return Ignored(q, Reason.DIFFERENCE)
        if "giải" in before[-30:] and _CLEARED.search(before):
            return Ignored(q, Reason.OTHER_LAND)
        if "căn" in before and _OF_FLATS.search(before):
            return Ignored(q, Reason.OTHER_LAND)
        if q.value == 1 and _ONE_OF_MANY.search(before):
            return Ignored(q, Reason.AVERAGE)
        if "thuê" in before[-60:] and _WISHED.search(before):
            return Ignored(q, Reason.NEEDED)
        if (
            self._of_withdrawn(q, sentence)
            or self._of_things_counted(q, sentence)
            or ("cho thuê" in before[-40:] and _LET_TO_A_FIRM.search(before))
        ):
            return Ignored(q, Reason.OTHER_LAND)
        let = _LET_TO.search(before) or _RENTED.search(before) if "thuê" in before[-60:] else None
        if let is None and self._given_out(q, sentence, before):
            return Figure(q, sentence, "leasedArea", "stated", q.bound_start, q.end, "ha")
        if let and not _CAN_BE_LET.search(before, 0, let.start()):
            return Figure(q, sentence, "leasedArea", "stated", q.bound_start, q.end, "ha")
        if sentence.line.bullet and _PHASE_BULLET.fullmatch(self._folded, sentence.start, q.bound_start):
            return Figure(q, sentence, "totalArea", "inferred", sentence.start, q.end, "ha")
        if self._in_own_brackets(q, sentence):
            return Figure(q, sentence, "totalArea", "inferred", q.bound_start, q.end, "ha")
        if _BUILT_ON.search(before):
            return Ignored(q, Reason.OTHER_LAND)
        planned = "quy hoạch" in before[-30:] and _PLANNED.search(before) is not None
        if planned and any(
            zone.names for zone in self._reading.zones_within(max(sentence.start, q.start - 60), q.start)
        ):
            return Figure(q, sentence, "totalArea", "stated", q.bound_start, q.end, "ha")
        found = self._measures.by_name(q, "ha", sentence)
        if isinstance(found, Figure) and found.metric == "leasedArea" and self._to_let(found, q, sentence):
            found.metric = "industrialLandArea"
        if isinstance(found, Ignored) and self._part_of_a_zone(q, sentence, before):
            return Figure(q, sentence, "industrialLandArea", "stated", q.bound_start, q.end, "ha")
        if isinstance(found, Ignored) and self._right_behind_count(q, sentence):
            found = None  # "phân theo tình trạng xây dựng thì 250 KCN hoạt động trên 68.000 ha"
        if _TURNED_OVER.match(self._folded, q.end, sentence.end) and (
            not isinstance(found, Figure) or found.metric == "totalArea"
        ):
            return Ignored(q, Reason.OTHER_LAND)
        if "còn" in before[-36:] and not isinstance(found, Ignored) and _LEFT.search(before):
            return Ignored(q, Reason.OTHER_LAND)
        return (
            self._whole_of_let(q, sentence)
            or found
            or self._of_zones(q, sentence)
            or self._of_the_zone_named(q, sentence, before)
            or self._measures.like(q, sentence, ("ha",))
            or Ignored(q, Reason.UNNAMED_AREA, known=False)
        )

    def _part_of_a_zone(self, q: Quantity, sentence: Sentence, before: str) -> bool:
        """Whether a zone's land for industry is told so: "750 ha, trong đó đất khu công nghiệp 367 ha"."""
        if _LAND_OF_ZONES.search(before) is None:
            return False
        return any(zone.names for zone in self._reading.zones_within(sentence.start, q.start))

    def _of_things_counted(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether land is that of things none of ours that were just counted: "46 ao với tổng diện tích 7,8 ha"."""
        last = self._told.ignored[-1] if self._told.ignored else None
        if last is None or last.reason != Reason.COUNTS_NOTHING or last.quantity.start < sentence.start:
            return False
        return _COUNTED_WITH.fullmatch(self._folded, last.quantity.end, q.bound_start) is not None

    def _in_own_brackets(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether an area alone stands in brackets right behind a zone's name: "bồi thường ở KCN A (294 ha)"."""
        zone = next(self._reading.zones_before(q.start), None)
        if zone is None or not zone.names or zone.start < sentence.start or zone.role == "company":
            return False
        opened = _OPENS.fullmatch(self._folded, zone.end, q.bound_start) is not None
        return opened and self._folded.startswith(")", q.end)

    def _of_withdrawn(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether land is that of projects just told to be withdrawn: "thu hồi 2 dự án với diện tích 8,4 ha"."""
        last = self._told.ignored[-1] if self._told.ignored else None
        if last is None or last.reason != Reason.REFUSED_PROJECTS or last.quantity.start < sentence.start:
            return False
        return self._reading.quantities_before(q.start, last.quantity.end) == []

    def _to_let(self, found: Figure, q: Quantity, sentence: Sentence) -> bool:
        """Whether land "cho thuê" is land to let, because the land that is let follows as a part of it."""
        if "đã" in self._folded[found.start : q.start]:
            return False
        name = _NAME_OF_LAND.search(self._folded[max(sentence.start, q.start - 60) : q.start])
        if name is not None and not _IS_LET.search(self._folded, max(sentence.start, found.start - 30), q.start):
            return _FILLED.match(self._folded, q.end, sentence.end) is None
        return _PART_LET.match(self._folded, q.end, sentence.end) is not None

    def _whole_of_let(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """The land of which some is let: "thuê 185 ha trong tổng số 264 ha"."""
        last = self._told.last(sentence, ("ha",))
        if last is None or last.metric != "leasedArea":
            return None
        if _OUT_OF.fullmatch(self._folded, last.quantity.end, q.bound_start) is None:
            return None
        return Figure(q, sentence, "industrialLandArea", "inferred", q.bound_start, q.end, "ha", like=last)

    def _of_zones(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """An area right behind a zone's name or a count of zones: "KCN Đình Trám: 127 ha", "15 KCN (6.200 ha)"."""
        this = " này " in self._folded[max(sentence.start, q.bound_start - 40) : q.bound_start]
        this = this and _THIS_ZONE_HAS.search(self._folded, sentence.start, q.bound_start) is not None
        if not this and not self._adjacent(q, sentence):
            return None
        return Figure(q, sentence, "totalArea", "inferred", q.bound_start, q.end, "ha")

    def _given_out(self, q: Quantity, sentence: Sentence, before: str) -> bool:
        """Whether land is what a zone gave to builders, or what the projects just counted rent."""
        near = before[-60:]
        if "giao" in near and _GIVEN_OUT.search(near):
            return bool(self._reading.zones_within(sentence.start, q.start))
        if "thuê" not in near or _RENTS.search(near) is None:
            return False
        counted = (figure for figure in reversed(self._told.figures[-6:]) if figure.metric == "projectCount")
        last = next(counted, None)
        return last is not None and last.sentence.index >= sentence.index - 1

    def _of_the_zone_named(self, q: Quantity, sentence: Sentence, before: str) -> Figure | None:
        """An area told by what its zone does: it spreads, was founded, has no room, or has a first phase so large."""
        near = before[-60:]
        told = (
            (("với" in near or "trên" in near) and _SPREADS.search(before))
            or _NO_ROOM.match(self._folded, q.end, sentence.end)
            or ("giai đoạn" in before and (_PHASE.search(near) or _PHASE_BUILT.search(before)))
            or ("từ" in near and _ADJUSTED.search(before) and _TO_AREA.match(self._folded, q.end, sentence.end))
            or (("lên" in near or "xuống" in near) and _ADJUSTED_TO.search(before))
            or ("quy hoạch" in near and _PLANNED.search(near))
            or (("ranh giới" in near or "ban đầu" in near) and _BOUNDS.search(near))
        )
        start, end = max(sentence.start, q.start - _ZONE_WITHIN), min(sentence.end, q.end + _ZONE_WITHIN)
        planned = "quy hoạch" in near  # "Được quy hoạch 30 ha từ năm 2009, đến nay CCN này ...": it was named before
        if told and ("giai đoạn đầu" in before or _PHASE_BUILT.search(before) or _BOUNDS.search(near)):
            start = max(sentence.line.start, q.start - 2 * _ZONE_WITHIN)  # of the zone that the sentence before names
        named = [zone for zone in self._reading.zones_within(start, end) if zone.names or planned] if told else []
        if not named:
            return None
        before_it = [zone.start for zone in named if zone.start < q.start]
        return Figure(q, sentence, "totalArea", "inferred", before_it[-1] if before_it else q.bound_start, q.end, "ha")

    def _right_behind_count(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether an area stands right behind a count of zones: "15 KCN (6.200 ha)"."""
        last = self._told.last(sentence, ("1",))
        if last is None or last.metric != "count":
            return False
        gap = self._folded[last.end : q.start]
        return _OF_COUNT.fullmatch(gap) is not None and not _OTHER_LAND_BETWEEN.search(gap)

    def _adjacent(self, q: Quantity, sentence: Sentence) -> bool:
        for mention in self._reading.zones_before(q.start):
            if mention.start < sentence.start or q.bound_start - mention.end > 60:
                break
            if _OF_ZONE.fullmatch(self._folded[mention.end : q.bound_start]):
                return True
        if _IN_TURN.search(self._folded, max(sentence.start, q.bound_start - 12), q.bound_start):
            return any(zone.names for zone in self._reading.zones_within(sentence.start, q.bound_start))
        if self._right_behind_count(q, sentence):
            return True
        return (
            sentence.first
            and sentence.line.bullet
            and _OPENING.fullmatch(self._folded, sentence.start, q.bound_start) is not None
        )
