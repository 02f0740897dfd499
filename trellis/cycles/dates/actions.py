"""Setting the dates of a year; the steps that go by them follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.cycles.dates.carrying import carry_dates
from trellis.cycles.dates.rules import may_set_dates
from trellis.history.actions import record
from trellis.kit.errors import NotAllowed
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs import queries as program_queries
from trellis.programs.actions import Seen
from trellis.programs.date_rules import Resolved
from trellis.programs.models import YearDate


@dataclass(frozen=True)
class Change:
    """What became of a date, of those that count from it, and of the steps that go by them."""

    row: YearDate
    followers: tuple[Resolved, ...]
    steps: dict[str, int]


@transaction.atomic
def set_date(
    start: int, code: str, day: date, *, by: Person, acting_as: str = "", seen: Seen | None = None
) -> Change:
    """Set or confirm a day of a year, also while it runs; open steps take it at once.

    NotAllowed; Refused for a date that the program lacks or a day outside the year; OutOfOrder when
    the date is no longer as `seen`.
    """
    _allow(by)
    before = _dates(start)
    row = programs.set_day(start, code, day, by=by, acting_as=acting_as, seen=seen)
    return _carry(row, before, by=by, acting_as=acting_as)


@transaction.atomic
def clear_date(
    start: int, code: str, *, by: Person, acting_as: str = "", seen: Seen | None = None
) -> Change:
    """Take back a set day: the program's own holds again, and open steps follow.

    NotAllowed; Refused and OutOfOrder as for setting it.
    """
    _allow(by)
    before = _dates(start)
    row = programs.clear_day(start, code, by=by, acting_as=acting_as, seen=seen)
    return _carry(row, before, by=by, acting_as=acting_as)


def _allow(by: Person) -> None:
    if not may_set_dates(by):
        raise NotAllowed(_("Only the agency sets the dates of the year."))


def _dates(start: int) -> dict[str, Resolved]:
    installed = program_queries.installation()
    return program_queries.dates(start, installed.version_id) if installed else {}


def _carry(row: YearDate, before: dict[str, Resolved], *, by: Person, acting_as: str) -> Change:
    after = _dates(row.year.start)
    followers = tuple(
        at for code, at in after.items() if code != row.code and at != before.get(code)
    )
    steps = carry_dates(row.year)
    if any(steps.values()):
        record(
            f"programs.year:{row.year_id}",
            str(row.year),
            "moved steps",
            by=by,
            acting_as=acting_as,
            after={"date": row.code, **steps},
        )
    return Change(row, followers, steps)
