"""People of the invented state who sign in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.test import Client

from trellis.notices.models import Notice
from trellis.organizations.models import Appointment, Organization
from trellis.people.models import Person
from trellis.people.tests.ways import PASSWORD
from trellis.programs.actions import install


@pytest.fixture(autouse=True)
def only_this_room(settings) -> None:
    """Signing in and out lead to pages of this room."""
    settings.LOGIN_REDIRECT_URL = "people:profile"
    settings.LOGOUT_REDIRECT_URL = "account_login"


@pytest.fixture
def state(db) -> None:
    """The invented pack, installed in a database with real people."""
    install(Path(configured.PACK_FOLDER) / "prairie")


@pytest.fixture
def pat(state) -> Person:
    """Somebody without any role."""
    return Person.objects.create_user("pat@example.org", PASSWORD, name="Pat Winter")


@pytest.fixture
def ada(state) -> Person:
    """Somebody whose role must use a second step."""
    person = Person.objects.create_user("ada@example.org", PASSWORD, name="Ada Lund")
    agency = Organization.objects.create(
        code="agency", kind="agency", level="state", name="The agency", sort_name="agency"
    )
    Appointment.objects.create(
        person=person, role="program-desk", organization=agency, starts=date(2020, 1, 1)
    )
    return person


@pytest.fixture
def letters(db):
    """The outbox as it stands: address, kind and text of every letter, oldest first."""
    return lambda: list(Notice.objects.order_by("id").values_list("address", "kind", "text"))


@pytest.fixture
def pat_inside(client: Client, pat: Person) -> Client:
    """A browser in which Pat has signed in with the password."""
    client.post("/sign-in/", {"login": pat.email, "password": PASSWORD})
    return client
