"""Checking a file of people: each row is an appointment, or says who serves an organization."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from trellis.kit.dates import full
from trellis.kit.tables import Row, Unreadable, fold, match_columns, read_table
from trellis.organizations.imports.bulk import batches
from trellis.organizations.imports.layouts import directory_layouts, people_layouts
from trellis.organizations.imports.rows import Problem, Wrong
from trellis.organizations.models import (
    Appointment,
    Assignment,
    Import,
    Level,
    Organization,
    StagedSeat,
)
from trellis.people.models import Person
from trellis.programs.program import Program
from trellis.programs.schema.roles import Reach, Role
from trellis.programs.texts import say

APPOINT, CHANGE, ASSIGN, REPLACE = "appoint", "change", "assign", "replace"
NEEDED = ("code", "role", "email")
BATCH = 500
MOST_ROWS = 50_000
MOST_PROBLEMS = 1_000


@dataclass
class Seat:
    """One row, or the appointment that a row about serving needs as well."""

    line: int
    email: str
    name: str
    role: Role
    organization: Organization
    starts: date | None
    ends: date | None
    caseload: int | None
    serves: bool = False
    implied: bool = False

    @property
    def key(self) -> tuple[str, str, int]:
        """Who holds which role where."""
        return self.email, self.role.code, self.organization.pk


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
            self.header = table.header
            self.columns = self._choose(table.header)
            rows = list(table)
            self.notes += table.notes
        self.counts["read"] = len(rows)
        self._know(rows)
        seats = [seat for row in rows if (seat := self._seat(row))]
        # Appointments first: a row about serving may rest on one that stands below it.
        for seat in sorted(seats, key=lambda seat: seat.serves):
            try:
                self._serve(seat) if seat.serves else self._appoint(seat)
            except Wrong as wrong:
                self._refuse(seat.line, wrong)
        StagedSeat.objects.bulk_create(self.staged, batch_size=BATCH)
        self._tell()

    def _choose(self, header: list[str]) -> dict[str, int]:
        layouts = people_layouts(self.program)
        if self.wanted and self.wanted not in layouts:
            words = {"code": self.wanted, "known": ", ".join(layouts)}
            raise Unreadable(_("There is no layout “%(code)s”. There are: %(known)s.") % words)
        first: Unreadable | None = None
        for code, layout in layouts.items():
            if self.wanted and code != self.wanted:
                continue
            columns = {str(name): titles for name, titles in layout.columns.items()}
            try:
                found = match_columns(header, columns, NEEDED)
            except Unreadable as error:
                first = first or error
                continue
            self.source.layout = code
            return found
        raise first or Unreadable(_("The pack has no layout for files of people."))

    def _know(self, rows: list[Row]) -> None:
        """Read what the database has for these rows, a few hundred at a time."""
        marks = "".join({one.strip_marks for one in directory_layouts(self.program).values()})
        self._strip = str.maketrans("", "", marks)
        codes = {self._cell(row, "code") for row in rows}
        codes |= {code.translate(self._strip) for code in codes}
        emails = {self._cell(row, "email").lower() for row in rows}
        near = ("district", "office", "state")
        found = chain.from_iterable(
            Organization.objects.filter(code__in=batch).select_related(*near)
            for batch in batches(sorted(codes), BATCH)
        )
        self.organizations = {one.code: one for one in found}
        self.people = {
            one.email: one
            for batch in batches(sorted(emails), BATCH)
            for one in Person.objects.filter(email__in=batch)
        }
        self.appointments: dict[tuple[str, str, int], list[Appointment]] = {}
        for batch in batches(sorted(one.pk for one in self.people.values()), BATCH):
            rows_there = Appointment.objects.filter(person__in=batch)
            for one in rows_there.select_related("person", "organization").order_by("starts"):
                key = (one.person.email, one.role, one.organization_id)
                self.appointments.setdefault(key, []).append(one)
        self.assignments: dict[tuple[str, int], Assignment] = {}
        for batch in batches(sorted(one.pk for one in self.organizations.values()), BATCH):
            serving = Assignment.objects.filter(organization__in=batch, ends=None)
            for assignment in serving.select_related("person", "provider"):
                key_of = (assignment.role, assignment.organization_id)
                self.assignments[key_of] = assignment
        self._roles = {
            fold(text): role
            for role in self.program.roles.values()
            for text in (role.code, say(role.name), say(role.column), say(role.plural))
        }

    def _cell(self, row: Row, name: str) -> str:
        at = self.columns.get(name)
        return row.cells[at] if at is not None and at < len(row.cells) else ""

    def _seat(self, row: Row) -> Seat | None:
        try:
            return self._read(row)
        except Wrong as wrong:
            self._refuse(row.line, wrong)
            return None

    def _read(self, row: Row) -> Seat:
        code = self._cell(row, "code")
        organization = self.organizations.get(code) or self.organizations.get(
            code.translate(self._strip)
        )
        if organization is None:
            raise Wrong(
                "code",
                _("“%(code)s” is no organization here. Load the directory first, or correct it.")
                % {"code": code[:60]},
            )
        said = self._cell(row, "role")
        role = self._roles.get(fold(said))
        if role is None:
            known = ", ".join(say(one.column) for one in self.program.roles.values())
            words = {"role": said[:60], "known": known}
            raise Wrong("role", _("“%(role)s” is no role. Roles are: %(known)s.") % words)
        email = self._email(row)
        name = " ".join(self._cell(row, "name").split())
        if not name and email not in self.people:
            raise Wrong("name", _("has no name, and %(email)s is new here.") % {"email": email})
        if len(name) > 200:
            raise Wrong("name", _("is longer than 200 characters. Shorten it."))
        starts, ends = self._date(row, "from"), self._date(row, "to")
        if starts and ends and ends < starts:
            raise Wrong("to", _("is before the first day. Correct one of them."))
        caseload = self._caseload(row)
        seat = Seat(row.line, email, name, role, organization, starts, ends, caseload)
        seat.serves = role.reach == Reach.ASSIGNED and organization.level != role.held_at.value
        self._require_level(seat)
        return seat

    def _require_level(self, seat: Seat) -> None:
        organization, role = seat.organization, seat.role
        day = seat.ends or self.source.on
        if organization.closed_on and organization.closed_on <= day:
            words = {"name": organization.name, "day": full(organization.closed_on)}
            raise Wrong("code", _("%(name)s closed on %(day)s.") % words)
        if seat.serves:
            if organization.level in (Level.STATE, Level.OTHER):
                raise Wrong("code", _("Choose a school, a district or an office to be served."))
        elif organization.level != role.held_at.value:
            level = Organization(level=role.held_at.value).get_level_display()
            words = {"role": say(role.name), "level": level, "name": organization.name}
            text = _("%(name)s can’t have a %(role)s; that is a role at this level: %(level)s.")
            raise Wrong("role", text % words)

    def _email(self, row: Row) -> str:
        email = self._cell(row, "email").lower()
        try:
            validate_email(email)
        except ValidationError:
            words = {"email": email[:60]}
            raise Wrong("email", _("“%(email)s” is not an email address.") % words) from None
        return email

    def _date(self, row: Row, name: str) -> date | None:
        text = self._cell(row, name).removesuffix(" 00:00:00")
        if not text:
            return None
        for form in ("%Y-%m-%d", "%m/%d/%Y"):
            try:
                day = datetime.strptime(text, form).date()  # noqa: DTZ007  - a day, not a moment
            except ValueError:
                continue
            if 1990 <= day.year <= 2100:
                return day
        words = {"text": text[:40]}
        raise Wrong(name, _("“%(text)s” is not a day. Write it as 2026-07-01.") % words)

    def _caseload(self, row: Row) -> int | None:
        text = self._cell(row, "caseload")
        if not text:
            return None
        if not re.fullmatch(r"\d{1,4}", text):
            raise Wrong("caseload", _("“%(text)s” is not a number.") % {"text": text[:40]})
        return int(text)

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
        at = self.columns.get(wrong.name)
        title = " ".join(self.header[at].split()) if at is not None else ""
        self.counts["refused"] += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(line, title, wrong.text))

    def _tell(self) -> None:
        source = self.source
        new = {one.email for one in self.staged} - set(self.people)
        source.read, source.refused = self.counts["read"], self.counts["refused"]
        wanted = (APPOINT, CHANGE, ASSIGN, REPLACE, "unchanged", "merged")
        source.counts = {name: self.counts[name] for name in wanted} | {"people": len(new)}
        self.problems.sort(key=lambda problem: problem.line)
        source.problems = [
            [one.line, one.column, one.text, one.sentence()] for one in self.problems
        ]
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
