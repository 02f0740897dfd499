"""CPU seconds of this process and of the database server, and what one piece of work took."""

from __future__ import annotations

import json
import os
import resource
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Taken:
    """What a piece of work took."""

    cpu: float = 0.0
    queries: int = 0


def server_cpu() -> float:
    """CPU seconds of the connection's own PostgreSQL backend so far; 0 for an embedded engine."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        row = cursor.fetchone()
    fields = Path(f"/proc/{row[0]}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def own_cpu() -> float:
    """CPU seconds of this process, in and out of the kernel."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@contextmanager
def measured() -> Iterator[Taken]:
    """Count the CPU and the queries of a block, on both sides of the connection."""
    taken = Taken()
    seen: list[str] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        seen.append(sql)
        return execute(sql, *rest)

    server, own = server_cpu(), own_cpu()
    with connection.execute_wrapper(count):
        yield taken
    taken.cpu = own_cpu() - own + server_cpu() - server
    taken.queries = len(seen)


def peak_mb() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident_mb() -> float:
    """The memory this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def line(name: str, taken: list[Taken], floor: list[Taken], n: int, **extras: object) -> None:
    """Print the one line of a bench: the ratio of the medians, with the extremes as extras."""
    cpu = statistics.median(one.cpu for one in taken)
    floor_cpu = statistics.median(one.cpu for one in floor)
    ratios = [a.cpu / b.cpu for a, b in zip(taken, floor, strict=True) if b.cpu]
    result = {
        "name": name,
        "database": connection.vendor,
        "ratio": round(cpu / floor_cpu, 2) if floor_cpu else None,
        "queries": taken[-1].queries,
        "cpu_s": round(cpu, 4),
        "floor_cpu_s": round(floor_cpu, 4),
        "n": n,
        "ratio_min": round(min(ratios), 2) if ratios else None,
        "ratio_max": round(max(ratios), 2) if ratios else None,
        **extras,
    }
    print(json.dumps(result), flush=True)
