"""Who may invite floods nobody's mailbox by it, and does not become a mailer."""

from datetime import timedelta

import pytest
import time_machine

from trellis.kit import clock
from trellis.kit.errors import NotReady
from trellis.notices.models import Notice
from trellis.organizations import actions
from trellis.organizations.actions.invitations import MOST_A_DAY, MOST_MAILS
from trellis.organizations.invitations.addresses import MOST, Pasted
from trellis.organizations.models import Invitation

HEAD, ANA = "head-of-school", "ana@x.org"


@pytest.fixture
def send(tree, superintendent):
    """The superintendent invites addresses to lead a campus."""

    def send(*addresses):
        pasted = [Pasted(1, one) for one in addresses]
        place = tree["NF214S01"]
        return actions.invite(pasted, HEAD, place, by=superintendent, starts=clock.today()).sent

    return send


def mails():
    return Notice.objects.filter(address=ANA).count()


def test_an_address_gets_so_many_links_a_day_however_they_are_sent(send, superintendent, desk):
    (one,) = send(ANA)
    for _again in range(MOST_MAILS - 2):
        actions.resend(one, by=superintendent)
    actions.revoke(one, by=superintendent)
    (one,) = send(ANA)
    for who in (superintendent, desk):
        with pytest.raises(NotReady):
            actions.resend(one, by=who)
    actions.revoke(one, by=superintendent)
    with pytest.raises(NotReady):
        send("bo@x.org", ANA)
    assert (mails(), Notice.objects.filter(address="bo@x.org").count()) == (MOST_MAILS, 0)
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert len(send(ANA)) == 1


def test_a_person_sends_so_many_a_day(send, superintendent):
    (one,) = send(ANA)
    row = Invitation.objects.filter(pk=one.pk).values().get()
    Invitation.objects.bulk_create(
        Invitation(**row | {"id": None, "address": f"{n}@x.org", "token_hash": str(n)})
        for n in range(MOST_A_DAY - 3)
    )
    assert len(send("c1@x.org", "c2@x.org")) == 2
    for act in (lambda: send("c3@x.org"), lambda: actions.resend(one, by=superintendent)):
        with pytest.raises(NotReady):
            act()
    assert MOST < MOST_A_DAY
