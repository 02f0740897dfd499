"""Bringing the state's list of support statuses in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from trellis.designations import rules
from trellis.designations.actions import reopen_draft
from trellis.designations.models import Release, SupportStatus
from trellis.designations.support.reading import (
    Stated,
    StatusReader,
    StatusReading,
    choose,
    read_statuses,
)
from trellis.designations.support.schema import SupportStatuses
from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.kit.tables import read_table
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear

BATCH = 500
MOST_ROWS = 50_000


@dataclass(frozen=True)
class StatusOutcome:
    """What became of a file."""

    reading: StatusReading
    written: int = 0

    def summed(self) -> str:
        """The sum for a page, in the reader's language."""
        counts = {"read": self.reading.read, "written": self.written}
        counts["refused"] = self.reading.refused
        return _("%(read)s read, %(written)s written, %(refused)s refused") % counts

    def line(self) -> str:
        """The sum that the command prints last."""
        reading = self.reading
        return f"{reading.read} read, {self.written} written, {reading.refused} refused"


def import_support_status(
    source: Path | IO[bytes],
    *,
    year: int,
    name: str,
    by: Person | None,
    acting_as: str = "",
    layout: str = "",
    dry_run: bool = False,
    skip_bad: bool = False,
) -> StatusOutcome:
    """Read the support statuses of a year; organizations that the file leaves out stay as they are.

    `by` None is the command line. With refused rows nothing is written unless `skip_bad`; the
    same content again writes nothing. A release of that year or a later one that was checked has
    to be checked anew. NotAllowed; Unreadable and NotReady for the file as a whole.
    """
    if by is not None and not rules.may_manage(by):
        raise NotAllowed(_("Only the people who prepare releases can import support statuses."))
    if not 1990 <= year <= 2100:
        raise NotReady(_("A year is the four digits of the calendar year in which it opens."))
    reading = _read(source, name, year, layout)
    if dry_run or (reading.refused and not skip_bad):
        return StatusOutcome(reading)
    if not reading.found:
        raise NotReady(_("The file holds no support status that can be imported."))
    return StatusOutcome(reading, _write(reading, year, name, by=by, acting_as=acting_as))


def _read(source: Path | IO[bytes], name: str, year: int, layout: str) -> StatusReading:
    program = programs.current()
    layouts = program.section("support-status", SupportStatuses).layouts
    limit = settings.IMPORT_LIMIT
    with read_table(source, name=name, limit_bytes=limit, limit_rows=MOST_ROWS) as table:
        chosen, columns = choose(table.header, layouts, layout)
        return read_statuses(table, StatusReader(chosen, columns, table.header, program, year))


@transaction.atomic
def _write(
    reading: StatusReading, year: int, name: str, *, by: Person | None, acting_as: str
) -> int:
    """Write what differs from what is there; the row of the year lets one import pass at a time."""
    ProgramYear.objects.get_or_create(start=year)
    program_year = ProgramYear.objects.select_for_update().get(start=year)
    there = {
        pk: tuple(told)
        for pk, *told in SupportStatus.objects.filter(year=program_year)
        .order_by()
        .values_list("organization_id", "kind", "cohort", "term", "reasons", "groups")
    }
    changed = [one for pk, one in reading.found.items() if there.get(pk) != one.content()]
    if not changed:
        return 0
    SupportStatus.objects.bulk_create(
        [_record_of(one, program_year, name, by) for one in changed],
        update_conflicts=True,
        unique_fields=["organization", "year"],
        update_fields=["kind", "cohort", "term", "reasons", "groups", "source", "set_by", "set_at"],
        batch_size=BATCH,
    )
    facts = {"source": name[-200:], "written": len(changed)}
    record(f"programs.year:{program_year.pk}", str(program_year), "imported support statuses",
           by=by, acting_as=acting_as, after=facts)  # fmt: skip
    checked = Release.objects.filter(state=Release.State.CHECKED, year__start__gte=year)
    for release in checked.order_by("pk"):
        why = _("Support statuses were imported.")
        reopen_draft(release, by=by, why=why, acting_as=acting_as)
    return len(changed)


def _record_of(one: Stated, year: ProgramYear, name: str, by: Person | None) -> SupportStatus:
    return SupportStatus(
        organization_id=one.organization,
        year=year,
        kind=one.kind,
        cohort=one.cohort,
        term=one.term,
        reasons=list(one.reasons),
        groups=list(one.groups),
        source=name[-200:],
        set_by=by,
        set_at=clock.now(),
    )
