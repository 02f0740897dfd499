"""Giving a program year its dates, and setting them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock, dates
from trellis.kit.errors import OutOfOrder, Refused
from trellis.people.models import Person
from trellis.programs import queries
from trellis.programs.date_rules import CONFIRMED, Resolved, resolve
from trellis.programs.models import ProgramYear, Version, YearDate
from trellis.programs.year_span import span

Seen = tuple[date | None, str]
"""The day and the standing that somebody had before their eyes when they changed a date."""


@transaction.atomic
def resolve_year(start: int, *, by: Person | None = None) -> ProgramYear:
    """Give a program year its dates in every version that runs; what people set stays as it is.

    The year is held until the transaction ends: two at once would write the same date twice.
    """
    year, _new = ProgramYear.objects.select_for_update().get_or_create(start=start)
    written = sum(_resolve(year, version_id) for version_id in _versions(year))
    if written:
        record(f"programs.year:{year.pk}", str(year), "dated", by=by, after={"dates": written})
    return year


@transaction.atomic
def set_day(
    start: int, code: str, day: date, *, by: Person, acting_as: str = "", seen: Seen | None = None
) -> YearDate:
    """Set or confirm a day of a year, in every version that runs; dates that count from it follow.

    Who may do so is asked by the room that calls: roles are held above this one. Refused for a date
    that the calendar lacks or a day outside the year; OutOfOrder when the date is no longer as
    `seen`.
    """
    first, last = span(queries.current(), start)
    year, row = _found(start, code, by=by, seen=seen)
    if not first <= day <= last:
        words = {"day": dates.full(day), "first": dates.full(first), "last": dates.full(last)}
        raise Refused(
            _("%(day)s lies outside the year: it runs from %(first)s to %(last)s.") % words
        )
    before = _facts(row)
    YearDate.objects.filter(year=year, code=code).update(
        day=day,
        month=day.replace(day=1),
        words="",
        standing=CONFIRMED,
        set_by=by,
        set_at=clock.now(),
    )
    resolve_year(start, by=by)
    row.refresh_from_db()
    record(
        f"programs.date:{row.pk}",
        f"{code} {year}",
        "confirmed",
        by=by,
        acting_as=acting_as,
        before=before,
        after=_facts(row),
    )
    return row


@transaction.atomic
def clear_day(
    start: int, code: str, *, by: Person, acting_as: str = "", seen: Seen | None = None
) -> YearDate:
    """Take back a day that somebody set: the date is again what the program's rule says.

    Refused and OutOfOrder as for setting it; OutOfOrder also when nobody has set it.
    """
    year, row = _found(start, code, by=by, seen=seen)
    before = _facts(row)
    set_ones = YearDate.objects.filter(year=year, code=code, set_at__isnull=False)
    if not set_ones.update(set_by=None, set_at=None):
        raise OutOfOrder(_("This date is already as the program says."))
    resolve_year(start, by=by)
    row.refresh_from_db()
    record(
        f"programs.date:{row.pk}",
        f"{code} {year}",
        "put back",
        by=by,
        acting_as=acting_as,
        before=before,
        after=_facts(row),
    )
    return row


def _found(start: int, code: str, *, by: Person, seen: Seen | None) -> tuple[ProgramYear, YearDate]:
    """The row of a date in the installed version, still as somebody saw it; the year is locked."""
    year = resolve_year(start, by=by)
    row = YearDate.objects.filter(year=year, version_id=_current_version(), code=code).first()
    if row is None:
        raise Refused(_('The calendar has no date "%(code)s".') % {"code": code[:60]})
    if seen is not None and seen != (row.day, row.standing):
        raise OutOfOrder(_("Somebody changed this date meanwhile. Look at it again first."))
    return year, row


def _facts(row: YearDate) -> dict[str, str | None]:
    return {"day": row.day.isoformat() if row.day else None, "standing": row.standing}


def _current_version() -> int:
    found = queries.installation()
    if found is None:
        raise Refused(_("No pack is installed yet: ./dev manage pack install"))
    return found.version_id


def _versions(year: ProgramYear) -> list[int]:
    """The installed version and those of the same pack that the year has run on so far."""
    current = _current_version()
    pack = Version.objects.values("pack").get(pk=current)["pack"]
    used = YearDate.objects.filter(year=year, version__pack=pack).exclude(version_id=current)
    return [*used.order_by("version_id").values_list("version_id", flat=True).distinct(), current]


def _resolve(year: ProgramYear, version_id: int) -> int:
    """Write a year's dates in one version; answers how many changed."""
    kept = _set_by_people(year, version_id)
    rules = queries.program(version_id).dates
    days = {code: row.day for code, row in kept.items() if row.day and code in rules}
    return _write_dates(year, version_id, resolve(rules.values(), year.start, set_days=days), kept)


def _set_by_people(year: ProgramYear, version_id: int) -> dict[str, YearDate]:
    """What people set for the year: in this version, else in the latest before it."""
    rows = YearDate.objects.filter(year=year, set_at__isnull=False).order_by("version_id")
    kept = {row.code: row for row in rows}
    return kept | {row.code: row for row in rows if row.version_id == version_id}


def _write_dates(
    year: ProgramYear, version_id: int, found: dict[str, Resolved], kept: dict[str, YearDate]
) -> int:
    """Write what differs from the rows there are; answers how many were written."""
    there = {row.code: row for row in YearDate.objects.filter(year=year, version_id=version_id)}
    written = 0
    for code, date_found in found.items():
        row = there.get(code) or YearDate(year=year, version_id=version_id, code=code)
        told = (row.day, row.month, row.words, row.standing) if row.pk else None
        now = (date_found.day, date_found.month, date_found.words, date_found.standing)
        if told == now:
            continue
        row.day, row.month, row.words, row.standing = now
        if code in kept:
            row.set_by_id, row.set_at = kept[code].set_by_id, kept[code].set_at
        row.save()
        written += 1
    return written
