"""What pages and actions ask of the installed program."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import Refused
from trellis.kit.school_year import school_year
from trellis.kit.sql import rows
from trellis.programs.date_rules import Resolved, resolve
from trellis.programs.loader import program_of
from trellis.programs.models import Installation, Override, ProgramYear, Version, YearDate
from trellis.programs.overrides import reworded
from trellis.programs.program import Program
from trellis.programs.year_changes import as_yaml, year_changes

MOST_PROGRAMS = 8  # cycles of some years run side by side, each pinned to its version

INSTALLATION = """
SELECT id, kind, version_id, clock, rewording FROM programs_installation WHERE id = 1
"""

_programs: OrderedDict[int, Program] = OrderedDict()
_turn = Lock()
_running: ContextVar[tuple[int, Program] | None] = ContextVar("running", default=None)
_rewording: ContextVar[str | None] = ContextVar("rewording", default=None)


def program(version_id: int) -> Program:
    """The program of a version, parsed once and kept in memory; one query when it is not there."""
    with _turn:
        if version_id in _programs:
            _programs.move_to_end(version_id)
            return _programs[version_id]
    content = Version.objects.values_list("content", flat=True).get(pk=version_id)
    return remember(version_id, program_of(content))


def remember(version_id: int, found: Program) -> Program:
    """Keep a program under its version; an id that a rolled-back install once had starts anew."""
    with _turn:
        _programs[version_id] = found
        _programs.move_to_end(version_id)
        while len(_programs) > MOST_PROGRAMS:
            _programs.popitem(last=False)
    return found


def installation() -> Installation | None:
    """What this database runs, or nothing before the first install; one query."""
    # A plain statement, for it stands before every page; `version` is read when asked for.
    found = rows(INSTALLATION, {}, plain=True)
    names = ("id", "kind", "version_id", "clock", "rewording")
    return Installation.from_db("default", names, found[0]) if found else None


@contextmanager
def running_on(version_id: int, rewording: str | None = None) -> Iterator[Program]:
    """Answer this version's program as the current one within the block, without a query.

    `rewording` is the installation's, where it was read already.
    """
    found = program(version_id)
    clock.use_zone(found.pack.time_zone)
    token, words = _running.set((version_id, found)), _rewording.set(rewording)
    try:
        yield found
    finally:
        _running.reset(token)
        _rewording.reset(words)


def current() -> Program:
    """The installed program; `today` means the day in its time zone from here on.

    Within a request it is the one that the request began with; elsewhere one query.
    """
    running = _running.get()
    if running is not None:
        return running[1]
    answer = program(_installed())
    clock.use_zone(answer.pack.time_zone)
    return answer


def in_year(start: int | None = None) -> Program:
    """The installed program in the words of a year; without one, of that in which today lies.

    No query within a request, but for words that are not kept yet.
    """
    running = _running.get()
    version = running[0] if running is not None else _installed()
    if start is None:
        start = school_year(clock.today(), program(version).pack.school_year_starts)
    return worded(edition(version, start))


def _installed() -> int:
    found = installation()
    if found is None:
        raise Refused(_("No pack is installed yet: ./dev manage pack install"))
    return found.version_id


@lru_cache(maxsize=16)
def program_year(pk: int, start: int) -> ProgramYear:
    """The record of a year for reading, kept: to make it costs more than the statement it is of."""
    return ProgramYear(pk=pk, start=start)


class Edition(NamedTuple):
    """A version in the words of one program year; the year is 0 where nobody changed any word.

    It holds the program itself: an id may come again, after an install that was rolled back.
    """

    version: int
    program: Program
    year: int
    rewording: str


def edition(version_id: int, start: int) -> Edition:
    """By what to keep anything made of a version's words in a year: another after each change.

    No query within a request; elsewhere one, and one for a program that is not kept.
    """
    rewording = _rewording.get()
    if rewording is None:
        found = installation()
        rewording = found.rewording if found else ""
    return Edition(version_id, program(version_id), start if rewording else 0, rewording)


def worded(one: Edition) -> Program:
    """The program of a version in the words of a year; one query when they are not kept yet."""
    return _worded(one) if one.rewording else one.program


@lru_cache(maxsize=MOST_PROGRAMS)
def _worded(one: Edition) -> Program:
    return reworded(one.program, Override.objects.filter(year__start=one.year))


def words_mark(overrides: Iterable[Override]) -> str:
    """What tells the words of an activity that somebody saw from those written since."""
    told = sorted((one.field, json.dumps(one.value, sort_keys=True)) for one in overrides)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def set_days(start: int, version_id: int) -> dict[str, date]:
    """The days that people set or confirmed for a year, by code; one query."""
    found = YearDate.objects.filter(
        year__start=start,
        version_id=version_id,
        standing=YearDate.Standing.CONFIRMED,
        set_at__isnull=False,
    )
    return {code: day for code, day in found.values_list("code", "day") if day is not None}


def dates(start: int, version_id: int) -> dict[str, Resolved]:
    """The dates of a program year by code, with what people confirmed; one query for these."""
    rules = program(version_id).dates.values()
    return resolve(rules, start, set_days=set_days(start, version_id))


def changes_as_yaml(start: int) -> str:
    """Set days and overrides of a year as the installed pack would tell them; three queries."""
    running, found = current(), installation()
    days = set_days(start, found.version_id) if found else {}
    own = Override.objects.filter(year__start=start)
    return as_yaml(year_changes(running, start, days, own), running, start)
