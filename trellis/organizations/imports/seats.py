"""Checking a file of people: each row is an appointment, or says who serves an organization."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from trellis.kit.dates import full
from trellis.kit.tables import Row, read_table
from trellis.organizations.imports.bulk import batches
from trellis.organizations.imports.cells import Cells, Problem, Wrong
from trellis.organizations.imports.people_rows import (
    BATCH,
    PeopleRowReader,
    Seat,
    choose_people,
)
from trellis.organizations.models import (
    Appointment,
    Assignment,
    Import,
    Level,
    Organization,
    StagedSeat,
)
from trellis.programs.program import Program
from trellis.programs.texts import say

APPOINT, CHANGE, ASSIGN, REPLACE = "appoint", "change", "assign", "replace"
MOST_ROWS = 50_000
MOST_PROBLEMS = 1_000


@dataclass
class PeopleCheck:
    """One file of people on its way through the check."""

    source: Import
    program: Program
    path: Path
    wanted: str = ""
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    staged: list[StagedSeat] = field(default_factory=list)
    done: dict[tuple[str, str, int], list[Seat]] = field(default_factory=dict)
    served: dict[tuple[str, int], Seat] = field(default_factory=dict)

    def run(self) -> None:
        """Read, compare, stage, and store what was found; raises Unreadable."""
        limit = settings.IMPORT_LIMIT
        with read_table(
            self.path, name=self.source.name, limit_bytes=limit, limit_rows=MOST_ROWS
        ) as table:
            layout, columns = choose_people(table.header, self.program, self.wanted)
            cells = Cells(columns, table.header)
            rows = list(table)
            self.notes += table.notes
        self.source.layout = layout
        self.counts["read"] = len(rows)
        self.reader = PeopleRowReader(self.program, cells, self.source.on, rows)
        self._know()
        seats = [seat for row in rows if (seat := self._seat(row))]
        # Appointments first: a row about serving may rest on one that stands below it.
        for seat in sorted(seats, key=lambda seat: seat.serves):
            try:
                self._serve(seat) if seat.serves else self._appoint(seat)
            except Wrong as wrong:
                self._refuse(seat.line, wrong)
        StagedSeat.objects.bulk_create(self.staged, batch_size=BATCH)
        self._tell()

    def _know(self) -> None:
        """Read what these people hold, and who serves these organizations."""
        self.appointments: dict[tuple[str, str, int], list[Appointment]] = {}
        for people in batches(sorted(one.pk for one in self.reader.people.values()), BATCH):
            held = Appointment.objects.filter(person__in=people)
            for one in held.select_related("person", "organization").order_by("starts"):
                key = (one.person.email, one.role, one.organization_id)
                self.appointments.setdefault(key, []).append(one)
        self.assignments: dict[tuple[str, int], Assignment] = {}
        for ids in batches(sorted(one.pk for one in self.reader.organizations.values()), BATCH):
            serving = Assignment.objects.filter(organization__in=ids, ends=None)
            for assignment in serving.select_related("person", "provider"):
                self.assignments[assignment.role, assignment.organization_id] = assignment

    def _seat(self, row: Row) -> Seat | None:
        try:
            return self.reader.read(row)
        except Wrong as wrong:
            self._refuse(row.line, wrong)
            return None

    def _appoint(self, seat: Seat) -> None:
        """Compare with what the person holds here, and with earlier rows of the file."""
        starts = seat.starts or self.source.on
        for other in self.done.get(seat.key, []):
            if (other.starts, other.ends, other.caseload) == (
                seat.starts,
                seat.ends,
                seat.caseload,
            ) or seat.implied:
                self.counts["merged"] += not seat.implied
                return
            if _overlap(starts, seat.ends, other.starts or self.source.on, other.ends):
                text = _("overlaps line %(line)s: the same person, role and organization.")
                raise Wrong("from", text % {"line": other.line})
        self.done.setdefault(seat.key, []).append(seat)
        for there in self.appointments.get(seat.key, []):
            if not _overlap(starts, seat.ends, there.starts, there.ends):
                continue
            if seat.implied:
                return
            if seat.starts is not None and seat.starts != there.starts:
                raise Wrong("from", _held(seat, there))
            self._change(seat, there)
            return
        self._stage(seat, APPOINT, starts)

    def _change(self, seat: Seat, there: Appointment) -> None:
        caseload = seat.caseload if seat.caseload is not None else there.caseload
        if (there.ends, there.caseload) == (seat.ends, caseload):
            self.counts["unchanged"] += 1
            return
        seat.caseload = caseload
        if seat.ends is not None and seat.ends < there.starts:
            raise Wrong("to", _held(seat, there))
        self._stage(seat, CHANGE, there.starts, there.pk)

    def _serve(self, seat: Seat) -> None:
        """Somebody serves an organization: by themselves, or by the provider they belong to."""
        other = self.served.setdefault((seat.role.code, seat.organization.pk), seat)
        if other is not seat:
            if (other.email, other.starts, other.ends) == (seat.email, seat.starts, seat.ends):
                self.counts["merged"] += 1
                return
            text = _("line %(line)s already says who serves here in this role.")
            raise Wrong("code", text % {"line": other.line})
        base = self._base(seat)
        self._appoint(base)
        there = self.assignments.get((seat.role.code, seat.organization.pk))
        provider = base.organization if base.organization.level == Level.OTHER else None
        if there is not None and self._same_server(there, seat, provider):
            if seat.ends is None:
                self.counts["unchanged"] += 1
                return
            self._stage(seat, REPLACE, there.starts, there.pk)
            return
        self._stage(seat, REPLACE if there else ASSIGN, seat.starts or self.source.on,
                    there.pk if there else None, provider)  # fmt: skip

    def _same_server(self, there: Assignment, seat: Seat, provider: Organization | None) -> bool:
        if provider is not None:
            return there.provider_id == provider.pk
        return there.person is not None and there.person.email == seat.email

    def _base(self, seat: Seat) -> Seat:
        """The appointment on which serving rests; it is made where it is missing."""
        place = self._home(seat)
        return Seat(
            seat.line, seat.email, seat.name, seat.role, place, seat.starts, None, seat.caseload,
            implied=True,
        )  # fmt: skip

    def _home(self, seat: Seat) -> Organization:
        held_at = seat.role.held_at.value
        for key, there in self.appointments.items():
            if key[:2] == seat.key[:2]:
                return there[0].organization
        for key, rows in self.done.items():
            if key[:2] == seat.key[:2]:
                return rows[0].organization
        above: Organization | None = getattr(seat.organization, held_at, None)
        if above is None:
            words = {"role": say(seat.role.name), "email": seat.email}
            text = _(
                "%(email)s does not hold the role %(role)s anywhere. Add a row that says where."
            )
            raise Wrong("email", text % words)
        return above

    def _stage(
        self,
        seat: Seat,
        act: str,
        starts: date,
        record: int | None = None,
        provider: Organization | None = None,
    ) -> None:
        self.counts[act] += 1
        self.staged.append(
            StagedSeat(
                source=self.source,
                line=seat.line,
                act=act,
                email=seat.email,
                name=seat.name or seat.email.partition("@")[0],
                role=seat.role.code,
                organization=seat.organization,
                provider=provider,
                starts=starts,
                ends=seat.ends,
                caseload=seat.caseload,
                record=record,
            )
        )

    def _refuse(self, line: int, wrong: Wrong) -> None:
        self.counts["refused"] += 1
        if len(self.problems) < MOST_PROBLEMS:
            title = self.reader.cells.title(wrong.name)
            self.problems.append(Problem(line, title, wrong.text))

    def _tell(self) -> None:
        source = self.source
        new = {one.email for one in self.staged} - set(self.reader.people)
        source.read, source.refused = self.counts["read"], self.counts["refused"]
        wanted = (APPOINT, CHANGE, ASSIGN, REPLACE, "unchanged", "merged")
        source.counts = {name: self.counts[name] for name in wanted} | {"people": len(new)}
        self.problems.sort(key=lambda problem: problem.line)
        source.problems = [one.stored() for one in self.problems]
        source.notes = self.notes
        source.fingerprint = fingerprint()
        source.state = Import.State.CHECKED
        source.save()


def _overlap(starts: date, ends: date | None, others: date, other_ends: date | None) -> bool:
    return (ends is None or others <= ends) and (other_ends is None or starts <= other_ends)


def _held(seat: Seat, there: Appointment) -> str:
    words = {"name": seat.email, "from": full(there.starts)}
    if there.ends is None:
        return _("%(name)s holds this role here since %(from)s. Correct the dates.") % words
    words["to"] = full(there.ends)
    return _("%(name)s holds it from %(from)s to %(to)s already. Correct the dates.") % words


def fingerprint() -> str:
    """What a check of people rests on: all appointments and assignments."""
    found = hashlib.sha256()
    for model in (Appointment, Assignment):
        rows = model._default_manager.order_by("pk").values_list("pk", "starts", "ends")
        for row in rows.iterator(chunk_size=2000):
            found.update(repr(row).encode())
    return found.hexdigest()
