"""The gold articles are what they claim to be: rows in the conventions, values and names that stand in the text."""

from __future__ import annotations

import csv
import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "articles"
SETS = ("dev", "held")
COLUMNS = {
    "observations": (
        "article,about,about_type,scope,stage,sector,metric,origin,value,unit,from,to,status,bound,optional,note"
    ),
    "zones": "article,label,type,province,district,stage,optional,note",
    "policies": "article,number,kind,issuer,date,title,from,to,optional,note",
    "articles": "article",
}
MONEY = {"VND", "USD"}
# docs/facts.md: the metrics and the units that each may have.
METRICS: dict[str, set[str]] = {
    "count": {"1"},
    "totalArea": {"ha"},
    "industrialLandArea": {"ha"},
    "leasedArea": {"ha"},
    "occupancyRate": {"%"},
    "projectCount": {"1"},
    "registeredCapital": MONEY,
    "implementedCapital": MONEY,
    "infrastructureCapital": MONEY,
    "enterpriseCount": {"1"},
    "workerCount": {"1"},
    "jobsCreated": {"1"},
    "averageIncome": {"VND/month"},
    "budgetContribution": MONEY,
    "revenue": MONEY,
    "outputValue": MONEY,
    "exportValue": MONEY,
    "importValue": MONEY,
    "outputGrowth": {"%"},
    "exportGrowth": {"%"},
    "importGrowth": {"%"},
    "countryCount": {"1"},
    "supportFunding": {"VND"},
    "counterpartFunding": {"VND"},
    "supportSchemeCount": {"1"},
}
ALLOWED = {
    "about_type": {"Country", "Region", "Province", "District", "Commune", "Zone", "Cluster", "EconomicZone"},
    "scope": {"", "zones", "clusters", "economicZones", "zonesAndClusters"},
    "stage": {"", "planned", "appraisal", "established", "construction", "operating"},
    "origin": {"", "foreign", "domestic"},
    "status": {"actual", "planned"},
    "bound": {"exact", "approx", "atLeast", "below"},
    "optional": {"", "1"},
}
KINDS = {"decision", "resolution", "decree", "law", "circular", "directive", "plan", "programme", "scheme", ""}
PARTIAL_DATE = re.compile(r"(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?")
ZONE_PREFIX = re.compile(r"^(KCNC|KCN|CCN|KKT|KCX)\b")
WORDS = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
    "mười lăm": 15,
    "hai mươi": 20,
    "hai mươi sáu": 26,
    "ba mươi": 30,
}


def rows(part: str, table: str) -> list[dict[str, str]]:
    with (HERE / part / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text_of(part: str, article: str) -> str:
    return (HERE / part / f"{article}.txt").read_text(encoding="utf-8")


def digits(number: str) -> str:
    """The significant digits, whatever the separators, the sign and the scale."""
    return re.sub(r"\D", "", number).strip("0")


def written(text: str) -> set[str]:
    """The significant digits of every number that the text writes, in figures or words, composite amounts too."""
    found = {digits(each) for each in re.findall(r"\d[\d.,]*(?:[\s\u00a0]\d{3})*", text)}
    found |= {digits(each) for each in re.findall(r"\d+", text)}
    # Figures without the zero fraction ("12,0") and in groups with a leading zero ("02").
    found |= {digits(each.rstrip(".,0")) for each in re.findall(r"\d[\d.,]*", text)}
    for units, rest in re.findall(r"(\d[\d.]*) t[ỷỉ](?: đồng| USD)?,? (\d{1,3}) triệu", text):
        found.add(digits(f"{units.replace('.', '')}{int(rest):03d}"))
    folded = text.lower()
    found |= {digits(str(value)) for word, value in WORDS.items() if re.search(rf"\b{word}\b", folded)}
    return found


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def test_the_sets_are_separate() -> None:
    dev, held = ({row["article"] for row in rows(part, "articles")} for part in SETS)
    assert dev and held and not dev & held


@pytest.mark.parametrize("part", SETS)
def test_articles_and_files_agree(part: str) -> None:
    listed = {row["article"] for row in rows(part, "articles")}
    assert listed == {path.stem for path in (HERE / part).glob("*.txt")}
    for table, columns in COLUMNS.items():
        with (HERE / part / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            assert file.readline().strip() == columns
        assert {row["article"] for row in rows(part, table)} <= listed
    lengths = {article: len(text_of(part, article)) for article in listed}
    assert all(350 <= length <= 6500 for length in lengths.values()), lengths


@pytest.mark.parametrize("part", SETS)
def test_observations_keep_to_the_tables_conventions(part: str) -> None:
    for row in rows(part, "observations"):
        assert row["about"], row
        for metric in row["metric"].split("|"):
            assert row["unit"] in METRICS[metric], row
        for field, allowed in ALLOWED.items():
            assert set(row[field].split("|")) <= allowed, (field, row)
        assert row["about_type"] and Decimal(row["value"]).is_finite(), row
        starts, ends = row["from"].split("|"), row["to"].split("|")
        assert len(starts) == len(ends), row
        for start, end in zip(starts, ends, strict=True):
            assert PARTIAL_DATE.fullmatch(start) and PARTIAL_DATE.fullmatch(end), row
            # A partial date is at its earliest when it begins and at its latest when it ends.
            assert not (start and end) or start <= f"{end}~", row


@pytest.mark.parametrize("part", SETS)
def test_no_observation_is_listed_twice(part: str) -> None:
    seen: set[tuple[str, ...]] = set()
    for row in rows(part, "observations"):
        key = tuple(value for field, value in row.items() if field not in ("note", "optional"))
        assert key not in seen, row
        seen.add(key)


@pytest.mark.parametrize("part", SETS)
def test_every_value_stands_in_its_article(part: str) -> None:
    numbers = {row["article"]: written(text_of(part, row["article"])) for row in rows(part, "articles")}
    missing = [
        (row["article"], row["metric"], row["value"])
        for row in rows(part, "observations")
        if digits(row["value"]) not in numbers[row["article"]]
    ]
    assert not missing


@pytest.mark.parametrize("part", SETS)
def test_names_stand_in_their_articles(part: str) -> None:
    for table, field in (("zones", "label"), ("policies", "title")):
        for row in rows(part, table):
            label = ZONE_PREFIX.sub("", row[field].split("|")[0])
            assert set(words(label)) <= set(words(text_of(part, row["article"]))), row
    for row in rows(part, "policies"):
        text = re.sub(r"\s", "", text_of(part, row["article"]))
        assert set(row["kind"].split("|")) <= KINDS, row
        assert row["number"] or row["title"], row
        assert row["number"].split("|")[0] in text, row
        for field in ("date", "from", "to"):
            assert all(PARTIAL_DATE.fullmatch(each) for each in row[field].split("|")), row
    for row in rows(part, "zones"):
        assert row["type"] in {"Zone", "Cluster", "EconomicZone"}, row
        assert set(row["stage"].split("|")) <= ALLOWED["stage"], row
