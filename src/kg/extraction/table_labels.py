"""What the words of a table say: headers, row labels, section rows, captions.

A label such as "Vốn đăng ký FDI (triệu USD)" tells a metric, a unit, whose capital; "Kế hoạch 2025" a time and a
status. Which of a table's labels holds for a cell is decided in `table_rows`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.extraction.cues import SCOPE_OF, ZONE_NOUNS
from kg.extraction.lexicon import Hit, lexicon
from kg.extraction.numbers import word_set
from kg.extraction.table_units import Unit, unit_of, units_of
from kg.extraction.times import TimeMention, find_times
from kg.extraction.units import MONEY
from kg.facts import Bound, Origin, Scope, Stage, Status
from kg.reference.metrics import metrics
from kg.vietnamese import fold_aligned


@dataclass(frozen=True, slots=True)
class Label:
    """What the words of one label say; each part is empty where they do not say it.

    `names` are the metrics that the words may mean, best first; `generic` those of words such as "diện tích" or "vốn",
    which a more exact word elsewhere in the label or the table outweighs. `skip` is why figures under it are no rows.
    """

    text: str
    names: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    time: TimeMention | None = None
    origin: Origin = ""
    status: Status | None = None
    bound: Bound = "exact"
    nouns: tuple[str, ...] = ()
    stage: Stage = ""
    growth: bool = False
    index: bool = False
    cumulative: bool = False
    skip: str = ""

    @property
    def scope(self) -> Scope:
        """The kinds of zones that the label names, taken together."""
        return scope_of(self.nouns)

    @property
    def neutral(self) -> bool:
        """Whether the label says at most when and whose ("Năm 2021", "Kế hoạch", "FDI"), so that others tell what."""
        return all(syllable in _NEUTRAL for syllable in _SYLLABLE.findall(self.text))

    def metric(self, unit: Unit | None) -> str:
        """The metric that the label means for figures in `unit`; "" if none. Without a unit only counts are told."""
        code = unit.code if unit else ""
        for name in (*self.names, *self.generic):
            if fits(name, code):
                return name
        if code in ("VND", "USD") and _CAPITAL.search(self.text):
            return "registeredCapital"
        if code in ("", "1") and self.nouns and _COUNT_WORDS.fullmatch(_ZONE_WORDS.sub("", self.text)):
            return "count"
        return ""


def scope_of(nouns: tuple[str, ...]) -> Scope:
    """The scope of zones of these kinds (codes as in `cues.ZONE_NOUNS`)."""
    scopes = {SCOPE_OF[noun] for noun in nouns}
    if not scopes:
        return ""
    scope: Scope = scopes.pop() if len(scopes) == 1 else "zonesAndClusters"
    return scope


def fits(metric: str, code: str) -> bool:
    """Whether a metric's figures can be in a unit; with no unit known, whether they need none to be understood."""
    units = metrics()[metric].units
    if not code:
        return units == ("1",)
    return code in units or (metric == "averageIncome" and code == "VND")


# Abbreviations of headers, which running text hardly has.
_SHORT = {
    "đất cn": "đất công nghiệp",
    "dt": "diện tích",
    "tllđ": "tỷ lệ lấp đầy",
    "tlld": "tỷ lệ lấp đầy",
    "tvđt": "tổng vốn đầu tư",
    "vđt": "vốn đầu tư",
    "vđk": "vốn đăng ký",
    "gtsx": "giá trị sản xuất",
    "gtsxcn": "giá trị sản xuất công nghiệp",
    "gtxk": "giá trị xuất khẩu",
    "gtnk": "giá trị nhập khẩu",
    "knxk": "kim ngạch xuất khẩu",
    "knnk": "kim ngạch nhập khẩu",
    "xk": "xuất khẩu",
    "nk": "nhập khẩu",
    "vốn đk": "vốn đăng ký",
    "vốn đt": "vốn đầu tư",
    "vốn th": "vốn thực hiện",
    "sl da": "số dự án",
    "số da": "số dự án",
    "kc hỗ trợ": "khuyến công hỗ trợ",
    "số lđ": "số lao động",
    "nsnn": "ngân sách nhà nước",
    "đtnn": "đầu tư nước ngoài",
    "đttn": "trong nước",
}
_SHORT_WORD = re.compile(r"(?<![\w.])(" + "|".join(sorted(map(re.escape, _SHORT), key=len, reverse=True)) + r")(?!\w)")
_BRACKET = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_CAPITAL = re.compile(
    r"(?<!\w)(?:vốn|tvđt)(?!\w)(?! (?:điều lệ|vay|ngân sách|nhà nước|tự có|chủ sở hữu|đối ứng|hỗ trợ|oda|ứng))"
)
_COUNT_WORDS = re.compile(
    r"(?:tổng|số|số lượng|sl|các|và|tên|đang|đã|được|có|hoạt động|thành lập|quy hoạch|triển khai|xây dựng|vận "
    r"hành|quyết định|đi vào|trên địa bàn|hiện có|[\s,/&-])*"
)
_ZONE_WORDS = re.compile(
    "|".join(sorted((re.escape(w) for ws in ZONE_NOUNS.values() for w in ws), key=len, reverse=True))
)
_GENERIC = frozenset((

        "diện tích",
        "tổng diện tích",
        "quy mô",
        "rộng",
        "quy mô diện tích",
        "vốn đầu tư",
        "tổng vốn",
        "tổng vốn đầu tư",
        "số vốn",
        "tổng số vốn",
        "fdi",

        "vốn fdi",
        "đầu tư nước ngoài",
        "vốn đầu tư nước ngoài",
        "vốn đầu tư trong nước",
        "vốn ddi",
        "kim ngạch",
        "tổng mức đầu tư",
        "đầu tư trực tiếp nước ngoài",

        "vốn đầu tư trực tiếp nước ngoài",
        "quy mô vốn",
        "ngành công nghiệp",
        "doanh nghiệp",
        "dn",
        "dự án",
        "da",
        "công ty",
        "nhà đầu tư",
))  # fmt: skip

# Licences changed are counted as projects: "Điều chỉnh: số lượt", "Số lượt góp vốn".
_REGISTRATIONS = re.compile(r"(?:điều chỉnh|tăng vốn|góp vốn).*lượt|lượt.*(?:điều chỉnh|tăng vốn|góp vốn)")
_BARE_COUNT = re.compile(r"(?:tổng )?số(?: lượng)? (khu|cụm)(?: (?:đang|đã|được|có) .*)?")
BARE_NOUNS = frozenset(("KHU", "CỤM"))
"""Codes of nouns that name no kind of zone by themselves."""

_SKIPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), reason)
    for pattern, reason in (
        (
            r"tỷ trọng|tỉ trọng|so sánh|cơ cấu|chiếm|% ?(?:so với )?(?:kế hoạch|kh)(?!\w)|so (?:với )?(?:kế hoạch|kh|"
            r"mục tiêu)(?!\w)|hoàn thành|th ?/ ?kh|đạt.{0,12}(?:kế hoạch|kh)(?!\w)",
            "a share"
        ),
        (r"giá thuê|đơn giá|giá cho thuê|(?<!kinh )phí|lãi suất|giá đất|giá chào thuê", "a price"),
        (
            r"còn lại|còn trống|chưa cho thuê|chưa lấp|đất trống|có thể cho thuê tiếp|còn cho thuê|sẵn sàng cho thuê "
            r"còn|chưa sử dụng",
            "what is left"
        ),
        (
            r"mất việc|nghỉ việc|thất nghiệp|tuyển dụng|nhu cầu|cần tuyển|ca nhiễm|vi phạm|tai nạn|khiếu nại",
            "people or firms, but not those at work"
        ),
        (r"thu hồi|chấm dứt|giải thể|tạm ngừng|ngừng hoạt động|dừng|chậm tiến độ", "what has ended"),
        (
            r"^(?:trong đó:? )?(?:số )?(?:lao động |công nhân |lđ )?(?:là )?(?:nữ|nam|địa phương)$|(?:lao động"
            r"|công nhân|lđ) "
            r"(?:là )?(?:nữ|nam|địa phương)(?!\w)|(?<!\w)(?:ngoại tỉnh|đã qua đào tạo|qua đào tạo|là người|phổ thông"
            r"|chuyên gia)(?!\w)|"
            r"lao động (?:nước ngoài|trong tỉnh|ngoài tỉnh)",
            "a part"
        ),
        (r"so (?:với )?(?:tháng|quý) (?:trước|liền)|so tháng", "a change over the month or quarter before"),
        (r"ngoài (?:kcn|khu|ccn|cụm|kkt)", "outside the zones"),
        (
            r"cây xanh|giao thông|tái định cư|đất ở|đầu mối|công cộng|mặt nước|đất dịch vụ|đất hạ tầng|chiều dài|"
            r"công suất",
            "another measure"
        ),
        (r"bình quân (?:mỗi|một|/)|/ ?(?:dự án|ha|1 ha)(?!\w)|suất đầu tư", "an average of single things"),
        (
            r"thời hạn|năm (?:thành lập|cấp phép|hoạt động|khởi công)|ngày cấp|số quyết định|mã số|điện thoại",
            "another measure"
        ),
    )
)  # fmt: skip
# Syllables of labels that say when, whose, or that numbers follow, but not what is measured.
_NEUTRAL = word_set(
    "năm tháng quý ngày đầu cuối giữa cả kỳ giai đoạn thời điểm đến hết tính từ nay hiện có giá trị số lượng "
    "liệu con sl tổng cộng "
    "chung kết quả thực hiện th uth ưth kế hoạch kh ước đạt được dự kiến mục tiêu chỉ phấn đấu lũy luỹ trong "
    "toàn trên địa bàn tỉnh "
    "thành phố khu vực vốn doanh nghiệp dn fdi ddi nước ngoài nội đầu tư tỷ tỉ lệ mức quy mô đơn vị thông tin "
    "dung chi tiết và t q cn "
    "i ii iii iv"
)
_SYLLABLE = re.compile(r"[^\W\d_]+")
_GROWTH = re.compile(
    r"tăng trưởng|tốc độ tăng|tăng[ ,/-]*\(?giảm|\+/-|±|mức tăng|^tăng|(?<=%) tăng|tăng so với|tốc độ phát triển "
    r"bình quân"
)
_INDEX = re.compile(r"so (?:với )?(?:cùng kỳ|năm|ck)|chỉ số|cùng kỳ|% ?ck|= ?100")
_PLANNED = re.compile(
    r"kế hoạch(?! (?:và |& |- |– )?đầu tư)|(?<!\w)kh(?!\w)(?! ?& ?đt)|mục tiêu|chỉ tiêu (?:năm|giao|đến|kế)|dự kiến|"
    r"phấn đấu|định hướng|quy hoạch "
    r"(?:đến|tới|thời kỳ|giai đoạn)|tầm nhìn"
)
_RESULT = re.compile(r"thực hiện|(?<!\w)th(?!\w)|kết quả|(?<!\w)ước|hiện trạng|hiện có|tình hình|đã ")
_ESTIMATED = re.compile(r"(?<!\w)(?:ước|ưth|uth|ước th)(?!\w)")
_CUMULATIVE = re.compile(r"lũy kế|luỹ kế|cộng dồn|còn hiệu lực|tính đến|hiện có")
_STAGES: tuple[tuple[re.Pattern[str], Stage], ...] = (
    (re.compile(
        r"chưa (?:hoạt động|đi vào|vận hành)|đang (?:xây dựng|triển khai|thi công|đầu tư|giải phóng|bồi thường|gpmb)|"
        r"xây dựng cơ bản|xdcb|khởi công|san lấp"
    ),
        "construction"
    ),
    (re.compile(
        r"(?:đang|đã|đi vào|đưa vào|còn) (?:đi vào )?(?:hoạt động|vận hành)|^(?:hoạt động|vận hành)$"
    ),
        "operating"
    ),
    (re.compile(
        r"chưa (?:thành lập|triển khai|đầu tư)|(?:trong|theo|có|được|bổ sung|nằm trong) quy hoạch|^quy hoạch$|dự "
        r"kiến thành lập"
    ),
        "planned"
    ),
    (re.compile(r"thẩm định|trình duyệt|hoàn thiện hồ sơ|làm thủ tục"), "appraisal"),
    (re.compile(r"(?:đã|được|quyết định|mới) (?:được )?thành lập|thành lập mới|^thành lập$"), "established"),
)  # fmt: skip


def folded_label(text: str) -> str:
    """A label's words folded, with the abbreviations that tables use written out."""
    folded = " ".join(fold_aligned(text).split())
    return _SHORT_WORD.sub(lambda found: _SHORT[found[1]], folded)


@lru_cache(maxsize=4096)
def read_label(text: str) -> Label:
    """Read what a label says."""
    folded = folded_label(text)
    units = tuple(unit for found in _BRACKET.finditer(text) for unit in units_of(found[1] or found[2] or ""))
    bare = _BRACKET.sub(lambda found: found[0] if not units_of(found[1] or found[2] or "") else " ", folded)
    bare = " ".join(bare.split()).strip(" :;.*-")
    if not units:
        units, bare = _trailing_unit(bare)
    names, generic, nouns, origin = _meant(bare)
    skip = next((reason for pattern, reason in _SKIPS if pattern.search(folded)), "")
    if skip == "a share" and "occupancyRate" in names and not re.search(r"kế hoạch|(?<!\w)kh(?!\w)", folded):
        skip = ""
    times = [time for time in find_times(text) if time.kind != "comparison"]
    status: Status | None = "planned" if _PLANNED.search(bare) else "actual" if _RESULT.search(bare) else None
    growth = _GROWTH.search(folded) is not None and not any(unit.code not in ("%", "1") for unit in units)
    return Label(
        bare, names, generic, units, times[-1] if times else None, origin, status,
        "approx" if _ESTIMATED.search(bare) else "exact", nouns, stage_of(bare), growth,
        _INDEX.search(folded) is not None, _CUMULATIVE.search(folded) is not None, skip,
    )  # fmt: skip


def stage_of(folded: str) -> Stage:
    """The stage of zones that folded words tell; "" if none."""
    return next((stage for pattern, stage in _STAGES if pattern.search(folded)), "")


def _trailing_unit(bare: str) -> tuple[tuple[Unit, ...], str]:
    """A unit that ends a label without brackets: "diện tích, ha", "vốn đăng ký triệu usd", "tỷ lệ lấp đầy %"."""
    head, comma, tail = bare.rpartition(",")
    if comma and (unit := unit_of(tail)) is not None and (unit.code != "1" or read_label(head).metric(unit)):
        return (unit,), head.strip()
    words = bare.split(" ")
    for size in (3, 2, 1):
        if (
            len(words) > size
            and (unit := unit_of(" ".join(words[-size:]))) is not None
            and unit.code in (*MONEY, "ha", "%")
        ):
            return (unit,), " ".join(words[:-size])
    return (), bare


def _meant(bare: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], Origin]:
    """The metrics that folded words name (exact, generic), the kinds of zones, and whose capital."""
    exact: list[str] = []
    generic: list[str] = []
    counted: list[str] = []
    nouns: list[str] = []
    cues: set[str] = set()
    covered = -1
    for hit in lexicon().find(bare):
        cues.update(hit.keys("cue"))
        if not _is_term(hit) or hit.end <= covered:
            continue
        covered = hit.end
        nouns.extend(noun for key in hit.keys("zone")[:1] for noun in key.split("+") if noun not in BARE_NOUNS)
        words = bare[hit.start : hit.end]
        (generic if words in _GENERIC else exact).extend(hit.keys("name"))
        counted.extend(hit.keys("counted"))
        generic.extend(hit.keys("verb"))
    if not exact and re.search(r"(?<!\w)thực hiện(?!\w)", bare):
        exact.append("implementedCapital")
    if not exact and _REGISTRATIONS.search(bare):
        exact.append("projectCount")
    exact.sort(key=lambda name: name == "totalArea")  # "đất công nghiệp, diện tích": the wider one last
    bare_count = _BARE_COUNT.fullmatch(bare)
    if bare_count and not nouns:
        nouns.append("KCN" if bare_count[1] == "khu" else "CCN")
    origin: Origin = ""
    if "bothOrigins" not in cues and ("foreign" in cues) != ("domestic" in cues):
        origin = "foreign" if "foreign" in cues else "domestic"
    return tuple(dict.fromkeys(exact)), tuple(dict.fromkeys([*counted, *generic])), tuple(dict.fromkeys(nouns)), origin


def _is_term(hit: Hit) -> bool:
    return any(entry.kind in ("name", "verb", "outside", "zone", "counted") for entry in hit.entries)
