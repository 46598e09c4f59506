"""The small patterns and word lists that `time_atoms` reads times with, each tried at one place of a working copy."""

from __future__ import annotations

import re

from kg.extraction.numbers import DIGIT_WORDS, word_set


def _compile(pattern: str) -> re.Pattern[str]:
    """Compile with shorthands: {Y} year, {M} month, {D} day, {Q} quarter, {/} what parts a date; spaces are loose."""
    pattern = (
        pattern.replace("{Y}", r"((?:19[4-9][0-9]|20[0-9][0-9]|2100)(?![0-9]|[.,][0-9]{1,3}(?![0-9])))")
        .replace("{M}", r"(0?[1-9]|1[0-2])(?![0-9])")
        .replace("{D}", r"(0?[1-9]|[12][0-9]|3[01])(?![0-9])")
        .replace("{Q}", r"(iv|i{1,3}|[1-4](?![0-9]))(?![^\W\d_])")
        .replace("{/}", r" ?[/.-] ?")
        .replace("{.}", r"(?![^\W\d_])")
    )
    return re.compile(pattern.replace(" ?", "~").replace(" ", " {1,3}").replace("~", " {0,3}"))


# A digit or a word's first letter first, what may not stand before a word second: so the search skips to them.
ANCHOR = re.compile(
    r"[0-9chmnqt](?:(?<=[0-9])[0-9]*|(?<![^\W\d_].)(?:(?<=n)(?:ăm|gày|ửa|ay)"
    r"|(?<=t)(?:háng|hời điểm (?:này|hiện tại|hiện nay|nói trên|kể trên|đó|ấy))|(?<=q)(?:u[ýí]|úy)|(?<=m)[ùồ]ng"
    r"|(?<=h)(?:iện|ôm (?:nay|qua))|(?<=c)ùng k[ỳì])(?![^\W\d_]))"
)

# --- what digits may begin ------------------------------------------------------------------------------------------
DAY_MONTH_YEAR = _compile(r"{D}{/}{M}{/}{Y}")
DAYS_MONTH = _compile(r"{D} ?(?:-|đến|tới) ?{D} ?([/.-]) ?{M}(?: ?[/.-] ?{Y})?")
MONTH_YEAR = _compile(r"{M} ?/ ?{Y}")
DAY_MONTH = _compile(r"{D} ?([/-]) ?{M}")
YEARS = _compile(r"{Y} ?(?:-|/|đến|tới) ?(?:hết )?(?:năm )?{Y}")
YEARS_SHORT = _compile(r"{Y} ?- ?([0-9]{2})(?![0-9]|[/.,-][0-9])")
YEAR = _compile(r"{Y}")
LETTERED = _compile(r"(?:t{M}|q([1-4])|h([12])) ?[/-] ?{Y}")
N_MONTHS = _compile(r"([0-9]{1,2}) ?(?:tháng|t(?= ?/? ?(?:19|20)[0-9][0-9])){.}")
N_MONTHS_OF = _compile(
    r" ?(?:(đầu|cuối)(?: tiên)?(?: của)?(?: (?:năm ?/? ?{Y}|{Y}|năm (nay|ngoái|trước)|năm)){.}|(đầu|cuối)(?= ?[,;])|"
    r"(?:năm |/ ?|của năm |- ?|, ?năm |trong năm )?{Y}|(?:của )?năm (nay|ngoái|trước){.})"
)
N_MONTHS_PAST = _compile(r" (?:qua|vừa qua|đã qua){.}")
# "doanh thu 8 tháng đạt 50 tỷ", "doanh thu 8 tháng 50 tỷ": what a report sums up, no length of time
N_MONTHS_REPORTED = _compile(
    r" (?:(?:đạt|ước|tăng|giảm|của (?:cả nước|tỉnh|thành phố|toàn|các|những|doanh nghiệp|ngành|khu)){.}|"
    r"(?=[0-9.,]{1,12} (?:tỷ|tỉ|triệu|nghìn|ngàn|usd){.}))"
)
# "Về phía doanh nghiệp nội, 10 tháng có 106 dự án": at the head of a clause, what follows is told of those months.
N_MONTHS_HAD = _compile(
    r" (?:có|thu hút|cấp|đã|toàn tỉnh|cả nước|tỉnh|thành phố|giá trị|kim ngạch|tổng|vốn"
    r"|xuất khẩu){.}"
)
# "Kết quả công tác 9 tháng, nhiệm vụ trọng tâm 3 tháng cuối năm 2019": the year of a report's two parts
N_MONTHS_THEN = _compile(
    r" ?[,;-]? ?(?:và )?(?:một số )?(?:nhiệm vụ|phương hướng|kế hoạch|giải pháp|chương trình)[^.;\n]{0,50}?"
    r"(?:tháng|quý (?:iv|4)) (?:còn lại |cuối )?(?:của )?năm {Y}"
)
HEADS_A_CLAUSE = re.compile(r"(?:^|\n|[.;:,] {1,3})(?:trong |sau |qua |riêng |cả )?$")
A_LENGTH_BEFORE = word_set(
    "sau vòng hạn dài gần hơn khoảng trên dưới mỗi từng được chỉ án giam trước đủ còn trễ thêm lương suốt kỳ kì tuổi "
    "phạt cứ"
)
OPENS_WITHIN = re.compile(r"(?:^|\n|[.;] {1,3})[ \t-]{0,4}(?:cũng |chỉ |riêng )?trong $")
SUMMED = re.compile(
    r"(?:(?:tính chung|lũy kế|luỹ kế|cộng dồn|kết thúc|ước|riêng) (?:trong |cả )?|(?:^|\n|[.;!?] )[ \t-]{0,4})$"
)
SUMS_UP = re.compile(r"(?:tính chung|lũy kế|luỹ kế|cộng dồn) (?:trong |cả )?$")
# "Sản xuất, kinh doanh (ước 9 tháng)"
BRACKETED = re.compile(r"\((?:ước |trong |lũy kế |luỹ kế |cộng dồn |tính |số liệu |kết quả )*$")
N_QUARTERS = _compile(
    r"([1-4]|hai|ba|bốn) qu[ýí] (đầu|cuối)(?: tiên)?(?: của)? (?:năm ?/? ?{Y}|{Y}|năm (nay|ngoái|trước)|năm){.}"
)
FRACTION_BEFORE = re.compile(r"(?<!từ )(?<!ngày )(?<![0-9/])[0-9]{1,2}/[0-9]{1,2} ?(?:đến|tới|-|và|hoặc) ?$")
NOT_A_DATE_AFTER = word_set("số đợt kỳ lần lệ định quyết tư luật đồng thị trình")
PART_OF = _compile(
    r" (?:thu nhập|diện tích|số|tổng|dân|sản lượng|thời gian|giá|công suất|giá trị|quỹ đất|vốn|lượng){.}"
)
PEOPLE_AFTER = _compile(r" (?:lao động|công nhân|người|dự án|doanh nghiệp|hộ|lượt|căn|cơ sở|nhà máy){.}")
BEFORE_A_YEAR = word_set("đến tới vào từ trong cuối đầu hết giữa đoạn kỳ và sang qua")
DAYPART = word_set("ngày sáng trưa chiều tối đêm hôm khuya mùng mồng lúc")
DAY_LINKS = word_set("từ đến tới và hết qua điểm")
DAY_NAMED = re.compile(
    r"(?:hôm (?:qua|nay)|thứ [^\W\d_]+|chủ nhật|cùng ngày|(?:sáng|chiều|tối) nay|ngày mai)[ (]{0,3}$"
)
DAY_GOES_ON = _compile(r" (?:vừa qua|vừa rồi|tới đây|năm nay|hằng năm|hàng năm|âm lịch|dương lịch){.}")
WORD_BEFORE = re.compile(r"([^\W\d_]+)[ (]{0,3}$")

# --- what words may begin -------------------------------------------------------------------------------------------
DAY_WORDS = _compile(
    r"(?:ngày|mùng|mồng) {D}(?: ?(?:,|và|-|đến|tới) ?(?:ngày )?{D})?,? tháng {M}"
    r"(?:(?:,? năm |{/}| ){Y})?"
)
DAY_DIGITS = _compile(r"(?:ngày|mùng|mồng) ?{D}{/}{M}(?:{/}{Y})?")
DAYS_DIGITS = _compile(r"(?:ngày|mùng|mồng) ?{D} ?(?:,|và|-|đến|tới) ?(?:ngày )?{D}{/}{M}(?:{/}{Y})?")
MONTH = _compile(
    r"tháng ?(?:{M}|(một|hai|ba|tư|sáu|bảy|tám|chín|mười một|mười hai|mười)"
    r"(?= ?[,.;)/]| năm (?:19|20|nay|ngoái|trước)| vừa| tới))"
    r"(?:{/}{Y}|,?(?: của)? năm (?:{Y}|(nay|ngoái|trước){.})| {Y})?"
)
MONTH_TO_MONTH = _compile(r"tháng ?{M} ?(?:-|,|và) ?{M}(?: ?/ ?|,? năm ){Y}")
MONTH_WORD = _compile(r"tháng (trước(?! (?:khi|tết))|này|qua|tới|sau|vừa qua){.}")
# "Trong tháng, tỉnh cấp mới 5 dự án": the month that a report is about
THE_MONTH = _compile(
    r"tháng(?= ?[,;:.]| (?:có|đã|toàn|tỉnh|thành phố|cả nước|thu hút|cấp|ước|các|giá trị|kim ngạch|sản xuất|iip){.})"
)
OPENS_THE_MONTH = re.compile(r"(?:^|\n|[.;:,] {1,3})[ \t-]{0,4}(?:riêng |chỉ )?trong $")
MONTHS_OF_YEAR = _compile(r"tháng (đầu|cuối)(?: tiên)?(?: của)? (?:năm ?/? ?{Y}|{Y}|năm (nay|ngoái|trước)|năm){.}")
MONTHS_YEAR = _compile(r"tháng(?: ?/ ?| năm | của năm | ){Y}")
FIVE_MONTHS = _compile(r"năm tháng (?=đầu|cuối|năm|/)")
YEAR_TO_YEAR = _compile(r"năm(?: học| tài chính| tài khóa)? ?{Y} ?(?:-|/|đến|tới) ?(?:hết )?(?:năm )?{Y}")
TWO_YEARS = _compile(r"năm {Y} ?(?:và|,) ?(?:năm )?{Y}")
YEAR_TO_SHORT = _compile(r"năm(?: học| tài chính| tài khóa)? ?{Y} ?- ?([0-9]{2})(?![0-9]|[/.,-][0-9])")
YEAR_STATED = _compile(r"năm(?: học| tài chính| tài khóa| tài khoá| kế hoạch| ngân sách)? ?{Y}")
YEAR_WORD = _compile(
    r"năm (nay|ngoái|trước(?: đó)?(?! (?:khi|tết))|này|đó|ấy|tới|sau(?: đó)?|rồi|vừa qua|vừa rồi|qua|kế tiếp|tiếp theo|"
    r"liền trước|liền kề){.}"
)
DECADE = re.compile(r"năm (?:19[0-9]0|2000)")
# "từ đầu năm tới cuối tháng 8": the year that is, not the one to come
UNTIL_AFTER = _compile(r"năm tới (?:(?:nay|hết|cuối|giữa|tháng|ngày|quý|thời điểm){.}|[0-9])")
YEAR_ALONE_NOT = _compile(
    r"năm ?(?:[0-9]|(?:học|âm|tháng|thứ|tuổi|mới|tiếp|trời|liền|nhâm|quý|giáp|ất|bính|đinh|mậu|kỷ|canh|tân){.})"
)
YEAR_ALONE_THEN = _compile(r"năm(?: ?[,;.]| (?:đã|sẽ|có|toàn|tỉnh|thành phố|cả nước|thu hút){.})")
NOT_THE_YEARS_EDGE = word_set("tháng ngày tuần dịp những hàng lần bước kỳ vài mùa")
QUARTER = _compile(
    r"(?:qu[ýí]|qúy) ?(?:{Q}(?: ?(?:,|và|-|đến|tới|[+]) ?"
    r"(?:qu[ýí] ?(?=[i1-4])|(?=i|[1-4] ?[/-] ?20|[1-4],? năm )){Q})?|"
    r"(đầu|cuối|một|nhất|hai|ba|bốn|tư)(?: tiên)?{.})"
    r"(?:{/}{Y}|,?(?: của)? năm (?:{Y}|(nay|ngoái|trước){.})| {Y})?"
)
QUARTER_WORD = _compile(r"(?:qu[ýí]|qúy) (trước|này|qua|tới|vừa qua){.}")
OF_THE_YEAR = _compile(r"(?: của| trong)? năm(?! ?[0-9]){.}")
HALF = _compile(
    r"nửa (?:(đầu|cuối)(?: của)? năm|năm (đầu|cuối)(?: của)?(?: năm)?|(đầu|cuối)(?= (?:19|20)[0-9][0-9]))"
    r"(?: (?:{Y}|(nay|ngoái|trước)))?{.}"
)
SAME_PERIOD = _compile(
    r"cùng k[ỳì](?:(?: của)?(?: năm)? {Y}|(?: của)? năm (?:ngoái|trước đó|trước|liền trước|liền kề|qua|rồi){.})?"
)
# "năm 2014 có 43 nghìn người, nay còn 14.700 người"
NOW_STANDS = _compile(r"nay (?:chỉ |mới |đã )?(?:còn|là|có|lên|đạt|tăng|giảm){.}")
NOW = _compile(r"hiện(?: nay| tại| giờ)?{.}")
NOT_NOW_BEFORE = word_set("thực thể xuất phát biểu tái nhận ẩn tiện điển ngộ cải tân hiển khế")
NOT_NOW_AFTER = word_set(
    "đại tượng thực hữu vật diện thân trạng hình kim trường hành thị hóa hoá ra lên rõ nguyên thời sinh"
)
NEXT_WORD = re.compile(r" {1,3}([^\W\d_]+)")
MANY = word_set("một hai ba bốn năm sáu bảy tám chín mười mươi nhiều những các vài mấy hàng chục mỗi từng trăm")

QUARTERS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "đầu": 1,
    "một": 1,
    "nhất": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "cuối": 4,
}
MONTHS = {"mười một": 11, "mười hai": 12, **DIGIT_WORDS}
YEARS_BY_WORD = {
    "nay": "Y0",
    "này": "Y0",
    "ngoái": "Y-1",
    "rồi": "Y-1",
    "vừa rồi": "Y-1",
    "vừa qua": "Y-1",
    "qua": "Y-1",
    "trước": "C-1",
    "trước đó": "C-1",
    "liền trước": "C-1",
    "liền kề": "C-1",
    "tới": "Y+1",
    "sau": "C+1",
    "sau đó": "C+1",
    "kế tiếp": "C+1",
    "tiếp theo": "C+1",
    "đó": "C0",
    "ấy": "C0",
}
SHIFTS = {"trước": "-1", "này": "0", "qua": "-1", "vừa qua": "-1", "tới": "+1", "sau": "+1"}
UNIT_AFTER = re.compile(
    r" {0,2}(?:[%$€°]|(?:ha|hecta|m2|m²|m3|km|km2|m|cm|mm|kg|mw|kw|tấn|tỷ|tỉ|triệu|nghìn|ngàn|đồng|usd|giờ|phút|"
    r"lần(?! lượt)|tuổi|h|ngày|tháng|tuần|năm(?! (?:nay|ngoái|[0-9])))(?![^\W\d_]))"
)
