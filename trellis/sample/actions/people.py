"""Writing the invented people, and who serves which school."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db.models import Count

from trellis.designations.models import Designation
from trellis.kit.names import sort_key
from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.people.models import Person
from trellis.sample.invention.cast import BY_KEY
from trellis.sample.invention.people import BESIDE, People
from trellis.sample.story.days import opening_day

BATCH = 500


def add_bodies_beside(top: str) -> None:
    """Providers of needs assessments and associations; the directory of a state holds none."""
    state = Organization.objects.get(code=top)
    Organization.objects.bulk_create(
        Organization(
            code=code,
            kind=kind,
            level="other",
            name=name,
            sort_name=sort_key(name),
            parent=state,
            state=state,
        )
        for kind, named in BESIDE.items()
        for code, name in named.items()
    )


def add_people(people: People) -> None:
    """Write persons, appointments and assignments as rows; nobody has a password."""
    rows = [
        Person(email=one.email, name=one.name, sort_name=sort_key(one.name), password=locked)
        for one, locked in ((one, make_password(None)) for one in people.persons)
    ]
    Person.objects.bulk_create(rows, batch_size=BATCH)
    persons = dict(Person.objects.values_list("email", "pk"))
    places = dict(Organization.objects.values_list("code", "pk"))
    held = [
        Appointment(
            person_id=persons[one.who.email],
            role=one.role,
            organization_id=places[one.code],
            starts=one.starts,
            ends=one.ends,
            caseload=one.caseload,
        )
        for one in people.held
    ]
    Appointment.objects.bulk_create(held, batch_size=BATCH)
    served = [
        Assignment(
            role=one.role,
            organization_id=places[one.code],
            person_id=persons[one.who.email] if one.who else None,
            provider_id=places[one.provider] if one.provider else None,
            starts=one.starts,
        )
        for one in people.served
    ]
    Assignment.objects.bulk_create(served, batch_size=BATCH)


def add_coordinators(start: int) -> None:
    """Give the comprehensive schools, which run no year plan, somebody too; least load first."""
    role = BY_KEY["coordinator"].role
    served = Assignment.objects.filter(role=role).values("organization")
    missing = (
        Designation.objects.filter(release__year__start=start, kind="comprehensive")
        .exclude(organization__in=served)
        .order_by("organization__sort_name")
        .values_list("organization", flat=True)
    )
    people = Appointment.objects.filter(role=role).order_by("person__sort_name")
    load = dict.fromkeys(people.values_list("person", flat=True), 0)
    counted = Assignment.objects.filter(role=role).values_list("person").annotate(n=Count("pk"))
    load |= {person: count for person, count in counted if person}
    rows = []
    for place in dict.fromkeys(missing):
        person = min(load, key=lambda one: (load[one], one))
        load[person] += 1
        rows.append(
            Assignment(
                role=role, organization_id=place, person_id=person, starts=opening_day(start)
            )
        )
    Assignment.objects.bulk_create(rows)
