"""The decisions, programmes and plans that an article names (the `policies` table of docs/facts.md).

What counts as a named policy: a public document with a number (`3164/QĐ-UBND`, "Nghị quyết 57"), a programme, scheme,
plan or strategy with a name of its own, and a law called by its name ("Luật Đầu tư", with or without its year), since
laws are among the table's kinds. Not counted: common nouns ("kế hoạch đề ra"), the unnamed plan of a year, events and
broadcasts, official letters, inspectors' conclusions, personal and penal decisions, companies' own resolutions. A
scheme that a numbered decision approves is that decision's title, no second row; repeats and short forms fold into
one row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from kg.extraction.lexicon import Hit, lexicon
from kg.extraction.policy_issuers import home_name, issuer_at, issuer_in, issuer_of_letters
from kg.extraction.policy_names import NameFound, find_names
from kg.extraction.policy_numbers import DocumentNumber, find_numbers
from kg.extraction.policy_titles import QUOTES, read_period, read_title
from kg.extraction.policy_words import UPPER
from kg.facts import NamedPolicy
from kg.vietnamese import fold_aligned

_DAY = re.compile(
    r"(?:ngày\s+)?(?P<d>\d{1,2})\s?(?:[/.-]\s?(?P<m>\d{1,2})(?:\s?[/.-]\s?(?P<y>(?:19|20)\d\d))?"
    r"|\s*tháng\s+(?P<m2>\d{1,2})(?:\s*(?:năm|/)\s*(?P<y2>(?:19|20)\d\d))?)(?![\d/])"
)
_MONTH = re.compile(r"[Tt]háng\s+(?P<m>\d{1,2})\s?(?:[/-]|\s*năm\s+)\s?(?P<y>(?:19|20)\d\d)(?!\d)")
_DATE_AFTER = re.compile(r"\s*,?\s*(?:(?:được\s+)?(?:ký|ban hành)\s+)?\(?(?=ngày\s+\d|tháng\s+\d)")
# Behind the title: "... đến năm 2020 do Thủ tướng ký ngày 9/6/2014".
_SIGNED_BEHIND = re.compile(
    r"\s*,?\s*(?:(?:được|do) [^.;,\n\d]{0,60}?)?(?:ký|ban hành)(?: ban hành)?\s+(?=ngày\s+\d|tháng\s+\d)"
)
_YEAR_AFTER = re.compile(r"\s+năm\s+((?:19|20)\d\d)(?!\d)")
_DATE_BEFORE = re.compile(
    rf"(?:[Nn]gày|[Tt]háng|[{UPPER}]\w+ ngày)\s+[^.;\n]{{4,30}}?[, ][^.;\n]{{0,110}}?(?:ban hành|ký|phê duyệt|có|"
    rf"thông qua|ra)\s*$"
)
_BY = re.compile(r"\s*,?\s*(?:của|do)\s+")
_ASIDE = re.compile(r"\s*\((?P<inside>[^()\n]{1,80})\)")
_LEAD_IN = re.compile(
    r"\s*,?\s*(?:(?:đã|vừa|mới|quyết định|có nội dung|được ban hành|ban hành kèm theo|kèm theo)\s+)*"
    r"(?P<cue>về việc|V/v|v/v|về|phê duyệt|ban hành|quy định|sửa đổi|hướng dẫn|thành lập|công nhận|chấp thuận|"
    r"điều chỉnh|"
    r"bổ sung|triển khai|thực hiện|giao|cho phép|xếp hạng|tăng cường|đẩy mạnh|công bố|thông qua|mở rộng|thí điểm|"
    r"tiếp tục)"
    r"(?=[\s,])|\s*,?\s*(?=[“\"])"
)
_APPROVES = re.compile(
    r"(?:việc\s+)?(?:phê duyệt|ban hành|thông qua|công bố)\s+(?:điều chỉnh\s+)?(?=(?:[Đđ]ề án|[Cc]hương trình|"
    r"[Kk]ế hoạch|[Qq]uy hoạch|[Qq]uy chế|"
    r"[Qq]uy định|[Cc]hiến lược|[Đđ]iều chỉnh|[Nn]hiệm vụ|[Dd]anh mục|[Dd]ự án)(?!\w))"
)
_TYPE_AT = re.compile(
    r"(?:Đề án|đề án|Chương trình|chương trình|Kế hoạch|kế hoạch|Chiến lược|chiến lược|Quy hoạch|quy hoạch)\s+"
)
_NAME_THEN_NUMBER = re.compile(
    r"\s*[”\"]?\s*(?:\([^()\n]{0,60}\)\s*)?,?\s*(?:(?:đã|vừa|mới)\s+)?(?:được\s+)?(?:[^.;:\n()]{0,45}?\s)??"
    r"(?:(?:phê duyệt|ban hành|thông qua|duyệt|ký|quyết định)\s+)?(?:(?:ban hành\s+)?(?:kèm\s+)?theo|tại|bằng|bởi)\s+$"
    r"|\s*[”\"]?\s*\(\s*$"
)
_ISSUER_OF_KIND = {"decree": "Chính phủ", "law": "Quốc hội"}
_JOINED = re.compile(r"(?:\s|,|và|số|[Nn]ghị quyết|[Kk]ết luận|[Cc]hỉ thị)+")
_MOST_COMPARED = 200
"""Rows that a name is compared with: no article names more, and the cost stays linear in a text that does."""
_SYLLABLES = re.compile(r"\w+")
_LAW_NOISE = frozenset(["năm", "số", "bộ", "luật"])
_LONG = {
    "BHXH": "bảo hiểm xã hội",
    "TCTD": "tổ chức tín dụng",
    "GTGT": "giá trị gia tăng",
    "CNHT": "công nghiệp hỗ trợ",
    "TNDN": "thu nhập doanh nghiệp",
    "KCN": "khu công nghiệp",
    "CCN": "cụm công nghiệp",
    "KKT": "khu kinh tế",
}
_SHORT = re.compile(r"\b(?:" + "|".join(_LONG) + r")\b")
_TITLE_NOISE = frozenset(["của", "và", "về", "việc", "các"])


@dataclass(frozen=True, slots=True)
class PolicyMention:
    """Where the text speaks of a policy by its number or name. `policy` is its index in `PolicyReading.policies`."""

    start: int
    end: int
    policy: int


@dataclass(frozen=True, slots=True)
class PolicyReading:
    """An article's policies, in the order of their first mention, with all their mentions in the text's order."""

    policies: tuple[NamedPolicy, ...] = ()
    mentions: tuple[PolicyMention, ...] = ()


def find_policies(text: str, article: str, *, home: str, home_kind: str, reference: str) -> list[NamedPolicy]:
    """Return the policies that an article names, one row each, in the order of their first mention.

    `home` is the article's main province ("" if unknown) and `home_kind` its prefix (`tỉnh`, `thành phố`): "UBND tỉnh"
    is that province's. `reference` is the article's own partial ISO date, for dates printed without a year.
    """
    return list(read_policies(text, article, home=home, home_kind=home_kind, reference=reference).policies)


def read_policies(
    text: str, article: str, *, home: str, home_kind: str, reference: str, hits: Sequence[Hit] | None = None
) -> PolicyReading:
    """Return the policies of an article together with every place where it speaks of them; see `find_policies`.

    `hits`, if at hand, is what the lexicon found in the folded text.
    """
    if hits is None:
        hits = lexicon().find(fold_aligned(text))
    words = [hit.start for hit in hits if hit.keys("document")]
    numbers = find_numbers(text, words)
    names = list(find_names(text, words))
    if not numbers and not names:
        return PolicyReading()
    return _Reader(text, article, home_name(home, home_kind), reference).read(numbers, names)


class _Reader:
    """One article's reading: rows are collected in the text's order and folded as they come."""

    def __init__(self, text: str, article: str, home: str, reference: str) -> None:
        self.text, self.article, self.home, self.reference = text, article, home, reference
        self.rows: list[NamedPolicy] = []
        self.mentions: list[PolicyMention] = []
        self.words: list[frozenset[str]] = []
        self.by_number: dict[str, int] = {}

    def read(self, numbers: list[DocumentNumber], names: list[NameFound]) -> PolicyReading:
        taken: list[tuple[int, int]] = []
        numbered: list[NamedPolicy] = []
        last_end = 0
        for index, number in enumerate(numbers):
            following = numbers[index + 1].start if index + 1 < len(numbers) else len(self.text)
            policy, end = self._numbered(number, last_end, following)
            before = self._name_before(number, names)
            if before is not None:
                taken.append((before.start, before.end))
                if not policy.title:
                    policy = replace(policy, title=before.title, from_=before.from_, to=before.to)
            taken.append((number.start, end))
            numbered.append(policy)
            shared = index and policy.issuer and not numbered[-2].issuer and numbers[index - 1].office == number.office
            if shared and _JOINED.fullmatch(self.text, numbers[index - 1].end, number.start):
                numbered[-2] = replace(numbered[-2], issuer=policy.issuer)
            last_end = number.end
        taken.sort()
        starts = [start for start, _ in taken]
        reach = list(accumulate((end for _, end in taken), max))
        free = [n for n in names if not (at := bisect_right(starts, n.start)) or reach[at - 1] <= n.start]
        begins = [number.start for number in numbers]
        free = [n for n in free if bisect_right(begins, n.start) == bisect_right(begins, n.end - 1)]
        for policy in _completed(numbered):
            self._add_numbered(policy)
        for name in free:
            self._add_named(name)
        order = sorted(range(len(self.rows)), key=lambda i: self.rows[i].start)
        place = {old: new for new, old in enumerate(order)}
        mentions = sorted((replace(m, policy=place[m.policy]) for m in self.mentions), key=lambda m: m.start)
        return PolicyReading(tuple(self.rows[i] for i in order), tuple(mentions))

    def _numbered(self, number: DocumentNumber, floor: int, ceiling: int) -> tuple[NamedPolicy, int]:
        """Read what stands around a number: date, issuer, title, period. Returns the row and the title's end."""
        text, position = self.text, number.end
        date = issuer = ""
        while True:
            day = _DATE_AFTER.match(text, position)
            if day and not date:
                date, end = self._date(day.end())
                if date:
                    position = end + (text[end : end + 1] == ")")
                    continue
            year = _YEAR_AFTER.match(text, position)
            if year and not date and not number.year:
                date, position = year[1], year.end()
                continue
            by = _BY.match(text, position)
            if by and not issuer:
                issuer, end = issuer_at(text, by.end(), self.home)
                if issuer:
                    position = end
                    continue
            aside = _ASIDE.match(text, position)
            if aside and aside.end() < ceiling and not _SYLLABLES.match(text, aside.end()):
                inside = aside["inside"]
                if not date and "hiệu lực" not in inside and (inner := _DAY.search(inside)):
                    date = self._iso(inner)
                position = aside.end()
                continue
            break
        start, end = self._title_span(position, ceiling)
        title, from_, to = "", "", ""
        if start < ceiling and end > start:
            read = read_title(text, start)
            if read.text and read.start < ceiling:
                title, end, from_, to = read.text, min(read.end, ceiling), read.from_, read.to
                title = text[read.start : end].strip(" ,(")
                if len(title.split()) < 3:
                    title, from_, to = "", "", ""
        if not title and number.between:
            title, from_, to = self._inner_title(number)
        before = text[max(floor, number.start - 160) : number.start]
        sentence = re.split(r"[.;\n](?=\s|$)", before)[-1]
        offset = number.start - len(sentence)
        if not issuer:
            issuer = issuer_of_letters(number.office, self.home) or _ISSUER_OF_KIND.get(number.kind, "")
            said = issuer_in(text, offset, number.start, self.home, last=True)
            if not issuer or (issuer.split()[0] in {"UBND", "HĐND"} and said.startswith(issuer.split()[0])):
                issuer = said
        if not date and _DATE_BEFORE.search(sentence):
            found = _DAY.search(text, offset, number.start) or _MONTH.search(text, offset, number.start)
            date = self._iso(found) if found else ""
        if not date and (signed := _SIGNED_BEHIND.match(text, max(end, number.end))):
            date, _ = self._date(signed.end())
        policy = NamedPolicy(
            self.article, number.number, number.kind, issuer, date, title, from_, to, number.start, number.end
        )
        return policy, max(end, number.end)

    def _title_span(self, position: int, ceiling: int) -> tuple[int, int]:
        """Return where the title behind a number starts, and the ceiling; equal when there is none."""
        text = self.text
        cue = _LEAD_IN.match(text, position)
        if not cue:
            return position, position
        start = cue.end() if not cue["cue"] or cue["cue"] in {"về việc", "về", "V/v", "v/v"} else cue.start("cue")
        while text[start : start + 1] == " ":
            start += 1
        approves = _APPROVES.match(text, start)
        if approves:
            start = approves.end()
        typed = _TYPE_AT.match(text, start)
        if typed and text[typed.end() : typed.end() + 1] in QUOTES:
            start = typed.end()
        return start, ceiling

    def _inner_title(self, number: DocumentNumber) -> tuple[str, str, str]:
        """Read a title that stands between the type word and the number ("Luật Đầu tư số 61/2020/QH14")."""
        inner = number.between
        word = self.text[number.start :].split(maxsplit=1)[0]
        if number.kind == "law":
            title = f"{word} {inner}"
        else:
            title = _APPROVES.sub("", re.sub(r"^(?:về việc|về|chuyên đề|của \D+)\s*", "", inner))
        return (title, *read_period(title)) if len(title.split()) > 1 else ("", "", "")

    def _name_before(self, number: DocumentNumber, names: list[NameFound]) -> NameFound | None:
        """Return the name of which the text says that this document approves it ("Đề án X tại Quyết định số N")."""
        at = bisect_right(names, number.start, key=lambda name: name.end) - 1
        if at < 0 or number.start - names[at].end >= 120:
            return None
        gap = self.text[names[at].end : number.start]
        return names[at] if "\n" not in gap and _NAME_THEN_NUMBER.fullmatch(gap) else None

    def _date(self, position: int) -> tuple[str, int]:
        found = _DAY.match(self.text, position) or _MONTH.match(self.text, position)
        return (self._iso(found), found.end()) if found else ("", position)

    def _iso(self, found: re.Match[str]) -> str:
        """Write a date as printed as partial ISO; one without a year is the last such day up to the reference date."""
        groups = found.groupdict()
        day, month = groups.get("d"), groups.get("m") or groups.get("m2")
        year = groups.get("y") or groups.get("y2")
        if not month or not 1 <= int(month) <= 12 or (day and not 1 <= int(day) <= 31):
            return ""
        end = f"-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
        if not year:
            if len(self.reference) < 4:
                return ""
            year = self.reference[:4]
            if len(self.reference) >= 7 and f"{year}{end}"[: len(self.reference)] > self.reference:
                year = str(int(year) - 1)
        return f"{year}{end}"

    def _add_numbered(self, policy: NamedPolicy) -> None:
        index = self.by_number.setdefault(policy.number.casefold(), len(self.rows))
        if index == len(self.rows):
            self._append(policy)
            return
        row = self.rows[index]
        self.rows[index] = replace(
            row,
            issuer=row.issuer or policy.issuer,
            date=row.date or policy.date,
            title=row.title or policy.title,
            from_=row.from_ or ("" if row.title else policy.from_),
            to=row.to or ("" if row.title else policy.to),
        )
        self.words[index] = _words(self.rows[index].title)
        self.mentions.append(PolicyMention(policy.start, policy.end, index))

    def _add_named(self, name: NameFound) -> None:
        words = _words(name.title)
        for index in range(max(0, len(self.rows) - _MOST_COMPARED), len(self.rows)):
            row = self.rows[index]
            if _same(row, self.words[index], name, words):
                fuller = not row.number and len(words) > len(self.words[index])
                if fuller:
                    self.rows[index] = replace(
                        row, title=name.title, from_=name.from_ or row.from_, to=name.to or row.to
                    )
                    self.words[index] = words
                self.mentions.append(PolicyMention(name.start, name.end, index))
                return
        issuer = self._issuer_of_name(name)
        self._append(
            NamedPolicy(self.article, "", name.kind, issuer, "", name.title, name.from_, name.to, name.start, name.end)
        )

    def _issuer_of_name(self, name: NameFound) -> str:
        """Return who issued a policy without number, where the words right behind or before its name say so."""
        by = _BY.match(self.text, name.end)
        if by:
            issuer, _ = issuer_at(self.text, by.end(), self.home)
            if issuer:
                return issuer
        before = self.text[max(0, name.start - 120) : name.start]
        found = re.search(r"[^.;\n]*?(?:ban hành|phê duyệt|thông qua|tổ chức \w+ \w+ triển khai)\s*$", before)
        if not found:
            return ""
        return issuer_in(self.text, name.start - len(found[0]), name.start, self.home, last=True)

    def _append(self, policy: NamedPolicy) -> None:
        self.rows.append(policy)
        self.words.append(_words(policy.title))
        self.mentions.append(PolicyMention(policy.start, policy.end, len(self.rows) - 1))


def _words(title: str) -> frozenset[str]:
    return frozenset(_SYLLABLES.findall(_SHORT.sub(lambda m: _LONG[m[0]], title).lower())) - _TITLE_NOISE


def _completed(policies: list[NamedPolicy]) -> list[NamedPolicy]:
    """Give numbers printed without letters those of the same document elsewhere in the article."""
    full: dict[tuple[str, str], str] = {}
    for policy in policies:
        digits = re.match(r"\d+[a-zđ]?", policy.number)
        if digits and digits[0] != policy.number:
            known = full.get((policy.kind, digits[0]), "")
            full[policy.kind, digits[0]] = known if len(known) > len(policy.number) else policy.number
    done = []
    for policy in policies:
        bare = re.fullmatch(r"(\d+[a-z]?)(?:/(\d{4}))?", policy.number)
        number = full.get((policy.kind, bare[1])) if bare else None
        same = bool(bare and number and (not bare[2] or bare[2] in number))
        done.append(replace(policy, number=number) if same and number else policy)
    return done


def _same(row: NamedPolicy, row_words: frozenset[str], name: NameFound, words: frozenset[str]) -> bool:
    """Tell whether a name is that of an earlier row: the same words but for a few, or a short form of them."""
    if not words or not row_words:
        return False
    if name.kind == "law" or (row.kind == "law" and not row.number):
        if row.kind != "law":
            return False
        years = ({w for w in row_words if w.isdigit()}, {w for w in words if w.isdigit()})
        named = row_words - years[0] - _LAW_NOISE == words - years[1] - _LAW_NOISE
        return named and (years[0] == years[1] or not years[0] or not years[1])
    if not row.number and row.kind != name.kind:
        return False
    if row.to and name.to and (row.from_, row.to) != (name.from_, name.to):
        return False
    common = len(row_words & words)
    return common / len(row_words | words) >= 0.6 or (common >= 4 and common == min(len(words), len(row_words)))
