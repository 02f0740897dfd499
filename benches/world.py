"""An invented state of any size, written as row streams: for benches and proofs only."""

from __future__ import annotations

import tempfile
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.http import HttpRequest
from ruamel.yaml import YAML

from trellis.designations.actions import check
from trellis.designations.models import Designation, Release
from trellis.kit import clock
from trellis.kit.names import sort_key
from trellis.organizations.models import Appointment, Organization
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs import queries
from trellis.programs.date_rules import resolve
from trellis.programs.models import Installation, ProgramYear

YEAR = 2026


def install_matrix() -> None:
    """Install the pack that ships, as a practice run."""
    programs.install(settings.PACK_FOLDER / "illinois", kind=Installation.Kind.PRACTICE)


def install_plan(activities: int, tasks: int) -> None:
    """Install the pack that ships with its year plan replaced by `activities` × `tasks`."""
    source = settings.PACK_FOLDER / "illinois"
    yaml = YAML(typ="safe")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        (target / "year-plans").mkdir()
        for file in source.glob("*.yaml"):
            (target / file.name).write_bytes(file.read_bytes())
        plan = yaml.load(source / "year-plans" / "intensive-planning.yaml")
        plan["activities"] = [_activity(plan, n, activities, tasks) for n in range(activities)]
        plan["tags"], plan["conditions"] = {}, {}
        yaml.dump(plan, target / "year-plans" / "intensive-planning.yaml")
        exceptions = yaml.load(source / "exceptions.yaml")
        exceptions["exceptions"] = []
        yaml.dump(exceptions, target / "exceptions.yaml")
        _without_names_of_activities(target / "teams.yaml", yaml)
        programs.install(target, kind=Installation.Kind.PRACTICE)


def _without_names_of_activities(file: Path, yaml: YAML) -> None:
    """What a team leaves out names activities, which are others now."""
    if file.exists():
        parts = yaml.load(file)
        for team in parts["teams"]:
            team.pop("away", None)
        yaml.dump(parts, file)


def _activity(plan: dict[str, Any], n: int, of: int, tasks: int) -> dict[str, Any]:
    months = [month["code"] for month in plan["months"]]
    roles = ["principal", "district", "coordinator", "team"]
    cells: dict[str, list[dict[str, Any]]] = {role: [] for role in roles}
    for k in range(tasks):
        cells[roles[k % 4]].append(
            {
                "code": f"step-{k}",
                "text": f"Do invented step {k} of activity {n}",
                "scope": "school",
            }
        )
    return {
        "code": f"activity-{n}",
        "month": months[n * len(months) // of],
        "kind": "topics",
        "title": f"Invented activity {n}",
        "why": "It makes rows to measure with.",
        "minutes": 30,
        "help": "Nobody needs help with this.",
        "cells": {role: cell for role, cell in cells.items() if cell},
    }


@transaction.atomic
def make_schools(count: int, *, per_district: int = 5, people: bool = True) -> Organization:
    """Make a state with `count` schools in districts and offices, a principal each; the state."""
    state = _organization("STATE", "state", "State agency of nowhere", kind="agency")
    state.save()
    offices = [
        _organization(f"OFFICE{n}", "office", f"Office {n}", state=state, parent=state)
        for n in range(max(1, count // 100))
    ]
    Organization.objects.bulk_create(offices)
    districts = [
        _organization(
            f"D{n:05}", "district", f"District {n}", state=state, office=offices[n % len(offices)],
            parent=offices[n % len(offices)],
        )
        for n in range(max(1, count // per_district))
    ]  # fmt: skip
    Organization.objects.bulk_create(districts, batch_size=2000)
    schools = [
        _organization(
            f"S{n:06}", "school", f"School {n}", state=state, parent=districts[n % len(districts)],
            office=districts[n % len(districts)].office, district=districts[n % len(districts)],
        )
        for n in range(count)
    ]  # fmt: skip
    Organization.objects.bulk_create(schools, batch_size=2000)
    if people:
        _principals(schools)
    return state


def _organization(
    code: str, level: str, name: str, *, kind: str = "", **above: Any
) -> Organization:
    return Organization(
        code=code, kind=kind or level, level=level, name=name, sort_name=sort_key(name), **above
    )


def _principals(schools: list[Organization]) -> None:
    persons = Person.objects.bulk_create(
        (
            Person(email=f"p{n}@example.org", name=f"Person {n}", sort_name=f"person {n:06}")
            for n in range(len(schools))
        ),
        batch_size=2000,
    )
    Appointment.objects.bulk_create(
        (
            Appointment(person=p, role="principal", organization=s, starts=date(2020, 1, 1))
            for p, s in zip(persons, schools, strict=True)
        ),
        batch_size=2000,
    )


def administrator(state: Organization) -> Person:
    """A person of the agency who may publish."""
    person = Person.objects.create_user("agency@example.org", name="Agency")
    Appointment.objects.create(
        person=person, role="agency", organization=state, starts=date(2020, 1, 1)
    )
    return person


def announce(by: Person, start: int) -> None:
    """Set the days without which no year opens."""
    program = queries.current()
    days = resolve(program.dates.values(), start)
    for code, rule in program.dates.items():
        if rule.required and days[code].day is None:
            programs.set_day(start, code, days[code].month.replace(day=18), by=by)


def checked_release(by: Person, *, start: int = YEAR, title: str = "Release") -> Release:
    """Such a draft, checked by a second person of the agency: what may be published."""
    release = draft_release(by, start=start, title=title)
    announce(by, start)
    seat = by.appointments.get()
    second = Person.objects.filter(email="second@example.org").first()
    if second is None:
        second = Person.objects.create_user("second@example.org", name="Second")
        Appointment.objects.create(
            person=second, role=seat.role, organization=seat.organization, starts=seat.starts
        )
    check(release, by=second, acting_as="bench")
    return release


def draft_release(by: Person, *, start: int = YEAR, title: str = "Release") -> Release:
    """A draft in which every school has the designation that opens the year."""
    year, _ = ProgramYear.objects.get_or_create(start=start)
    release = Release.objects.create(
        title=title, year=year, vocabulary="", source="invented", imported_by=by,
        imported_at=clock.now(),
    )  # fmt: skip
    schools = Organization.objects.filter(level="school").values_list("pk", flat=True)
    Designation.objects.bulk_create(
        (
            Designation(release=release, organization_id=pk, kind="intensive", label="Intensive")
            for pk in schools
        ),
        batch_size=2000,
    )
    return release


def signed_in(person: Person) -> dict[str, str]:
    """The cookies of somebody who has signed in, the second step included."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    request = HttpRequest()
    request.session = session
    record_authentication(request, person, "mfa", type="totp")
    session.save()
    return {settings.SESSION_COOKIE_NAME: session.session_key}
