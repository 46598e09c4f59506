"""Whether a figure about a place is one of its industry, or only stands in an article that names the place.

A zone's figures are about industry by themselves. A count of projects, people or firms, or a sum, that would be about a
whole province or country needs words near it that make it an aggregate of investment or industry; without them it
is most often that of one company, one road, one accident.
"""

from __future__ import annotations

import re

from kg.extraction.document import Sentence
from kg.extraction.reading import Reading
from kg.extraction.subject import Subject
from kg.extraction.what import Figure

_INDUSTRY = re.compile(
    r"khu công nghiệp|(?<!\w)(?:kcn|ccn|kkt|fdi|ddi|iip|kcx)(?!\w)|cụm công nghiệp|khu kinh tế|khu chế xuất|"
    r"sản xuất công nghiệp|khuyến công|đầu tư nước ngoài|vốn nước ngoài|thu hút đầu tư|xúc tiến đầu tư|"
    r"kim ngạch|xuất khẩu|nhập khẩu|giấy chứng nhận (?:đăng ký )?đầu tư|công nghiệp hỗ trợ|công nghiệp chế biến|"
    r"ngành công nghiệp|thu hút vốn|dự án đầu tư|vốn đăng ký|môi trường đầu tư"
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
    r"ngừng việc|bị thương|rơi|ngạt|xuất khẩu lao động|cấp cứu|mất việc"
)
_CAPITAL = re.compile(
    r"thu hút|(?<!\w)(?:fdi|ddi)(?!\w)|nước ngoài|trong nước|đăng ký|lũy kế|cấp mới|các dự án|các doanh nghiệp|"
    r"nhà đầu tư|dòng vốn|vốn ngoại|tổng cộng|cấp phép|góp vốn|cam kết"
)
_ONE_WORK = re.compile(r"mức đầu tư|kinh phí đầu tư|tổng kinh phí đầu tư")
_MANY_FIRMS = re.compile(r"doanh nghiệp|cơ sở|khu|cụm|ngành công nghiệp|toàn ngành|công nghiệp|dự án")
_SUPPORT = re.compile(r"khuyến công|công nghiệp|đề án|cơ sở cnnt|doanh nghiệp")
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
_HOME_COUNTRY = re.compile(r"cả nước|toàn quốc|nước ta|việt nam|(?<!\w)vn(?!\w)")


class Relevance:
    """Judges the figures of one article."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._industry = len(_INDUSTRY.findall(self._folded))

    def reason_against(self, figure: Figure, subject: Subject, accepted: list[Figure]) -> str | None:
        """Why the figure is none of the subject's industry; None where it is one. `accepted`: the figures before it."""
        if subject.scope or subject.type not in ("Province", "District", "Country", "Region", "Commune"):
            return None
        if not self._industry:
            return "the article does not speak of industry"
        sentence = figure.sentence
        around = self._around(sentence)
        words = self._folded[sentence.start : sentence.end]
        if (
            subject.type == "Country"
            and _ABROAD.search(words)
            and not _HOME_COUNTRY.search(words)
            and figure.metric not in ("registeredCapital", "projectCount", "countryCount", "implementedCapital")
        ):
            return "of another country"
        check = getattr(self, f"_{figure.metric}", None)
        reason = check(figure, words, around, accepted) if check is not None else None
        return reason if isinstance(reason, str) else None

    def _around(self, sentence: Sentence) -> str:
        sentences = self._reading.doc.sentences
        first = sentences[max(0, sentence.index - 2)]
        last = sentences[min(len(sentences) - 1, sentence.index + 1)]
        return self._folded[first.start : last.end]

    def _near_industry(self, around: str) -> bool:
        return self._industry >= 3 or _INDUSTRY.search(around) is not None

    def _projectCount(self, figure: Figure, words: str, around: str, accepted: list[Figure]) -> str | None:  # noqa: N802
        if not self._near_industry(around) or not _PROJECTS.search(words if self._industry < 4 else around):
            return "projects, but not of investors"
        if (
            figure.quantity.spelled
            and re.search(r"còn lại|trên|này|nói trên", words[:60])
            and not any(f.metric == "projectCount" for f in accepted)
        ):
            return "projects, but not of investors"
        return None

    def _enterpriseCount(self, figure: Figure, words: str, around: str, accepted: list[Figure]) -> str | None:  # noqa: N802
        return None if self._near_industry(around) and _FIRMS.search(words) else "enterprises, but not of industry"

    def _workerCount(self, figure: Figure, words: str, around: str, accepted: list[Figure]) -> str | None:  # noqa: N802
        if (
            _HARM.search(words)
            or figure.quantity.value < 10
            or not self._near_industry(around)
            or not _WORKERS.search(words)
        ):
            return "people, but not those employed in industry"
        return None

    _jobsCreated = _workerCount  # noqa: N815

    def _registeredCapital(self, figure: Figure, words: str, around: str, accepted: list[Figure]) -> str | None:  # noqa: N802
        counted = any(
            f.metric in ("projectCount", "enterpriseCount") and f.sentence.index == figure.sentence.index
            for f in accepted
        )
        if counted or (figure.like is not None and figure.like in accepted):
            return None
        if _ONE_WORK.search(self._folded, figure.start, figure.quantity.start):
            return "capital of a single work"
        if not self._near_industry(around):
            return "capital, but not of industry"
        beginning = words[: figure.end - figure.sentence.start + 40]
        return None if _CAPITAL.search(beginning) else "capital of a single work"

    def _implementedCapital(self, figure: Figure, words: str, around: str, accepted: list[Figure]) -> str | None:  # noqa: N802
        return None if self._near_industry(around) and "đầu tư công" not in around else "capital, but not of industry"

    def _revenue(self, figure: Figure, words: str, around: str, accepted: list[Figure]) -> str | None:
        before = words[: figure.quantity.start - figure.sentence.start]
        many = re.search(r"(?:các|những|khối|khu vực|toàn)\s[^.;]{0,40}", before)
        return None if many and _MANY_FIRMS.search(before) else "revenue of a single firm"

    def _budgetContribution(self, figure: Figure, words: str, around: str, accepted: list[Figure]) -> str | None:  # noqa: N802
        return None if _MANY_FIRMS.search(words) and self._near_industry(around) else "not paid by industry"

    def _supportFunding(self, figure: Figure, words: str, around: str, accepted: list[Figure]) -> str | None:  # noqa: N802
        return (
            None
            if "khuyến công" in self._folded or "công nghiệp nông thôn" in self._folded
            else "support, but not of industry"
        )

    _counterpartFunding = _supportFunding  # noqa: N815

    def _countryCount(self, figure: Figure, words: str, around: str, accepted: list[Figure]) -> str | None:  # noqa: N802
        return None if _COUNTRIES.search(words) and self._near_industry(around) else "countries, but not of investors"

    def _exportValue(self, figure: Figure, words: str, around: str, accepted: list[Figure]) -> str | None:  # noqa: N802
        return "trade of another country" if _FOREIGN_TRADE.search(words) else None

    _importValue = _exportGrowth = _importGrowth = _exportValue  # noqa: N815

    def _averageIncome(self, figure: Figure, words: str, around: str, accepted: list[Figure]) -> str | None:  # noqa: N802
        return (
            None
            if self._near_industry(around) and re.search(r"lao động|công nhân|doanh nghiệp|fdi|người|thợ", words)
            else "income, but not of workers"
        )
