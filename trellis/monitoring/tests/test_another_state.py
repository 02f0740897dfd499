"""The same list in the invented state: other reasons, other weights, other words."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from tests.cast import TODAY
from tests.visits import read
from trellis.monitoring.queries.lead import loads
from trellis.monitoring.rules import leading_roles, scope_of
from trellis.monitoring.tests.conftest import list_of, page_of, reasons
from trellis.organizations.models import Appointment, Team
from trellis.organizations.rules import seats_of
from trellis.work.models import Task

PACK = "prairie"


def test_who_has_a_caseload_is_the_packs_to_say(world):
    assert [role.code for role in leading_roles(world.program)] == ["network-lead"]


def test_a_lead_of_an_office_sees_the_caseloads_of_that_office_alone(world):
    seats = seats_of(world.who("unit-advisor"))
    found = {one.person_id for one in loads(seats, on=TODAY).rows}
    north = Appointment.objects.filter(role="network-lead", organization=world["north"])
    assert found == set(north.values_list("person", flat=True))


def test_the_reasons_read_as_the_pack_words_them(world, sign_in):
    lead = world.who("network-lead")
    Task.objects.update(late_after=None)
    own = Task.objects.filter(workplan__organization=world["lincoln"], state="open")
    Task.objects.filter(pk__in=own[:2]).update(late_after=TODAY - timedelta(days=3))
    (school,) = list_of(lead).schools
    told = reasons(page_of(sign_in, lead))[world["lincoln"].name]
    assert f"Why here: 2 of {school.steps} steps overdue" in told


def test_they_read_in_the_readers_language(world, sign_in):
    client = sign_in(world.who("network-lead"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    Team.objects.filter(kind="circle", organization=world["lincoln"]).delete()
    page = read(client.get(reverse("monitoring:caseload")))
    assert "todavía no existe: Círculo de mejora" in page.get_text()


def test_the_whole_state_is_nobodys_own_list(world):
    assert not scope_of(seats_of(world.who("program-desk")))
    assert scope_of(seats_of(world.who("unit-advisor"))).offices == {world["north"].pk}
