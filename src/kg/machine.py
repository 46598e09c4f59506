"""What the machine gives this process: cores and memory."""

from __future__ import annotations

import os
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")


def cores() -> int:
    """How many processes this machine runs at once, as far as this process may use them."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - where there is no affinity


def memory_mb() -> int:
    """MiB of memory that this process and its children may use: the machine's, or less where a container limits it."""
    have = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    return min([have, *_cgroup_limits()])


def _cgroup_limits() -> list[int]:
    """The limits of the control groups (version 2) that this process is in, from the innermost outwards."""
    try:
        own = Path("/proc/self/cgroup").read_text(encoding="ascii").partition("0::/")[2].partition("\n")[0]
    except OSError:
        return []
    found = []
    for folder in (group := _CGROUPS / own, *group.parents):
        if not folder.is_relative_to(_CGROUPS):
            break
        try:
            found.append(int((folder / "memory.max").read_text(encoding="ascii")) >> 20)
        except (OSError, ValueError):  # no such file at the root, or "max"
            continue
    return found
