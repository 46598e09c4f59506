"""What a process may take and how it ends, as the operating system sees to it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1


def peak_mb() -> int:
    """MiB of memory that this process had in use at most."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak >> (20 if sys.platform == "darwin" else 10)


class MemoryLimit:
    """A limit of what this process may take on top of what it has when the limit is set. 0: none."""

    def __init__(self, mb: int) -> None:
        self._mb = mb

    def set(self) -> None:
        """From now on."""
        if self._mb:
            resource.setrlimit(resource.RLIMIT_AS, (_address_space() + (self._mb << 20), resource.RLIM_INFINITY))

    def lift(self) -> None:
        """Until it is set again."""
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def die_with_parent() -> None:
    """End with the process that started this one, where the system can do that."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def leave_network() -> None:
    """Have no network from now on, where the system allows that; the engine would fetch what a SERVICE names."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _address_space() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 512 << 20
    return pages * os.sysconf("SC_PAGE_SIZE")


def used_mb() -> int:
    """MiB of memory that this process has in use; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20
