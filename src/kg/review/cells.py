"""What a person wrote into a cell of a sheet, told apart from what the spreadsheet program made of it.

Programs rewrite cells that nobody has touched: `2013-03` becomes `Mar-13`, `4507830000000` becomes `4.50783E+12`,
`117.49` becomes `117,49` or, where the point parts thousands, `11749`. What was exported is known, so a cell that can
be explained in such a way counts as it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from decimal import ROUND_HALF_UP, Context, Decimal

from kg.facts import plain_decimal
from kg.review.sheet import Line

DATES = frozenset(("from", "to", "date"))
_OFFSETS = frozenset(("start", "end"))
_PARTIAL = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_SCIENTIFIC = re.compile(r"-?\d+(?:[.,]\d+)?[eE][+-]?\d+", re.ASCII)
_NUMBER = re.compile(r"(-?)(\d+(?:[.,]\d+)*)", re.ASCII)
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


def taken(line: Line, column: str, exported: str) -> str:
    """What the line says in a column: `exported`, where the cell says the same, or what somebody wrote there instead.

    Raises:
        ReviewError: it cannot be told what is meant, or the program has lost some of it.
    """
    if column not in line.cells:
        return exported
    cell = line.cells[column]
    if _plain(cell) == _plain(exported):
        return exported
    if column == "value":
        if _shortened(cell, exported):
            return exported
        if "." not in exported and re.sub(r"[.,]", "", cell.strip()) == exported:
            reason = (
                f"{cell!r} may be {exported} with its thousands parted, or have decimals: write it without, or as 1.50"
            )
            raise line.refuse(reason, column)
        return number(line, column)
    if column in DATES:
        return exported if exported and _same_day(cell, exported) else date(line, column)
    if column in _OFFSETS:
        return re.sub(r"\s|[.,]0+$", "", cell)
    if _rewritten(cell, exported):
        return exported
    if _letters_lost(cell, exported):
        raise line.refuse("letters were lost in it: save the sheet as “CSV UTF-8”, and export it anew", column)
    return _plain(cell)


def lost_its_point(line: Line, exported: str) -> bool:
    """Whether the line's value is the exported one without its decimal point."""
    cell = _plain(line.cells.get("value", ""))
    return "." in exported and cell == exported.replace(".", "")


def number(line: Line, column: str) -> str:
    """The plain decimal in a cell, be it written with a decimal point or comma.

    Raises:
        ReviewError: it is none, or can be read in two ways.
    """
    cell = re.sub(r"\s", "", line.cells.get(column, "")).replace("\u2212", "-").removeprefix("'")
    if _SCIENTIFIC.fullmatch(cell):
        raise line.refuse(f"{cell!r} may have lost digits: write the number in full, in a cell of text", column)
    match = _NUMBER.fullmatch(cell)
    whole = _decimal(match[2]) if match else None
    if match is None or whole is None:
        raise line.refuse(
            f"{cell!r} is no number that is read in one way only: write it like 4507830000000 or 94.06, "
            "three decimals as 6.1250",
            column,
        )
    return plain_decimal(Decimal(match[1] + whole))


def _decimal(digits: str) -> str | None:
    """The digits with a point for the decimals; None where they can be read in two ways, as 6.125 and 6,125 can."""
    signs = re.findall(r"[.,]", digits)
    if not signs:
        return digits
    *groups, last = re.split(r"[.,]", digits)
    if len(signs) == 1:
        return None if len(last) == 3 and groups[0].lstrip("0") else f"{groups[0]}.{last}"
    if len(set(signs)) == 1:
        return digits.replace(signs[0], "") if _thousands([*groups, last]) else None
    return "".join(groups) + "." + last if signs[-1] not in signs[:-1] and _thousands(groups) else None


def _thousands(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


def date(line: Line, column: str) -> str:
    """The partial ISO 8601 date in a cell. Raises ReviewError where it is none."""
    cell = _plain(line.cells.get(column, ""))
    if cell and not _PARTIAL.fullmatch(cell):
        raise line.refuse(
            f"{cell!r} is no partial ISO date: write 2022, 2022-08 or 2022-08-01, in a cell of text", column
        )
    return cell


def text(line: Line, column: str) -> str:
    """What is in a cell, without spaces around it; "" where the column is missing."""
    return _plain(line.cells.get(column, ""))


def _plain(cell: str) -> str:
    """Without what programs change in passing: how letters are composed, how lines end, spaces around it."""
    return unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", cell).strip())


def _shortened(cell: str, exported: str) -> bool:
    """Whether the cell is the exported number as a program shows it: with a comma, or rounded to some digits."""
    plain = re.sub(r"\s", "", cell).replace(",", ".").replace("\u2212", "-").removeprefix("'")
    try:
        shown, whole = Decimal(plain), Decimal(exported)
    except ArithmeticError:
        return False
    if not shown.is_finite():
        return False
    if shown == whole:
        return True
    digits = len(shown.as_tuple().digits)
    rounded = Context(prec=digits, rounding=ROUND_HALF_UP).plus(whole)
    return bool(_SCIENTIFIC.fullmatch(plain)) and rounded == shown


def _rewritten(cell: str, exported: str) -> bool:
    """Whether the cell is a text without letters as a program shows it that took it for a number or a date.

    `618.000` becomes `618000` or `618`, `8,5%` becomes `8.50%`, `2-3` becomes `02-Mar`.
    """
    if not exported or any(character.isalpha() for character in exported):
        return False
    if _readings(cell) & _readings(exported):
        return True
    told, shown = _numbers(exported) or [], _numbers(cell)
    if len(told) < 2 or shown is None:
        return False
    short = [number % 100 if number > 1900 else number for number in told]
    return any(not Counter(numbers) - Counter(shown) for numbers in (told, short))


def _readings(text: str) -> set[Decimal]:
    """All that a number can mean, whatever its points and commas are, and whether it is shown as a percentage."""
    plain = re.sub(r"[\s'+]", "", text).replace("\u2212", "-")
    if _SCIENTIFIC.fullmatch(plain):
        return {Decimal(plain.replace(",", "."))}
    match = re.fullmatch(r"(-?)(\d[\d.,]*)(%?)", plain, re.ASCII)
    if not match:
        return set()
    sign, digits, percent = match.groups()
    found = {Decimal(sign + re.sub(r"[.,]", "", digits))}
    for point, other in ((".", ","), (",", ".")):
        if digits.count(point) == 1:
            found.add(Decimal(sign + digits.replace(other, "").replace(point, ".")))
    return found | ({value / 100 for value in found} if percent else set())


def _numbers(cell: str) -> list[int] | None:
    """The whole numbers in a cell, names of months among them; None where there are other words."""
    found: list[int] = []
    for part in re.findall(r"\d+|[^\W\d_]+", cell):
        if part.isdecimal():
            found.append(int(part))
        elif part.lower()[:3] in _MONTHS:
            found.append(_MONTHS[part.lower()[:3]])
        elif part.lower() not in ("thg", "tháng", "t"):
            return None
    return found


def _same_day(cell: str, exported: str) -> bool:
    """Whether the cell is the exported date as a program shows it: `Mar-13`, `29/10/2021`, `3/1/2013` for `2013-03`."""
    found = _numbers(cell)
    if found is None or _PARTIAL.fullmatch(_plain(cell)):
        return False
    year, *rest = (int(part) for part in exported.split("-"))
    wanted = [rest, [*rest, 1]] if len(rest) == 1 else [rest]
    return any(sorted(found) in (sorted([year, *days]), sorted([year % 100, *days])) for days in wanted if days)


def _letters_lost(cell: str, exported: str) -> bool:
    if cell.count("?") <= exported.count("?"):
        return False
    composed = unicodedata.normalize("NFC", exported)
    pattern = "".join(re.escape(c) if c.isascii() else f"(?:{re.escape(c)}|\\?|[A-Za-z])" for c in composed)
    return bool(re.fullmatch(pattern, _plain(cell)))
