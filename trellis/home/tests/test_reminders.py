"""Overviews and reminders: who gets one when, what it says, and when it is withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.cast import Relation, World, copy_of
from trellis.home.digests.actions import write_reminders
from trellis.meetings.models import Attendance, Meeting, Party
from trellis.notices.actions import choose_messages, deliver_waiting, hold_mail, release_hold
from trellis.notices.models import Notice
from trellis.notices.queries import due
from trellis.people.models import Person
from trellis.programs.models import Installation
from trellis.work import actions as work
from trellis.work.models import State, Task
from trellis.work.reminders.rules import OVERVIEW, SOON

MONDAY = datetime(2026, 12, 7, 12, 5, tzinfo=UTC)
"""Five minutes past six in the state of the cast."""
DAY = timedelta(days=1)
STEP = "intensive-planning/dec-grant.principal-1"


@pytest.fixture
def world(built: World, db) -> Iterator[World]:
    """The cast, everybody reminded up to the Sunday before, and nothing left open but one step."""
    found = copy_of(built)
    write_reminders(MONDAY - 7 * DAY)
    for n in range(1, 7):
        write_reminders(MONDAY - n * DAY)
    Task.objects.filter(state=State.OPEN).update(state=State.DONE, settled_on=date(2026, 12, 1))
    Notice.objects.all().delete()
    with time_machine.travel(MONDAY, tick=True):
        yield found


def owed(world: World, due_on: date | None, *, firm: bool = True, place: str = "lincoln") -> Task:
    """The one open step of a principal."""
    task = Task.objects.filter(role="principal", held_at=world[place], due=None).first()
    assert task is not None
    month = (due_on or date(2026, 12, 1)).replace(day=1)
    late = due_on if firm else None
    Task.objects.filter(pk=task.pk).update(
        state=State.OPEN, settled_on=None, month=month, due=due_on, late_after=late
    )
    task.refresh_from_db()
    return task


def mails(person: Person) -> list[tuple[str, str]]:
    """Kind and subject of the reminders written to somebody, the oldest first."""
    found = Notice.objects.filter(recipient=person, kind__in=[OVERVIEW, SOON]).order_by("id")
    return [(one.kind, one.subject) for one in found]


def task_page(task: Task) -> str:
    """The address of a step, as a mail holds it."""
    return reverse("home:task", args=[task.pk])


def text_of(person: Person) -> str:
    """The newest reminder of somebody."""
    return Notice.objects.filter(recipient=person, kind__in=[OVERVIEW, SOON]).latest("id").text


def test_the_subject_says_what_and_when_and_the_text_needs_no_sign_in(world):
    principal, task = world.who("principal"), owed(world, date(2026, 12, 11))
    other = owed(world, date(2026, 12, 13), place="lincoln")
    assert other.pk != task.pk
    write_reminders(MONDAY)
    [(kind, subject)] = mails(principal)
    assert kind == OVERVIEW
    assert subject.startswith("Due Fri, Dec 11: ") and subject.endswith(" · 1 more")
    text = text_of(principal)
    assert "IN THE NEXT 7 DAYS" in text
    assert task_page(task) in text and task_page(other) in text
    assert "Lincoln School" in text and "Why: " in text and reverse("home:messages") in text
    names = {one.name for one in world.persons.values()} - {principal.name}
    assert [name for name in names if name in text] == []


def test_nothing_to_say_sends_nothing_and_a_day_is_seen_to_once(world):
    write_reminders(MONDAY)
    assert Notice.objects.count() == 0
    owed(world, date(2026, 12, 11))
    write_reminders(MONDAY + timedelta(hours=2))
    assert Notice.objects.count() == 0  # the Monday has been seen to
    write_reminders(MONDAY + 7 * DAY)
    assert [kind for kind, _subject in mails(world.who("principal"))] == [OVERVIEW]
    write_reminders(MONDAY + 7 * DAY)
    assert Notice.objects.filter(recipient=world.who("principal")).count() == 1


def test_what_comes_within_three_days_has_one_mail_of_its_own(world):
    principal = world.who("principal")
    write_reminders(MONDAY)
    owed(world, date(2026, 12, 12))
    for n in range(1, 6):
        write_reminders(MONDAY + n * DAY)
    [(kind, subject)] = mails(principal)
    assert kind == SOON and subject.startswith("Due Sat, Dec 12: ")
    key = Notice.objects.get(recipient=principal).dedupe_key
    assert key == f"due-soon:{principal.pk}:2026-12-09:2026-12-08"


@pytest.mark.parametrize(("due_on", "firm"), [(date(2026, 12, 10), False), (None, True)])
def test_a_day_that_is_open_or_nobody_has_confirmed_is_never_counted_down(world, due_on, firm):
    principal = world.who("principal")
    owed(world, due_on, firm=firm and due_on is not None)
    write_reminders(MONDAY)
    assert "IN THE NEXT" not in text_of(principal)
    assert "ALSO PLANNED FOR DECEMBER" in text_of(principal)
    for n in range(1, 6):
        write_reminders(MONDAY + n * DAY)
    assert [kind for kind, _subject in mails(principal)] == [OVERVIEW]


def test_one_mail_over_all_schools_and_roles_and_a_step_of_several_is_one_line(world):
    principal, code = world.who("principal"), owed(world, date(2026, 12, 11)).template_code
    twin = Task.objects.get(template_code=code, held_at=world["grant"])
    Task.objects.filter(pk=twin.pk).update(
        state=State.OPEN, settled_on=None, due=date(2026, 12, 11), late_after=date(2026, 12, 11),
        month=date(2026, 12, 1),
    )  # fmt: skip
    principal.appointments.create(
        role="principal", organization=world["grant"], starts=date(2026, 7, 1)
    )
    write_reminders(MONDAY)
    assert len(mails(principal)) == 1
    text = text_of(principal)
    assert text.count("\n* ") == 1 and "Grant School, Lincoln School" in text
    assert "and one more role" in text


@pytest.mark.parametrize("how", ["done", "waived", "moved", "ended", "closed", "off"])
def test_what_is_no_longer_true_is_withdrawn_before_it_leaves(world, how):
    principal, task = world.who("principal"), owed(world, date(2026, 12, 11))
    write_reminders(MONDAY)
    hold, _leaving = hold_mail(kind=OVERVIEW, by=world.publisher)
    assert len(mails(principal)) == 1
    if how == "done":
        work.complete_task(task, by=principal, on=MONDAY.date())
    elif how == "waived":
        work.waive_task(task, by=world.who("coordinator"), on=MONDAY.date(), reason="No.")
    elif how == "moved":
        Task.objects.filter(pk=task.pk).update(
            due=date(2027, 1, 20), late_after=date(2027, 1, 20), month=date(2027, 1, 1)
        )
    elif how == "ended":
        principal.appointments.update(ends=date(2026, 12, 6))
    elif how == "closed":
        Person.objects.filter(pk=principal.pk).update(is_active=False)
    else:
        Person.objects.filter(pk=principal.pk).update(time_zone="America/New_York")
        principal.appointments.update(role="team", ends=None)
        choose_messages(principal, rhythm="none", off=[], may_stop=True, by=principal)
    release_hold(hold, by=world.publisher)
    deliver_waiting()
    assert [one for one in mail.outbox if one.to == [principal.email]] == []
    assert mails(principal) == []


def test_what_still_is_true_leaves_without_what_has_been_done_meanwhile(world):
    principal, task = world.who("principal"), owed(world, date(2026, 12, 11))
    stays = owed(world, date(2026, 12, 13))
    write_reminders(MONDAY)
    work.complete_task(task, by=principal, on=MONDAY.date())
    deliver_waiting()
    [sent] = [one for one in mail.outbox if one.to == [principal.email]]
    assert sent.subject.startswith("Due Sun, Dec 13: ")
    assert task_page(stays) in sent.body and task_page(task) not in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["List-Unsubscribe"].strip("<>") in sent.body


def test_after_a_week_without_a_worker_there_is_one_late_overview(world):
    principal = world.who("principal")
    owed(world, date(2026, 12, 18))
    write_reminders(MONDAY + 8 * DAY)
    assert [kind for kind, _subject in mails(principal)] == [OVERVIEW]
    key = Notice.objects.get(recipient=principal).dedupe_key
    assert key == f"overview:{principal.pk}:2026-12-14"


def test_who_changes_zone_between_hours_gets_the_same_day_once(world):
    principal = world.who("principal")
    owed(world, date(2026, 12, 11))
    write_reminders(MONDAY)
    Person.objects.filter(pk=principal.pk).update(time_zone="Pacific/Honolulu")
    write_reminders(MONDAY + timedelta(hours=5))
    assert len(mails(principal)) == 1
    other = world.who("principal", Relation.SAME_DISTRICT)
    Person.objects.filter(pk=other.pk).update(time_zone="America/New_York")
    owed(world, date(2026, 12, 18), place="grant")
    write_reminders(MONDAY + 7 * DAY - timedelta(hours=1))
    assert len(mails(other)) == 1 and len(mails(principal)) == 1


def test_the_overview_tells_the_meetings_of_the_week_and_nothing_of_coaching_beyond_its_hour(world):
    principal, coordinator = world.who("principal"), world.who("coordinator")
    for kind, at in (("coordinator", MONDAY + DAY), ("coordinator", MONDAY + 9 * DAY)):
        meeting = Meeting.objects.create(
            kind=kind, year=world.year, month=date(2026, 12, 1), title="About somebody",
            led_by=coordinator, starts_at=at, minutes=60, created_by=coordinator,
            created_at=MONDAY, changed_at=MONDAY,
        )  # fmt: skip
        party = Party.objects.create(
            meeting=meeting, organization=world["lincoln"], kind=kind, month=meeting.month
        )
        Attendance.objects.create(party=party, person=principal, role="principal")
    write_reminders(MONDAY)
    [(_kind, subject)] = mails(principal)
    assert subject.startswith("Tue, Dec 8, 6:05 AM CST: ") and "Lincoln School" in subject
    text = text_of(principal)
    assert "YOUR MEETINGS" in text and "Dec 16" not in text and "About somebody" not in text
    assert [kind for kind, _subject in mails(coordinator)] == [OVERVIEW]
    Attendance.objects.update(answer="no")
    deliver_waiting()
    assert {one.to[0] for one in mail.outbox} == {coordinator.email}


def test_a_mail_is_in_the_language_of_its_reader(world):
    principal = world.who("principal")
    Person.objects.filter(pk=principal.pk).update(language="es")
    owed(world, date(2026, 12, 11))
    write_reminders(MONDAY)
    assert "Dic" in mails(principal)[0][1] or "dic" in mails(principal)[0][1].lower()


def test_held_mail_waits_and_what_goes_out_names_the_next_hours(world, client):
    owed(world, date(2026, 12, 11))
    hold_mail(kind=OVERVIEW, by=world.publisher)
    write_reminders(MONDAY)
    assert not due(MONDAY + DAY).filter(kind=OVERVIEW).exists()


def test_the_command_goes_through_a_day_and_never_ahead_of_time_with_real_people(world, capsys):
    owed(world, date(2026, 12, 11))
    call_command("send_reminders", on="2026-12-07")
    assert "1 overviews, 0 mails" in capsys.readouterr().out
    with pytest.raises(CommandError, match="not come"):
        call_command("send_reminders", on="2027-01-04")
    with pytest.raises(CommandError, match="no day"):
        call_command("send_reminders", on="Monday")
    Installation.objects.update(kind=Installation.Kind.PRACTICE)
    call_command("send_reminders", on="2026-12-14")
    assert Notice.objects.filter(kind=OVERVIEW).count() == 2
