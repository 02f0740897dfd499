"""Loading people: check a file of appointments and assignments, then apply it as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from trellis.history.actions import Facts, record, record_many
from trellis.kit.errors import OutOfOrder
from trellis.kit.names import sort_key
from trellis.organizations.actions.directory import (
    allow_imports,
    begin,
    claim,
    entry,
    finish,
    forget,
)
from trellis.organizations.actions.seats import end_loans
from trellis.organizations.endings import Ended, tell
from trellis.organizations.imports.bulk import batches
from trellis.organizations.imports.seats import (
    APPOINT,
    ASSIGN,
    CHANGE,
    REPLACE,
    PeopleCheck,
    fingerprint,
)
from trellis.organizations.models import Appointment, Assignment, Import, StagedSeat
from trellis.organizations.placing import lock_organizations
from trellis.people.models import Person
from trellis.programs import queries as programs

BATCH = 500


def check_people(path: Path, *, name: str, by: Person | None, on: date, layout: str = "") -> Import:
    """Read a file of people and stage what it would write; raises Unreadable."""
    allow_imports(by)
    source = begin(Import.Kind.PEOPLE, path, name=name, by=by, on=on)
    try:
        PeopleCheck(source, programs.current(), path, layout).run()
    except BaseException:
        forget(source)
        raise
    return source


@transaction.atomic
def apply_people(
    source: Import, *, by: Person | None, acting_as: str = "", skip_bad: bool = False
) -> int:
    """Write the appointments and assignments of a checked file, as a whole."""
    allow_imports(by)
    claim(source, skip_bad=skip_bad)
    lock_organizations()
    if fingerprint() != source.fingerprint:
        raise OutOfOrder(
            _("Appointments were changed since this file was checked. Check it again.")
        )
    seats = list(StagedSeat.objects.filter(source=source).select_related("organization"))
    source.written = len(seats)
    if seats:
        people = _people(seats, by=by, acting_as=acting_as)
        _appoint(seats, people)
        _assign(seats, people)
        record_many("appointed", _entries(seats, (APPOINT, CHANGE)), by=by, acting_as=acting_as)
        record_many("assigned", _entries(seats, (ASSIGN, REPLACE)), by=by, acting_as=acting_as)
        record(
            f"import:{source.pk}",
            source.name,
            "imported",
            by=by,
            acting_as=acting_as,
            after=entry(source),
        )
    finish(source)
    return source.written


def _people(seats: list[StagedSeat], *, by: Person | None, acting_as: str) -> dict[str, Person]:
    """Everybody named, by address; those who are new are added without a password."""
    names = {seat.email: seat.name for seat in reversed(seats)}
    known = set(_known(names))
    Person.objects.bulk_create(
        [
            Person(email=email, name=name, sort_name=sort_key(name), password=make_password(None))
            for email, name in names.items()
            if email not in known
        ],
        batch_size=BATCH,
    )
    found = _known(names)
    added: list[tuple[str, str, Facts]] = [
        (f"person:{one.pk}", one.name, {"email": email, "name": one.name})
        for email, one in found.items()
        if email not in known
    ]
    record_many("added", added, by=by, acting_as=acting_as)
    return found


def _known(emails: Iterable[str]) -> dict[str, Person]:
    return {
        one.email: one
        for batch in batches(sorted(emails), BATCH)
        for one in Person.objects.filter(email__in=batch)
    }


def _appoint(seats: list[StagedSeat], people: dict[str, Person]) -> None:
    Appointment.objects.bulk_create(
        [
            Appointment(
                person=people[seat.email],
                role=seat.role,
                organization=seat.organization,
                starts=seat.starts,
                ends=seat.ends,
                caseload=seat.caseload,
            )
            for seat in seats
            if seat.act == APPOINT
        ],
        batch_size=BATCH,
    )
    for seat in seats:
        if seat.act == CHANGE:
            same = Appointment.objects.filter(pk=seat.record or 0)
            same.update(ends=seat.ends, caseload=seat.caseload)
            if seat.ends is not None:
                end_loans(seat.record or 0, on=seat.ends)
                tell(Ended(people[seat.email].pk, seat.role, seat.ends, None))


def _assign(seats: list[StagedSeat], people: dict[str, Person]) -> None:
    """End who served before, keeping the days they did, and begin the new ones."""
    new = []
    for seat in seats:
        if seat.act not in (ASSIGN, REPLACE):
            continue
        if seat.act == REPLACE:
            before = Assignment.objects.filter(pk=seat.record or 0)
            if before.filter(starts__gte=seat.starts).exists():
                before.delete()
            else:
                before.update(ends=seat.starts - timedelta(days=1))
        new.append(
            Assignment(
                role=seat.role,
                organization=seat.organization,
                person=None if seat.provider_id else people[seat.email],
                provider_id=seat.provider_id,
                starts=seat.starts,
                ends=seat.ends,
            )
        )
    Assignment.objects.bulk_create(new, batch_size=BATCH)


def _entries(seats: list[StagedSeat], acts: tuple[str, ...]) -> Iterable[tuple[str, str, Facts]]:
    for seat in seats:
        if seat.act in acts:
            facts = {"person": seat.name, "role": seat.role, "starts": seat.starts.isoformat(),
                     "ends": seat.ends.isoformat() if seat.ends else None}  # fmt: skip
            yield f"organization:{seat.organization_id}", seat.organization.name, facts
