"""What the machine has: no more than it is, and less where a container says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg import machine
from kg.machine import cores, memory_mb


def test_as_the_system_tells() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
    assert 0 < memory_mb() <= os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20


def test_the_tightest_control_group_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Path("/proc/self/cgroup").read_text(encoding="ascii").partition("0::/")[2].partition("\n")[0]
    inner = tmp_path / own
    inner.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(machine, "_CGROUPS", tmp_path)
    (tmp_path / "memory.max").write_text("max\n", encoding="ascii")
    whole = memory_mb()
    (tmp_path / "memory.max").write_text(f"{64 << 20}\n", encoding="ascii")
    assert memory_mb() == 64 < whole
    if inner != tmp_path:
        (inner / "memory.max").write_text(f"{32 << 20}\n", encoding="ascii")
        assert memory_mb() == 32
