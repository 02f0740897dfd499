"""Inviting, sending again, taking back, accepting: who may, once, and only while it holds."""

from datetime import date, timedelta

import pytest
import time_machine

from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.notices.models import Notice
from trellis.organizations import actions
from trellis.organizations.actions import NoLongerGood
from trellis.organizations.invitations.addresses import Pasted
from trellis.organizations.invitations.tokens import invitation_of
from trellis.organizations.models import Appointment, Invitation
from trellis.organizations.tests.letters_read import token_for
from trellis.people.models import Person

HEAD = "head-of-school"
CAMPUS = "NF214S01"


def today():
    return clock.today()


@pytest.fixture
def send(tree, superintendent):
    """The superintendent invites addresses to lead a campus."""

    def send(*addresses, by=superintendent, role=HEAD, at=CAMPUS, **more):
        pasted = [Pasted(1, one, "Ana Lee") for one in addresses]
        more = {"starts": today(), "acting_as": "Area superintendent"} | more
        return actions.invite(pasted, role, tree[at], by=by, **more).sent

    return send


def test_an_invitation_keeps_the_hash_and_mails_the_token(send):
    (one,) = send("ana@x.org")
    token = token_for("ana@x.org")
    assert len(token) == 43
    assert token not in one.token_hash
    assert invitation_of(token) == one
    assert invitation_of(one.token_hash) is None
    letter = Notice.objects.get(address="ana@x.org")
    assert (letter.secret, letter.reply_to) == (True, "sam@example.org")
    assert token not in letter.subject
    assert token not in str(list(Entry.objects.values()))


def test_who_gives_a_role_may_offer_it_and_nobody_else(send, person, desk):
    with pytest.raises(NotAllowed):
        send("ana@x.org", by=person("Stranger"))
    with pytest.raises(NotAllowed):
        send("ana@x.org", role="network-lead", at="region-NF")
    with pytest.raises(NotAllowed):
        send("ana@x.org", at="SF300S01")
    assert Invitation.objects.count() == 0
    assert len(send("ana@x.org", by=desk, at="SF300S01")) == 1


def test_holders_and_those_invited_already_are_left_out(send, tree, superintendent, person):
    actions.appoint(person("Bo"), HEAD, tree[CAMPUS], by=None, starts=date(2026, 7, 1))
    send("ana@x.org")
    three = [Pasted(1, one) for one in ("ana@x.org", "bo@example.org", "cy@x.org")]
    told = actions.invite(three, HEAD, tree[CAMPUS], by=superintendent, starts=today())
    assert [one.address for one in told.sent] == ["cy@x.org"]
    assert (told.holding, told.waiting) == (["bo@example.org"], ["ana@x.org"])


def test_days_must_lie_ahead(send):
    with pytest.raises(NotReady):
        send("ana@x.org", ends=today() - timedelta(days=1))
    with pytest.raises(NotReady):
        send("ana@x.org", starts=today() + timedelta(days=9), ends=today())


def test_a_newcomer_gets_an_account_and_the_role_in_the_inviters_name(send, tree):
    (one,) = send("ana@x.org")
    person = actions.accept_as_newcomer(one, "Ana Lee", on=today())
    seat = Appointment.objects.get(person=person)
    assert (seat.role, seat.organization, seat.starts) == (HEAD, tree[CAMPUS], today())
    assert (person.email, person.has_usable_password()) == ("ana@x.org", False)
    verbs = list(Entry.objects.order_by("id").values_list("verb", "actor_name", "acting_as"))
    assert verbs[-4:] == [
        ("invited", "Sam", "Area superintendent"),
        ("added", "Sam", "Area superintendent"),
        ("accepted an invitation", "Ana Lee", ""),
        ("appointed", "Sam", "Area superintendent"),
    ]


def test_an_invitation_is_accepted_once(send, person):
    (one,) = send("ana@x.org")
    ana, bo = person("Ana"), person("Bo")
    actions.accept(one, by=ana, on=today())
    for second in (ana, bo):
        with pytest.raises(NoLongerGood):
            actions.accept(one, by=second, on=today())
    assert list(Appointment.objects.filter(role=HEAD).values_list("person", flat=True)) == [ana.pk]


def test_an_account_is_not_taken_over_by_an_invitation(send, person):
    person("Ana")
    (one,) = send("ana@example.org")
    with pytest.raises(NotAllowed):
        actions.accept_as_newcomer(one, "Somebody else", on=today())


def test_a_link_ends_with_its_days(send, person, settings):
    settings.INVITATION_DAYS = 3
    (one,) = send("ana@x.org")
    with time_machine.travel(one.expires_at - timedelta(seconds=1), tick=False):
        assert invitation_of(token_for("ana@x.org")).expires_at > clock.now()
    with time_machine.travel(one.expires_at, tick=False), pytest.raises(NoLongerGood):
        actions.accept(one, by=person("Ana"), on=today())


def test_sending_again_kills_the_old_link_and_a_double_click_sends_once(send, superintendent):
    (one,) = send("ana@x.org")
    old, twin = token_for("ana@x.org"), Invitation.objects.get(pk=one.pk)
    actions.resend(one, by=superintendent)
    assert invitation_of(old) is None
    assert invitation_of(token_for("ana@x.org")) == one
    with pytest.raises(OutOfOrder):
        actions.resend(twin, by=superintendent)
    assert Notice.objects.filter(address="ana@x.org").count() == 2


def test_an_answered_invitation_is_neither_sent_again_nor_taken_back(send, superintendent, person):
    accepted, revoked = send("ana@x.org", "bo@x.org")
    actions.accept(accepted, by=person("Ana"), on=today())
    actions.revoke(revoked, by=superintendent)
    for one in (accepted, revoked):
        for act in (actions.resend, actions.revoke):
            with pytest.raises(OutOfOrder):
                act(one, by=superintendent)
    with pytest.raises(NoLongerGood):
        actions.accept(revoked, by=person("Bo"), on=today())


def test_a_stranger_neither_sends_again_nor_takes_back(send, person):
    (one,) = send("ana@x.org")
    for act in (actions.resend, actions.revoke):
        with pytest.raises(NotAllowed):
            act(one, by=person(f"Stranger{act.__name__}"))


def test_an_inviter_who_lost_the_right_has_no_living_invitations(send, superintendent, desk):
    (one,) = send("ana@x.org")
    seat = Appointment.objects.get(person=superintendent)
    actions.end_appointment(seat, by=desk, on=today() - timedelta(days=1))
    with pytest.raises(NoLongerGood):
        actions.accept_as_newcomer(one, "Ana", on=today())
    assert not Person.objects.filter(email="ana@x.org").exists()
    actions.resend(one, by=desk)
    actions.accept_as_newcomer(one, "Ana", on=today())
    assert Appointment.objects.filter(person__email="ana@x.org").exists()


def test_who_holds_the_role_meanwhile_keeps_one_seat(send, tree, person, superintendent):
    (one,) = send("ana@example.org")
    ana = person("Ana")
    held = actions.appoint(ana, HEAD, tree[CAMPUS], by=superintendent, starts=today())
    assert actions.accept(one, by=ana, on=today()) == held
    one.refresh_from_db()
    assert (one.state, one.accepted_by) == ("accepted", ana)
