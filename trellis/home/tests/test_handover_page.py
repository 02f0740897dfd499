"""A successor reads what happened before; nobody else does; then puts it away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from tests.cast import TODAY, Relation
from tests.visits import heading, words
from trellis.designations.letters.schema import Letters
from trellis.designations.models import Letter
from trellis.history.models import Entry
from trellis.home.tests.pages import address, main, texts
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.organizations.actions import appoint, close_briefing, delegate, end_appointment
from trellis.organizations.models import Appointment
from trellis.organizations.rules import seats_of
from trellis.people.models import Person
from trellis.work.actions import add_file, add_note, complete_task
from trellis.work.tests.steps import LETTER

CAME = TODAY - timedelta(days=2)


@pytest.fixture
def came(world):
    """Lincoln's principal read the letter, left a note and a file, and went; Nell came."""
    before = world.who("principal")
    letter = world.task(LETTER)
    add_note(letter, by=before, text="It lies in the safe.")
    add_file(letter, ContentFile(b"Dear all.\n", name="letter.txt"), by=before)
    complete_task(letter, by=before, on=CAME - timedelta(days=1))
    seat = Appointment.objects.get(person=before)
    end_appointment(seat, by=world.publisher, on=CAME - timedelta(days=1))
    nell = Person.objects.create_user("nell@cast.example", name="Nell New")
    return appoint(nell, "principal", world["lincoln"], by=world.publisher, starts=CAME)


def test_a_successor_finds_it_on_my_work_and_on_the_page_of_the_school(world, came, sign_in):
    client = sign_in(came.person)
    there = address("handover", came.pk)
    for page in (address("my-work"), address("school", world["lincoln"].code)):
        links = [one["href"] for one in main(client.get(page)).select("main a")]
        assert links.count(there) == 1, page


def test_it_names_who_was_before_what_was_done_and_what_was_left(world, came, sign_in):
    answer = sign_in(came.person).get(address("handover", came.pk))
    assert heading(answer) == "What happened before you came"
    page = main(answer)
    name = world.who("principal").name
    assert texts(page, "aside dt")[0] == name
    assert [one for one in texts(page, "#done + ul li") if name in one] == texts(
        page, "#done + ul li"
    )
    assert "Read the designation letter" in texts(page, "#done + ul li")[0]
    left = texts(page, "#left + ul li")
    assert [one.split(name)[0].strip() for one in left] == ["letter.txt", "It lies in the safe."]


def test_letters_to_the_role_stand_first_and_nobody_elses(world, came, sign_in):
    kind = next(
        one for one in world.program.section("letters", Letters).kinds
        if "principal" in {*one.to, *one.readers}
    )  # fmt: skip
    for district in ("birch", "cedar"):
        Letter.objects.create(
            release=world.release, district=world[district], kind=kind.code, state="sent",
            subject=f"To {district}", written_at=clock.now(), sent_at=clock.now(), sent_on=CAME,
        )  # fmt: skip
    page = main(sign_in(came.person).get(address("handover", came.pk)))
    left = texts(page, "#left + ul li")
    assert left[0].startswith("To birch")
    assert len(left) == 3


def test_late_steps_stand_before_those_to_come(world, came, sign_in):
    page = main(sign_in(came.person).get(address("handover", came.pk)))
    assert texts(page, "main h2")[:3] == ["Late now", "Open, by date", "Done before you came"]
    late = texts(page, "#late + ul li")
    assert late != []
    assert all("!" in one for one in late)


def test_put_away_it_leaves_my_work_and_stays_readable(world, came, sign_in):
    client = sign_in(came.person)
    answer = client.post(address("handover-reading", came.pk), follow=True)
    assert answer.redirect_chain == [(address("my-work"), 302)]
    assert address("handover", came.pk) not in str(main(answer).select("main"))
    assert main(client.get(address("handover", came.pk))).select("main form") == []
    entry = Entry.objects.get(verb="read the handover")
    assert entry.actor_name == "Nell New"
    with pytest.raises(OutOfOrder):
        close_briefing(came, by=came.person)


def test_nobody_elses_handover_is_there(world, came, sign_in):
    others = [world.who("principal"), world.who("superintendent"), world.publisher]
    others += [world.who("principal", Relation.SAME_DISTRICT), world.persons["stranger"]]
    for person in others:
        client = sign_in(person)
        assert client.get(address("handover", came.pk)).status_code == 404
        assert client.post(address("handover-reading", came.pk)).status_code == 404
        with pytest.raises(NotAllowed):
            close_briefing(came, by=person)


def test_who_stands_in_has_no_handover(world, came, sign_in):
    other = world.persons["stranger"]
    lent = delegate(came, other, by=came.person, starts=CAME, ends=TODAY)
    assert sign_in(other).get(address("handover", lent.pk)).status_code == 404
    assert [seat.arrived for seat in seats_of(other)] == [False]


def test_it_is_offered_to_newcomers_who_follow_somebody_only(world, came):
    assert [seat.arrived for seat in seats_of(came.person)] == [True]
    assert [seat.arrived for seat in seats_of(came.person, on=TODAY + timedelta(days=120))] == [
        False
    ]
    for person in (world.who("team"), world.publisher, world.who("coordinator")):
        assert {seat.arrived for seat in seats_of(person)} == {False}


def test_a_new_coordinator_reads_about_the_schools_they_serve(world, sign_in):
    before, place = world.who("coordinator"), world["lincoln"]
    new = Person.objects.create_user("nell@cast.example", name="Nell New")
    there = Appointment.objects.get(person=before).organization
    mine = appoint(new, "coordinator", there, by=world.publisher, starts=CAME)
    served = place.served_by.get(role="coordinator")
    type(served).objects.filter(pk=served.pk).update(ends=CAME - timedelta(days=1))
    type(served).objects.create(role="coordinator", organization=place, person=new, starts=CAME)
    answer = sign_in(new).get(address("handover", mine.pk))
    assert before.name in words(answer) or before.name in texts(main(answer), "aside dt")
    assert place.name in words(answer)
