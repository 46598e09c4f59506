"""The words by which an article says that sectors are there, or wanted; and those that make them somebody else's."""

from __future__ import annotations

import re

from kg.extraction.patterns import either

# The nouns that announce sectors. What may follow them before the list: "các ngành công nghiệp mũi nhọn như".
NOUNS = ("ngành", "lĩnh vực")
QUALIFIED = re.compile(
    r"(?:ngành|lĩnh vực)(?: nghề| hàng| nghề sản xuất)?"
    r"(?: công nghiệp(?= (?:chủ|mũi|trọng|chính|có|ưu|được|như|gồm|bao|là)))?"
    r"(?P<qualifier>(?: " + either(
        "chủ lực|mũi nhọn|trọng điểm|trọng tâm|thế mạnh|có thế mạnh",
        "lợi thế|có lợi thế|truyền thống|chủ yếu|chính|chủ đạo",
        "then chốt|tiềm năng|có tiềm năng|sản xuất|kinh doanh",
        "được ưu tiên|ưu tiên|được khuyến khích|khuyến khích|hoạt động",
        "thu hút đầu tư|thu hút|kêu gọi đầu tư|kêu gọi|mời gọi đầu tư",
        "mời gọi|đầu tư|phát triển|được phép đầu tư|được phép",
        "được thu hút|có giá trị gia tăng cao|công nghệ cao",
    ) + r"(?!\w))*)"
)  # fmt: skip
# One of these stands near the noun of every statement: where none does, nothing else is looked at.
CUE_WORDS = (
    "thu hút", "ưu tiên", "khuyến khích", "kêu gọi", "mời gọi", "định hướng", "chú trọng", "chủ trương", "lựa chọn",
    "chọn lọc", "quy hoạch", "bố trí", "dành", "xúc tiến", "phép", "phê duyệt", "tiếp nhận", "phát triển", "hoạt động",
    "sản xuất", "chuyên", "dự án", "doanh nghiệp", "nhà đầu tư", "cơ sở", "nhà máy", "dn ", "chủ lực", "mũi nhọn",
    "trọng điểm", "thế mạnh", "truyền thống", "chủ yếu", "chính", "chủ đạo",
)  # fmt: skip
# Between the noun and a list that does not follow at once: whose they are, and what leads over to the list.
MIDDLE = re.compile(
    r"(?P<middle>[^,.;:()\n]{0,70}?),?\s*(?:(?<=\s)" + either("là|như|gồm có|gồm|bao gồm") + r"(?= )\s*:?|:)\s*"
)
DIRECT = re.compile(r"\s*,?\s*(?:" + either("là|như|gồm có|gồm|bao gồm|cụ thể là|cụ thể") + r"(?= |:)\s*)?:?\s*")

# Words that the sectors are wanted; what stands between them and the noun does not matter.
WANTED = re.compile(
    r"(?<!\w)" + either(
        "ưu tiên|khuyến khích|kêu gọi|mời gọi|định hướng|chú trọng",
        "chủ trương|lựa chọn|chọn lọc|quy hoạch|bố trí|dành cho",
        "dành để|xúc tiến|cho phép|được phép|được phê duyệt|tiếp nhận các",
        "(?:sẽ|mong muốn|muốn|cần|đề nghị|phấn đấu|mục tiêu|hướng tới|hướng đến|hướng vào|tập trung|tiếp tục|tăng cường"
        "|đẩy mạnh)"
        "(?: [^,.;:()]{0,40})? thu hút",
        "thu hút đầu tư|thu hút các|thu hút ngành|thu hút dự án|thu hút nhà đầu tư|thu hút doanh nghiệp",
        "(?:sẽ|tập trung|đẩy mạnh|tiếp tục|để|tăng cường) phát triển(?= (?:[^,.;:()]{0,30} )?$)",
    ) + r"(?!\w)"
)  # fmt: skip
# Words that they are there: what was taken in, and how much of it.
TAKEN_IN = re.compile(
    r"(?<!\w)" + either(
        "(?:đã|đang|hiện|nay) (?:[^,.;:()]{0,24} )?thu hút|thu hút được|đã tiếp nhận|đang sản xuất|đang hoạt động",
        r"thu hút (?:\d|nhiều|hàng|trên|hơn|gần|khoảng|đông)",
        r"(?:có|gồm|với|hiện) (?:khoảng |hơn |gần |trên )?\d[\d.,]* (?:dự án|doanh nghiệp|nhà đầu tư|cơ sở|dn|nhà máy)",
        "(?:còn|đã|đang) phát triển(?: mạnh)?(?= (?:[^,.;:()]{0,30} )?$)",
    ) + r"(?!\w)"
)  # fmt: skip
# Those who are of the sectors: "các doanh nghiệp trong khu chủ yếu thuộc lĩnh vực".
THOSE_OF = re.compile(
    either("các|nhiều|hầu hết|phần lớn|đa số|những|số") + r"\s+(?:[^\s,.;:]+ ){0,2}?"
    + either("dự án đầu tư|dự án fdi|dự án|doanh nghiệp|nhà đầu tư|cơ sở sản xuất|dn")
    + r"[^.;:]{0,90}?\s" + either("thuộc|trong|ở|vào|hoạt động|sản xuất|tập trung|chủ yếu") + r"(?!\w)"
)  # fmt: skip
# "Lĩnh vực có đông doanh nghiệp nhất là": those are there.
MANY_CAME = re.compile(r"(?:được )?(?:nhiều|đông|\d)")
HAS_QUALIFIER = re.compile(either("chủ lực|mũi nhọn|trọng điểm|thế mạnh|truyền thống|chủ yếu|chính|chủ đạo|hoạt động"))
WANTS_QUALIFIER = re.compile(either("ưu tiên|khuyến khích|thu hút|kêu gọi|mời gọi|được phép|định hướng"))
# What a sentence without a subject must say to go on about the one of the text.
OF_INVESTMENT = re.compile(
    either(
        "thu hút|kêu gọi|mời gọi|tiếp nhận",
        "(?:ưu tiên|khuyến khích|được phép) (?:[^,.;:()]{0,20})?(?:đầu tư|phát triển)",
    )
)
# "nguyên liệu cho ngành gỗ", "sự phát triển của ngành dầu khí": the sector is only served, or spoken of.
SERVED = re.compile(
    r"(?<!quy hoạch )(?<!bố trí )(?<!dành )(?<!ưu tiên )(?<!\w)"
    r"(?:cho|phục vụ|của|về|với|sang|lấn sân|theo|qua|từ)\s+(?:(?:các|những|một số|nhiều|nhóm)\s+)*$"
)
# "do Công ty Y làm chủ đầu tư": who builds the zone has no say in what is read.
INVESTED_BY = re.compile(
    r"(?<!\w)do\s[^;:]{3,140}?(?:làm chủ đầu tư|đầu tư|triển khai|quản lý|phát triển|xây dựng)[^,;:]*,"
)
# "KCN X là khu công nghiệp đa ngành": what it is, not whose the sectors are.
IS_ONE = re.compile(r"(?<!\w)(?:là|thành)\s+(?:một\s+)?(?:trong\s+)?$")
# Sectors of lending, schooling, law and the like; those of other people's: a firm's, a fair's, a school's.
OTHERWISE = re.compile(
    r"(?<!\w)" + either(
        "vay|tín dụng|lãi suất|đào tạo|tuyển dụng|tuyển sinh|xét tuyển",
        "tuyển|sinh viên|học|giảng dạy|xử phạt|vi phạm|thanh tra",
        "thuế|xuất khẩu|nhập khẩu|kim ngạch|tăng trưởng|tăng|giảm",
        "hợp tác|ký kết|giải thưởng|triển lãm|hội chợ|chuyên gia",
        "lao động|việc làm|công nhân|kinh nghiệm|tập đoàn|công ty",
        "ngân hàng|thị trường|cổ phiếu|mở rộng sang|lấn sang",
        "quản lý nhà nước|cải cách|thủ tục|hành chính|chuyển đổi số",
        "khởi nghiệp|thương hiệu|sản lượng|không|chưa|hạn chế|cấm",
        "ông|bà|trường|viện|hiệp hội|xuất thân|ứng dụng|theo đuổi",
    ) + r"(?!\w)"
)  # fmt: skip
FIRM_BEFORE = re.compile(
    r"(?<!\w)"
    + either(
        "công ty|tập đoàn|nhà máy|xí nghiệp|ngân hàng|hợp tác xã|ông|bà|cty|ctcp|là doanh nghiệp|doanh nghiệp được"
    )
    + r"(?!\w)"
)
# "CCN X chuyên sản xuất đồ gỗ": the zone itself does, at the head of its clause.
MAKES = re.compile(
    r"\s+(?:hiện |hiện nay |hiện đang |đang |chủ yếu |tập trung )*"
    + either(
        "chuyên sản xuất|chuyên về|chuyên gia công|chuyên chế biến|chuyên doanh|sản xuất chủ yếu|sản xuất",
        r"(?:tập trung|quy tụ|gồm|có) (?:các |nhiều |[\d.]+ )(?:doanh nghiệp|cơ sở|hộ)"
        r"(?: sản xuất| chuyên sản xuất| làm nghề| hoạt động trong (?:lĩnh vực|ngành))",
    )
    + r"\s+(?:các (?:mặt hàng|sản phẩm|loại|ngành)\s*(?:như|:|gồm)?\s*)?"
)
# What goes on in a zone: "KCN X hoạt động trong các ngành".
IN_BUSINESS = re.compile(r"(?<!\w)(?:hoạt động|chuyên|sản xuất)(?!\w)")
