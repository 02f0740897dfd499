"""What a file of designations becomes, and what is said of its mistakes."""

import gzip
import io
from datetime import date

import pytest
import xlsxwriter

from trellis.designations.actions import import_release
from trellis.designations.models import Designation, Release
from trellis.history import queries as history
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.tables import Unreadable
from trellis.organizations.models import Organization
from trellis.programs.models import ProgramYear

pytestmark = pytest.mark.django_db

GOOD = (
    "NF-214-S01,Aspen,renewing,lower,Finish | results,ML|Newcomers,45.3%,<5",
    "NF214S01,Aspen,STEADY,upper,,,,",
    'NF214S02,Birch,Renewing campus,,All,,"1,234",*',
    "NF214S03,Cedar,Referente,,,,.5,N/A",
)


def read(path, by=None, year=2026, **more):
    return import_release(path, year=year, name=path.name, by=by, **more)


def rows(release: Release) -> list[tuple[object, ...]]:
    fields = ("organization__code", "kind", "label", "band", "reasons", "groups", "indicators")
    return list(release.designations.order_by("organization__code", "band").values_list(*fields))


def problems(path, **more) -> list[tuple[int, str, str, str]]:
    found = read(path, **more).reading.problems
    return [(one.line, one.column, one.what, one.text) for one in found]


# long: a whole file and all that is stored of it
def test_a_file_becomes_a_draft_with_the_words_of_its_period(desk, file):
    outcome = read(file(*GOOD), by=desk)
    release = outcome.release
    assert release is not None
    assert (release.state, release.vocabulary, release.source) == (
        "draft",
        "rings",
        "standings.csv",
    )
    assert (str(release.year), release.title) == ("2026–27", "Designations 2026–27")
    assert outcome.line() == "4 read, 4 written, 0 refused"
    assert rows(release) == [
        (
            "NF214S01",
            "renewing",
            "renewing",
            "lower",
            ["finishing", "results"],
            ["multilingual", "newcomers"],
            {
                "reading": {"text": "45.3%", "value": 45.3},
                "belonging": {"text": "<5", "value": None},
            },
        ),
        ("NF214S01", "steady", "STEADY", "upper", [], [], {}),
        (
            "NF214S02",
            "renewing",
            "Renewing campus",
            "",
            ["results"],
            [],
            {
                "reading": {"text": "1,234", "value": 1234.0},
                "belonging": {"text": "*", "value": None},
            },
        ),
        (
            "NF214S03",
            "leading",
            "Referente",
            "",
            [],
            [],
            {
                "reading": {"text": ".5", "value": 0.5},
                "belonging": {"text": "N/A", "value": None},
            },
        ),
    ]


def test_the_year_or_the_date_of_the_file_chooses_the_words(prairie, file):
    path = file("NF214S01,,Green,,,,,", "NF214S02,,amber,,,,,")
    kinds = [row[1] for row in rows(read(path, year=2025).release)]
    assert kinds == ["steady", "watch"]
    assert read(path, year=2026).reading.refused == 2
    assert read(path, year=2026, as_of=date(2026, 7, 31), dry_run=True).reading.refused == 0


def test_a_year_without_words_is_refused_as_a_whole(prairie, file):
    with pytest.raises(NotReady, match=r"^The pack has no designations for Sun, Aug 1, 2021\. It"):
        read(file(*GOOD), year=2021)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "NF214S01,,Renewin,,,,,",
            ("Standing", "label", "“Renewin” is no designation of this period. The nearest is"
             " “Renewing”."),
        ),
        (
            "NF214S01,,Zzz,,,,,",
            ("Standing", "label", "“Zzz” is no designation of this period. Known are: Leading,"
             " Steady, Renewing, Area in renewal."),
        ),
        ("NF214S01,,,,,,,", ("Standing", "label", "The designation is missing. Add it.")),
        (",Aspen,Steady,,,,,", ("Key", "code", "The code is missing. Add it.")),
        (
            "NF214S99,,Steady,,,,,",
            ("Key", "code", "No organization has the code NF214S99. Mend it or load the directory"
             " first."),
        ),
        (
            "NF214D00,,Steady,,,,,",
            ("Key", "code", "NF214D00 is North Fork Area, not a school; this layout is for"
             " schools."),
        ),
        (
            "NF214S01,,Steady,middle,,,,",
            ("Years", "band", "“middle” is no grade band of this period. Known are: Lower years,"
             " Upper years."),
        ),
        (
            "NF214S01,,Steady,,All|Wether,,,",
            ("Because of", "reason", "“Wether” is no reason of this period. Known are: Results of"
             " all students, Too few finish."),
        ),
        (
            "NF214S01,,Steady,,,Newcomer,,",
            ("For", "group", "“Newcomer” is no student group of this period. The nearest is"
             " “Newcomers”."),
        ),
        (
            "NF214S01,,Steady,,,,about half,",
            ("Reads well", "indicator", "“about half” is no number or percentage. Write it as 45.3"
             " or 45.3%."),
        ),
    ],
)  # fmt: skip
def test_a_wrong_row_is_reported_with_line_column_and_how_to_mend_it(prairie, file, row, problem):
    path = file("NF214S02,,Steady,,,,,", row)
    assert problems(path) == [(3, *problem)]
    assert Release.objects.count() == 0


def test_a_closed_organization_is_reported_from_the_day_it_closed(prairie, file):
    Organization.objects.filter(code="NF214S01").update(closed_on=date(2026, 10, 1))
    path = file("NF214S01,,Steady,,,,,")
    text = "Aspen Campus closed on Thu, Oct 1, 2026. Leave the row out or correct the code."
    assert problems(path) == [(2, "Key", "closed", text)]
    assert problems(path, as_of=date(2026, 9, 30), dry_run=True) == []


def test_two_rows_that_contradict_each_other_are_both_refused(prairie, file):
    path = file("NF214S01,,Steady,,,,,", "NF214S01,,Leading,,,,,", "NF214S01,,Steady,,,,,", GOOD[3])
    said = "Aspen Campus stands in line {} too, with other content. Keep the right one."
    assert problems(path) == [
        (2, "Key", "duplicate", said.format(3)),
        (3, "Key", "duplicate", said.format(2)),
        (4, "Key", "duplicate", said.format(2)),
    ]
    outcome = read(path, skip_bad=True)
    assert outcome.line() == "4 read, 1 written, 3 refused"


def test_a_row_repeated_exactly_counts_once(prairie, file):
    outcome = read(file(GOOD[3], GOOD[3]))
    assert outcome.line() == "2 read, 1 written, 0 refused"
    assert outcome.reading.notes == ["One row repeats another one exactly; it counts once."]


def test_good_rows_are_written_without_the_bad_ones_only_on_purpose(prairie, file):
    path = file(*GOOD, "NF214S99,,Steady,,,,,")
    assert read(path).line() == "5 read, 0 written, 1 refused"
    outcome = read(path, skip_bad=True)
    assert (outcome.line(), Designation.objects.count()) == ("5 read, 4 written, 1 refused", 4)
    assert outcome.release.report["problems"][0]["said"] == "NF214S99"


def test_the_same_file_again_writes_nothing(desk, file):
    first = read(file(*GOOD), by=desk).release
    before = Release.objects.values().get()
    again = read(file(*reversed(GOOD), name="other.csv"), by=desk)
    assert (again.release, again.line()) == (first, "4 read, 0 written, 0 refused")
    assert Release.objects.values().get() == before
    assert len(history.of(f"release:{first.pk}").entries) == 1


def test_another_file_replaces_the_draft(desk, file):
    first = read(file(*GOOD), by=desk).release
    second = read(file("NF214S04,,Steady,,,,,"), by=desk).release
    assert second == first
    assert [row[0] for row in rows(second)] == ["NF214S04"]
    entries = history.of(f"release:{first.pk}").entries
    assert [(entry.verb, (entry.after or {})["designations"]) for entry in entries] == [
        ("imported", 1),
        ("imported", 4),
    ]


def test_another_title_or_year_is_another_release(prairie, file):
    path = file("NF214S01,,Steady,,,,,")
    for year, title in ((2026, ""), (2026, "Areas"), (2027, "")):
        read(path, year=year, title=title)
    assert Release.objects.count() == 3


def test_a_dry_run_writes_nothing_at_all(prairie, file):
    outcome = read(file(*GOOD), dry_run=True)
    assert outcome.line() == "4 read, 0 written, 0 refused"
    assert (Release.objects.count(), ProgramYear.objects.count()) == (0, 0)


def test_a_file_without_anything_to_import_makes_no_draft(prairie, file):
    with pytest.raises(NotReady, match="holds no designation"):
        read(file("NF214S99,,Steady,,,,,"), skip_bad=True)
    assert Release.objects.count() == 0


def test_a_published_release_is_never_replaced(prairie, file):
    release = read(file(*GOOD)).release
    Release.objects.update(state=Release.State.PUBLISHED)
    assert read(file(*GOOD)).written == 0
    with pytest.raises(OutOfOrder, match="is published already"):
        read(file("NF214S04,,Steady,,,,,"))
    assert len(rows(release)) == 4


@pytest.mark.parametrize("year", [0, 26, 20_266])
def test_a_year_has_four_digits(prairie, file, year):
    with pytest.raises(NotReady, match="four digits"):
        read(file(*GOOD), year=year)


def test_who_does_not_prepare_releases_cannot_import(head, file):
    with pytest.raises(NotAllowed):
        read(file(*GOOD), by=head)
    assert Release.objects.count() == 0


def test_the_layout_for_districts_takes_districts_only(prairie, file):
    path = file("NF214D00,Area in renewal", "NF214S01,Steady", header="Area key,Area standing")
    text = "NF214S01 is Aspen Campus, not a district; this layout is for districts."
    assert problems(path) == [(3, "Area key", "code", text)]
    assert read(path, skip_bad=True).reading.layout == "area-standings"


def test_a_file_that_fits_no_layout_says_which_there_are(prairie, file):
    with pytest.raises(Unreadable, match=r"^No layout fits this file\. .*Standings of areas"):
        read(file("1,2", header="A,B"))
    with pytest.raises(Unreadable, match="There is no layout “x”. There are: standings, area"):
        read(file(*GOOD), layout="x")


def workbook(*lines: list[object]) -> io.BytesIO:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([["Key", "Standing"], *lines]):
            sheet.write_row(number, 0, line)
    return out


def test_a_workbook_and_a_packed_file_read_alike(prairie, file):
    packed = io.BytesIO(gzip.compress(file("NF214S01,,Steady,,,,,").read_bytes()))
    kept = [
        import_release(one, year=2026, name="a", by=None, dry_run=True).reading.digest
        for one in (packed, workbook(["NF214S01", "Steady"]))
    ]
    assert kept[0] == kept[1]


def test_a_code_stored_as_a_number_is_not_guessed(prairie):
    Organization.objects.filter(code="NF214S01").update(code="0214")
    outcome = import_release(workbook([214, "Steady"]), year=2026, name="a", by=None)
    assert [problem.text for problem in outcome.reading.problems] == [
        "No organization has the code 214. It is stored as a number and may have lost zeros:"
        " format the column as text."
    ]
