"""Lincoln's coordinator with the own list on the cast's day."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.cast import TODAY, World
from tests.visits import SignIn, read
from trellis.kit import clock
from trellis.monitoring.queries.schools import Caseload, caseload_of
from trellis.monitoring.rules import scope_of
from trellis.organizations.models import Organization, Team
from trellis.organizations.rules import seats_of
from trellis.organizations.teams import rules
from trellis.people.models import Person
from trellis.programs import queries as programs


def list_of(person: Person) -> Caseload:
    """A person's own caseload."""
    scope = scope_of(seats_of(person))
    return caseload_of(scope, programs.current(), on=TODAY, reader=person)


def page_of(sign_in: SignIn, person: Person, query: str = "") -> BeautifulSoup:
    """The page of a caseload as somebody reads it."""
    answer = sign_in(person).get(reverse("monitoring:caseload") + query)
    assert answer.status_code == 200
    return read(answer)


def reasons(page: BeautifulSoup) -> dict[str, str]:
    """Each school of a page and why it stands there."""
    found = {}
    for row in page.select(".caseload tbody tr"):
        why = row.select_one(".why")
        name = row.select_one("th > a")
        assert name is not None
        found[name.get_text()] = " ".join(why.get_text(" ", strip=True).split()) if why else ""
    return found


@pytest.fixture
def world(world: World) -> World:
    """The cast with each team of the pack at every school, so that only other reasons hold."""
    for kind in rules.kinds(world.program):
        Team.objects.bulk_create(
            Team(
                organization=one, kind=kind.code, formed_on=TODAY, begun_by=world.publisher,
                begun_at=clock.now(),
            )
            for one in Organization.objects.filter(level=kind.of.value)
        )  # fmt: skip
    return world


@pytest.fixture
def coordinator(world: World) -> Person:
    """Who serves Lincoln."""
    return world.who("coordinator")
