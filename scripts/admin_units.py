"""Data files of the packages that the places are built from, read without running the packages."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any


def package_data(package: str, name: str) -> dict[str, Any]:
    """Read a data file of a package without running it (vietnamadminunits would want geometry libraries)."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed; install this project's dev dependencies and run again")
    loaded: dict[str, Any] = json.loads((Path(spec.origin).parent / name).read_text(encoding="utf-8"))
    return loaded


def point_of_2025(code: str) -> tuple[float, float]:
    """Latitude and longitude of the commune or special zone of that code of 2025."""
    wards = package_data("vietnamadminunits", "data/parser_from_2025.json")["DICT_PROVINCE_WARD_NO_ACCENTED"]
    (row,) = (row for rows in wards.values() for row in rows.values() if row["wardCode"] == code)
    return row["wardLat"], row["wardLon"]
