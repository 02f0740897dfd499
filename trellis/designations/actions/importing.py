"""Bringing the state's designations in as a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from trellis.designations import rules
from trellis.designations.actions.publication import reopen_draft
from trellis.designations.actions.shared import facts
from trellis.designations.imports.layouts import choose
from trellis.designations.imports.reading import Reading, read_all
from trellis.designations.imports.rows import RowReader
from trellis.designations.imports.words import vocabulary_on
from trellis.designations.models import Designation, Release
from trellis.designations.schema import Designations
from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.school_year import label, year_range
from trellis.kit.tables import read_table
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.program import Program

BATCH = 1_000
MOST_ROWS = 200_000


@dataclass(frozen=True)
class Heading:
    """What is said of a release as a whole."""

    year: int
    title: str
    source: str
    as_of: date | None
    corrects: Release | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a file."""

    reading: Reading
    release: Release | None = None
    written: int = 0

    def summed(self) -> str:
        """The same sum for a page, in the reader's language."""
        counts = {"read": self.reading.read, "written": self.written}
        counts["refused"] = self.reading.refused
        return _("%(read)s read, %(written)s written, %(refused)s refused") % counts

    def line(self) -> str:
        """The sum that commands print last."""
        reading = self.reading
        return f"{reading.read} read, {self.written} written, {reading.refused} refused"


def import_release(
    source: Path | IO[bytes],
    *,
    year: int,
    name: str,
    by: Person | None,
    acting_as: str = "",
    title: str = "",
    layout: str = "",
    as_of: date | None = None,
    corrects: Release | None = None,
    dry_run: bool = False,
    skip_bad: bool = False,
    most_rows: int = MOST_ROWS,
) -> Outcome:
    """Read a file into the draft of that year and title, replacing what the draft held.

    `by` None is the command line. `corrects` is the published release that this file replaces as a
    whole. With refused rows nothing is written unless `skip_bad`; the same content again writes
    nothing. NotAllowed; Unreadable and NotReady for the file as a whole; OutOfOrder when that
    release is published already.
    """
    if by is not None and not rules.may_manage(by):
        raise NotAllowed(_("Only the people who prepare releases can import designations."))
    program = programs.current()
    heading = _heading(year, title, name, as_of, corrects)
    reading = _read(source, heading, program, layout, most_rows)
    if dry_run or (reading.refused and not skip_bad):
        return Outcome(reading)
    if not reading.found:
        raise NotReady(_("The file holds no designation that can be imported."))
    release, written = _write(heading, reading, by=by, acting_as=acting_as)
    return Outcome(reading, release, written)


def _heading(
    year: int, title: str, name: str, as_of: date | None, corrects: Release | None
) -> Heading:
    if not 1990 <= year <= 2100:
        raise NotReady(_("A year is the four digits of the calendar year in which it opens."))
    if corrects is not None:
        _require_correctable(corrects, year)
    said = " ".join(title.split()) or _usual_title(year, corrects)
    return Heading(year, said[:120], name[-200:], as_of, corrects)


def _require_correctable(corrects: Release, year: int) -> None:
    """What is corrected stands published, in the same year."""
    words = {"title": corrects.title}
    if corrects.year.start != year:
        raise NotReady(_("“%(title)s” is a release of another year.") % words)
    if corrects.state != Release.State.PUBLISHED:
        raise OutOfOrder(_("“%(title)s” is not published. Replace its draft instead.") % words)
    if not Release.objects.standing().filter(pk=corrects.pk).exists():
        raise OutOfOrder(_("“%(title)s” is corrected already. Correct the newest one.") % words)


def _usual_title(year: int, corrects: Release | None) -> str:
    if corrects is None:
        return _("Designations %(year)s") % {"year": label(year)}
    first, number = corrects, 1
    while first.corrects is not None:
        first, number = first.corrects, number + 1
    words = {"title": first.title[:90], "number": number}
    return _("%(title)s, correction %(number)s") % words


def _read(
    source: Path | IO[bytes], heading: Heading, program: Program, layout: str, most_rows: int
) -> Reading:
    first, last = year_range(heading.year, program.pack.school_year_starts)
    named = program.section("designations", Designations)
    vocabulary = vocabulary_on(program, heading.as_of or first)
    day = heading.as_of or min(max(clock.today(), first), last)
    limit = settings.IMPORT_LIMIT
    with read_table(source, name=heading.source, limit_bytes=limit, limit_rows=most_rows) as table:
        chosen, columns = choose(table.header, named.layouts, layout)
        reader = RowReader(chosen, columns, table.header, vocabulary, named, day)
        return read_all(table, reader, vocabulary.code)


@transaction.atomic
def _write(
    heading: Heading, reading: Reading, *, by: Person | None, acting_as: str
) -> tuple[Release, int]:
    """All of it or nothing; the row of the year lets one import pass at a time."""
    ProgramYear.objects.get_or_create(start=heading.year)
    year = ProgramYear.objects.select_for_update().get(start=heading.year)
    there = Release.objects.select_for_update().filter(year=year, title=heading.title)
    release = there.first()
    if release and _says_the_same(release, heading, reading):
        return release, 0
    if release and release.state == Release.State.PUBLISHED:
        raise OutOfOrder(
            _("“%(title)s” is published already. Import the file as its correction.")
            % {"title": release.title}
        )
    before = facts(release) if release else None
    if release:
        reopen_draft(release, by=by, why=_("Another file was imported."), acting_as=acting_as)
    release = _fill(release or Release(year=year, title=heading.title), heading, reading, by)
    record(
        f"release:{release.pk}",
        release.title,
        "imported",
        by=by,
        acting_as=acting_as,
        before=before,
        after=facts(release),
    )
    return release, len(reading.found)


def _says_the_same(release: Release, heading: Heading, reading: Reading) -> bool:
    corrects = heading.corrects.pk if heading.corrects else release.corrects_id
    now = (release.digest, release.as_of, release.corrects_id)
    return now == (reading.digest, heading.as_of, corrects)


def _fill(release: Release, heading: Heading, reading: Reading, by: Person | None) -> Release:
    release.vocabulary = reading.vocabulary
    release.source, release.as_of = heading.source, heading.as_of
    release.digest, release.report = reading.digest, reading.facts()
    release.imported_by, release.imported_at = by, clock.now()
    release.changed_by = release.changed_at = None
    release.corrects = heading.corrects or release.corrects
    release.save()
    release.designations.all().delete()
    Designation.objects.bulk_create(
        (
            Designation(
                release=release,
                organization_id=found.organization,
                kind=found.kind,
                label=found.label,
                band=found.band,
                reasons=list(found.reasons),
                groups=list(found.groups),
                indicators=dict(found.indicators),
            )
            for found in reading.found.values()
        ),
        batch_size=BATCH,
    )
    return release
