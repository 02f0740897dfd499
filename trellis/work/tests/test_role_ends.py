"""When a role ends its personal steps return to the role; drafts, notes and files stay."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile

from tests.cast import APPOINTED, Relation
from trellis.history.models import Entry
from trellis.organizations.actions import appoint, end_appointment, end_service
from trellis.organizations.models import Appointment, Assignment
from trellis.organizations.rules import seats_of
from trellis.people.models import Person
from trellis.work import queries
from trellis.work.actions import add_file, add_note, assign_task, complete_task
from trellis.work.models import Evidence, Note, Task
from trellis.work.tests.steps import PLAN, TODAY, fresh, history_of

STEP = f"{PLAN}/nov-grant-start.team-1"


@pytest.fixture
def colleague(world):
    """A second member of Lincoln's team."""
    person = Person.objects.create_user("new@cast.example", name="Nell New")
    Appointment.objects.create(
        person=person, role="team", organization=world["lincoln"], starts=APPOINTED
    )
    return person


@pytest.fixture
def named(world, colleague):
    """A step of the team that its first member was named for, with a note and a file."""
    task, member = world.task(STEP), world.who("team")
    assign_task(task, member, by=world.who("principal"))
    add_note(task, by=member, text="Half is done.")
    add_file(task, ContentFile(b"Half.\n", name="half.txt"), by=member)
    return fresh(task)


def listed(person, world, on=TODAY):
    """The steps on somebody's list."""
    seats = seats_of(person, on=on)
    year, running = queries.standing_of(seats)
    assert year is not None
    pairs = queries.pairs_of(seats, year, running, on=on)
    return {one.code for one in queries.my_tasks(person, pairs, year, on=on)}


def seat(person) -> Appointment:
    return Appointment.objects.get(person=person)


def test_what_somebody_was_named_for_returns_to_the_role(world, named, colleague):
    assert STEP not in listed(colleague, world)
    end_appointment(seat(world.who("team")), by=world.who("principal"), on=TODAY, acting_as="P")
    assert fresh(named).assignee is None
    assert STEP in listed(colleague, world)
    entry = Entry.objects.get(verb="returned to the role")
    assert (entry.subject, entry.acting_as) == (f"task:{named.pk}", "P")
    assert entry.after == {"organization": world["lincoln"].pk, "name": world.who("team").name}


def test_notes_files_and_what_was_begun_stay(world, named):
    end_appointment(seat(world.who("team")), by=world.who("principal"), on=TODAY)
    assert fresh(named).begun
    assert list(Note.objects.values_list("text", "by")) == [("Half is done.", world.who("team").pk)]
    assert Evidence.objects.get(task=named).document.name == "half.txt"


def test_a_role_that_ends_later_keeps_its_steps_until_then(world, named, colleague):
    last = TODAY + timedelta(days=5)
    end_appointment(seat(world.who("team")), by=world.who("principal"), on=last)
    assert fresh(named).assignee == world.who("team")
    assert STEP not in listed(colleague, world, on=last)
    assert STEP in listed(colleague, world, on=last + timedelta(days=1))


def test_an_account_that_closes_hides_its_steps_from_nobody(world, named, colleague):
    Person.objects.filter(pk=world.who("team").pk).update(is_active=False)
    assert STEP in listed(colleague, world)


def test_who_holds_the_role_again_keeps_the_steps(world, named):
    member = world.who("team")
    Appointment.objects.filter(person=member).update(ends=TODAY)
    again = Appointment.objects.create(
        person=member, role="team", organization=world["lincoln"], starts=TODAY + timedelta(days=1)
    )
    end_appointment(again, by=world.who("principal"), on=date(2027, 5, 1))
    assert fresh(named).assignee == member


def test_steps_of_other_places_stay_with_whom_they_were(world, named):
    other = world.who("team", Relation.SAME_DISTRICT)
    there = Task.objects.get(template_code=STEP, held_at=world["grant"])
    assign_task(there, other, by=world.who("principal", Relation.SAME_DISTRICT))
    end_appointment(seat(world.who("team")), by=world.who("principal"), on=TODAY)
    assert fresh(there).assignee == other


def test_a_service_that_ends_returns_its_steps_too(world):
    served = Assignment.objects.get(role="coordinator", organization=world["lincoln"])
    task = Task.objects.filter(role="coordinator", held_at=world["lincoln"], state="open")[0]
    assign_task(task, served.person, by=world.publisher)
    end_service(served, by=world.publisher, on=TODAY)
    assert fresh(task).assignee is None


def test_who_holds_both_roles_may_do_both_steps_and_history_says_so(world):
    """A step of the team and one of the principal, in one activity."""
    person = world.who("principal")
    appoint(person, "team", world["lincoln"], by=None, starts=APPOINTED)
    plain = {"each_member": False, "deed": "", "state": "open"}
    first = Task.objects.filter(
        **plain, role="team", held_at=world["lincoln"], activity__tasks__role="principal"
    )[0]
    second = first.activity.tasks.filter(role="principal", deed="", each_member=False)[0]
    complete_task(first, by=person, on=TODAY)
    complete_task(second, by=person, on=TODAY)
    roles = [acting for _verb, _who, acting in history_of(first) + history_of(second)]
    assert roles == ["School Leadership Team member, Lincoln School", "Principal, Lincoln School"]
    entry = Entry.objects.get(subject=f"task:{second.pk}")
    assert entry.after["also_did"] == first.template_code
