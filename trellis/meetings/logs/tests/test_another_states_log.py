"""Another state reads its own books: other sheets, words, hours, and the day first."""

import csv
from datetime import date

import pytest
import xlsxwriter

from tests.cast import TODAY
from trellis.kit.tables import Unreadable
from trellis.meetings.logs.actions import apply_log, check_log
from trellis.meetings.logs.tests.filing import filed, problems
from trellis.meetings.models import Help, LoggedEntry, Meeting, Note, Party

PACK = "prairie"


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


def test_another_state_reads_its_own_book_by_sheet_day_first_and_hours(world, tmp_path):
    lead = world.who("network-lead")
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


def test_a_layout_with_one_kind_needs_no_column_of_it(world, tmp_path):
    path = tmp_path / "desk.csv"
    advisor = world.who("unit-advisor")
    with path.open("w", newline="") as file:
        told = csv.writer(file)
        told.writerow(["Key", "On", "Min", "Advisor", "Asked"])
        told.writerow([world["lincoln"].code, "2026-11-03", 15, advisor.email, "How?"])
    source = check_log(path, name="desk.csv", by=advisor, on=TODAY)
    assert (source.layout, problems(source)) == ("desk-book", [])
    apply_log(source, by=advisor)
    assert Party.objects.get(meeting__imported=True).kind == "desk-hours"


def test_no_layout_fits_names_what_the_first_one_misses(world, tmp_path):
    with pytest.raises(Unreadable, match="No layout fits this file. The workbook has no sheet"):
        check_log(filed(tmp_path, [["x"]], ["Day"]), name="x", by=None, on=TODAY)
