"""One row of a file of people: who holds or serves in which role where, or what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from trellis.kit.dates import full
from trellis.kit.tables import Row, Unreadable, fold, match_columns
from trellis.organizations.imports.bulk import batches
from trellis.organizations.imports.cells import Cells, Wrong
from trellis.organizations.imports.layouts import directory_layouts, people_layouts
from trellis.organizations.models import Level, Organization
from trellis.organizations.rules import held_here, where_held
from trellis.people.models import Person
from trellis.programs.program import Program
from trellis.programs.schema.roles import Reach, Role
from trellis.programs.texts import say

NEEDED = ("code", "role", "email")
BATCH = 500


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


def choose_people(
    header: list[str], program: Program, wanted: str = ""
) -> tuple[str, dict[str, int]]:
    """The layout that was named, or the first that finds its columns; raises Unreadable."""
    layouts = people_layouts(program)
    if wanted and wanted not in layouts:
        words = {"code": wanted, "known": ", ".join(layouts)}
        raise Unreadable(_("There is no layout “%(code)s”. There are: %(known)s.") % words)
    first: Unreadable | None = None
    for code, layout in layouts.items():
        if wanted and code != wanted:
            continue
        columns = {str(name): titles for name, titles in layout.columns.items()}
        try:
            found = match_columns(header, columns, NEEDED)
        except Unreadable as error:
            first = first or error
            continue
        return code, found
    raise first or Unreadable(_("The pack has no layout for files of people."))


class PeopleRowReader:
    """Reads the rows of one file of people."""

    def __init__(self, program: Program, cells: Cells, on: date, rows: list[Row]) -> None:
        self.cells, self.on = cells, on
        self.program, self.roles = program, program.roles
        self._roles = {
            fold(text): role
            for role in program.roles.values()
            for text in (role.code, say(role.name), say(role.column), say(role.plural))
        }
        marks = "".join({one.strip_marks for one in directory_layouts(program).values()})
        self._strip = str.maketrans("", "", marks)
        codes = {cells.cell(row, "code") for row in rows}
        codes |= {code.translate(self._strip) for code in codes}
        near = ("district", "office", "state")
        found = chain.from_iterable(
            Organization.objects.filter(code__in=batch).select_related(*near)
            for batch in batches(sorted(codes), BATCH)
        )
        self.organizations = {one.code: one for one in found}
        emails = {cells.cell(row, "email").lower() for row in rows}
        self.people = {
            one.email: one
            for batch in batches(sorted(emails), BATCH)
            for one in Person.objects.filter(email__in=batch)
        }

    def read(self, row: Row) -> Seat:
        """Who holds or serves in which role where; raises Wrong."""
        self.cells.require_width(row)
        code = self.cells.cell(row, "code")
        organization = self.organizations.get(code) or self.organizations.get(
            code.translate(self._strip)
        )
        if organization is None:
            raise Wrong(
                "code",
                _("“%(code)s” is no organization here. Load the directory first, or correct it.")
                % {"code": code[:60]},
            )
        said = self.cells.cell(row, "role")
        role = self._roles.get(fold(said))
        if role is None:
            known = ", ".join(say(one.column) for one in self.roles.values())
            words = {"role": said[:60], "known": known}
            raise Wrong("role", _("“%(role)s” is no role. Roles are: %(known)s.") % words)
        email = self._email(row)
        name = " ".join(self.cells.cell(row, "name").split())
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
        day = seat.ends or self.on
        if organization.closed_on and organization.closed_on <= day:
            words = {"name": organization.name, "day": full(organization.closed_on)}
            raise Wrong("code", _("%(name)s closed on %(day)s.") % words)
        if seat.serves:
            if organization.level in (Level.STATE, Level.OTHER):
                raise Wrong("code", _("Choose a school, a district or an office to be served."))
        elif not held_here(self.program, role, organization):
            words = {"role": say(role.name), "name": organization.name}
            words["level"] = where_held(role)
            text = _("%(name)s can’t have a %(role)s; that is a role at this level: %(level)s.")
            raise Wrong("role", text % words)

    def _email(self, row: Row) -> str:
        email = self.cells.cell(row, "email").lower()
        try:
            validate_email(email)
        except ValidationError:
            words = {"email": email[:60]}
            raise Wrong("email", _("“%(email)s” is not an email address.") % words) from None
        return email

    def _date(self, row: Row, name: str) -> date | None:
        text = self.cells.cell(row, name).removesuffix(" 00:00:00")
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
        text = self.cells.cell(row, "caseload")
        if not text:
            return None
        if not re.fullmatch(r"\d{1,4}", text):
            raise Wrong("caseload", _("“%(text)s” is not a number.") % {"text": text[:40]})
        return int(text)
