"""Which sector or product a figure is about, in the article's words.

Growth by sector ("dệt tăng 4,02%; da giày giảm 2%", "đóng tàu (+27,74%)"), trade by product ("đồ gỗ 231 triệu USD, tăng
7%"), capital by sector ("Kinh doanh bất động sản xếp thứ hai, gần 2,9 tỷ USD"). The phrase that a figure belongs to
stands before it, with nothing but a verb between; where nothing stands between two figures, both have one phrase.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from kg.extraction.figures import OF_TRADE
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading
from kg.extraction.what import Figure

_GROWTH = frozenset({"outputGrowth", "exportGrowth", "importGrowth"})
_CAPITAL = frozenset({"registeredCapital", "implementedCapital", "projectCount"})
_STAFFED = frozenset({"enterpriseCount", "workerCount"})
_HEAD = re.compile(
    r"(?:ngành|nhóm ngành|lĩnh vực|phân ngành|nhóm hàng|mặt hàng|hàng|sản xuất|chế biến|công nghiệp (?:chế|"
    r"khai|sản|cơ|điện|hỗ|thực|dệt|may|hóa|da|luyện|năng|phụ|công nghệ|vật)|khai khoáng|khai thác|may|dệt|"
    r"đóng tàu|cung cấp|kinh doanh bất|in(?:,| và| ấn)|"
    r"thoát nước|phân phối|sửa chữa|da giày|da giầy|giày|giầy|dược|thuốc|cơ khí|điện|bất động sản|"
    r"hoạt động (?:kinh doanh|chuyên|thu|tài|hành|y|xây|xử|cung|vận)|bán buôn|bán lẻ|xây dựng|vận tải|"
    r"logistics|dịch vụ (?:lưu|ăn|khác|du|vận)|tài chính|thương nghiệp|thương mại|"
    r"thông tin|giáo dục|nông|lâm sản|chế tạo|linh kiện|vật liệu|hóa chất|luyện|sản phẩm|thiết bị|máy|ô tô|"
    r"ôtô|xe|gỗ|đồ|giấy|nhựa|cao su|kim loại|sắt|thép|thủy sản|hải sản|gạo|cà phê|chè|hạt|rau|trang phục|"
    r"quần áo|phụ tùng|bia|xi măng|than|quặng|dầu|phân bón|"
    r"thức ăn|thực phẩm|đồ uống|mía|đường|gốm|sứ|gạch|clinker|nước|xử lý|thu gom|năng lượng|túi|va li|dăm|sợi|"
    r"vải|bông|dây|cáp|điều|tiêu|lắp ráp|mô tô|tàu|khí đốt|chăn nuôi|du lịch)"
)
_CAPITAL_HEAD = re.compile(
    r"(?:(?:công nghiệp|ngành) ?(?:chế biến|sản xuất|khai|công nghiệp)|chế biến|kinh doanh bất động sản|"
    r"(?:hoạt động )?(?:kinh doanh )?bất động sản|sản xuất|phân phối|bán buôn|bán lẻ|xây dựng|"
    r"hoạt động (?:chuyên môn|kinh doanh|tài chính|hành chính|y tế)|tài chính|"
    r"dịch vụ (?:lưu trú|ăn uống|khác)|vận tải|khai khoáng|thương nghiệp|thương mại|dệt|da giày|da giầy|"
    r"logistics|thông tin|giáo dục|nông|may mặc|điện tử|cơ khí|xử lý|cung cấp|y tế|năng lượng|khoa học|"
    r"du lịch)"
)
_WHOLE = re.compile(
    r"(?:toàn )?(?:ngành )?(?:(?:sản xuất )?công nghiệp(?: địa phương| và thủ công nghiệp)?|ngành|sản xuất|"
    r"hàng hóa|hàng hoá|hàng xuất khẩu|sản xuất kinh doanh|công thương|sản xuất công nghiệp.*|thương mại.*|"
    r"hoạt động.{0,4}|ngành công thương)"
)
# Words that make a phrase something else than a sector: measures, places, times, people.
_NO_SECTOR = re.compile(
    r"(?<!\w)(?:giá trị|kim ngạch|chỉ số|iip|tổng|xuất khẩu|nhập khẩu|doanh thu|vốn|dự án|phấn đấu|kế hoạch|"
    r"mục tiêu|dự kiến|sẽ|tỉnh|thành phố|cả nước|tháng|quý|năm|doanh nghiệp|khu vực|thị trường|so với|"
    r"thu nhập|lao động|sang|kcn|ccn|kkt|khu công nghiệp|cụm công nghiệp|"
    r"khu kinh tế|công ty|tập đoàn|nhà máy|khu|huyện|quận|thị xã|cùng kỳ|grdp|gdp|tốc độ|bình quân|mức|"
    r"nhà đầu tư|địa phương|fdi|ddi|nước ngoài|trong nước|việt nam|eu|mỹ(?! phẩm| nghệ)|hoa kỳ|trung quốc|"
    r"nhật bản|hàn quốc|singapore|đài loan|hồng kông|asean|châu âu|ngân sách|nhiều|"
    r"đây|này|đó|chúng tôi|ông|bà|họ|tp|mới|tăng thêm|điều chỉnh|cấp mới|cấp phép|diện tích|tỷ lệ|sản lượng|"
    r"đầu tư|nộp|thuế|hải quan)(?!\w)"
)
_INTRODUCED = re.compile(
    r"(?:phân theo|phân ra|chia theo|trong|theo|nhờ|cùng với|bên cạnh|về|ngoài|tính|do|đối với|xét|trước|sau"
    r"|với)\s[^,]*,\s*",
    re.IGNORECASE,
)
_FRONT = re.compile(
    r"^(?:(?:và|các|một số|những|riêng|trong đó|cùng với đó|bên cạnh đó|ngoài ra|như|gồm|bao gồm|là|nhất là|"
    r"ở chiều ngược lại|chiều ngược lại|ở chiều giảm|mặt khác|thêm vào đó|"
    r"do|còn|đó là|có|đứng đầu là|dẫn đầu là|cụ thể|tiếp theo là|tiếp đến là|tiếp đến|kế đến là|kế đến|đến là|"
    r"(?:đứng|xếp)(?: ở)?(?: vị trí| hàng)?(?: thứ)? (?:nhất|nhì|hai|ba|tư|bốn|năm) là|hai là|ba là|thứ hai là"
    r"|thứ ba là|bù lại|ngược lại|tương tự|"
    r"trong khi|trong khi đó|đáng chú ý|tiêu biểu|chủ yếu là|hay|cũng như|cùng|với|theo ngành|nhưng|song|"
    r"tuy nhiên|chỉ có|sau đó là|sau đó|nếu tính|tính riêng|xét theo ngành|một số ngành|đặc biệt|bởi|vì|nhờ|"
    r"ngành hàng)(?:\s*[,:]\s*|\s+))+",
    re.IGNORECASE,
)
_OF_THE_WHOLE = re.compile(
    r"\s+(?:của|trong|trên) (?:cả nước|toàn quốc|nước ta|toàn tỉnh|tỉnh)(?=$|\s+(?:đạt|ước|tăng|giảm))", re.IGNORECASE
)
_CLASS = re.compile(
    r"^(?:nhóm ngành|nhóm các ngành|ngành hàng|ngành|lĩnh vực|phân ngành|nhóm hàng|nhóm|mặt hàng|hàng hóa)\s+",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?:^|,?\s+)(?:[-–:]\s*)?(?:tăng|giảm|sụt giảm|nhích|hụt|tụt|đạt|ước|chiếm|đứng|dẫn đầu|xếp|vẫn|là|với|chỉ"
    r"|mới chỉ|"
    r"cũng|đã|đều|gần như|tiếp tục|duy trì|ghi nhận|thu hút|đóng góp|thu về|mang về|lại|có (?:mức|tốc|kim|giá|"
    r"chỉ|tới|số|tổng|\d|sự)|có(?=\s*(?:hơn|gần|khoảng|trên)?\s*$)|trị giá|nhưng|hơn|khoảng|gần|trên|lên|"
    r"xuống|dẫn|sụt|"
    r"bứt phá|phục hồi|giữ|lần lượt|tương ứng|phát triển|cao nhất|được|nổi lên|trong khi|do|nhờ|sau khi|so|"
    r"còn|rót|không|chưa)(?=[\s,:(]|$)"
)
_CUT = re.compile(
    r"[;:]|(?<!\w)(?:ngành|nhóm|mặt hàng|sản phẩm|lĩnh vực)[^,;:.]{0,40}?(?:tăng|giảm|cao|khá|mạnh|sâu|lớn|"
    r"chủ lực|nhất)[^,;:.]{0,30}?(?<!\w)(?:là|như|gồm)(?=\s)|(?<=[%)])\s*,|(?<!\w)(?:(?<!gần )như|gồm|trong đó|nhất là|"
    r"riêng|đó là|đứng đầu là|dẫn đầu là)(?=\s)|[“”\"]|\s[–-]\s"
)
_JOINER = re.compile(
    r"(?:\s|[,(+:–-]|\((?:kể )?cả[^()]{0,30}\)|và|nhưng|hơn|khoảng|gần|trên|đạt|tăng|giảm|tới|đến|lên|với|mức|là|vốn"
    r"|đăng ký|tổng|số|"
    r"so|tháng|trước|năm|ngoái|kim ngạch|giá trị|trị giá|ước|chỉ|cũng|lần lượt|đầu tư|xuống|mạnh|sâu|nhẹ|còn|xấp xỉ"
    r"|tấn|lít|chiếc|"
    r"sản phẩm|cái|bộ|xe|cùng|kỳ|tương ứng|trong đó|bằng|thêm|lượt|dự án|cấp|mới|lấy|doanh nghiệp|tạo|"
    r"việc làm|giải quyết|cho|sử dụng)*"
)
# "Một số sản phẩm tăng khá như tôm đông lạnh tăng 19,8%"
_LISTED_GOODS = re.compile(
    r"(?:một số|các|những|nhiều) (?:sản phẩm|mặt hàng|nhóm hàng|nhóm ngành|ngành)[^.;\d]{0,60} (?:như[ :]|gồm[ :]|là:)"
)
_SINGLE = re.compile(r"[\w/-]+(?: [\w/-]+){0,9}")
_TRADED = re.compile(
    r".*(?<!\w)(?:xuất|nhập) khẩu\s+(?:của\s+)?(?:các\s+)?(?:ngành\s+|nhóm hàng\s+|mặt hàng\s+|nhóm\s+)?"
)
_BEHIND = re.compile(
    r"[^,.;:()\d]{0,40}?(?:trong|thuộc|vào|ở|cho) (?:lĩnh vực|ngành)(?! nghề) ((?:[^,.;:()\d]|, (?=chế tạo|"
    r"phân phối|bán lẻ|lắp ráp)){3,60}?)(?=$|[,.;:()\d]|\s(?:với|có|và (?=\d)|tại|ở|đã|đạt|chiếm|của|vào)\s)"
)
_INSIDE = re.compile(
    r".*(?<!\w)(?:trong|thuộc|vào|ở) (?:lĩnh vực|ngành)(?! nghề) ((?:[^,.;:()\d]|, (?=chế tạo|phân phối|"
    r"bán lẻ|lắp ráp)){3,60}?)\s*,?\s*(?:với|có|đạt|thu hút|là|được)[^,.;:()\d]{0,16}$"
)
_NOT_A_NAME = re.compile(r"(?:này|trên|khác|mới|nào|đó|chủ yếu|khuyến khích|ưu tiên|công nghiệp hỗ trợ này)")
_RESPECTIVELY = re.compile(r"(?<!\w)(?:lần lượt|tương ứng)(?!\w)")


# "kim ngạch xuất khẩu giày dép (của cả nước, 7 tháng ...) đạt": the goods that are traded.
_TRADE_NAMED = re.compile(r"(?<!\w)(?:xuất|nhập) khẩu(?!\w)")
_GOODS_BEHIND = re.compile(
    r"\s+(?:các |nhóm |mặt |nhóm mặt )*((?:(?!(?:của|sang|tại|trong|vào|từ|qua|năm|tháng|quý|đạt|ước|tăng|giảm|là"
    r"|đã|sẽ|cả"
    r"|toàn|việt|ở|dự|đang|và(?= (?:nhập|xuất))|nước|theo|có|chỉ|các|với|bình|trung|còn|đến|tới|lên|thì|như|hơn|gần"
    r"|khoảng|trên"
    r"|xấp|lần|vẫn|cũng|được|liên|tiếp|cao|lớn|nhiều|về)\s)"
    r"[^\s,.;:()\d]+(?:\s+|(?=[,.;:(]|$)|,\s(?=chế tạo|phụ tùng))){1,9})"
)
_GOODS_WITHIN = 160
_SAID_WITHIN = 600
_INDUSTRY_NAMED = re.compile(r"(?<!\w)(?:doanh nghiệp|dn|ngành|ngành hàng|xuất khẩu|nhập khẩu|xk|nk)(?= )")
_OF_ALL_GOODS = re.compile(r"tổng kim ngạch|tổng trị giá|cả nước|hàng hóa|hàng hoá|toàn tỉnh|trên địa bàn")
_OFTEN = 4
_ALL_GOODS = frozenset({"hàng công nghiệp", "hàng hóa", "hàng hoá", "hàng", "sản phẩm", "sản phẩm công nghiệp"})


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class SectorReader:
    """Reads the sector of one figure after another."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._text = reading.doc.text
        self._listed: tuple[int, bool] = (-1, False)

    def read(self, figure: Figure) -> str:
        """The sector, "" where the figure is about all of them."""
        sector = self._read(figure)
        index = figure.sentence.index
        self._listed = (index, bool(sector) or (self._listed[0] == index and self._listed[1]))
        return sector

    def _read(self, figure: Figure) -> str:
        if figure.metric in _GROWTH or figure.metric in OF_TRADE or figure.metric == "outputValue":
            if figure.metric in _GROWTH and not self._grows(figure):
                return ""
            found = self._accepted(self._phrase(figure.quantity, figure), figure) or self._goods_traded(figure)
            return found or (self._of_the_article(figure) if figure.metric in OF_TRADE else "")
        if figure.metric in _CAPITAL or figure.metric in _STAFFED:
            behind = _BEHIND.match(self._folded, figure.end, figure.sentence.end)
            if behind and not _NOT_A_NAME.match(behind[1]):
                return self._text[behind.start(1) : behind.end(1)].strip()
            phrase = self._phrase(figure.quantity, figure)
            inside = _INSIDE.match(phrase.lower())
            return phrase[inside.start(1) : inside.end(1)] if inside else self._accepted(phrase, figure)
        return ""

    def _goods_traded(self, figure: Figure) -> str:
        """The goods right behind the trade last named: "kim ngạch xuất khẩu giày dép 7 tháng đầu năm đạt"."""
        if figure.metric not in OF_TRADE:
            return ""
        like = figure.like
        end = like.quantity.start if like is not None and like.sentence is figure.sentence else figure.quantity.start
        begin = max(figure.sentence.start, end - _GOODS_WITHIN)
        begin = max(begin, self._folded.rfind(";", begin, end))
        named = [*_TRADE_NAMED.finditer(self._folded, begin, end)]
        goods = _GOODS_BEHIND.match(self._folded, named[-1].end(), end) if named else None
        if goods is None or _HEAD.match(goods[1]) is None:
            return ""
        if _WHOLE.fullmatch(goods[1].strip()) or _NO_SECTOR.search(goods[1]) or goods[1].strip() in _ALL_GOODS:
            return ""
        phrase = self._text[goods.start(1) : goods.end(1)].strip()
        return "" if self._names_a_place(figure, phrase) else phrase

    def _of_the_article(self, figure: Figure) -> str:
        """The industry that the headline is on, for trade told without any goods: of "Doanh nghiệp dệt may lo"."""
        if not self._headline_goods:
            return ""
        end = figure.quantity.start
        start = max(figure.sentence.start, end - _SAID_WITHIN)
        return "" if _OF_ALL_GOODS.search(self._folded, start, end) else self._headline_goods

    @cached_property
    def _headline_goods(self) -> str:
        """The industry or the goods that the headline names and the text often speaks of; "" if there are none."""
        lines = self._reading.doc.lines
        if not lines or not lines[0].heading:
            return ""
        for named in _INDUSTRY_NAMED.finditer(self._folded, 0, lines[0].end):
            goods = _GOODS_BEHIND.match(self._folded, named.end(), lines[0].end)
            if goods is None or _HEAD.match(goods[1]) is None or _NO_SECTOR.search(goods[1]):
                continue
            words = goods[1].strip()
            while words and self._folded.count(words) < _OFTEN:
                words = words.rpartition(" ")[0]  # "dệt may phải xoay xở": the longest that the text goes on to say
            if words and _HEAD.match(words) and words not in _ALL_GOODS and not _WHOLE.fullmatch(words):
                return self._text[goods.start(1) : goods.start(1) + len(words)]
        return ""

    # --- the phrase -------------------------------------------------------------------------------------------------

    def _phrase(self, q: Quantity, figure: Figure) -> str:
        """The words that it belongs to, back over quantities with nothing between; its part of a "lần lượt" list."""
        begin = max(figure.sentence.start, q.start - 600)
        passed = 0
        while True:
            previous = [p for p in self._reading.quantities_before(q.start, begin) if not _is_inside(p, q)]
            start = max(begin, previous[-1].end) if previous else begin
            gap = self._folded[start : q.start]
            if not previous or _JOINER.fullmatch(gap) is None or ";" in gap:
                break
            passed += 1
            q = previous[-1]
            if passed > 6:
                return ""
        end = q.start
        for cut in _CUT.finditer(self._folded, start, end):
            if self._folded[cut.end() : end].strip(" (+-"):
                start = cut.end()
        start = self._past_times(start, end)
        phrase = self._text[start:end]
        if _RESPECTIVELY.search(phrase.lower()):
            return self._kth(_RESPECTIVELY.split(phrase, maxsplit=1)[0], passed)
        return phrase

    @staticmethod
    def _kth(names: str, index: int) -> str:
        parts = re.split(r"\s+và\s+", names.strip(" ,"))
        if (len(parts) == 2 and index >= 2) or len(parts) <= index:
            parts = re.split(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+", names.strip(" ,"))
        return parts[index] if index < len(parts) else ""

    def _past_times(self, start: int, end: int) -> int:
        times = self._reading.times
        at = bisect_left(times, start, key=lambda time: time.start)
        for time in times[at:]:
            if time.start >= end:
                break
            if time.end <= end:
                gap = re.compile(r"\s*,?\s*").match(self._folded, time.end, end)
                start = gap.end() if gap else time.end
        return start

    # --- what counts as a sector ------------------------------------------------------------------------------------

    def _accepted(self, raw: str, figure: Figure) -> str:
        """The phrase as a sector, else what follows its introduction ("Trong mức tăng chung, dệt may"), else ""."""
        introduced = _INTRODUCED.match(raw.strip())
        found = self._as_sector(raw, figure)
        return found or (self._as_sector(raw.strip()[introduced.end() :], figure) if introduced else "")

    def _as_sector(self, raw: str, figure: Figure) -> str:
        phrase = raw.strip(' ,.;:-–+("“”\n\t')
        if "(" in phrase and ")" not in phrase:
            phrase = phrase[: phrase.index("(")].rstrip()
        phrase = _OF_THE_WHOLE.sub("", _FRONT.sub("", phrase))
        folded = phrase.lower()
        if figure.metric in OF_TRADE:
            traded = _TRADED.match(folded)
            if traded is not None:
                phrase, folded = phrase[traded.end() :], folded[traded.end() :]
        verb = _VERB.search(folded)
        if verb is not None:
            phrase, folded = phrase[: verb.start()], folded[: verb.start()]
        classed = _CLASS.match(folded) is not None
        phrase = _CLASS.sub("", phrase.strip(" ,(")).strip(" ,(")
        folded = phrase.lower()
        if not 1 < len(phrase) <= 140 or _WHOLE.fullmatch(folded) or _NO_SECTOR.search(folded):
            return ""
        if folded.startswith("về "):
            return ""  # "tăng 20% về lượng và tăng 1,2% về trị giá"
        if self._names_a_place(figure, phrase):
            return ""
        if figure.metric in _CAPITAL or figure.metric in _STAFFED:
            return phrase if classed or (figure.metric not in _STAFFED and _CAPITAL_HEAD.match(folded)) else ""
        start = figure.quantity.start
        bracketed = figure.metric in _GROWTH and self._folded[start - 1 : start + 1] in ("(+", "(-")
        known = classed or _HEAD.match(folded) is not None
        known = known or _LISTED_GOODS.search(self._folded, figure.sentence.start, start) is not None
        sibling = self._listed == (figure.sentence.index, True) and _SINGLE.fullmatch(folded) is not None
        return phrase if known or bracketed or sibling else ""

    def _names_a_place(self, figure: Figure, phrase: str) -> bool:
        start = figure.quantity.start
        at = self._text.find(phrase, max(figure.sentence.start, start - 600), start)
        return at >= 0 and (
            _overlaps(self._reading.places, at, at + len(phrase))
            or _overlaps(self._reading.zones, at, at + len(phrase))
        )

    def _grows(self, figure: Figure) -> bool:
        """Whether the growth is told by a verb, by its sign ("dệt +11,5%") or in brackets right before it."""
        if self._folded[figure.quantity.start] in "+-−–":
            return True
        low = self._folded[max(figure.sentence.start, figure.quantity.start - 40) : figure.quantity.start]
        return re.search(r"(?:tăng|giảm|sụt|nhích|hụt|tụt|\()[^,;:.\d]{0,34}$", low) is not None


def _is_inside(previous: Quantity, q: Quantity) -> bool:
    return previous.start <= q.start < previous.end


def _overlaps(mentions: Sequence[_Placed], start: int, end: int) -> bool:
    at = bisect_left(mentions, end, key=lambda mention: mention.start) - 1
    return at >= 0 and mentions[at].end > start
