"""The numbers of Vietnamese public documents: `3164/QĐ-UBND`, `43/2022/QH15`, `23-NQ/TW`, `Nghị quyết số 57`.

Form after Decree 30/2020/NĐ-CP (state offices) and Instruction 36-HD/VPTW (party bodies), read with the stray spaces,
dashes and letters that articles print them with.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.policy_words import COMPANY_BEFORE, KIND_LETTERS, KIND_WORDS, NO_POLICY_LETTERS, UPPER, matches_at
from kg.facts import PolicyKind

_SEP = r"\s?[-–‑/]\s?"
_LETTERS = r"[QNTCKĐÐHLP][QĐÐTHLABRrPK]{0,4}(?<=QĐ|QÐ|NQ|NĐ|NÐ|TT|CT|KH|Tr|HĐ|ĐA|ÐA|KL|CĐ|CÐ|LT|PL)"
_OFFICE = rf"[{UPPER}](?:[{UPPER}0-9]|\.(?=[{UPPER}])|[a-z]){{0,11}}"
_KNOWN_OFFICE = r"(?:TTg|Ttg|TTG|CP|UBND|UB|TW|TƯ|T\.Ư|TU|HĐND|BCT|BTC|NHNN)(?![\w])"

NUMBER = re.compile(
    # The digit first, what may not stand before it second: so the search skips to digits.
    rf"(?P<no>[0-9](?<![\w/.,–-][0-9])\d{{0,4}}[a-zđ]?)(?:"
    rf"(?:\s?(?P<s0>[/-])\s?(?P<year>(?:19|20)\d\d))?(?P<s1>{_SEP})(?P<type>{_LETTERS})"
    rf"(?:(?P<s2>{_SEP})(?P<office>{_OFFICE}(?:\s?[-–/]\s?[{UPPER}][{UPPER}]+[0-9]?)*)|\s(?P<office2>{_KNOWN_OFFICE}))"
    rf"|\s?/\s?(?P<lawyear>(?:19|20)\d\d)\s?/\s?(?P<assembly>(?:QH|UBTVQH)\s?\d{{1,2}})"
    r"|(?P<s3>\s?[/-]\s?)(?P<old>TTg|Ttg|CP|HĐBT))(?![\w/]|-[A-ZĐ])"
)
_TYPE_WORDS = (
    r"Quyết định|quyết định|QUYẾT ĐỊNH|QĐ|Quy định|quy định|Nghị quyết|nghị quyết|NGHỊ QUYẾT|NQ|Nghị định|nghị định|"
    r"NGHỊ ĐỊNH|NĐ|Thông tư liên tịch|Thông tư|thông tư|Chỉ thị|chỉ thị|CHỈ THỊ|Kết luận|kết luận|Công điện|công điện|"
    r"Bộ luật|Luật|luật|Pháp lệnh|Kế hoạch|kế hoạch|KẾ HOẠCH|Chương trình|chương trình|Đề án|đề án"
)
_WORD = re.compile(rf"(?<!\w)(?P<word>{_TYPE_WORDS})(?!\w)")
_BETWEEN = re.compile(
    r"(?P<between>(?:[ ](?:của|chuyên đề|liên tịch|liên bộ|về|phê duyệt|ban hành|sửa đổi|thi hành|xử phạt|kỷ luật|"
    r"khởi tố|"
    rf"thanh tra|kiểm tra|[{UPPER}])[^.;:()“”\"\n]*?)?)\s*(?:[Ss]ố\s*:?\s*|\(\s*)?$"
)
_LIST_BEFORE = re.compile(rf"(?<!\w)(?P<word>{_TYPE_WORDS})\s+(?:số\s*:?\s*)?\d[^\n;]*?(?:,|\svà)\s*(?:số\s*)?$")

BARE = re.compile(
    r"(?P<word>Quyết định|quyết định|QĐ|Nghị quyết|nghị quyết|Nghị định|nghị định|Thông tư|thông tư|Chỉ thị|chỉ thị|"
    r"Kế hoạch|Công điện)\s+(?P<so>[Ss]ố\s*:?\s*)?(?P<no>\d{1,5}[a-z]?)(?:\s?/\s?(?P<year>(?:19|20)\d\d))?"
    rf"(?![\w%]|[.,]\d|\s?/\s?\d|\s?[-–/]\s?[{UPPER}]|\s?[-–]\s?\d)"
)
_AFTER_BARE = re.compile(
    r"\s*(?:[,;:)(\n“”\"]|\.(?:\s|$|\.)|$|[-–—]|(?:của|ngày|về|quy định|năm (?:19|20)\d\d|được|đã|do|và|với|có hiệu|"
    r"ban hành|phê duyệt|"
    r"cho phép|này|là|trong|tại|sửa đổi|thay thế|thì|ra đời|đặt|xác định|như|cũng|sẽ|đang|nêu|khi|để|nhằm|hướng dẫn|"
    r"yêu cầu|chưa|không|còn|vào|từ|theo|hay|hoặc|mang|tạo|đến|thực sự|khẳng định|chỉ rõ|giao|gắn)(?!\w))"
)
_COUNTED = re.compile(
    r"\s*(?:tỷ|tỉ|triệu|nghìn|ngàn|ha|m2|km|hộ|người|dự án|doanh|cán|lao|công|đồng|trường|đơn|lô|thửa|%|căn|giáo|"
    r"sinh|vụ|xã|"
    r"phường|nhà|chỉ|văn|thủ|biên|năm|tháng|ngày)"
)
_MORE_BARE = re.compile(r"\s*(?:,|và|,\s*và)\s*(?:số\s*)?(\d{2,4})(?![\w%/]|[.,]\d|\s?[-–/]\s?[A-ZĐ])")
_PENAL_BEFORE = re.compile(
    r"thi hành án|xử phạt|kỷ luật|khởi tố|cưỡng chế|thanh tra|kiểm tra|bổ nhiệm|truy nã|kết luận thanh tra"
)
_PENAL_AFTER = re.compile(
    r"[^.;\n]{0,70}?(?:thi hành kỷ luật|thi hành án|xử phạt vi phạm|khởi tố|bổ nhiệm|điều động|truy nã|tạm giam|"
    r"cưỡng chế|khen thưởng|về (?:việc )?(?:thanh tra|kiểm tra|điều tra)|"
    r"Thanh tra (?:Chính|tỉnh|thành|huyện|TP|Bộ|bộ|Sở))"
)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's number in the text: `start` is its type word's (or the number's own), `end` the number's end.

    `office` are the letters of who issued it (`UBND`, `TTg`, `QH15`), empty for a number without letters.
    `no` and `year` are the number's digits; `year` is empty where it holds none. `between` is what stands between the
    type word and the number ("Luật *Đầu tư* số 61/2020/QH14").
    """

    start: int
    end: int
    number: str
    no: str
    year: str
    kind: PolicyKind
    office: str
    between: str
    named: bool


def _tidy(office: str) -> str:
    """Write an office's letters as its documents do: no spaces, `TTg` not `Ttg`."""
    office = re.sub(r"\s+", "", office).replace("–", "-").replace("Ð", "Đ")
    return "TTg" if office.upper() == "TTG" else office.removesuffix(".")


def _separator(written: str) -> str:
    return "/" if "/" in written else "-"


def _kind_of(word: str) -> PolicyKind | None:
    return KIND_WORDS.get(" ".join(word.lower().split()))


def _with_letters(text: str, refused: set[tuple[PolicyKind, str]]) -> Iterator[DocumentNumber]:
    """Find the numbers that carry letters; of those that are no policies, note kind and digits in `refused`."""
    before = 0
    for found in NUMBER.finditer(text):
        no, office = found["no"], found["office"] or found["office2"] or found["assembly"] or found["old"]
        if found["type"]:
            letters = found["type"].replace("Ð", "Đ")
            kind = KIND_LETTERS.get(letters.upper())
            if kind is None:
                continue
            year = found["year"] or ""
            office = _tidy(office)
            between = "-" if found["office2"] else _separator(found["s2"])
            number = f"{no}{found['s0'] + year if year else ''}{_separator(found['s1'])}{letters}{between}{office}"
        elif found["old"]:
            kind, year, office = None, "", _tidy(office)
            number = f"{no}{_separator(found['s3'])}{office}"
        else:
            kind, year, office = None, found["lawyear"], _tidy(office)
            number = f"{no}/{year}/{office}"
        context = text[max(before, found.start() - 90) : found.start()]
        start, named, inner = found.start(), False, ""
        words = list(_WORD.finditer(context))
        word = words[-1] if words else None
        gap = _BETWEEN.fullmatch(context, word.end()) if word else None
        if word and gap:
            said = _kind_of(word["word"])
            inner = " ".join(gap["between"].split())
            if said is not None and (kind is None or said == kind or not inner):
                kind = said if kind is None or not inner else kind
                start, named = found.start() - len(context) + word.start(), True
        if found["old"] and not named:
            continue
        if kind is None:
            listed = _LIST_BEFORE.search(text[max(0, found.start() - 160) : found.start()])
            kind = (_kind_of(listed["word"]) if listed else None) or "law"
        before = found.end()
        penal = kind == "decision" and (_PENAL_BEFORE.search(inner) or _PENAL_AFTER.match(text, found.end()))
        if penal or NO_POLICY_LETTERS.search(office):
            refused.add((kind, no))
            continue
        yield DocumentNumber(start, found.end(), number, no, year, kind, office, inner, named)


def _without_letters(text: str, words: Sequence[int]) -> Iterator[DocumentNumber]:
    """Find the numbers of which an article prints the digits only ("Nghị quyết 68", "Nghị định 03/2017")."""
    for found in matches_at(BARE, text, words):
        digits = found["no"]
        if not found["so"] and not found["year"]:
            long = found["word"][0].isupper() and len(digits) > 2 and not _COUNTED.match(text, found.end())
            if not long and (len(digits) < 2 or not _AFTER_BARE.match(text, found.end())):
                continue
        kind = _kind_of(found["word"])
        if kind is None or (kind == "decision" and _PENAL_AFTER.match(text, found.end())):
            continue
        if COMPANY_BEFORE.search(text[max(0, found.start() - 60) : found.start()]):
            continue
        if kind == "plan" and not found["so"]:
            continue
        year = found["year"] or ""
        yield DocumentNumber(
            found.start(), found.end(), f"{digits}/{year}" if year else digits, digits, year, kind, "", "", named=True
        )
        position = found.end()
        if kind != "resolution" or year:
            continue
        # "các nghị quyết 57, 59, 66 và 68": a list goes on with bare numbers.
        while more := _MORE_BARE.match(text, position):
            if not _AFTER_BARE.match(text, more.end()):
                break
            yield DocumentNumber(more.start(1), more.end(1), more[1], more[1], "", kind, "", "", named=False)
            position = more.end()


def find_numbers(text: str, words: Sequence[int]) -> list[DocumentNumber]:
    """Find all document numbers in `text`, in its order; what is penal, personal or a company's own is left out.

    `words`: where words for documents begin, in whatever case.
    """
    refused: set[tuple[PolicyKind, str]] = set()
    found = list(_with_letters(text, refused))
    starts = [n.start for n in found]
    digits_only: list[DocumentNumber] = []
    for bare in _without_letters(text, words):
        at = bisect_left(starts, bare.end)
        overlaps = at > 0 and found[at - 1].end > bare.start
        if (bare.kind, bare.no) not in refused and not overlaps:
            digits_only.append(bare)
    return sorted([*found, *digits_only], key=lambda n: n.start)
