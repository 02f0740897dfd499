"""One message to people of several schools."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import APPOINTED, TODAY, Relation
from tests.visits import words
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady
from trellis.monitoring.actions import send_message
from trellis.monitoring.models import Addressee, Message
from trellis.notices.models import Notice
from trellis.organizations.models import Appointment, Assignment

KIND = "word-to-schools"


@pytest.fixture
def both(world, coordinator):
    """Lincoln and Grant, served by one coordinator."""
    Assignment.objects.filter(role="coordinator", organization=world["grant"]).update(
        person=coordinator
    )
    return [world["grant"], world["lincoln"]]


@pytest.fixture
def write(both, coordinator):
    """Write to people of both schools."""

    def write(roles, *, to=both, by=coordinator, subject="Thursday", text="Bring data.", key=None):
        return send_message(
            to, roles, subject=subject, text=text, key=key or uuid4(), by=by, on=TODAY,
            acting_as="Coordinator",
        )  # fmt: skip

    return write


def test_each_person_gets_one_mail_from_the_sender_also_for_two_schools(world, write, coordinator):
    write(["principal", "district"])
    mails = Notice.objects.filter(kind=KIND).order_by("address")
    people = [
        world.who("principal"), world.who("principal", Relation.SAME_DISTRICT),
        world.who("district"),
    ]  # fmt: skip
    assert [one.address for one in mails] == sorted(one.email for one in people)
    for mail in mails:
        assert (mail.from_name, mail.reply_to) == (coordinator.name, coordinator.email)
        assert mail.subject == "Thursday"
        assert mail.text.startswith("Bring data.\n")
    to_district = mails.get(recipient=world.who("district")).text
    assert f"{world['grant'].name}, {world['lincoln'].name}" in to_district
    to_principal = mails.get(recipient=world.who("principal")).text
    assert world["grant"].name not in to_principal


def test_it_is_kept_at_each_school(world, write):
    sent = write(["principal", "district"])
    rows = Addressee.objects.filter(message=sent).values_list("organization__name", "role")
    assert sorted(rows) == sorted(
        (world[place].name, role) for place in ("grant", "lincoln")
        for role in ("principal", "district")
    )  # fmt: skip
    for place in ("grant", "lincoln"):
        entry = Entry.objects.get(
            subject=f"organization:{world[place].pk}", verb="wrote to people of"
        )
        assert entry.after == {"people": 2}


def test_the_same_form_sent_twice_is_one_message(write):
    key = uuid4()
    assert write(["principal"], key=key) == write(["principal"], key=key)
    assert (Message.objects.count(), Notice.objects.filter(kind=KIND).count()) == (1, 2)


READERS = [
    ("principal", Relation.OWN, True),  # got it
    ("coordinator", Relation.OWN, True),  # wrote it
    ("agency", Relation.OWN, True),  # may write there
    ("team", Relation.OWN, False),
    ("district", Relation.OWN, False),
    ("principal", Relation.SAME_DISTRICT, None),
    ("coordinator", Relation.OTHER_REGION, None),
]


@pytest.mark.parametrize(("role", "relation", "reads"), READERS)
def test_who_reads_a_message_at_its_school(world, sign_in, write, role, relation, reads):
    write(["principal"], to=[world["lincoln"]])
    page = reverse("monitoring:messages", args=[world["lincoln"].pk])
    answer = sign_in(world.who(role, relation)).get(page)
    if reads is None:
        assert answer.status_code == 404
    else:
        assert ("Bring data." in words(answer)) == reads


def test_a_new_coordinator_reads_what_was_written_before(world, sign_in, write):
    write(["principal"], to=[world["lincoln"]])
    other = world.who("coordinator", Relation.OTHER_REGION)
    Assignment.objects.filter(role="coordinator", organization=world["lincoln"]).update(
        person=other
    )
    page = reverse("monitoring:messages", args=[world["lincoln"].pk])
    assert "Bring data." in words(sign_in(other).get(page))


def test_a_lent_role_gets_no_mail(world, write):
    held = Appointment.objects.get(person=world.who("principal"))
    stand_in = Appointment.objects.create(
        person=world.persons["stranger"], role="principal", organization=world["lincoln"],
        starts=APPOINTED, delegated_by=held, rights=["year.read"],
    )  # fmt: skip
    write(["principal"], to=[world["lincoln"]])
    assert not Notice.objects.filter(kind=KIND, recipient=stand_in.person).exists()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"subject": " "}, "Say in the subject"),
        ({"text": ""}, "Write the message"),
        ({"roles": []}, "Nobody holds these roles"),
    ],
)
def test_what_is_missing_is_said(write, more, sentence):
    given = {"roles": ["principal"], **more}
    with pytest.raises(NotReady, match=sentence):
        write(**given)
    assert not Message.objects.exists()
    assert not Notice.objects.filter(kind=KIND).exists()


@pytest.mark.parametrize("role", ["district", "principal", "superintendent", "vendor", "team"])
def test_who_may_not_write_to_schools_sends_nothing(world, write, role):
    with pytest.raises(NotAllowed):
        write(["principal"], to=[world["lincoln"]], by=world.who(role))
    assert not Message.objects.exists()


def test_one_school_out_of_reach_refuses_all(world, write):
    with pytest.raises(NotAllowed):
        write(["principal"], to=[world["lincoln"], world["hyde"]])
    assert not Notice.objects.filter(kind=KIND).exists()


def test_the_page_sends_to_the_selected_schools(world, sign_in, both, coordinator):
    told = {
        "at": [one.code for one in both], "roles": ["principal"], "subject": "Thursday",
        "text": "<b>Bring data.</b>", "key": str(uuid4()),
    }  # fmt: skip
    answer = sign_in(coordinator).post(reverse("monitoring:message"), told, follow=True)
    assert "Sent to 2 people, one mail each." in words(answer)
    page = sign_in(world.who("principal")).get(
        reverse("monitoring:messages", args=[world["lincoln"].pk])
    )
    assert "&lt;b&gt;Bring data.&lt;/b&gt;" in page.content.decode()


def test_nothing_selected_leads_back_to_the_list(sign_in, coordinator):
    answer = sign_in(coordinator).get(reverse("monitoring:message"), follow=True)
    assert "Select at least one school first." in words(answer)
