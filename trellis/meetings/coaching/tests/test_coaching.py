"""Confidential coaching: two people read of it, and nobody else does, whatever happens."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import TODAY, Relation
from tests.standins import stand_ins
from tests.visits import words
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.meetings.actions import Overtaken
from trellis.meetings.coaching import actions, queries, rules
from trellis.meetings.coaching.tests.casting import CANARY, asked, noted, place_of, running
from trellis.meetings.models import Coaching, SessionNote
from trellis.notices.models import Notice
from trellis.organizations.models import Appointment
from trellis.organizations.rules import seats_of
from trellis.people.models import Person

KIND = "leader-coaching"


def another_coach(world) -> Person:
    """A second coach of the near association."""
    person = Person.objects.create_user("second@coach.example", name="Second Coach")
    Appointment.objects.create(
        person=person, role="coach", organization=place_of(world.who("coach")), starts=TODAY
    )
    return person


def leave(person: Person) -> None:
    """Somebody's appointments ended yesterday."""
    person.appointments.update(ends=TODAY - timedelta(days=1))


def finds(person: Person, coaching: Coaching) -> bool:
    """Whether somebody finds a coaching at all."""
    return queries.coaching_of(coaching.pk, person, seats_of(person)) is not None


def test_a_leader_asks_and_a_coach_takes_it_on(world):
    found = asked(world)
    assert (found.state, found.coach) == (rules.ASKED, None)
    taken = actions.accept_coaching(found, by=world.who("coach"))
    assert (taken.state, taken.coach) == (rules.RUNNING, world.who("coach"))


def test_the_mail_to_the_coaches_names_nobody_and_nobody_else_gets_one(world):
    before = set(Notice.objects.values_list("pk", flat=True))
    found = running(world)
    noted(world, found)
    actions.end_coaching(found, by=world.who("principal"))
    (mail,) = Notice.objects.exclude(pk__in=before)
    assert mail.address == world.who("coach").email
    said = f"{mail.subject} {mail.text} {mail.about} {mail.from_name} {mail.reply_to}"
    assert [word for word in (CANARY, world.who("principal").name, "Lincoln") if word in said] == []


def test_the_history_says_that_something_was_kept_not_what_nor_of_whom(world):
    noted(world, running(world))
    entries = Entry.objects.filter(subject__startswith="coaching:").order_by("pk")
    verbs = ["coaching asked for", "coaching taken on", "talk noted", "talk noted"]
    assert [one.verb for one in entries] == verbs
    assert {(one.actor, one.acting_as, one.before, one.after) for one in entries} == {
        ("system", "", None, None)
    }
    told = " ".join(f"{one.subject_name} {one.actor_name}" for one in entries)
    assert [word for word in (CANARY, world.who("principal").name) if word in told] == []


def test_only_the_two_find_it(world):
    found = running(world)
    talk = noted(world, found)
    head, coach = world.who("principal"), world.who("coach")
    second = another_coach(world)
    people = {*world.placed.values(), *world.persons.values(), second}
    people |= {one.person for one in stand_ins(world) if one.person}
    assert {one for one in people if finds(one, found)} == {head, coach}
    for somebody in (second, world.who("agency"), world.who("coordinator")):
        with pytest.raises(NotAllowed):
            actions.write_session(talk, {"talk": "Mine"}, version=2, by=somebody)
        with pytest.raises(NotAllowed):
            actions.add_session(found, on=TODAY, minutes=30, by=somebody)
        with pytest.raises(NotAllowed):
            actions.end_coaching(found, by=somebody)


def test_a_request_waits_for_coaches_of_that_association_alone(world):
    found = asked(world)
    people = {*world.placed.values(), another_coach(world)}
    readers = {one.name for one in people if finds(one, found)}
    near = {world.who("principal").name, world.who("coach").name, "Second Coach"}
    assert readers == near
    for somebody in (world.who("coach", Relation.OTHER_REGION), world.who("agency")):
        with pytest.raises(NotAllowed):
            actions.accept_coaching(found, by=somebody)


def test_the_second_coach_comes_too_late(world):
    found = running(world)
    with pytest.raises(OutOfOrder):
        actions.accept_coaching(found, by=another_coach(world))


def test_who_stands_in_neither_asks_nor_coaches(world):
    lent = Person.objects.create_user("lent@cast.example", name="Lent Coach")
    lender = world.who("coach").appointments.get()
    Appointment.objects.create(
        person=lent, role="coach", organization=lender.organization, starts=TODAY,
        delegated_by=lender, rights=["year.read"],
    )  # fmt: skip
    found = asked(world)
    assert not finds(lent, found)
    with pytest.raises(NotAllowed):
        actions.accept_coaching(found, by=lent)
    (head,) = [one.person for one in stand_ins(world) if one.name == "principal (delegated, all)"]
    assert head is not None
    with pytest.raises(NotAllowed):
        actions.ask_coaching(place_of(world.who("coach")), KIND, by=head)


def test_when_the_coach_leaves_the_notes_stay_with_the_person_coached(world):
    found = running(world)
    noted(world, found)
    leave(world.who("coach"))
    assert not finds(world.who("coach"), found)
    head = world.who("principal")
    page = queries.coaching_page(found, head, seats_of(head))
    found.appointment.refresh_from_db()
    assert [text for talk in page.talks for _label, text in talk.notes] == [
        f"The {CANARY} spoke of the board."
    ]
    Appointment.objects.create(
        person=world.who("coach"), role="coach", organization=found.association, starts=TODAY
    )
    coach = world.who("coach")
    assert not finds(coach, found), "a new appointment opens nothing old"
    assert not rules.may_read(seats_of(coach), coach, found)
    with pytest.raises(NotAllowed):
        actions.add_session(found, on=TODAY, minutes=30, by=coach)


def test_a_new_coach_reads_earlier_notes_only_while_the_person_wants_it(world):
    earlier, head = running(world), world.who("principal")
    noted(world, earlier)
    actions.end_coaching(earlier, by=head)
    second = another_coach(world)
    again = actions.ask_coaching(earlier.association, KIND, by=head)
    later = actions.accept_coaching(again, by=second)
    assert not finds(second, earlier)
    with pytest.raises(NotAllowed):
        actions.open_earlier(earlier, later, by=second)
    actions.open_earlier(earlier, later, by=head)
    assert finds(second, earlier)
    assert not rules.may_write(seats_of(second), second, earlier)
    actions.open_earlier(earlier, None, by=head)
    assert not finds(second, earlier)
    actions.open_earlier(earlier, later, by=head)
    actions.end_coaching(later, by=head)
    assert not finds(second, earlier)
    earlier.refresh_from_db()
    assert not rules.may_read(seats_of(second), second, earlier)


def test_each_step_has_its_order(world):
    found, head = asked(world), world.who("principal")
    with pytest.raises(OutOfOrder):
        actions.ask_coaching(found.association, KIND, by=head)
    with pytest.raises(OutOfOrder):
        actions.add_session(found, on=TODAY, minutes=30, by=head)
    actions.end_coaching(found, by=head)
    for deed in (
        lambda: actions.end_coaching(found, by=head),
        lambda: actions.accept_coaching(found, by=world.who("coach")),
        lambda: actions.add_session(found, on=TODAY, minutes=30, by=head),
        lambda: actions.open_earlier(found, found, by=head),
    ):
        with pytest.raises(OutOfOrder):
            deed()


def test_what_makes_no_sense_is_refused(world):
    found, head = running(world), world.who("principal")
    with pytest.raises(NotReady):
        actions.add_session(found, on=TODAY + timedelta(days=1), minutes=30, by=head)
    with pytest.raises(NotReady):
        actions.add_session(found, on=TODAY, minutes=0, by=head)
    talk = actions.add_session(found, on=TODAY, minutes=30, by=head)
    with pytest.raises(NotReady):
        actions.write_session(talk, {"no-such": "x"}, version=1, by=head)
    with pytest.raises(NotReady):
        actions.write_session(talk, {"talk": "x" * 8001}, version=1, by=head)
    with pytest.raises(NotReady):
        actions.ask_coaching(world["birch"], KIND, by=world.who("superintendent"))
    with pytest.raises(NotAllowed):
        actions.ask_coaching(found.association, KIND, by=world.who("agency"))


def test_the_second_writer_sees_the_difference_and_keeps_their_text(world, sign_in):
    found = running(world)
    talk = noted(world, found)
    with pytest.raises(Overtaken):
        actions.write_session(talk, {"talk": "Mine"}, version=1, by=world.who("principal"))
    client = sign_in(world.who("principal"))
    url = reverse("meetings:coaching-session", args=[found.pk, talk.pk])
    answer = client.post(url, {"note-talk": "Mine alone", "note-next": "", "version": "1"})
    assert answer.status_code == 422
    assert "Mine alone" in words(answer)
    assert CANARY in words(answer)
    assert SessionNote.objects.get(session=talk, heading="talk").text.startswith("The")


def test_others_learn_how_many_asked_and_nothing_else(world, sign_in):
    noted(world, running(world))
    said = words(sign_in(world.who("agency")).get(reverse("meetings:coaching-list")))
    assert "one request" in said
    assert [one for one in (CANARY, world.who("principal").name) if one in said] == []
    said = words(sign_in(world.who("association")).get(reverse("meetings:coaching-list")))
    assert "one request" in said
    for role in ("coordinator", "district", "board", "superintendent", "team"):
        said = words(sign_in(world.who(role)).get(reverse("meetings:coaching-list")))
        assert "one request" not in said, role
