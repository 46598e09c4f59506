"""The wheel holds what it needs: ontology/, shapes/ and queries/ travel inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as pip lays it down; the dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_holds_all_that_the_folders_hold(installed: Path) -> None:
    for folder, pattern in (("ontology", "*.ttl"), ("shapes", "*.ttl"), ("queries", "*.rq")):
        names = {path.name for path in (ROOT / folder).glob(pattern)}
        assert names
        assert {path.name for path in (installed / "kg" / "_data" / folder).glob(pattern)} == names
    (information,) = installed.glob("*.dist-info")
    assert {path.name for path in (information / "licenses").iterdir()} == {"LICENSE", "LICENSE-DATA"}


def test_an_installed_kg_works_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "bai.txt").write_text("Năm 2020, tỉnh Nam Định có 3 khu công nghiệp.", encoding="utf-8")
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "COV_"))}
    env = {**outside, "PYTHONPATH": str(installed)}

    def run(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        result = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        return result.stdout

    where = run("-c", "import kg.resources as r; print(r.ontology_dir(), r.shapes_dir(), r.queries_dir(), sep='\\n')")
    assert all(Path(line).is_relative_to(installed) for line in where.splitlines())
    run("-m", "kg", "load", "bai.txt")
    assert "bai" in run("-m", "kg", "query", "articles", "--format", "csv")
    assert run("-m", "kg", "sparql", "ASK { ?o a kg:Observation }") == "true\n"
