"""Three filters over the catalog, as it is and with 20,000 more supports, against bare SQL.

The floor is the best of three ways to write the same statement by hand, reading the same rows. The
ratio is that of the larger catalog; `small_ratio` that of the pack's own. `words_cpu_s` is what a
search by two words takes there, `page_cpu_s` what the rows take with all that a page shows of them.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any

from django.db import connection

from benches import world
from benches.meter import Taken, line, measured
from trellis.kit import clock
from trellis.kit.sql import rows
from trellis.programs import queries as programs
from trellis.supports.indexing import rewrite_terms
from trellis.supports.models import Service, Wording
from trellis.supports.queries import finding
from trellis.supports.queries.reading import offerers

MORE, ROUNDS, CALLS = 20_000, 7, 20
WANTED = finding.asked({"level": "2", "audience": "board", "topic": "board-governance"})
NAMED = {"level": 2, "a": "audiences:board", "t": "topics:board-governance", "most": 26}

ROWS = "w.id, s.code, w.provider_id, w.position, w.content"
JOINED = "supports_wording w JOIN supports_service s ON s.id = w.service_id"
STANDS = "w.edition_from IS NOT NULL AND w.edition_to IS NULL AND w.level = %(level)s"
TERM = "SELECT {what} FROM supports_term m WHERE m.word = %({name})s"
ORDER = "ORDER BY w.position, w.id LIMIT %(most)s"


def _floors() -> dict[str, str]:
    exists = " AND ".join(
        f"EXISTS ({TERM.format(what='1', name=name)} AND m.wording_id = w.id)" for name in "at"
    )
    within = " AND ".join(
        f"w.id IN ({TERM.format(what='m.wording_id', name=name)})" for name in "at"
    )
    both = "w.id IN ({} INTERSECT {})".format(
        *(TERM.format(what="m.wording_id", name=name) for name in "at")
    )
    found = {}
    for name, where in (("exists", exists), ("within", within), ("intersect", both)):
        count = f"(SELECT COUNT(*) FROM supports_wording w WHERE {STANDS} AND {where})"  # noqa: S608
        found[name] = f"SELECT {ROWS}, 0, {count} FROM {JOINED} WHERE {STANDS} AND {where} {ORDER}"  # noqa: S608
    return found


def main() -> int:
    """Measure both sizes."""
    world.install_matrix()
    program = programs.current()
    small, small_floor = _measure()
    _grow()
    rewrite_terms(program)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    taken, floor = _measure()
    page = _cpu(lambda: finding.find(program, WANTED))
    words = _cpu(lambda: finding.find(program, finding.asked({"q": "board governance"})))
    line(
        "catalog-search", taken, floor, Wording.objects.count(),
        small_ratio=_ratio(small, small_floor), page_cpu_s=page, words_cpu_s=words,
    )  # fmt: skip
    return 0


def _measure() -> tuple[list[Taken], list[Taken]]:
    """What the product's statement takes, and the best of the floors."""
    owners = list(offerers().values())
    where, named = finding._filters(WANTED, owners)  # noqa: SLF001 - the statement alone

    def ours() -> None:
        finding._page((), where, named, None)  # noqa: SLF001

    floors = {name: _rounds(_bare(sql)) for name, sql in _floors().items()}
    best = min(floors.values(), key=lambda taken: statistics.median(one.cpu for one in taken))
    return _rounds(ours), best


def _bare(sql: str) -> Callable[[], Any]:
    return lambda: rows(sql, NAMED, plain=True)


def _rounds(work: Callable[[], Any]) -> list[Taken]:
    work()
    found = []
    for _round in range(ROUNDS):
        with measured() as taken:
            for _call in range(CALLS):
                work()
        taken.queries //= CALLS
        found.append(taken)
    return found


def _cpu(work: Callable[[], Any]) -> float:
    return round(statistics.median(one.cpu for one in _rounds(work)) / CALLS, 5)


def _ratio(taken: list[Taken], floor: list[Taken]) -> float:
    cpu, floor_cpu = (statistics.median(one.cpu for one in all_) for all_ in (taken, floor))
    return round(cpu / floor_cpu, 2) if floor_cpu else 0.0


def _grow() -> None:
    """Copies of the pack's own supports, in turn, each with a code and a place of its own."""
    like = list(Wording.objects.all())
    services = Service.objects.bulk_create(
        (
            Service(provider_id=like[number % len(like)].provider_id, code=f"grown-{number}")
            for number in range(MORE)
        ),
        batch_size=2000,
    )
    now = clock.now()
    Wording.objects.bulk_create(
        (
            Wording(
                service=service, provider_id=one.provider_id, level=one.level, cost=one.cost,
                content=one.content, position=100_000 + number, edition_from=1, changed_at=now,
            )
            for number, service in enumerate(services)
            for one in [like[number % len(like)]]
        ),
        batch_size=2000,
    )  # fmt: skip
