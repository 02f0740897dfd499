"""Layouts are data of the program: checked when it is installed, and of any state."""

import csv
from datetime import date
from io import StringIO

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from tests.cast import TODAY
from trellis.kit.tables import Unreadable
from trellis.meetings.logs.actions import apply_log, check_log
from trellis.meetings.logs.pack_checks import log_complaints
from trellis.meetings.logs.schema import LogLayout
from trellis.meetings.logs.tests.filing import filed, leader, problems, row
from trellis.meetings.models import Help, LoggedEntry, Meeting, Note, Party
from trellis.meetings.schema import Meetings

USUAL = {"code": "ours", "name": "Ours", "columns": {
    "code": ["Code"], "date": ["Date"], "kind": ["Kind"],
}}  # fmt: skip
WRONG = {
    "no place": ({"columns": {"date": ["Date"], "kind": ["Kind"]}}, 'the column "code" is missing'),
    "no kind": ({"columns": {"code": ["C"], "date": ["D"]}}, 'the column "kind" is missing'),
    "district alone": (
        {"columns": USUAL["columns"] | {"district": ["District"]}},
        "a district's name says nothing without the column of the school's name",
    ),
    "two columns": (
        {"notes": [{"titles": ["kind"], "under": ["data"]}]}, '"kind" already stands for kind',
    ),
    "kind": ({"kinds": {"coordinatr": ["X"]}},
             'kind of meeting "coordinatr" is not in meetings.yaml; did you mean "coordinator"?'),
    "confidential": ({"kinds": {"leader-coaching": ["X"]}},
                     "meetings of form coaching never come from files"),
    "two kinds": ({"kinds": {"coordinator": ["Call"]}, "help_kinds": {"grants": ["call"]}},
                  '"call" already stands for coordinator'),
    "help": ({"help_kinds": {"grant": ["X"]}},
             'kind of help "grant" is not in meetings.yaml; did you mean "grants"?'),
    "usual": ({"default_kind": "x"}, 'kind "x" is not in meetings.yaml'),
    "heading": ({"notes": [{"titles": ["N"], "under": ["x"]}]},
                'heading "x" is not in meetings.yaml'),
    "two notes": ({"notes": [{"titles": ["N"], "under": ["data"]},
                             {"titles": ["M"], "under": ["data"]}]},
                  'another column leads to heading "data" of "coordinator" already'),
    "role": ({"roles": {"princpal": ["P"]}},
             'role "princpal" is not in roles.yaml; did you mean "principal"?'),
    "separator": ({"separator": " "}, "the separator can't be blank"),
    "mark": ({"mark": "ours"}, "mark ours needs a reason"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_layout_that_cannot_work_is_told(world, name):
    change, text = WRONG[name]
    layout = LogLayout.model_validate(USUAL | change)
    told = world.program.section("meetings", Meetings)
    told = told.model_copy(update={"log_layouts": [layout]})
    assert [one.text for one in log_complaints(told, world.program)] == [text]


def visits(folder, *rows):
    """The second pack's visit book: its sheet comes second, its header third."""
    path = folder / "visits.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Cover").write(0, 0, "Day")
    page = book.add_worksheet("visits ")
    page.merge_range(0, 0, 0, 4, "Visits of the year")
    for line, cells in enumerate(rows, start=2):
        page.write_row(line, 0, cells)
    book.close()
    return path


HEAD = ["Día", "Campus", "Area", "Qué", "Horas", "Quién fue", "Personas", "Next", "For the unit"]


def test_another_state_reads_its_own_book_by_sheet_day_first_and_hours(prairie, tmp_path):
    lead = prairie.who("network-lead")
    place = ["Lincoln School", "Birch district"]
    path = visits(
        tmp_path,
        HEAD,
        ["03/11/2026", *place, "Visita", 1.5, lead.name, 6, "Try it", "Quiet"],
        ["04/11/2026", *place, "Money call", "0.5", lead.email, "", "About funds"],
    )
    source = check_log(path, name="visits.xlsx", by=None, on=TODAY)
    assert (source.layout, problems(source)) == ("visit-book", [])
    assert apply_log(source, by=None) == 2
    meeting = Meeting.objects.get(imported=True)
    assert (meeting.kind, meeting.minutes, meeting.starts_at.date()) == (
        "campus-visit", 90, date(2026, 11, 3),
    )  # fmt: skip
    notes = Note.objects.values_list("heading", "visibility", "text")
    assert sorted(notes) == [("seen", "agency", "Quiet"), ("try-next", "shared", "Try it")]
    assert (LoggedEntry.objects.get(meeting=meeting).heads, Help.objects.get().minutes) == (6, 30)


def test_a_layout_with_one_kind_needs_no_column_of_it(prairie, tmp_path):
    path = tmp_path / "desk.csv"
    advisor = prairie.who("unit-advisor")
    with path.open("w", newline="") as file:
        told = csv.writer(file)
        told.writerow(["Key", "On", "Min", "Advisor", "Asked"])
        told.writerow([prairie["lincoln"].code, "2026-11-03", 15, advisor.email, "How?"])
    source = check_log(path, name="desk.csv", by=advisor, on=TODAY)
    assert (source.layout, problems(source)) == ("desk-book", [])
    apply_log(source, by=advisor)
    assert Party.objects.get(meeting__imported=True).kind == "desk-hours"


def test_no_layout_fits_names_what_the_first_one_misses(prairie, tmp_path):
    with pytest.raises(Unreadable, match="No layout fits this file. The workbook has no sheet"):
        check_log(filed(tmp_path, [["x"]], ["Day"]), name="x", by=None, on=TODAY)


def run(*arguments: object) -> list[str]:
    told = StringIO()
    call_command("import_meetings", *map(str, arguments), stdout=told)
    return told.getvalue().splitlines()


def test_the_command_tells_what_it_would_write_and_writes_it(world, tmp_path):
    good = row(leader=leader(world).email)
    path = filed(tmp_path, [good, row("soon", leader=leader(world).email)])
    with pytest.raises(CommandError, match="Mend the rows, or add --skip-bad"):
        run(path)
    wrong = "Line 3, column “Date”: “soon” is not a day. Write it as 2026-07-01."
    assert run(path, "--dry-run") == [
        wrong, "Meetings to add: 1", "Nothing was written: this was a dry run.",
        "2 read, 0 written, 1 refused",
    ]  # fmt: skip
    assert run(path, "--skip-bad", "--layout", "coordinator-log")[-1] == (
        "2 read, 1 written, 1 refused"
    )
    assert run(path, "--skip-bad")[-2:] == ["Unchanged: 1", "2 read, 0 written, 1 refused"]
