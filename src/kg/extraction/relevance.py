"""Whether a figure about a place is one of its industry, or only stands in an article that names the place.

A zone's figures are about industry by themselves. A count of projects, people or firms, or a sum, that would be about a
whole province or country needs words near it that make it an aggregate of investment or industry; without them it
is most often that of one company, one road, one accident.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from kg.extraction.document import Sentence
from kg.extraction.figures import Figure
from kg.extraction.reading import Reading
from kg.extraction.subject import Subject

_INDUSTRY = re.compile(
    "|".join(rf"{short}(?<!\w...)(?!\w)" for short in ("kcn", "ccn", "kkt", "fdi", "ddi", "iip", "kcx"))
    + r"|khu công nghiệp|cụm công nghiệp|khu kinh tế|khu chế xuất|"
    r"sản xuất công nghiệp|khuyến công|đầu tư nước ngoài|vốn nước ngoài|thu hút đầu tư|xúc tiến đầu tư|"
    r"kim ngạch|xuất khẩu|nhập khẩu|giấy chứng nhận (?:đăng ký )?đầu tư|công nghiệp hỗ trợ|công nghiệp chế biến|"
    r"chỉ số sản xuất|ngành công nghiệp|thu hút vốn|dự án đầu tư|vốn (?:đầu tư )?đăng ký|môi trường đầu tư"
)
_PROJECTS = re.compile(
    r"(?<!\w)(?:fdi|ddi)(?!\w)|vốn đăng ký|thu hút|cấp mới|cấp phép|chứng nhận (?:đăng ký )?đầu tư|còn hiệu lực|"
    r"nước ngoài|trong nước|chủ trương đầu tư|xúc tiến|đi vào hoạt động|đăng ký|nhà đầu tư|khu công nghiệp|kcn|"
    r"cụm công nghiệp|khu kinh tế|lũy kế|tổng vốn"
)
_FIRMS = re.compile(
    r"thành lập mới|đăng ký|đang hoạt động|thành lập|hoạt động|công nghiệp|fdi|nước ngoài|đầu tư|(?<!\w)(?:kcn|ccn|"
    r"kkt)(?!\w)"
)
_WORKERS = re.compile(
    r"sử dụng|việc làm|đang làm việc|thu hút|có |doanh nghiệp|nhà máy|công nghiệp|kcn|ccn|fdi|lực lượng lao động|"
    r"lao động đang"
)
_HARM = re.compile(
    r"tử vong|thiệt mạng|bị thương|tai nạn|ngộ độc|nhập viện|cháy|chết|mất tích|bắt giữ|bị bắt|khởi tố|đình công|"
    r"ngừng việc|bị thương|rơi (?:từ|xuống|trúng)|ngạt|chạy thoát|thoát ra ngoài|rối loạn tiêu h|chóng mặt|ngất xỉu"
    r"|phản đối"
    r"|xuất khẩu lao động|cấp cứu|mất việc"
)
_CAPITAL = re.compile(
    r"thu hút|(?<!\w)(?:fdi|ddi)(?!\w)|nước ngoài|trong nước|đăng ký|lũy kế|cấp mới|các dự án|các doanh nghiệp|"
    r"nhà đầu tư|dòng vốn|vốn ngoại|tổng cộng|cấp phép|góp vốn|cam kết"
)
_ONE_WORK = re.compile(
    r"mức đầu tư|kinh phí đầu tư|tổng kinh phí đầu tư|(?:tăng|nâng"
    r"|điều chỉnh)(?: tăng)? (?:tổng )?vốn(?: đầu tư)? (?:lên|từ)"
)
# "bỏ ra 900 tỷ đồng để làm đường, xây cầu": what was built, and no investment in industry.
_FOR_PUBLIC_WORKS = re.compile(
    r"[^,.;]{0,30}? (?:để|cho|nhằm|vào) (?:(?:cải thiện|xây dựng|đầu tư|phát triển|nâng cấp)(?:,| và)? ?)+"
    r"(?:kết cấu hạ tầng|hạ tầng|giao thông|các công trình|đường|cầu)"
    r"(?! (?:kỹ thuật )?(?:các )?(?:khu|cụm|kcn|ccn|kkt))"
)
_LEAST_CAPITAL = {"VND": 10_000_000_000, "USD": 1_000_000}
_LEAST_OF_A_PLACE = {"VND": 2_000_000_000, "USD": 100_000}
_MANY_FIRMS = re.compile(r"doanh nghiệp|(?<!\w)khối(?!\w)|cơ sở|khu|cụm|ngành công nghiệp|toàn ngành|công nghiệp|dự án")
_COUNTRIES = re.compile(r"đầu tư|dự án|(?<!\w)fdi(?!\w)|nhà đầu tư|vốn")
_FOREIGN_TRADE = re.compile(
    r"(?:xuất khẩu|nhập khẩu|kim ngạch)[^.;]{0,30}?(?:của|từ) (?:mỹ|hoa kỳ|trung quốc|nhật bản|hàn quốc|thái lan|"
    r"ấn độ|eu|nga|đức|anh|pháp|nước này|campuchia|lào|indonesia|malaysia)"
)
_ABROAD = re.compile(
    r"(?:trung quốc|hàn quốc|nhật bản|hoa kỳ|(?<!\w)mỹ(?!\w)|thái lan|indonesia|malaysia|ấn độ|singapore|campuchia|"
    r"(?<!\w)lào(?!\w)|(?<!\w)nga(?!\w)|thế giới|toàn cầu|nước này|quốc gia này|dubai|châu âu|đài loan|philippines|"
    r"myanmar|hong kong|hồng kông)"
)
_ABROAD_ZONES = re.compile(_ABROAD.pattern + r"|tại \d+ (?:quốc gia|nước)(?!\w)|các nước trên|nước ngoài xây")
_HOME_COUNTRY = re.compile(r"cả nước|toàn quốc|nước ta|việt nam|(?<!\w)vn(?!\w)")


_LEFT_OVER = re.compile(r"còn lại|trên|này|nói trên")
_SEVERAL_FIRMS = re.compile(r"(?:các|những|khối|khu vực|toàn)\s[^.;]{0,40}")
_EARNERS = re.compile(r"(?:anh |chị )+em|lao động|công nhân|doanh nghiệp|fdi|người|thợ")
_PUBLIC_INVESTMENT = re.compile(r"đầu tư công")
_OF_SUPPORT = re.compile(r"(?:chính sách|kinh phí|vốn|mức|nguồn) hỗ trợ")
_PLACES = ("Province", "District", "Country", "Region", "Commune")
# What other countries' figures are told of without being theirs: the capital of their investors.
_FROM_ABROAD = ("registeredCapital", "projectCount", "countryCount", "implementedCapital")
# An article that often speaks of industry does so near each of its figures.
_OFTEN = 3
_FEWEST_WORKERS = 10
_LEAST_TRADE = {"VND": 10_000_000_000, "USD": 1_000_000}


class _Surroundings:
    """A sentence and the text around it, each pattern looked for once however many figures the sentence has."""

    def __init__(self, reading: Reading, sentence: Sentence) -> None:
        sentences = reading.doc.sentences
        first = sentences[max(0, sentence.index - 2)]
        last = sentences[min(len(sentences) - 1, sentence.index + 1)]
        self.index = sentence.index
        self.words = reading.doc.folded[sentence.start : sentence.end]
        self._around = reading.doc.folded[first.start : last.end]
        self._found: dict[tuple[re.Pattern[str], bool], bool] = {}

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Whether the sentence holds a pattern."""
        return self._search(pattern, False)

    def near(self, pattern: re.Pattern[str]) -> bool:
        """Whether the sentence, the two before it or the one behind it hold a pattern."""
        return self._search(pattern, True)

    def _search(self, pattern: re.Pattern[str], around: bool) -> bool:
        found = self._found.get((pattern, around))
        if found is None:
            found = pattern.search(self._around if around else self.words) is not None
            self._found[pattern, around] = found
        return found


class Relevance:
    """Judges the figures of one article, in the order of the text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        # How often the article speaks of industry, counted no further than anybody asks.
        self._industry = sum(1 for _ in islice(_INDUSTRY.finditer(self._folded), _OFTEN + 1))
        self._supports = "khuyến công" in self._folded or "công nghiệp nông thôn" in self._folded
        self._here: _Surroundings | None = None
        self._accepted: set[int] = set()
        self._projects_counted = False
        self._counted_in = -1
        self._checks: dict[str, Callable[[Figure, _Surroundings], str | None]] = {
            "projectCount": self._project_count,
            "enterpriseCount": self._enterprise_count,
            "workerCount": self._workers,
            "jobsCreated": self._workers,
            "registeredCapital": self._registered_capital,
            "implementedCapital": self._implemented_capital,
            "revenue": self._revenue,
            "budgetContribution": self._budget,
            "supportFunding": self._support,
            "counterpartFunding": self._support,
            "countryCount": self._countries,
            "exportValue": self._trade,
            "importValue": self._trade,
            "exportGrowth": self._trade,
            "importGrowth": self._trade,
            "averageIncome": self._income,
        }

    def reason_against(self, figure: Figure, subject: Subject) -> str | None:
        """Why the figure is none of the subject's industry; None where it is one.

        "Hải Phòng thu hút 80 dự án FDI" is, "Hải Phòng có 12 dự án nhà ở" is not; any figure of a zone is.
        """
        reason = self._reason(figure, subject)
        if reason is None:
            self._accepted.add(figure.quantity.start)
            self._projects_counted |= figure.metric == "projectCount"
            if figure.metric in ("projectCount", "enterpriseCount"):
                self._counted_in = figure.sentence.index
        return reason

    def _reason(self, figure: Figure, subject: Subject) -> str | None:
        here = self._surroundings(figure)
        if figure.metric in ("workerCount", "jobsCreated") and here.says(_HARM):
            return "people, but not those employed"
        if figure.metric == "implementedCapital" and (here.says(_OF_SUPPORT) or here.says(_PUBLIC_INVESTMENT)):
            return "capital, but not of industry"
        if subject.type not in _PLACES:
            return None
        if subject.type == "Country" and figure.metric in ("registeredCapital", "implementedCapital"):
            least = _LEAST_CAPITAL.get(figure.unit)
            if least is not None and figure.quantity.value < least:
                return "too little for a country"
        if figure.metric == "registeredCapital" and figure.quantity.value < _LEAST_OF_A_PLACE.get(figure.unit, 0):
            return "too little for a place"
        if subject.scope:
            return "of another country" if self._abroad(figure, subject) else None
        if not self._industry:
            return "the article does not speak of industry"
        if subject.type == "Country" and figure.metric not in _FROM_ABROAD:
            told = _ABROAD.search(here.words, 0, figure.end - figure.sentence.start)
            if told is not None and not here.says(_HOME_COUNTRY):
                return "of another country"
        check = self._checks.get(figure.metric)
        return check(figure, here) if check is not None else None

    def _surroundings(self, figure: Figure) -> _Surroundings:
        if self._here is None or self._here.index != figure.sentence.index:
            self._here = _Surroundings(self._reading, figure.sentence)
        return self._here

    def _abroad(self, figure: Figure, subject: Subject) -> bool:
        """Whether zones that would be the country's are other countries': "Batam hiện có 22 khu công nghiệp"."""
        if subject.type != "Country":
            return False
        here = self._surroundings(figure)
        return here.near(_ABROAD_ZONES) and not here.near(_HOME_COUNTRY) and figure.metric not in _FROM_ABROAD

    def _near_industry(self, here: _Surroundings) -> bool:
        return self._industry >= _OFTEN or here.near(_INDUSTRY)

    def _project_count(self, figure: Figure, here: _Surroundings) -> str | None:
        spoken = here.says(_PROJECTS) if self._industry <= _OFTEN else here.near(_PROJECTS)
        left_over = figure.quantity.spelled and not self._projects_counted and _LEFT_OVER.search(here.words, 0, 60)
        if not self._near_industry(here) or not spoken or left_over:
            return "projects, but not of investors"
        return None

    def _enterprise_count(self, figure: Figure, here: _Surroundings) -> str | None:
        return None if self._near_industry(here) and here.says(_FIRMS) else "enterprises, but not of industry"

    def _workers(self, figure: Figure, here: _Surroundings) -> str | None:
        employed = here.says(_WORKERS) and not here.says(_HARM) and figure.quantity.value >= _FEWEST_WORKERS
        return None if employed and self._near_industry(here) else "people, but not those employed in industry"

    def _registered_capital(self, figure: Figure, here: _Surroundings) -> str | None:
        goes_on = figure.like is not None and figure.like.quantity.start in self._accepted
        if goes_on or self._counted_in == here.index:
            return None
        if _ONE_WORK.search(self._folded, figure.start, figure.quantity.start):
            return "capital of a single work"
        if _FOR_PUBLIC_WORKS.match(self._folded, figure.quantity.end, figure.sentence.end):
            return "capital of a single work"
        if not self._near_industry(here):
            return "capital, but not of industry"
        told = here.says(_CAPITAL) and _CAPITAL.search(here.words, 0, figure.end - figure.sentence.start + 40)
        return None if told else "capital of a single work"

    def _implemented_capital(self, figure: Figure, here: _Surroundings) -> str | None:
        of_industry = self._near_industry(here) and not here.near(_PUBLIC_INVESTMENT)
        return None if of_industry else "capital, but not of industry"

    def _revenue(self, figure: Figure, here: _Surroundings) -> str | None:
        end = figure.quantity.start - figure.sentence.start
        several = _SEVERAL_FIRMS.search(here.words, 0, end) and _MANY_FIRMS.search(here.words, 0, end)
        return None if several else "revenue of a single firm"

    def _budget(self, figure: Figure, here: _Surroundings) -> str | None:
        return None if here.says(_MANY_FIRMS) and self._near_industry(here) else "not paid by industry"

    def _support(self, figure: Figure, here: _Surroundings) -> str | None:
        return None if self._supports else "support, but not of industry"

    def _countries(self, figure: Figure, here: _Surroundings) -> str | None:
        return None if here.says(_COUNTRIES) and self._near_industry(here) else "countries, but not of investors"

    def _trade(self, figure: Figure, here: _Surroundings) -> str | None:
        if figure.unit in _LEAST_TRADE and figure.quantity.value < _LEAST_TRADE[figure.unit]:
            return "a single consignment"
        return "trade of another country" if here.says(_FOREIGN_TRADE) else None

    def _income(self, figure: Figure, here: _Surroundings) -> str | None:
        return None if here.says(_EARNERS) and self._near_industry(here) else "income, but not of workers"
