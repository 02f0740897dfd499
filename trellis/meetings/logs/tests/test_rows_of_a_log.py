"""Each row that can't be read says where, what is wrong, and how to mend it; odd files as well."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from tests.cast import TODAY
from trellis.kit.names import sort_key
from trellis.kit.tables import Unreadable
from trellis.meetings.logs.actions import check_log
from trellis.meetings.logs.tests.filing import (
    HEADER,
    LINCOLN,
    checked,
    leader,
    problems,
    row,
)
from trellis.meetings.models import StagedEntry
from trellis.organizations.models import Appointment, Import

NEVER = (
    "Meetings of this kind never come from files: what is confidential, or a team’s own, stays with"
    " those who were there. Take the line out."
)
BAD = {
    "no day": (row(""), "Date", "has no day. Fill it in, or take the line out."),
    "no date": (row("soon"), "Date", "“soon” is not a day. Write it as 2026-07-01."),
    "no such day": (row("2/30/2026"), "Date", "“2/30/2026” is not a day. Write it as 2026-07-01."),
    "before all": (row("1/1/0026"), "Date", "“1/1/0026” is not a day. Write it as 2026-07-01."),
    "to come": (row("2026-12-04"), "Date", "has not come yet. Plan the meeting instead, or correct"
                                           " the day."),
    "no school": (row(code=""), "School code", "says no school. Fill it in, or take the line out."),
    "unknown": (row(code="NOWHERE-1"), "School code", "No organization has the code NOWHERE-1."
                                                      " Correct it, or load the directory first."),
    "lost zeros": (row(code=42), "School code", "No organization has the code 42. It is stored as a"
                   " number and may have lost zeros: format the column as text."),
    "changed code": (row(code="OLD-1", school="Lincoln  school", district="Birch District"),
                     "School code", "No organization has the code OLD-1. Lincoln School has the"
                     f" code {LINCOLN} now: write that one."),
    "closed": (row("2026-11-10", code="CAST-MILL"), "School code",
               "Mill School closed on Sat, Aug 1, 2026. Correct the day or the school."),
    "office": (row(code="CAST-NORTH"), "School code",
               "North office is neither a school nor a district."),
    "no kind": (row(kind=""), "Type", "says no kind. Fill it in."),
    "odd kind": (row(kind="Chek-in"), "Type", "“Chek-in” is not known. The nearest is “Coordinator"
                                              " meeting”."),
    "confidential": (row(kind="Confidential coaching"), "Type",
                     NEVER),
    "a team's": (row(kind="team-meeting"), "Type",
                 NEVER),
    "length": (row(minutes="long"), "Minutes", "“long” is no length. Write 45, or 0:45."),
    "a day long": (row(minutes=1440), "Minutes", "is 1440 minutes; it takes from 5 to 600. Correct"
                                                 " it."),
    "help without": (row(kind="Grant help", minutes=""), "Minutes",
                     "is empty. Say how many minutes the help took."),
    "a principal": (row(leader="{principal}"), "Coordinator", "“{principal}” is nobody here who led"
                    " such meetings. Correct the name, or load the person with that role first."),
    "role": (row(came="Janitor"), "Who came", "“Janitor” is not known. Known are: "),
    "group": (row(groups="ELz", notes="x"), "Student groups",
              "“ELz” is not known. The nearest is “English learners”."),
    "groups alone": (row(groups="ELs"), "Student groups",
                     "Student groups stand with a note. Write the note, or empty this cell."),
    "no heading": (row(kind="Office hours", data="x"), "Data",
                   "A meeting of this kind has no such heading. Move the text to another column."),
    "agency's help": (row(kind="Grant help", internal="x"), "Internal notes",
                      "Help has no notes for the agency only: the school reads what it was about."
                      " Empty this cell."),
    "too long": (row(notes="x" * 8001), "Notes", "is longer than 8,000 characters. Shorten it."),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_row_that_cannot_be_read_says_where_and_how_to_mend_it(world, tmp_path, name):
    told, column, text = BAD[name]
    principal = world.who("principal").name
    told = [principal if cell == "{principal}" else cell for cell in told]
    if "leader" not in name and told[6] == "":
        told[6] = leader(world).name
    source = checked(tmp_path, told, row("2026-11-02"), by=world.who("agency"), **{})
    found = [one for one in problems(source) if one[0] == 2]
    assert [(line, where) for line, where, _text in found] == [(2, column)]
    assert found[0][2].startswith(text.replace("{principal}", principal))


def staged_days() -> list[date]:
    return list(StagedEntry.objects.order_by("line").values_list("on", flat=True))


@pytest.mark.parametrize("since_1904", [False, True])
def test_days_are_read_as_text_as_dates_and_as_numbers_of_either_count(world, tmp_path, since_1904):
    path = tmp_path / "days.xlsx"
    options = {"default_date_format": "d mmm yyyy", "date_1904": since_1904}
    book = xlsxwriter.Workbook(path, options)
    page = book.add_worksheet()
    page.write_row(0, 0, ["School code", "Type", "Date"])
    count = (date(2026, 11, 5) - (date(1904, 1, 1) if since_1904 else date(1899, 12, 30))).days
    days = ["11/2/2026", "November 3, 2026", date(2026, 11, 4), count, "2026-11-06 09:30:00"]
    for line, day in enumerate(days, start=1):
        page.write_row(line, 0, [LINCOLN, "Check-in"])
        page.write(line, 2, day)
    book.close()
    check_log(path, name="days.xlsx", by=leader(world), on=TODAY)
    assert staged_days() == [date(2026, 11, number) for number in range(2, 7)]


def test_titles_above_merged_cells_formulas_and_blank_rows_are_taken_as_they_stand(world, tmp_path):
    path = tmp_path / "odd.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, ["School code", "Type", "Date", "Minutes"])
    page.merge_range(2, 0, 3, 0, LINCOLN)
    page.write_row(2, 1, ["Check-in", "2026-11-10"])
    page.write_formula(2, 3, "=15*2", value=30)
    page.write_row(3, 1, ["Check-in", "2026-11-11"])
    page.write_row(6, 0, [f"  {LINCOLN} ", "check  IN", "2026-11-12"])
    page.write_formula(6, 3, "=1/0", value="#DIV/0!")
    book.close()
    source = check_log(path, name="odd.xlsx", by=leader(world), on=TODAY)
    rows = StagedEntry.objects.order_by("line").values_list("line", "minutes")
    assert problems(source) == [
        (4, "School code", "says no school. Fill it in, or take the line out."),
    ]
    assert list(rows) == [(3, 30), (7, 60)]  # an error in a formula is an empty cell


def test_people_and_schools_are_found_however_their_names_are_spaced(world, tmp_path):
    first, _space, last = leader(world).name.partition(" ")
    named = {"code": "", "school": " lincoln   SCHOOL ", "district": "birch district"}
    rows = [
        row("2026-11-10", **named, leader=f"{last},  {first} "),
        row("2026-11-11", **named, leader=f"{leader(world).name} <{leader(world).email.upper()}>"),
    ]
    source = checked(tmp_path, *rows, by=None)
    assert problems(source) == []
    assert {one.leader for one in StagedEntry.objects.all()} == {leader(world)}


def test_a_name_that_two_schools_or_two_people_have_is_not_guessed(world, tmp_path):
    adams = world["adams"]
    adams.name, adams.sort_name = "Lincoln School", sort_key("Lincoln School")
    adams.save()
    twin = world.persons["stranger"]
    twin.name, twin.sort_name = leader(world).name, leader(world).sort_name
    twin.save()
    Appointment.objects.create(
        person=twin, role="coordinator", organization=world["state"], starts=date(2026, 7, 1)
    )
    alone = row(code="", school="Lincoln School", leader=leader(world).email)
    source = checked(tmp_path, alone, row(leader=leader(world).name), by=None)
    assert problems(source) == [
        (2, "School", "More than one school is called “Lincoln School”. Write the school’s code, or"
                      " its district beside it."),
        (3, "Coordinator", f"More than one person is called “{leader(world).name}”. Write the email"
                           " address."),
    ]  # fmt: skip


def zipped() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("notes.txt", "x")
    return target.getvalue()


REFUSED = {
    b"": "The file is empty.",
    b"\x7fELF\x00\x00": "This is not a text table.",
    b"PK\x03\x04broken": "The workbook is damaged",
    zipped(): "This is a ZIP file, not an Excel workbook.",
    b"Name,Day\nx,y\n": "The file has no column “Date” or “Meeting date” or “Day”",
}


@pytest.mark.parametrize("content", REFUSED)
def test_a_file_that_is_no_log_is_refused_as_a_whole(world, tmp_path, content):
    path = tmp_path / "log.xlsx"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        check_log(path, name="log.xlsx", by=leader(world), on=TODAY)
    assert REFUSED[content][:20] in str(refused.value) or "column" in str(refused.value)
    assert [one.state for one in Import.objects.filter(kind="meetings")] == ["dropped"]


def test_a_csv_that_is_called_a_workbook_is_read_as_what_it_is(world, tmp_path):
    path = tmp_path / "log.xlsx"
    path.write_text(f"School code;Type;Date;Weather\n{LINCOLN};Check-in;11/10/2026;Rain\n")
    source = check_log(path, name="log.xlsx", by=leader(world), on=TODAY)
    assert (source.read, source.refused, staged_days()) == (1, 0, [date(2026, 11, 10)])
    assert "Columns that are not read: Weather." in source.notes


def test_an_unknown_layout_is_named_with_those_there_are(world, tmp_path):
    with pytest.raises(Unreadable, match="There is no layout “x”. There are: coordinator-log."):
        checked(tmp_path, row(), by=leader(world), layout="x")


def test_lengths_are_read_in_minutes_in_hours_and_as_a_clock(world, tmp_path):
    said = [45, "45 min", "1:30", "1.5 h", ""]
    rows = [row(f"2026-11-{day:02}", minutes=one) for day, one in enumerate(said, start=10)]
    source = checked(tmp_path, *rows, by=leader(world))
    minutes = StagedEntry.objects.order_by("line").values_list("minutes", flat=True)
    assert list(minutes) == [45, 45, 90, 90, 60]
    assert source.notes == ["One meeting says no length; it gets the usual one of its kind."]


def test_ten_thousand_rows_are_checked_with_progress(world, tmp_path):
    steps: list[tuple[int, int]] = []
    rows = [
        row(f"{2000 + number // 300}-{1 + number % 300 // 25:02}-{1 + number % 25:02}")
        for number in range(6_000)
    ]
    rows += [row("2026-11-10", kind="Grant help", minutes=5, notes=str(one)) for one in range(4000)]
    source = checked(
        tmp_path, *rows, by=leader(world), progress=lambda _s, done, of: steps.append((done, of))
    )
    assert (source.read, source.refused, StagedEntry.objects.count()) == (10_000, 0, 10_000)
    assert steps[:2] == [(0, 10_000), (500, 10_000)]
    assert len(HEADER) == len(rows[0])
