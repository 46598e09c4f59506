"""Compare predicted facts tables with gold ones: precision, recall, F1, and how right the matched rows are.

A predicted observation is right when metric, value (to 0.1 %), unit, about and scope are those of a gold row of the
same article; rows are paired one to one, and where several pairs are possible the one that agrees in most detail
wins. Gold cells may list alternatives parted by "|"; gold rows marked `optional` count neither way. Predicted rows
about companies and projects, and of articles that the gold does not know, are passed over.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kg.errors import FactsError

Row = Mapping[str, str]
Pair = tuple[int, int]

DETAILS = ("time", "status", "bound", "origin", "stage", "sector")
_TABLES = ("observations", "zones", "policies")
_NEEDED: dict[str, tuple[str, ...]] = {
    "observations": ("article", "about", "scope", "metric", "value", "unit"),
    "zones": ("article", "label"),
    "policies": ("article", "number", "title"),
    "articles": ("article",),
}
_NEEDED_IN_GOLD: dict[str, tuple[str, ...]] = {**_NEEDED, "observations": (*_NEEDED["observations"], "from", "to")}


@dataclass(frozen=True, slots=True)
class Difference:
    """A row on which the two sides differ, for people to look at.

    `kind` is `missed` (only in the gold), `wrong` (only predicted) or `detail` (matched, but `details` differ); then
    `row` is the gold's and `predicted` its match.
    """

    table: str
    kind: Literal["missed", "wrong", "detail"]
    row: Row
    predicted: Row | None = None
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown: tuple[str, ...] = ("about", "scope", "metric", "value", "unit", "from", "to", "status")
        if self.table != "observations":
            shown = ("label", "number", "title", "type")
        text = f"{self.kind} {self.table} {self.row['article']}: "
        text += " · ".join(self.row[column] for column in shown if self.row.get(column))
        if self.predicted is not None:
            columns = [column for detail in self.details for column in _DETAIL_COLUMNS[detail]]
            text += " | " + ", ".join(
                f"{column} {self.predicted.get(column, '')!r}, not {self.row.get(column, '')!r}" for column in columns
            )
        quote = (self.predicted or self.row).get("quote", "")
        return f"{text}  «{quote}»" if quote else text


_DETAIL_COLUMNS = {
    "time": ("from", "to"),
    "status": ("status",),
    "bound": ("bound",),
    "origin": ("origin",),
    "stage": ("stage",),
    "sector": ("sector",),
}


def score(gold_dir: Path, predicted_dir: Path, articles_dir: Path | None = None) -> dict[str, Any]:
    """Score the tables of one directory against those of another; shares are rounded to four places.

    Returns `observations`, `zones`, `policies` and `metric_and_value_only` (gold, predicted, matched, precision,
    recall, f1), `detail` (share of matched rows that agree, by detail and in `all`) and, with `articles_dir`,
    `quotes_that_hold` (share of quotes that stand at their offsets in ARTICLE.txt and hold a digit). A table that is
    missing counts as empty. Raises FactsError when a table is unreadable or lacks a column, or a directory is missing.
    """
    compared = _Comparison(gold_dir, predicted_dir)
    gold, predicted = compared.gold["observations"], compared.predicted["observations"]
    found = compared.pairs["observations"]
    report: dict[str, Any] = {"observations": _figures(gold, predicted, found)}
    if found:
        agreements = [_agreement(gold[i], predicted[j]) for i, j in found]
        report["detail"] = {name: round(sum(one[name] for one in agreements) / len(agreements), 4) for name in DETAILS}
        report["detail"]["all"] = round(sum(all(one.values()) for one in agreements) / len(agreements), 4)
    value_only = _match(gold, predicted, same_figure, lambda g, p: int(same_fact(g, p)))
    report["metric_and_value_only"] = _figures(gold, predicted, value_only)
    if articles_dir is not None and predicted:
        texts = _Texts(articles_dir)
        held = sum(_quote_holds(row, texts) for row in predicted)
        report["quotes_that_hold"] = round(held / len(predicted), 4)
    for table in ("zones", "policies"):
        gold_rows, predicted_rows = compared.gold[table], compared.predicted[table]
        pairs = compared.pairs[table]
        report[table] = _figures(gold_rows, predicted_rows, pairs)
        located = [(i, j) for i, j in pairs if gold_rows[i].get("province")]
        if table == "zones" and located:
            right = [_same_label(gold_rows[i]["province"], predicted_rows[j].get("province", "")) for i, j in located]
            report[table]["province_right"] = round(sum(right) / len(right), 4)
    return report


def differences(gold_dir: Path, predicted_dir: Path) -> list[Difference]:
    """List what the prediction missed, what it has beyond the gold, and the details in which matched rows differ."""
    compared = _Comparison(gold_dir, predicted_dir)
    listed: list[Difference] = []
    for table in _TABLES:
        gold, predicted, pairs = compared.gold[table], compared.predicted[table], compared.pairs[table]
        hit_gold, hit_predicted = {i for i, _ in pairs}, {j for _, j in pairs}
        missed = [row for i, row in enumerate(gold) if i not in hit_gold and not row.get("optional")]
        listed += [Difference(table, "missed", row) for row in missed]
        listed += [Difference(table, "wrong", row) for j, row in enumerate(predicted) if j not in hit_predicted]
        if table == "observations":
            for i, j in sorted(pairs):
                wrong = tuple(name for name, same in _agreement(gold[i], predicted[j]).items() if not same)
                if wrong:
                    listed.append(Difference(table, "detail", gold[i], predicted[j], wrong))
    return listed


# --- the comparison -----------------------------------------------------------------------------------------------


class _Comparison:
    """The rows of both sides that count, and how they pair, by table."""

    def __init__(self, gold_dir: Path, predicted_dir: Path) -> None:
        self.gold = {table: _rows(gold_dir, table, _NEEDED_IN_GOLD) for table in _TABLES}
        known = {row["article"] for rows in self.gold.values() for row in rows}
        known |= {row["article"] for row in _rows(gold_dir, "articles", _NEEDED_IN_GOLD)}
        self.predicted = {
            table: [row for row in _rows(predicted_dir, table, _NEEDED) if row["article"] in known] for table in _TABLES
        }
        self.predicted["observations"] = [
            row for row in self.predicted["observations"] if row.get("about_type") not in ("Project", "Company")
        ]
        rules: dict[str, tuple[_Same, _Rank]] = {
            "observations": (same_fact, lambda g, p: sum(_agreement(g, p).values())),
            "zones": (lambda g, p: _same_label(g["label"], p["label"]), lambda g, p: 0),
            "policies": (_same_policy, lambda g, p: 0),
        }
        self.pairs = {table: _match(self.gold[table], self.predicted[table], *rules[table]) for table in _TABLES}


_Same = Callable[[Row, Row], bool]
_Rank = Callable[[Row, Row], int]


def _rows(directory: Path, table: str, needed: Mapping[str, Sequence[str]]) -> list[Row]:
    if not directory.is_dir():
        raise FactsError("there is no such directory: name one that holds observations.csv", where=str(directory))
    path = directory / f"{table}.csv"
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            rows = [{column: (cell or "").strip() for column, cell in row.items() if column} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FactsError(f"cannot be read as a CSV table in UTF-8 ({error})", where=str(path)) from error
    missing = [column for column in needed[table] if column not in (reader.fieldnames or ())]
    if missing and rows:
        raise FactsError(f"the header lacks {', '.join(missing)}", where=f"{path}, line 1")
    return list(rows)


def _match(gold: Sequence[Row], predicted: Sequence[Row], same: _Same, rank: _Rank) -> list[Pair]:
    """Pair rows of the same article one to one, the highest rank first, then the earliest rows."""
    by_article: dict[str, list[int]] = {}
    for j, row in enumerate(predicted):
        by_article.setdefault(row["article"], []).append(j)
    candidates = [
        (-rank(row, predicted[j]), i, j)
        for i, row in enumerate(gold)
        for j in by_article.get(row["article"], ())
        if same(row, predicted[j])
    ]
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    pairs: list[Pair] = []
    for _, i, j in sorted(candidates):
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            pairs.append((i, j))
    return pairs


def _figures(gold: Sequence[Row], predicted: Sequence[Row], pairs: Iterable[Pair]) -> dict[str, Any]:
    optional = {i for i, row in enumerate(gold) if row.get("optional")}
    matched = excused = 0
    for i, _ in pairs:
        excused += i in optional
        matched += i not in optional
    wanted, said = len(gold) - len(optional), len(predicted) - excused
    precision = matched / said if said else 1.0
    recall = matched / wanted if wanted else 1.0
    both = precision + recall
    return {
        "gold": wanted,
        "predicted": said,
        "matched": matched,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / both, 4) if both else 0.0,
    }


def gold_observations(gold_dir: Path) -> list[Row]:
    """The rows of a gold table of observations. Raises FactsError where it cannot be read."""
    return _rows(gold_dir, "observations", _NEEDED_IN_GOLD)


def same_fact(gold: Row, predicted: Row) -> bool:
    """Whether a predicted row tells a gold row's figure of the gold row's subject."""
    return (
        same_figure(gold, predicted)
        and _same_label(gold["about"], predicted["about"])
        and predicted.get("scope", "") in (gold["scope"], *gold["scope"].split("|"))
    )


def same_figure(gold: Row, predicted: Row) -> bool:
    """Whether a predicted row has a gold row's metric, value and unit."""
    return (
        predicted["metric"] in (gold["metric"], *gold["metric"].split("|"))
        and gold["unit"] == predicted["unit"]
        and _same_number(gold["value"], predicted["value"])
    )


def _same_policy(gold: Row, predicted: Row) -> bool:
    if gold["number"]:
        return _plain(gold["number"]) == _plain(predicted["number"])
    return not predicted.get("number") and _same_title(gold["title"], predicted.get("title", ""))


def _agreement(gold: Row, predicted: Row) -> dict[str, bool]:
    """In which details a matched pair agrees. A gold row without time, bound or sector accepts any."""

    def same(column: str) -> bool:
        return _same_label(gold.get(column, ""), predicted.get(column, ""))

    return {
        "time": _same_time(gold, predicted),
        "status": same("status"),
        "bound": not gold.get("bound") or same("bound"),
        "origin": same("origin"),
        "stage": same("stage"),
        "sector": not gold.get("sector") or same("sector"),
    }


def _same_time(gold: Row, predicted: Row) -> bool:
    if not gold["from"] and not gold["to"]:
        return True
    said = (predicted.get("from", ""), predicted.get("to", ""))
    return said == (gold["from"], gold["to"]) or said in zip(
        gold["from"].split("|"), gold["to"].split("|"), strict=False
    )


def _same_title(gold: str, predicted: str) -> bool:
    """Titles agree when they share at least 60 % of their words (Jaccard)."""
    if gold == predicted:
        return True
    said = set(_plain(predicted).split())
    for alternative in gold.split("|"):
        wanted = set(_plain(alternative).split())
        if wanted and said and len(wanted & said) / len(wanted | said) >= 0.6:
            return True
    return False


def _same_label(gold: str, predicted: str) -> bool:
    return gold == predicted or _plain(predicted) in map(_plain, gold.split("|"))


def _same_number(gold: str, predicted: str) -> bool:
    wanted, said = _number(gold), _number(predicted)
    if wanted is None or said is None:
        return False
    return abs(wanted - said) <= 0.001 * max(abs(wanted), 1e-9)


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


# --- labels -------------------------------------------------------------------------------------------------------

_PREFIX = re.compile(
    r"^(?:tỉnh|thành phố|tp\.?|t\.p\.?|quận|huyện|thị xã|tx\.?|xã|phường|thị trấn|đặc khu)\s+", re.IGNORECASE
)
_KINDS = (
    (re.compile(r"^(?:khu công nghiệp|kcn)\b"), "kcn"),
    (re.compile(r"^(?:cụm công nghiệp|ccn)\b"), "ccn"),
    (re.compile(r"^(?:khu kinh tế|kkt)\b"), "kkt"),
    (re.compile(r"^(?:khu chế xuất|kcx)\b"), "kcx"),
    (re.compile(r"^(?:khu công nghệ cao|kcnc|cnc)\b"), "kcnc"),
)
_LATE_TONE = re.compile(r"o[àáảãạèéẻẽẹ](?!\w)|(?<!q)u[ỳýỷỹỵ](?!\w)")
_HYPHEN = re.compile(r"\s*[–—−-]+\s*")
_SPACES = re.compile(r"\s+")
_QUOTES = re.compile(r"[\"“”‘’'()]")


def _early_tone(found: re.Match[str]) -> str:
    """hoà → hòa, thuỷ → thủy: the tone moves to the first of the two vowels."""
    first, second = found[0][0], unicodedata.normalize("NFD", found[0][1])
    return unicodedata.normalize("NFC", first + second[1]) + second[0]


def _plain(label: str) -> str:
    """Fold a label: case, spaces, hyphens, quotes, tone placement, `khu công nghiệp` to `kcn`, no `tỉnh` in front."""
    label = unicodedata.normalize("NFC", label).strip().lower()
    label = _LATE_TONE.sub(_early_tone, label)
    label = _QUOTES.sub("", _HYPHEN.sub("-", label))
    label = _SPACES.sub(" ", label)
    for pattern, short in _KINDS:
        label = pattern.sub(short, label)
    return _PREFIX.sub("", label).strip()


# --- quotes -------------------------------------------------------------------------------------------------------


class _Texts:
    """The articles' texts, each read once; the last one is kept, since rows come article by article."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.last: tuple[str, str | None] = ("", None)

    def of(self, article: str) -> str | None:
        if self.last[0] != article:
            path = self.directory / f"{article}.txt"
            try:
                text = path.read_text(encoding="utf-8") if path.exists() else None
            except (OSError, UnicodeDecodeError) as error:
                raise FactsError(f"the article cannot be read ({error})", where=str(path)) from error
            self.last = (article, text)
        return self.last[1]


def _quote_holds(row: Row, texts: _Texts) -> bool:
    text = texts.of(row["article"])
    start, end, quote = _number(row.get("start", "")), _number(row.get("end", "")), row.get("quote", "")
    if text is None or start is None or end is None or not quote:
        return False
    try:
        return text[int(start) : int(end)] == quote and any(letter.isdigit() for letter in quote)
    except (OverflowError, ValueError):  # inf or nan for an offset
        return False
