"""A review round as people do it: real processes, the real server, a spreadsheet program in between."""

from __future__ import annotations

import csv
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

HTML = {"Accept": "text/html"}
TEXT = (
    "Khu công nghiệp Thái Nguyên\n\n"
    "Đến hết năm 2023, tỉnh Thái Nguyên có 6 khu công nghiệp với tổng diện tích 1.536 ha, lấp đầy 76,5%.\n"
    "KCN Yên Bình đã cho thuê 312,75 ha. Tỉnh thu hút 211 dự án FDI với tổng vốn đăng ký 10,7 tỷ USD.\n"
)


def kg(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "COV_"))}
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.run(
        command, cwd=folder, env=outside, capture_output=True, text=True, encoding="utf-8", check=False
    )


@contextmanager
def served(folder: Path) -> Iterator[httpx.Client]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outside = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    command = [sys.executable, "-m", "kg", "serve", "--port", str(port)]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, cwd=folder, env=outside, stdout=log, stderr=log) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False, follow_redirects=True) as client,
    ):
        try:
            for _ in range(600):
                try:
                    client.get("/health")
                except httpx.TransportError:
                    assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")
                    time.sleep(0.05)
                else:
                    break
            yield client
        finally:
            process.terminate()


def as_a_spreadsheet_program_saves(path: Path, edits: dict[str, dict[str, str]]) -> None:
    """Edit rows by their quotes, and save as programs do where commas are for decimals: semicolons, CRLF, a BOM."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        names, rows = list(reader.fieldnames or ()), list(reader)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, names, delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        for row in rows:
            row["value"] = row["value"].replace(".", ",")
            writer.writerow(row | edits.get(row["quote"], {}))


def table(client: httpx.Client, query: str, **values: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = client.get(f"/queries/{query}.json", params=values).json()["rows"]
    return rows


def test_a_review_round(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "thai-nguyen.txt").write_text(TEXT, encoding="utf-8")
    assert kg(tmp_path, "load", "articles").returncode == 0
    assert kg(tmp_path, "review", "export", "--out", "sheet.csv").returncode == 0
    untouched = kg(tmp_path, "review", "load", "sheet.csv", "--author", "Vũ Thị Duyệt")
    assert untouched.returncode == 0 and "0 corrections" in untouched.stderr

    edits = {"312,75 ha": {"about": "KCN Yên Bình 2", "note": "xem quyết định"}, "6": {"review": "reject"}}
    as_a_spreadsheet_program_saves(tmp_path / "sheet.csv", edits)
    with served(tmp_path) as client:
        before = table(client, "where-from", value="312.75")[0]["observation"]
        loaded = kg(tmp_path, "review", "load", "sheet.csv", "--author", "Vũ Thị Duyệt")
        assert loaded.returncode == 0, loaded.stderr
        check(client, before)
        assert kg(tmp_path, "load", "articles", "--force").returncode == 0
        check(client, before)
    shutil.rmtree(tmp_path / "var" / "store")
    assert kg(tmp_path, "load", "articles").returncode == 0
    assert kg(tmp_path, "validate").returncode == 0
    with served(tmp_path) as client:
        check(client, before)

        (articles / "thai-nguyen.txt").write_text(TEXT.replace("đã cho thuê", "mới cho thuê"), encoding="utf-8")
        assert "came back for review" in kg(tmp_path, "load", "articles").stderr
        assert [row["about"] for row in table(client, "where-from", value="312.75")] == ["KCN Yên Bình"]
        assert {row["state"] for row in table(client, "corrections", only="cameBack")} == {"cameBack"}
    assert "came-back" in kg(tmp_path, "review", "status").stdout


def check(client: httpx.Client, before: str) -> None:
    """The changed figure stands with who changed it, the old one leads to it, the rejected one is nowhere."""
    [found] = table(client, "where-from", value="312.75")
    assert (found["about"], found["correctedBy"], found["note"]) == ("KCN Yên Bình 2", "Vũ Thị Duyệt", "xem quyết định")
    assert found["formerly"].startswith("KCN Yên Bình ·") and found["confidence"] == "reviewed"
    assert not [row for row in table(client, "series", place="Thái Nguyên", metric="count") if str(row["value"]) == "6"]
    assert [row["kind"] for row in table(client, "corrections")] in (["change", "reject"], ["reject", "change"])

    new, old = (iri.rpartition("/")[2] for iri in (found["observation"], before))
    page = client.get(f"/id/observation/{new}", headers=HTML).text
    assert "Vũ Thị Duyệt" in page and "xem quyết định" in page
    assert f'href="/page/observation/{old}"' in page
    formerly = client.get(f"/id/observation/{old}", headers=HTML)
    assert formerly.status_code == 200 and f'href="/page/observation/{new}"' in formerly.text
    assert "KCN Yên Bình · leasedArea" in formerly.text and "không còn là dữ kiện" in formerly.text
    turtle = client.get(f"/id/observation/{old}", headers={"Accept": "text/turtle"}).text
    assert "wasInvalidatedBy" in turtle and "obsValue" not in turtle


def test_sheets_of_all_tables_go_out_and_in_unchanged(tmp_path: Path) -> None:
    examples = Path(__file__).resolve().parents[2] / "examples"
    assert kg(tmp_path, "load", str(examples)).returncode == 0
    assert kg(tmp_path, "review", "export", "--out", "sheets/").returncode == 0
    counts = []
    for name in ("observations", "zones", "policies", "sectors"):
        with (tmp_path / "sheets" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            counts.append(len(list(csv.DictReader(stream))))
    loaded = kg(tmp_path, "review", "load", "sheets", "--author", "Ai")
    assert loaded.returncode == 0, loaded.stderr
    assert all(counts[:3]) and f"0 corrections; {sum(counts)} rows as they were" in loaded.stderr
    assert not (tmp_path / "var" / "store.corrections.jsonl").exists()
