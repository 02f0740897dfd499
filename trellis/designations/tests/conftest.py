"""The invented state with an area and four campuses, somebody of its program desk, and a head."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.visits import SignIn, sign_in_as
from trellis.kit import clock
from trellis.kit.names import sort_key
from trellis.organizations.models import Appointment, Organization
from trellis.people.models import Person
from trellis.programs.actions import install

PACKS: Path = Path(django_settings.BASE_DIR) / "packs"
HEADER = "Key,Called,Standing,Years,Because of,For,Reads well,Belongs"


@pytest.fixture
def prairie(db: None) -> dict[str, Organization]:
    """The pack installed, and its organizations by code."""
    install(PACKS / "prairie")
    made: dict[str, Organization] = {}
    for code, kind, level, name in (
        ("PRAIRIE", "department", "state", "Department"),
        ("NF214D00", "area", "district", "North Fork Area"),
        ("NF214S01", "campus", "school", "Aspen Campus"),
        ("NF214S02", "campus", "school", "Birch Campus"),
        ("NF214S03", "campus", "school", "Cedar Campus"),
        ("NF214S04", "campus", "school", "Dogwood Campus"),
    ):
        made[code] = Organization.objects.create(
            code=code, kind=kind, level=level, name=name, sort_name=sort_key(name)
        )
    return made


def appoint(email: str, role: str, at: Organization) -> Person:
    person = Person.objects.create_user(email, name=email.split("@")[0].title())
    Appointment.objects.create(person=person, role=role, organization=at, starts=date(2020, 1, 1))
    return person


@pytest.fixture
def desk(prairie) -> Person:
    """Prepares and publishes releases."""
    return appoint("desk@example.org", "program-desk", prairie["PRAIRIE"])


@pytest.fixture
def second(prairie) -> Person:
    """A colleague at the same desk: checks what the first brought in."""
    return appoint("second@example.org", "program-desk", prairie["PRAIRIE"])


@pytest.fixture
def head(prairie) -> Person:
    """Heads a campus; sees nothing of a draft."""
    return appoint("head@example.org", "head-of-school", prairie["NF214S01"])


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of designations: rows as text, in the columns of the pack's layout."""

    def write(*rows: str, header: str = HEADER, name: str = "standings.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def signed_in() -> SignIn:
    """A browser without script in which somebody is signed in."""
    return lambda person: sign_in_as(Client(), person)


@pytest.fixture(autouse=True)
def december() -> Iterator[None]:
    """The day on which everything here happens."""
    with clock.standing_on(date(2026, 12, 3)):
        yield
