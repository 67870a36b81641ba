"""A tree of processes as the kernel counts it: CPU used so far, memory held (Linux)."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

from bench.case import CannotMeasure

_PROC = Path("/proc")
_TICK = os.sysconf("SC_CLK_TCK")


def tree_of(root: int) -> tuple[int, ...]:
    """Return `root` and all that it started and that still live."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children[int(fields[1])].append(int(entry.name))
    found, open_ends = [], [root]
    while open_ends:
        one = open_ends.pop()
        found.append(one)
        open_ends += children[one]
    return tuple(found)


def cpu_seconds(roots: tuple[int, ...]) -> float:
    """Return user and system time of the trees under `roots`, in seconds."""
    ticks = 0
    for pid in (pid for root in roots for pid in tree_of(root)):
        fields = _stat(pid)
        if fields is None and pid in roots:
            raise CannotMeasure(f"server process {pid} has ended")
        ticks += int(fields[11]) + int(fields[12]) if fields else 0
    return ticks / _TICK


def memory_mb(root: int) -> float:
    """Return the memory of the tree in MB (10^6 bytes): pages shared with others counted by share (PSS)."""
    return sum(_pss_kib(pid) for pid in tree_of(root)) * 1024 / 1e6


def _stat(pid: int) -> list[str] | None:
    """Return the fields of /proc/PID/stat from the third on (proc(5)); the name before them may hold anything."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def _pss_kib(pid: int) -> int:
    for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise CannotMeasure("this kernel does not tell the memory of a process")
