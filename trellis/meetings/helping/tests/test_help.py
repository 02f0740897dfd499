"""A school asks and sees who answers by when; help given stands at the school and in the log."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from tests.cast import TODAY, Relation
from tests.visits import words
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.tables import read_table
from trellis.meetings.actions import Facts, hold_meeting, plan_meeting, write_note
from trellis.meetings.groups import groups
from trellis.meetings.helping import actions, queries, rules
from trellis.meetings.helping.actions import Given
from trellis.meetings.models import Help, HelpRequest, Party
from trellis.notices.models import Notice
from trellis.organizations.rules import seats_of

GIVEN = Given("grants", TODAY, 25, "Page four of the form.")


def asked(world) -> HelpRequest:
    """Lincoln's principal asks about a grant."""
    return actions.ask_help(
        world["lincoln"], "grants", "Which form?", year=world.year, by=world.who("principal")
    )


def met(world, *, visibility: str = "shared", tags: tuple[str, ...] = ()) -> Party:
    """A meeting of today at Lincoln with one note."""
    lead = world.who("coordinator")
    meeting = plan_meeting(
        [world["lincoln"]], kind="coordinator", year=world.year, by=lead,
        facts=Facts(datetime(2026, 12, 3, 15, tzinfo=UTC), 45),
    )  # fmt: skip
    party = meeting.parties.select_related("meeting", "organization").get()
    write_note(party, "data", "Said", visibility=visibility, version=0, by=lead, groups=tags)
    hold_meeting(meeting, by=lead)
    return party


def test_the_school_sees_who_answers_and_by_when(world, sign_in):
    found = asked(world)
    assert (found.answerer, found.answer_by) == (world.who("coordinator"), date(2026, 12, 8))
    page = sign_in(world.who("principal")).get(reverse("meetings:help-place", args=[
        world["lincoln"].code]))  # fmt: skip
    assert f"{world.who('coordinator').name} answers by" in words(page)
    mails = Notice.objects.filter(kind="help-asked")
    assert [one.address for one in mails] == [world.who("coordinator").email]


@pytest.mark.parametrize(
    ("on", "by"),
    [(date(2026, 12, 3), date(2026, 12, 8)), (date(2026, 12, 5), date(2026, 12, 9)),
     (date(2026, 12, 7), date(2026, 12, 10))],
)  # fmt: skip
def test_an_answer_is_due_within_working_days(world, on, by):
    assert rules.answer_day(on) == by


def test_an_answer_is_logged_once_and_told_to_who_asked(world):
    found = asked(world)
    given = actions.answer_request(found, GIVEN, by=world.who("coordinator"))
    assert (given.asked_for, given.minutes, given.kind) == (True, 25, "grants")
    mails = Notice.objects.filter(kind="help-answered")
    assert [one.address for one in mails] == [world.who("principal").email]
    with pytest.raises(OutOfOrder):
        actions.answer_request(found, GIVEN, by=world.who("coordinator"))
    assert Help.objects.count() == 1
    with pytest.raises(OutOfOrder):
        actions.withdraw_request(found, by=world.who("principal"))


def test_strangers_neither_ask_nor_log(world):
    found = asked(world)
    far = world.who("principal", Relation.OTHER_DISTRICT)
    for who in (far, world.who("agency"), world.who("coordinator"), world.who("board")):
        with pytest.raises(NotAllowed):
            actions.ask_help(world["lincoln"], "grants", "?", year=world.year, by=who)
        with pytest.raises(NotAllowed):
            actions.withdraw_request(found, by=who)
    for who in (far, world.who("principal"), world.who("district"), world.who("board")):
        with pytest.raises(NotAllowed):
            actions.log_help(world["lincoln"], GIVEN, year=world.year, by=who)
        with pytest.raises(NotAllowed):
            actions.answer_request(found, GIVEN, by=who)


def test_what_makes_no_sense_is_refused(world):
    lead, principal = world.who("coordinator"), world.who("principal")
    for given in (
        Given("no-such", TODAY, 5), Given("grants", TODAY + timedelta(days=1), 5),
        Given("grants", TODAY, 0), Given("grants", TODAY, 5, "x" * 2001),
    ):  # fmt: skip
        with pytest.raises(NotReady):
            actions.log_help(world["lincoln"], given, year=world.year, by=lead)
    with pytest.raises(NotReady):
        actions.ask_help(world["lincoln"], "grants", "  ", year=world.year, by=principal)
    found = asked(world)
    with pytest.raises(NotReady):
        actions.answer_request(found, Given("grants", TODAY, 5), by=lead)


def test_the_log_holds_meetings_and_help_of_the_month_and_its_files_say_the_same(world, sign_in):
    met(world)
    lead = world.who("coordinator")
    actions.log_help(world["lincoln"], GIVEN, year=world.year, by=lead)
    client, month = sign_in(lead), {"month": "2026-12"}
    lines = queries.log_of(lead, date(2026, 12, 1)).lines
    assert [(one.place, one.minutes) for one in lines] == [
        ("Lincoln School", 45), ("Lincoln School", 25)
    ]  # fmt: skip
    answer = client.get(reverse("meetings:log-file", args=["csv"]), month)
    head, *rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [[str(cell) for cell in one.cells()] for one in lines]
    book = client.get(reverse("meetings:log-file", args=["xlsx"]), month)
    with read_table(io.BytesIO(book.content), name="log.xlsx") as table:
        assert (table.header, [row.cells[1:4] for row in table]) == (
            head, [row[1:4] for row in rows]
        )  # fmt: skip
    assert queries.log_of(lead, date(2026, 11, 1)).lines == []


def test_student_groups_are_counted_of_the_notes_that_the_reader_may_read(world):
    first, second, *_rest = groups()
    met(world, tags=(first,))
    met(world, tags=(first, second), visibility="agency")
    counts = {}
    for role in ("agency", "principal", "board"):
        found = queries.group_counts(seats_of(world.who(role)))
        counts[role] = (found.meetings, *(one.meetings for one in found.rows[:2]))
    assert counts == {"agency": (2, 2, 1), "principal": (1, 1, 0), "board": (0, 0, 0)}
