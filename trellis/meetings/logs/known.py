"""Organizations and people that the rows of a log may mean, read once for the whole file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from trellis.kit.dates import full
from trellis.kit.names import sort_key
from trellis.kit.tables import Row
from trellis.organizations.imports.bulk import batches
from trellis.organizations.imports.cells import Cells, Wrong
from trellis.organizations.models import Appointment, Level, Organization
from trellis.people.models import Person

BATCH = 500
HELD_WITH = (Level.SCHOOL, Level.DISTRICT)


class KnownPlaces:
    """Schools and districts by code, and by name with the name or code of their district."""

    def __init__(self, cells: Cells, rows: list[Row], strip_marks: str) -> None:
        self.cells = cells
        self._strip = str.maketrans("", "", strip_marks)
        codes = {cells.cell(row, "code") for row in rows}
        codes |= {code.translate(self._strip) for code in codes}
        names = {sort_key(cells.cell(row, "school")) for row in rows} - {""}
        self.by_code: dict[str, Organization] = {}
        self.by_name: dict[str, list[Organization]] = {}
        near = Organization.objects.select_related("district")
        for batch in batches(sorted(codes - {""}), BATCH):
            self.by_code |= {one.code: one for one in near.filter(code__in=batch)}
        for batch in batches(sorted(names), BATCH):
            for one in near.filter(sort_name__in=batch, level__in=HELD_WITH).order_by("code"):
                self.by_name.setdefault(one.sort_name, []).append(one)

    def find(self, row: Row, day: date) -> Organization:
        """Where the meeting of a row was held; Wrong where that is unknown or not one place."""
        code = " ".join(self.cells.cell(row, "code").split())
        found = self._by_code(row, code) if code else self._by_name(row)
        name = "code" if code else "school"
        if found.level not in HELD_WITH:
            words = {"name": found.name}
            raise Wrong(name, _("%(name)s is neither a school nor a district.") % words)
        if found.closed_on is not None and found.closed_on <= day:
            words = {"name": found.name, "day": full(found.closed_on)}
            text = _("%(name)s closed on %(day)s. Correct the day or the school.")
            raise Wrong(name, text % words)
        return found

    def _by_code(self, row: Row, code: str) -> Organization:
        found = self.by_code.get(code) or self.by_code.get(code.translate(self._strip))
        if found is not None:
            return found
        words = {"code": code[:40]}
        if self.cells.is_number(row, "code"):
            raise Wrong("code", _(
                "No organization has the code %(code)s. It is stored as a number and may have lost"
                " zeros: format the column as text."
            ) % words)  # fmt: skip
        named = self._called(row)
        if len(named) == 1:
            words |= {"name": named[0].name, "now": named[0].code}
            raise Wrong("code", _(
                "No organization has the code %(code)s. %(name)s has the code %(now)s now: write"
                " that one."
            ) % words)  # fmt: skip
        raise Wrong("code", _(
            "No organization has the code %(code)s. Correct it, or load the directory first."
        ) % words)  # fmt: skip

    def _by_name(self, row: Row) -> Organization:
        said = " ".join(self.cells.cell(row, "school").split())
        if not said:
            name = "code" if "code" in self.cells else "school"
            raise Wrong(name, _("says no school. Fill it in, or take the line out."))
        found = self._called(row)
        if len(found) == 1:
            return found[0]
        words = {"name": said[:60]}
        if not found:
            raise Wrong("school", _("No school is called “%(name)s” there. Correct it.") % words)
        raise Wrong("school", _(
            "More than one school is called “%(name)s”. Write the school’s code, or its district"
            " beside it."
        ) % words)  # fmt: skip

    def _called(self, row: Row) -> list[Organization]:
        """Who is called so, in the district that the row names."""
        found = self.by_name.get(sort_key(self.cells.cell(row, "school")), [])
        above = self.cells.cell(row, "district")
        if not above.strip():
            return found
        key, code = sort_key(above), above.strip().translate(self._strip)
        return [
            one for one in found
            if (there := one.district or one) and (there.sort_name == key or there.code == code)
        ]  # fmt: skip


class KnownPeople:
    """People by address and by name, and the roles that they ever held."""

    def __init__(self, said: Iterable[str], roles: Iterable[str]) -> None:
        told = {one for one in said if one.strip()}
        emails = {_address(one) for one in told} - {""}
        names = {key for one in told if not _address(one) for key in _keys(one)}
        found: dict[int, Person] = {}
        for batch in batches(sorted(emails), BATCH):
            found |= {one.pk: one for one in Person.objects.filter(email__in=batch)}
        for batch in batches(sorted(names), BATCH):
            found |= {one.pk: one for one in Person.objects.filter(sort_name__in=batch)}
        self._people = found
        self._by_email = {one.email: one for one in found.values()}
        self.held: dict[int, set[str]] = {pk: set() for pk in found}
        for ids in batches(sorted(found), BATCH):
            held = Appointment.objects.filter(person__in=ids, role__in=list(roles))
            for pk, role in held.values_list("person", "role"):
                self.held[pk].add(role)

    def find(self, said: str, roles: frozenset[str]) -> Person:
        """Who led it: somebody known who holds, or once held, one of these roles; Wrong."""
        plain = " ".join(said.split())
        email = _address(plain)
        words = {"name": plain[:60]}
        if email:
            there = self._by_email.get(email)
            people = [there] if there is not None else []
        else:
            keys = set(_keys(plain))
            people = [one for one in self._people.values() if one.sort_name in keys]
        leading = [one for one in people if self.held[one.pk] & roles]
        if len(leading) == 1:
            return leading[0]
        if len(leading) > 1:
            text = _("More than one person is called “%(name)s”. Write the email address.")
            raise Wrong("leader", text % words)
        raise Wrong("leader", _(
            "“%(name)s” is nobody here who led such meetings. Correct the name, or load the person"
            " with that role first."
        ) % words)  # fmt: skip


def _address(said: str) -> str:
    """The email address in a cell, alone or after a name; empty where there is none."""
    last = said.split()[-1].strip("<>()[],;").lower() if said.split() else ""
    return last if "@" in last else ""


def _keys(said: str) -> list[str]:
    """A name as names are compared, in both orders: "Díaz, Ana" is "Ana Díaz"."""
    last, comma, first = said.partition(",")
    return [sort_key(f"{first} {last}"), sort_key(said)] if comma else [sort_key(said)]
