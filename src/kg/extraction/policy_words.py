"""Words by which Vietnamese texts name their public documents: kinds, issuers behind a number's letters, laws.

Closed classes of the administration, written as in its own documents. Everything here is data and small regular
expressions built of it; the reading is done in `policy_numbers`, `policy_titles` and `policies`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from kg.facts import PolicyKind

UPPER = "".join(
    c for c in map(chr, range(0x41, 0x1EFA)) if c.isalpha() and c.isupper() and unicodedata.name(c).startswith("LATIN")
)
"""Latin capital letters up to the Vietnamese block's end, for character classes."""

NAME = rf"[{UPPER}][\w.]*(?:[ ]?[-–][ ]?[{UPPER}]\w*|[ ][{UPPER}]\w*){{0,4}}"
"""A proper name: capitalised syllables joined by spaces or hyphens (`Bà Rịa - Vũng Tàu`)."""

COMPANY_BEFORE = re.compile(r"(?:HĐQT|ĐHĐCĐ|ĐHCĐ|HĐTV|[Hh]ội đồng quản trị|cổ đông|[Hh]ội đồng thành viên)[^.;\n]*$")
"""A company's body before a document that it issues: that is no policy."""

KIND_WORDS: Mapping[str, PolicyKind] = {
    "quyết định": "decision",
    "qđ": "decision",
    "quy định": "decision",
    "nghị quyết": "resolution",
    "nq": "resolution",
    "nghị định": "decree",
    "nđ": "decree",
    "thông tư liên tịch": "circular",
    "thông tư": "circular",
    "tt": "circular",
    "chỉ thị": "directive",
    "ct": "directive",
    "kết luận": "directive",
    "công điện": "directive",
    "bộ luật": "law",
    "luật": "law",
    "pháp lệnh": "law",
    "kế hoạch": "plan",
    "quy hoạch": "plan",
    "qui hoạch": "plan",
    "chiến lược": "plan",
    "chương trình": "programme",
    "đề án": "scheme",
}
"""A document's kind by its type word. A strategy and a master plan are plans; a conclusion of a party body and an
urgent telegram order something done and count as directives."""

KIND_LETTERS: Mapping[str, PolicyKind] = {
    "QĐ": "decision",
    "NQ": "resolution",
    "NQLT": "resolution",
    "NĐ": "decree",
    "TT": "circular",
    "TTLT": "circular",
    "CT": "directive",
    "KL": "directive",
    "CĐ": "directive",
    "KH": "plan",
    "CTR": "programme",
    "CTHĐ": "programme",
    "ĐA": "scheme",
    "PL": "law",
    "L": "law",
}
"""A document's kind by the letters within its number."""

MINISTRIES: Mapping[str, str] = {
    "BCT": "Bộ Công Thương",
    "BTC": "Bộ Tài chính",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BKH": "Bộ Kế hoạch và Đầu tư",
    "BXD": "Bộ Xây dựng",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNN": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BNV": "Bộ Nội vụ",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BGTVT": "Bộ Giao thông vận tải",
    "BYT": "Bộ Y tế",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BQP": "Bộ Quốc phòng",
    "BCA": "Bộ Công an",
    "BTP": "Bộ Tư pháp",
    "BNG": "Bộ Ngoại giao",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "BCN": "Bộ Công nghiệp",
}
"""A ministry by its letters in a number (`31/2024/TT-BCT`)."""

NO_POLICY_LETTERS = re.compile(
    r"THADS|THA\b|VKS|TAND|\bTA\b|UBKT|CSĐT|CQĐT|ANĐT|XPVPHC|XPHC|HĐQT|ĐHĐCĐ|HĐTV|HĐTD|TGĐ|TTCP|TTr\b|TTS|CQCS|PC\d"
)
"""Letters of courts, prosecutors, inspectors, fines and companies' boards: what they issue is no public policy."""

_LAW_NAMES = """
An ninh mạng|An ninh quốc gia|An toàn thực phẩm|An toàn thông tin mạng|An toàn, vệ sinh lao động|Báo chí|
Bảo hiểm xã hội|Bảo hiểm tiền gửi|Bảo hiểm y tế|Bảo vệ dữ liệu cá nhân|Bảo vệ môi trường|
Bảo vệ quyền lợi người tiêu dùng|Bảo vệ và kiểm dịch thực vật|BHXH|Biên giới quốc gia|Biển Việt Nam|
Cán bộ, công chức|Cạnh tranh|Các công cụ chuyển nhượng|Các tổ chức tín dụng|Các TCTD|Căn cước|Chăn nuôi|
Chất lượng sản phẩm, hàng hóa|Chứng khoán|Chuyển giao công nghệ|Công an nhân dân|Công chứng|
Công nghệ cao|Công nghệ thông tin|Công nghiệp công nghệ số|Công đoàn|Cư trú|Dân quân tự vệ|Dầu khí|Di sản văn hóa|
Doanh nghiệp nhà nước|Doanh nghiệp|Du lịch|Dự trữ quốc gia|Dược|Đa dạng sinh học|Dân sự|Dữ liệu|Đặc khu|
Đầu tư công|Đầu tư nước ngoài tại Việt Nam|
Đầu tư nước ngoài|Đầu tư trực tiếp nước ngoài|Đầu tư theo phương thức đối tác công tư|Đầu tư|
Đất đai|Đấu giá tài sản|Đấu thầu|Đê điều|Điện lực|Địa chất và khoáng sản|Đo lường|
Đơn vị hành chính - kinh tế đặc biệt|Đơn vị hành chính kinh tế đặc biệt|Đường bộ|Đường sắt|Đường thủy nội địa|
Giá|Giao dịch điện tử|Giao thông đường bộ|Giáo dục đại học|Giáo dục nghề nghiệp|Giáo dục|Hải quan|
Hàng hải Việt Nam|Hàng hải|Hình sự|Tố tụng dân sự|Tố tụng hình sự|
Hàng không dân dụng Việt Nam|Hàng không dân dụng|Hóa chất|Hợp tác xã|Hôn nhân và gia đình|Hộ tịch|
Hỗ trợ doanh nghiệp nhỏ và vừa|Kế toán|Khám bệnh, chữa bệnh|Khiếu nại|Khoa học và công nghệ|
Khoa học, công nghệ và đổi mới sáng tạo|Khoáng sản|Kiểm toán nhà nước|Kiến trúc|Kinh doanh bảo hiểm|
Kinh doanh bất động sản|Lao động|Lâm nghiệp|Môi trường|Ngân hàng Nhà nước|Ngân sách nhà nước|
Người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng|Nhà giáo|Nhà ở|Năng lượng nguyên tử|
Phá sản|Phí và lệ phí|Phòng cháy chữa cháy|Phòng cháy và chữa cháy|Phòng, chống tham nhũng|
Phòng chống tham nhũng|Phòng thủ dân sự|Quản lý ngoại thương|Quản lý nợ công|Quản lý thuế|
Quản lý, sử dụng tài sản công|Quảng cáo|Quốc phòng|Quy hoạch đô thị và nông thôn|Quy hoạch đô thị|Quy hoạch|
Sở hữu trí tuệ|Sử dụng năng lượng tiết kiệm và hiệu quả|Tài nguyên nước|Tài nguyên, môi trường biển và hải đảo|
Tần số vô tuyến điện|Thanh tra|Thi đua, khen thưởng|Thi đua khen thưởng|Thống kê|Thú y|Thủ đô|Thủy lợi|Thủy sản|
Thuế bảo vệ môi trường|Thuế giá trị gia tăng|Thuế GTGT|Thuế sử dụng đất phi nông nghiệp|Thuế tài nguyên|
Thuế thu nhập cá nhân|Thuế thu nhập doanh nghiệp|Thuế TNCN|Thuế TNDN|Thuế tiêu thụ đặc biệt|
Thuế xuất khẩu, thuế nhập khẩu|Thực hành tiết kiệm, chống lãng phí|Thương mại|Tiêu chuẩn và quy chuẩn kỹ thuật|
Tiếp cận thông tin|Tổ chức chính quyền địa phương|Tố cáo|Trẻ em|Trồng trọt|Trọng tài thương mại|Viễn thông|
Việc làm|Viên chức|Xây dựng|Xuất bản|Xuất cảnh, nhập cảnh|Xử lý vi phạm hành chính
"""


def _tones(name: str) -> str:
    """A law's name as a pattern that takes either case of its first letter, spaces, and both places of a tone mark."""
    pattern = re.escape(name.lower()).replace("\\ ", r"\s+").replace(",", ",?")
    for old, new in (("hóa", "hoá"), ("thủy", "thuỷ"), ("ủy", "uỷ"), ("lý", "lí"), ("kỹ", "kĩ")):
        pattern = pattern.replace(old, f"(?:{old}|{new})")
    return pattern


LAW_NAMES = "|".join(
    _tones(name) for name in sorted((n.strip() for n in _LAW_NAMES.replace("\n", "").split("|")), key=len, reverse=True)
)
"""The names of Viet Nam's laws, longest first, lower case: a law's name has no end of its own in running text."""

PERIOD = (
    r"(?:(?:cho|trong|vào)\s+)?(?:"
    r"(?:giai\s+đoạn|thời\s+kỳ|thời\s+kì|nhiệm\s+kỳ|nhiệm\s+kì|các\s+năm|5\s+năm|05\s+năm|năm\s+năm|3\s+năm|10\s+năm)"
    r"(?:\s+(?:\d|[IVX]+)\s*[:,]?)?\s*\(?(?:từ\s+)?(?:năm\s+)?(?:19|20)\d\d\s?(?:[-–/]|đến(?:\s+(?:hết\s+)?năm)?)\s?"
    r"(?:19|20)?\d\d\)?"
    r"|(?:giai\s+đoạn\s+)?(?:đến|tới)\s+(?:hết\s+)?(?:năm\s+)?20\d\d(?!\s?/)"
    r"|(?:giai\s+đoạn\s+)?từ\s+(?:nay|năm\s+20\d\d)\s+đến\s+(?:hết\s+)?năm\s+20\d\d"
    r"|năm\s+(?:học\s+)?(?:19|20)\d\d(?:\s?[-–]\s?20\d\d)?"
    r"|(?:19|20)\d\d\s?[-–]\s?20\d\d"
    r")"
)
"""A period that ends a name: `giai đoạn 2021-2025`, `đến năm 2030`, `năm 2020`."""

OUTLOOK = (
    r"(?:\s*,)?\s*(?:và\s+|với\s+)?(?:\(\s*)?(?:định\s+hướng|tầm\s+nhìn|có\s+tính|có\s+xét|tính|xét)"
    r"(?:\s+phát\s+triển)?\s+(?:đến|tới|sau)?\s*(?:năm\s+)?20\d\d(?:\s*\))?"
)
"""The outlook behind a period: `, định hướng đến năm 2030`, `tầm nhìn đến 2050`."""


def matches_at(pattern: re.Pattern[str], text: str, offsets: Sequence[int]) -> Iterator[re.Match[str]]:
    """What a pattern fits at ascending offsets, apart from each other."""
    done = 0
    for offset in offsets:
        found = pattern.match(text, offset) if offset >= done else None
        if found is not None:
            done = found.end()
            yield found
