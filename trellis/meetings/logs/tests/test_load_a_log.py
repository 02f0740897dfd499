"""A log kept elsewhere becomes held meetings and help; the same again changes nothing."""

from datetime import date

import pytest

from tests.cast import TODAY
from trellis.history.models import Entry
from trellis.kit.errors import NotReady, OutOfOrder
from trellis.meetings import rules
from trellis.meetings.actions import hold_meeting
from trellis.meetings.helping.queries import log_of
from trellis.meetings.logs.actions import apply_log, drop_log
from trellis.meetings.logs.tests.filing import LINCOLN, checked, leader, loaded, problems, row
from trellis.meetings.models import (
    Attendance,
    Help,
    LoggedEntry,
    Meeting,
    Note,
    NoteGroup,
    Party,
    StagedEntry,
)
from trellis.meetings.queries import lists, thread
from trellis.meetings.tests.planning import FIRST, planned
from trellis.notices.models import Notice
from trellis.organizations.rules import seats_of

NOV = date(2026, 11, 1)
WHOLE = row(
    came="Principal; ILT", data="Growth is up.", internal="Watch the team.",
    groups="ELs; Children with disabilities",
)  # fmt: skip


def test_a_row_becomes_a_held_meeting_with_its_notes(world, tmp_path):
    source = loaded(tmp_path, WHOLE, by=leader(world))
    assert (source.read, source.written, source.refused) == (1, 1, 0)
    meeting = Meeting.objects.get(imported=True)
    assert (meeting.kind, meeting.state, meeting.minutes) == ("coordinator", "held", 45)
    assert (meeting.month, meeting.year, meeting.led_by) == (NOV, world.year, leader(world))
    assert rules.local_day(meeting.starts_at) == date(2026, 11, 10)
    party = Party.objects.get(meeting=meeting)
    assert (party.organization, party.state, party.month) == (world["lincoln"], "held", NOV)
    notes = Note.objects.filter(party=party).values_list("heading", "visibility", "text")
    assert sorted(notes) == [
        ("data", "shared", "Growth is up."), ("planning", "agency", "Watch the team."),
    ]  # fmt: skip
    tagged = NoteGroup.objects.filter(note__party=party).values_list("note__heading", "group")
    assert sorted(tagged) == [("data", "children-with-disabilities"), ("data", "english-learners")]
    assert meeting.logged.roles == ["principal", "team"]


def test_who_came_is_known_by_roles_or_number_or_not_at_all(world, tmp_path):
    rows = [row("2026-11-10", came="Principal"), row("2026-11-11", came=4), row("2026-11-12")]
    loaded(tmp_path, *rows, by=leader(world))
    came = LoggedEntry.objects.order_by("line").values_list("roles", "heads")
    assert list(came) == [(["principal"], None), ([], 4), ([], None)]
    people = Attendance.objects.filter(party__meeting__imported=True)
    assert {(one.person, one.role, one.attended) for one in people} == {
        (leader(world), "coordinator", True)
    }


def test_a_row_of_help_becomes_help_given(world, tmp_path):
    loaded(tmp_path, row(kind="Grant help", minutes=20, notes="Page four."), by=leader(world))
    given = Help.objects.get()
    assert (given.kind, given.minutes, given.text) == ("grants", 20, "Page four.")
    assert (given.by, given.imported, given.on) == (leader(world), True, date(2026, 11, 10))


def test_the_same_file_again_writes_nothing_even_after_notes_were_edited(world, tmp_path):
    rows = [WHOLE, row(kind="Grant help", minutes=20)]
    loaded(tmp_path, *rows, by=leader(world))
    Note.objects.filter(heading="data").update(text="Edited since.")
    entries = Entry.objects.count()
    again = loaded(tmp_path, *rows, by=leader(world))
    assert (again.read, again.written, again.refused) == (2, 0, 0)
    assert again.counts["unchanged"] == 2
    assert (Meeting.objects.filter(imported=True).count(), Help.objects.count()) == (1, 1)
    assert Entry.objects.count() == entries


def test_nobody_is_told_and_no_task_is_on_time(world, tmp_path):
    before = Notice.objects.count()
    loaded(tmp_path, row("2026-11-10"), row("2026-11-24"), by=leader(world))
    assert Notice.objects.count() == before


def test_past_meetings_count_in_the_month_and_in_what_the_school_grows_in(world, tmp_path):
    loaded(tmp_path, row("2026-11-10"), by=leader(world))
    seats = seats_of(leader(world))
    months = lists.months_of(world["lincoln"], world.year, seats)
    november = next(one for one in months if one.month == NOV)
    assert [one.words for one in november.counts] == ["1 of 2 November meetings"]
    grown = thread.thread_of(world["lincoln"], world.year, seats)
    assert [len(one.parties) for one in grown if one.month == NOV] == [1]
    lines = log_of(leader(world), NOV).lines
    assert [(one.on, one.code, one.minutes, one.imported) for one in lines] == [
        (date(2026, 11, 10), LINCOLN, 45, True)
    ]


def test_a_meeting_that_stands_there_already_is_not_written_twice(world, tmp_path):
    hold_meeting(planned(world, at=FIRST), by=leader(world))
    source = loaded(tmp_path, row("2026-11-10"), row("2026-11-11"), by=leader(world), skip_bad=True)
    assert problems(source) == [(2, "Date", (
        "stands here already, with other facts. Change it on its page, or take the line out."
    ))]  # fmt: skip
    assert source.written == 1


def test_a_line_that_repeats_another_counts_once_and_two_tales_of_a_meeting_are_both_wrong(
    world, tmp_path
):
    same, other = row("2026-11-10"), row("2026-11-11")
    told = row("2026-11-11", minutes=30)
    source = checked(tmp_path, same, same, other, told, by=leader(world))
    assert (source.counts["merged"], source.counts["meeting"], source.refused) == (1, 1, 2)
    text = "tells of the same meeting as line {}, with other facts. Keep the right one."
    assert problems(source) == [(4, "Date", text.format(5)), (5, "Date", text.format(4))]


def test_a_bad_row_holds_the_file_back_unless_it_is_left_out_on_purpose(world, tmp_path):
    source = checked(tmp_path, row(), row("soon"), by=leader(world))
    with pytest.raises(NotReady, match="1 rows are refused"):
        apply_log(source, by=leader(world))
    assert not Meeting.objects.filter(imported=True).exists()
    assert apply_log(source, by=leader(world), skip_bad=True) == 1
    assert not StagedEntry.objects.exists()


@pytest.mark.parametrize("end", [apply_log, drop_log])
def test_a_log_is_applied_or_dropped_once(world, tmp_path, end):
    source = checked(tmp_path, row(), by=leader(world))
    end(source, by=leader(world))
    for again in (apply_log, drop_log):
        with pytest.raises(OutOfOrder, match="was applied or dropped before"):
            again(source, by=leader(world))
    assert Meeting.objects.filter(imported=True).count() == (end is apply_log)


def test_a_log_is_not_applied_to_other_meetings_than_it_was_checked_with(world, tmp_path):
    source = checked(tmp_path, row(), by=leader(world))
    planned(world, at=FIRST)
    with pytest.raises(OutOfOrder, match="Check it again"):
        apply_log(source, by=leader(world))
    source.refresh_from_db()
    assert (source.state, Meeting.objects.filter(imported=True).count()) == ("checked", 0)


def test_two_files_with_the_same_line_write_it_once(world, tmp_path):
    first = checked(tmp_path, row(), by=leader(world))
    agency = checked(tmp_path, row(leader=leader(world).email), by=world.who("agency"))
    apply_log(first, by=leader(world))
    with pytest.raises(OutOfOrder, match="Check it again"):
        apply_log(agency, by=world.who("agency"))
    assert Meeting.objects.filter(imported=True).count() == 1


def test_what_was_written_stands_in_the_history_without_what_was_said(world, tmp_path):
    loaded(tmp_path, WHOLE, by=leader(world))
    meeting = Meeting.objects.get(imported=True)
    entry = Entry.objects.get(subject=f"meeting:{meeting.pk}")
    assert (entry.verb, entry.acting_as) == ("imported", "test")
    assert entry.after == {
        "kind": "coordinator", "on": "2026-11-10", "minutes": 45, "file": "log.xlsx", "line": 2,
    }  # fmt: skip
    assert Entry.objects.filter(verb="imported", subject__startswith="import:").count() == 1
    assert rules.local_day(meeting.starts_at) <= TODAY
