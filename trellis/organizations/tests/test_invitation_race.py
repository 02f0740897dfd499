"""Two at the same moment: one takes the role, whatever the database."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from trellis.kit import clock
from trellis.kit.errors import Refused
from trellis.organizations import actions
from trellis.organizations.invitations.addresses import Pasted
from trellis.organizations.models import Appointment, Invitation
from trellis.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "head-of-school"


@pytest.fixture
def offered(tree, superintendent):
    """Ana is invited to lead a campus."""
    to = [Pasted(1, "ana@x.org")]
    place = tree["NF214S01"]
    return actions.invite(to, HEAD, place, by=superintendent, starts=clock.today()).sent[0]


def at_once(offered, acts):
    """Every act in a thread of its own, begun together; how many went through."""
    start = Barrier(len(acts))

    def run(act):
        try:
            near = Invitation.objects.select_related("organization", "invited_by")
            mine = near.get(pk=offered.pk)
            start.wait(timeout=30)
            act(mine)
        except Refused:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(run, acts))


def test_of_two_who_accept_at_once_one_has_the_role(offered, person):
    today = clock.today()
    people = [person(name) for name in ("Ana", "Bo", "Cy")]
    acts = [partial(actions.accept, by=who, on=today) for who in people]
    assert at_once(offered, acts) == 1
    assert Appointment.objects.filter(role=HEAD).count() == 1


def test_a_double_click_of_a_newcomer_makes_one_account(offered):
    today = clock.today()
    acts = [lambda one: actions.accept_as_newcomer(one, "Ana", on=today)] * 2
    assert at_once(offered, acts) == 1
    assert Person.objects.filter(email="ana@x.org").count() == 1
    assert Appointment.objects.filter(role=HEAD).count() == 1


def test_accepting_and_taking_back_at_once_end_in_one_of_the_two(offered, superintendent, person):
    ana, today = person("Ana"), clock.today()
    acts = [
        lambda one: actions.accept(one, by=ana, on=today),
        lambda one: actions.revoke(one, by=superintendent),
    ]
    assert at_once(offered, acts) == 1
    offered.refresh_from_db()
    given = Appointment.objects.filter(role=HEAD).exists()
    assert (offered.state, given) in {("accepted", True), ("revoked", False)}
