"""What an organization's own sign-in never becomes: a way to what its organization has not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.visits import read
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed
from trellis.organizations import actions
from trellis.organizations.identity.queries import person_by
from trellis.organizations.invitations.addresses import Pasted
from trellis.organizations.models import Appointment, IdentityProvider
from trellis.people.models import Person

RIGHT: dict[str, Any] = {
    "issuer": "https://id.example",
    "client_id": "x",
    "domains": ["fork.example"],
}


@pytest.fixture
def stand_in(desk, person, tree):
    """Somebody to whom the department's person has lent all that can be lent, for a week."""
    one, today = person("Lena"), clock.today()
    seat = Appointment.objects.get(person=desk)
    actions.delegate(seat, one, by=desk, starts=today, ends=today + timedelta(days=7))
    return one


def test_a_stand_in_sets_up_no_sign_in_that_outlasts_the_loan(stand_in, desk, tree, visit):
    top = tree["PRAIRIE"]
    with pytest.raises(NotAllowed):
        actions.keep_identity_provider(top, **RIGHT, is_on=True, by=stand_in)
    actions.keep_identity_provider(top, **RIGHT, is_on=True, by=desk)
    entries = Entry.objects.count()
    with pytest.raises(NotAllowed):
        actions.remove_identity_provider(top, by=stand_in)
    path = reverse("organizations:identity-provider", args=[top.pk])
    told = {"issuer": "https://evil.example", "client_id": "y", "domains": "fork.example"}
    assert visit(stand_in).post(path, told).status_code == 403
    assert IdentityProvider.objects.get().issuer == "https://id.example"
    for one, links in ((stand_in, 0), (desk, 1)):
        page = read(visit(one).get(reverse("organizations:organization", args=[top.pk])))
        assert len(page.select(f"main a[href='{path}']")) == links
    assert Entry.objects.count() == entries


@pytest.fixture
def own(tree, desk):
    """The Fork Area's own sign-in."""
    return actions.keep_identity_provider(tree["NF214D00"], **RIGHT, is_on=True, by=desk)


@pytest.fixture
def invited(own, tree, superintendent):
    """Somebody without a role today, whom the area has invited."""
    one = Person.objects.create_user("ana@fork.example", name="Ana Lee")
    to = [Pasted(1, one.email)]
    actions.invite(to, "head-of-school", tree["NF214S01"], by=superintendent, starts=clock.today())
    return one


WEEKS = {"to come": 30, "over": -30}


@pytest.mark.parametrize("when", WEEKS)
@pytest.mark.parametrize(
    ("role", "at"), [("program-desk", "PRAIRIE"), ("head-of-school", "SF300S01")]
)
def test_an_invitation_opens_no_account_that_has_roles_elsewhere(
    invited, own, tree, when, role, at
):
    assert person_by(own, invited.email) == invited
    day = clock.today() + timedelta(days=WEEKS[when])
    actions.appoint(invited, role, tree[at], by=None, starts=day, ends=day + timedelta(days=9))
    assert person_by(own, invited.email) is None


def test_a_role_there_opens_no_account_that_soon_has_one_elsewhere(own, tree):
    one = Person.objects.create_user("ana@fork.example", name="Ana Lee")
    actions.appoint(one, "head-of-school", tree["NF214S01"], by=None, starts=date(2026, 7, 1))
    assert person_by(own, one.email) == one
    soon = clock.today() + timedelta(days=30)
    actions.appoint(one, "program-desk", tree["PRAIRIE"], by=None, starts=soon)
    assert person_by(own, one.email) is None


def test_who_only_stood_or_worked_elsewhere_before_signs_in_where_they_work_now(own, tree):
    one = Person.objects.create_user("ana@fork.example", name="Ana Lee")
    past = date(2026, 1, 1)
    actions.appoint(one, "head-of-school", tree["SF300S01"], by=None, starts=past, ends=past)
    actions.appoint(one, "head-of-school", tree["NF214S01"], by=None, starts=date(2026, 7, 1))
    assert person_by(own, one.email) == one
