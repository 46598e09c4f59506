"""Programmes, schemes, plans and strategies that an article calls by name, and laws by theirs.

The same words serve as common nouns ("kế hoạch đề ra", "chương trình truyền hình", "các đề án khuyến công"), so a name
needs a mark: quotation marks, a capital inside the sentence, a period at its end, or a wording that only names have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.policy_titles import QUOTES, Title, has_period, read_period, read_title
from kg.extraction.policy_words import COMPANY_BEFORE, KIND_WORDS, LAW_NAMES, NAME, matches_at
from kg.facts import PolicyKind

TYPE = re.compile(
    r"(?:Chương trình|chương trình|CHƯƠNG TRÌNH|Đề án|đề án|ĐỀ ÁN|Kế hoạch|kế hoạch|Chiến lược|chiến lược|"
    r"Quy hoạch|quy hoạch|Qui hoạch|qui hoạch|Nghị quyết|nghị quyết|Nghị định|Thông tư|Chỉ thị|"
    r"Luật|luật|Bộ luật|Pháp lệnh)(?!\w)"
)
_LAW = re.compile(rf"\s+(?P<name>{LAW_NAMES})(?!\w)")
_LAW_YEAR = re.compile(r"\s*(?:\((?:sửa đổi|mới|sửa đổi,? bổ sung)\))?\s*(?:năm\s+)?((?:19|20)\d\d)(?![\d/])")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:“”\"\n•*+]\s*|\n\s*(?:[-–+*•]|\d+[.)]|[a-zđ][.)])\s*)$")
_OFFICE_BEFORE = re.compile(
    r"(?:Bộ|Sở|Viện|Vụ|Cục|Phòng|phòng|Ban|Trung tâm|trung tâm|Học viện|Tổng cục|nghiên cứu|Nghiên cứu|tạp chí|Tạp chí|"
    r"Quản lý|quản lý|trưởng|[Qq]uy chuẩn|[Tt]iêu chuẩn|Phó|khoa|Khoa|ngành|Chi cục|Hội|Tổ|Ủy ban|"
    r"Lực lượng [^\s]+ [^\s]+)\s+$"
)
_OFFICE_AFTER = re.compile(
    r"\s*(?:(?:&|[-–—,])\s*(?:[Đđ]ầu tư|[Tt]ài chính|[Kk]iến trúc|ĐT|[Tt]ổng hợp|[Kk]ỹ thuật|[Nn]ghiệp vụ)"
    r"|và [Đđ]ầu tư|tổng hợp (?!phát)|[Kk]iến trúc|và [Kk]iến trúc|[Pp]hát triển (?:của )?(?:Liên [Hh]ợp|LHQ)|"
    r"Lương thực)"
)
_GENERIC_AFTER = re.compile(
    r"\s+(?:này|đó|trên|nêu trên|nói trên|kể trên|ấy|kia|sau|trước|trước đây|đã|đang|sẽ|được|có|là|cũng|do|của|để|"
    r"vừa|mới|"
    r"còn|hiện|thì|mà|nên|cần|phải|không|chưa|hàng|hằng|cụ thể|đề ra|đặt ra|khung|tổng thể là|chi tiết|riêng|"
    r"chung(?! (?:xây|phát|đô))|"
    r"khác|lớn|nhỏ|trọng tâm|như|từ|theo|bởi|vì|ra|vào|lại|tại|ở|nào|gì|đi|dài hạn|ngắn hạn|trung hạn của|và|hoặc|"
    r"năm|tháng|quý|tuần|ngày|với|cùng|bị|dự kiến|gồm|bao gồm|đề|thực hiện|triển khai|ban đầu|cho|tiếp theo|đầu tiên|"
    r"quan trọng|đặc biệt|hấp dẫn|nhằm|mang tên|trong|tập trung|nhấn mạnh|đặt|xác định|vẫn|vốn|đến|liên quan|"
    r"hiện hành|hiện nay|"
    r"phân khu|chi tiết|1/500|1/2000|1/2\.000|tỉ lệ|tỷ lệ|treo|đồng bộ|nêu|yêu cầu|quy định|hóa|hoá|giao thông 1)(?!\w)"
    r"|\s*[,.;:)/?!…]|\s*$|\s+\d{1,3}(?:[.,]\d+)?\s*(?:%|tỷ|tỉ|triệu|dự án|doanh nghiệp|người)"
)
_EVENT = re.compile(
    r"\s*[“\"‘']?(?:[Tt]ọa đàm|[Tt]oạ đàm|giao lưu|truyền hình|ca nhạc|nghệ thuật|[Gg]ala|gặp gỡ|[Hh]ội nghị|"
    r"[Hh]ội thảo|"
    r"[Tt]alk|tập huấn|khuyến mãi|khuyến mại|ưu đãi|giảm giá|bán hàng|biểu diễn|thời sự|học|giáo dục|đào tạo|"
    r"sách giáo khoa|"
    r"THPT|THCS|lớp|làm việc|kỳ họp|nghị sự|khảo sát|công tác|thăm|tour|họp|bốc thăm|trúng thưởng|từ thiện|"
    r"hạt nhân|tên lửa|"
    r"tham quan|vũ khí|văn nghệ|văn hóa|âm nhạc|phát thanh|kỷ niệm|lễ|chào mừng|hội chợ|triển lãm|tri ân|tặng|trao|"
    r"thi |"
    r"phần mềm|máy tính|con |phim|show|kinh doanh|bán|sản xuất, kinh doanh|doanh thu|lợi nhuận|tài chính|"
    r"huy động vốn|nhân sự|"
    r"giảng dạy|môn|tiên tiến|chất lượng cao|đại học|thạc sĩ|du học|nội địa hóa|nội địa hoá|marketing|thương hiệu của|"
    r"[Vv]é |[Tt]ết |[Xx]uân|[Tt]rái tim|[Nn]hịp cầu|đi bộ|đại hội|toàn khóa|toàn khoá|xây dựng luật|"
    r"xây dựng pháp luật)"
)
_ACT_BEFORE = re.compile(
    r"(?:triển khai|thực hiện|phê duyệt|ban hành|xây dựng|thông qua|trình|hưởng ứng|theo|căn cứ|duyệt|điều chỉnh|lập|"
    r"hoàn thiện|công bố|"
    r"tham gia|khuôn khổ|thuộc|từ|tổng kết|sơ kết|nội dung|mục tiêu|hiện thực hóa|lồng ghép|bám sát|"
    r"trình (?:Chính phủ|Thủ tướng|UBND tỉnh|UBND TP|HĐND tỉnh|Bộ Chính trị|Quốc hội)|đề xuất|soạn thảo|ký|góp ý|"
    r"hoàn thành|thẩm định|công tác|khởi động|phát động|có|là|và|với|,)"
    r"(?:\s+(?:các|những|một|dự thảo|tốt|có hiệu quả|hiệu quả|thành công|bổ sung|điều chỉnh|nội dung|nhiệm vụ|"
    r"đồng bộ|dự án|các nội dung|việc|mới))*\s*$"
)
_POLICY_TITLE = re.compile(
    r"(?<!\w)(?:phát triển|hỗ trợ|khuyến công|xúc tiến|quốc gia|mục tiêu|hành động|tái cơ cấu|cơ cấu lại|nâng cao|"
    r"chuyển đổi|bảo vệ|"
    r"công nghiệp|thu hút|mỗi xã|đào tạo nghề|ứng phó|thúc đẩy|đổi mới|xây dựng|bình ổn|nông thôn|thương mại|cải cách|"
    r"khởi nghiệp|"
    r"đầu tư|tăng trưởng|sản xuất|năng lượng|kinh tế|giảm nghèo|nhà ở|hoàn thiện|định hướng|tăng cường|quản lý|"
    r"thí điểm|"
    r"tiết kiệm|môi trường|logistics|chế biến|cụm|khu|mô hình|ứng dụng|xuất khẩu|việc làm|lao động|giải pháp)(?!\w)",
    re.IGNORECASE,
)
_STRATEGY = re.compile(
    r"phát triển|quốc gia|tăng trưởng|công nghiệp|bảo vệ|xuất (?:nhập )?khẩu|hội nhập|chuyển đổi|thu hút|"
    r"năng lượng|khoa học"
)
_APPROVED_AFTER = re.compile(
    r"[^.;\n]{0,60}?(?:phê duyệt|thông qua|ban hành|trình|của Chính phủ|của UBND|Thủ tướng|của tỉnh|của thành phố)"
)
_DECIDED_BEFORE = re.compile(r"(?:phê duyệt|ban hành|thông qua)\s+$")
_ABOUT_QUOTE = re.compile(
    r"(?: (?!về |mang )[^\W\d]+){0,7} (?:về|mang tên|có tên|tên là|tên gọi|với tên gọi)(?: là)?:? (?=[“\"])"
)
_KNOWN = re.compile(
    r"\s+(?P<name>(?:hành động\s+)?(?:mục tiêu quốc gia|khuyến công quốc gia|xúc tiến thương mại quốc gia|"
    r"[Tt]hương hiệu quốc gia|"
    r"xúc tiến đầu tư quốc gia|phục hồi và phát triển kinh tế|OCOP|mỗi xã một sản phẩm|"
    rf"khuyến công (?:tỉnh|thành phố|TP\.?)\s+{NAME}))"
)
_POWER_PLAN = re.compile(r" [Đđ]iện (?:[IVX]+|\d)(?!\w)")
_CODE = re.compile(
    r"\s+(?:số\s+)?(\d{2,4}[a-z]?)(?![\w%/.-]|,\d|\s+(?:tỷ|tỉ|triệu|dự|người|năm|ngày|tháng|đề|doanh|nghìn|ha))"
)
_FOREIGN = re.compile(
    r"Trump|Obama|Mỹ|Trung Quốc|Triều Tiên|Nhật Bản|Hàn Quốc|Nga(?!\w)|Washington|Bắc Kinh|EU(?!\w)|Lầu Năm Góc|"
    r"Liên Hợp Quốc|Tập đoàn|Công ty"
)
_BY_OFFICE = re.compile(
    rf" (?:của )?(?:(?:HĐND|Hội đồng nhân dân|UBND) (?:tỉnh|thành phố|TP)?(?: ?{NAME})?|Chính phủ|Quốc hội|Tỉnh ủy|"
    rf"Thành ủy)"
)
_SIDE_ACT = re.compile(
    r"\s+(?:về việc|về|quy định|phê duyệt|sửa đổi|hướng dẫn|ban hành|miễn|cho phép|thí điểm|điều chỉnh|công nhận)(?!\w)"
)
_CONGRESS = re.compile(
    r"\s+(?:(?:[Đđ]ại hội|ĐH)(?:\s+(?:đại biểu|toàn quốc|Đảng bộ|Đảng|lần|thứ|tỉnh|thành phố|khối|các|cơ quan|"
    r"doanh nghiệp|Trung ương|"
    rf"{NAME}))*(?:\s+lần)?(?:\s+thứ)?\s+(?:[IVXL]+|\d+)(?:\s+(?:của )?(?:Đảng bộ tỉnh|Đảng bộ thành phố|Đảng))?"
    r"|Trung ương\s+(?:\d+|[IVX]+)(?:,?\s+\(?[Kk]h[óo][áa]?a?\s+[IVX]+\)?)?)"
)
_TERM = re.compile(r",?\s+(?:nhiệm kỳ|khóa|khoá)\s+(?:19|20)\d\d\s?[-–]\s?20\d\d")
_QUY_HOACH = re.compile(
    r"\s+(?:tỉnh|thành phố|TP|vùng|điều chỉnh|tổng thể|chung|phát triển|điện|mạng lưới|sử dụng|hệ thống|ngành|"
    r"không gian|"
    r"Thủ đô|thủ đô|"
    r"khu|các khu|các KCN|KCN|KKT|xây dựng|cấp|quốc gia|hạ tầng|thăm dò|năng lượng|cảng|bảo|tài nguyên|vật liệu|"
    r"cụm|CCN|các cụm|đô thị|"
    rf"thương mại|kết cấu|{NAME})(?!\w)"
)


@dataclass(frozen=True, slots=True)
class NameFound:
    """A policy named without a number: `start` is its type word's, `title` what it is called."""

    start: int
    end: int
    kind: PolicyKind
    title: str
    from_: str
    to: str


def find_names(text: str, words: Sequence[int]) -> Iterator[NameFound]:
    """Find the policies that `text` calls by name, in its order; repeats and those of a numbered document included.

    `words`: where words for documents begin, in whatever case.
    """
    done = 0
    for found in matches_at(TYPE, text, words):
        if found.start() < done:
            continue
        name = _law(text, found) if found[0].lower() in {"luật", "bộ luật", "pháp lệnh"} else _name(text, found)
        if name is not None:
            done = name.end
            yield name


def _law(text: str, found: re.Match[str]) -> NameFound | None:
    """Read a law's name: it needs a capital ("Luật Đầu tư") or a year ("luật Đất đai năm 2013")."""
    name = _LAW.match(text[found.end() : found.end() + 90].lower())
    if not name:
        return None
    end = found.end() + name.end()
    word = found[0]
    written = text[found.end() + name.start("name") : end]
    if word.lower() == "luật" and text[max(0, found.start() - 3) : found.start()].lower() == "bộ ":
        return None
    year = _LAW_YEAR.match(text, end)
    if year:
        end = year.end()
    elif not (written[0].isupper() or word[0].isupper()):
        return None
    if not (word[0].isupper() or written[0].isupper()):
        return None
    return NameFound(found.start(), end, "law", " ".join(text[found.start() : end].split()), "", "")


def _name(text: str, found: re.Match[str]) -> NameFound | None:
    """Read the programme, scheme, plan, strategy or unnumbered act at its type word, if it is one by name."""
    word, start, after = found[0], found.start(), found.end()
    kind = KIND_WORDS[word.lower().replace("qui ", "quy ")]
    before = text[max(0, start - 60) : start]
    if _OFFICE_BEFORE.search(before) or _OFFICE_AFTER.match(text, after):
        return None
    if word.lower() in {"nghị quyết", "nghị định", "thông tư", "chỉ thị"}:
        return _act(text, found, kind)
    position = after
    while text[position : position + 1] in (" ", "\u00a0"):
        position += 1
    about = _ABOUT_QUOTE.match(text, after)
    if about and kind in {"scheme", "plan", "programme"}:
        position = about.end()
    if text[position : position + 1] in QUOTES and position > after:
        return _quoted(text, found, kind, position, before)
    power = _POWER_PLAN.match(text, after) if kind == "plan" else None
    if power:
        return NameFound(start, power.end(), kind, text[start : power.end()], "", "")
    code = _CODE.match(text, after)
    if code and (word.lower() == "đề án" or (word == "Chương trình" and len(code[1]) > 2)):
        return NameFound(start, code.end(), kind, f"{word[0].upper()}{word[1:]} {code[1]}", "", "")
    known = _KNOWN.match(text, after) if kind == "programme" else None
    if not known and (_GENERIC_AFTER.match(text, after) or _EVENT.match(text, after)):
        return None
    title = read_title(text, position, lead=start)
    if not _is_name(text, found, title, before, known=known is not None):
        return None
    return NameFound(start, title.end, kind, title.text, title.from_, title.to)


def _quoted(text: str, found: re.Match[str], kind: PolicyKind, position: int, before: str) -> NameFound | None:
    title = read_title(text, position)
    if not title.quoted or title.words < 3 or _EVENT.match(title.text):
        return None
    if kind in {"programme", "plan"} and not (_POLICY_TITLE.search(title.text) and _ACT_BEFORE.search(before)):
        return None
    if found[0].lower() == "chiến lược" and not has_period(title.text):
        return None
    return NameFound(found.start(), title.end, kind, title.text, title.from_, title.to)


def _is_name(text: str, found: re.Match[str], title: Title, before: str, *, known: bool) -> bool:
    """Tell a name from a common noun with its complement."""
    word = found[0]
    inside = title.text[len(word) :].strip()
    words = len(inside.split())
    period = has_period(inside)
    bare = re.sub(r"(?:(?:cho |trong )?(?:giai đoạn|thời kỳ|năm|đến|từ|các)\s*)*(?:19|20)\d\d.*$", "", inside).strip()
    opens = bool(_SENTENCE_START.search(before))
    capital = word[0].isupper() and not opens
    acted = bool(_ACT_BEFORE.search(before)) or bool(_APPROVED_AFTER.match(text, title.end))
    if known:
        return True
    behind = text[title.end : title.end + 40].strip().removeprefix("của ")
    lower = word.lower()
    local = lower.endswith("hoạch") and period and bare in {"tỉnh", "thành phố", "vùng", "tổng thể", "chung"}
    if (len(bare.split()) < 2 and not local) or _FOREIGN.search(inside) or _FOREIGN.match(behind):
        return False
    if lower == "đề án" and bare.startswith(("khuyến công", "bảo vệ môi trường")):
        return False
    if lower in {"quy hoạch", "qui hoạch"}:
        marked = capital or (period and (opens or acted or words >= 5))
        named = _QUY_HOACH.match(" " + inside)
        return marked and words >= 3 and bool(named) and (capital or not inside[0].isupper())
    if not _POLICY_TITLE.search(inside):
        return capital and lower == "đề án" and words >= 5
    if lower == "chiến lược":
        return (period and words >= 4) or (capital and words >= 3 and bool(_STRATEGY.search(inside)))
    if lower == "kế hoạch":
        if capital:
            return words >= 4
        return period and bool(read_period(inside)[0]) and acted and words >= 6 and "giai đoạn" in inside
    if capital:
        return words >= 4 or (words == 3 and period)
    if opens and word[0].isupper():
        return period or words >= 7 or (words >= 5 and bool(_APPROVED_AFTER.match(text, title.end)))
    return words >= 5 and ((period and acted) or bool(_DECIDED_BEFORE.search(before)))


def _act(text: str, found: re.Match[str], kind: PolicyKind) -> NameFound | None:
    """Read an act named by what it is about, or by the congress that passed it."""
    congress = _CONGRESS.match(text, found.end()) if kind == "resolution" else None
    if congress:
        term = _TERM.match(text, congress.end())
        title = " ".join(text[found.start() : term.end() if term else congress.end()].split())
        return NameFound(found.start(), congress.end(), kind, title, *read_period(title))
    before = text[max(0, found.start() - 60) : found.start()]
    by = _BY_OFFICE.match(text, found.end())
    side = _SIDE_ACT.match(text, by.end() if by else found.end())
    if not found[0][0].isupper() and not _DECIDED_BEFORE.search(before):
        return None
    if not side or COMPANY_BEFORE.search(before) or (side[0].strip() != "về" and _SENTENCE_START.search(before)):
        return None
    name = read_title(text, side.end() + 1, lead=found.start())
    if len(name.text.split()) < 7:
        return None
    return NameFound(found.start(), name.end, kind, name.text, name.from_, name.to)
