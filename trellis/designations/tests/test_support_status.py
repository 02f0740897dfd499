"""Support statuses of earlier cohorts come in from a file; what is wrong is told by its place."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from django.core.management import call_command
from django.urls import reverse

from tests import cast
from tests.visits import read, sign_in_as
from trellis.designations.models import Release, SupportStatus
from trellis.designations.support.actions import import_support_status
from trellis.designations.support.queries import current_statuses
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady
from trellis.kit.tables import Unreadable

OPEN_YEAR = False
HEADER = ["Code", "Status", "Cohort", "Term", "Reasons"]
GRANT = ["CAST-GRANT", "Comprehensive Support", "2019", "Year 1B", "Low graduation"]
HYDE_LINE = ["CAST-LINCOLN", "TSI", "2024", "Implementation Year 1", ""]


def csv(*rows: list[str]) -> io.BytesIO:
    return io.BytesIO("\n".join(",".join(row) for row in [HEADER, *rows]).encode())


def xlsx(*rows: list[str]) -> io.BytesIO:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for number, row in enumerate([HEADER, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    file.seek(0)
    return file


def load(world, file, **more):
    more = {"year": 2025, "name": "status.csv", "by": world.publisher, **more}
    return import_support_status(file, **more)


def stored() -> dict[str, list[object]]:
    return {
        name: told
        for name, *told in SupportStatus.objects.values_list(
            "organization__name", "year__start", "kind", "cohort", "term", "reasons"
        )
    }


@pytest.mark.parametrize("make", [csv, xlsx])
def test_words_of_any_period_and_terms_are_understood(world, make):
    outcome = load(world, make(GRANT, HYDE_LINE))
    assert outcome.line() == "2 read, 2 written, 0 refused"
    assert stored() == {
        "Grant School": [2025, "comprehensive", 2019, "year-1b", ["low-graduation"]],
        "Lincoln School": [2025, "targeted", 2024, "year-1", []],
    }


def test_the_same_file_again_writes_nothing_and_a_changed_row_only_itself(world):
    load(world, csv(GRANT, HYDE_LINE))
    assert load(world, csv(GRANT, HYDE_LINE)).line() == "2 read, 0 written, 0 refused"
    later = [*HYDE_LINE[:3], "Year 2", ""]
    assert load(world, csv(GRANT, later)).line() == "2 read, 1 written, 0 refused"
    assert Entry.objects.filter(verb="imported support statuses").count() == 2


BAD = {
    "code": (["CAST-NO", *GRANT[1:]], "column “Code”: No organization has the code CAST-NO"),
    "kind": ([GRANT[0], "Comprehensiv", *GRANT[2:]], "“Comprehensiv” is no status of this period"),
    "cohort": ([*GRANT[:2], "19", *GRANT[3:]], "Write the cohort as four digits"),
    "later": ([*GRANT[:2], "2026", *GRANT[3:]], "The cohort can’t begin after the year 2025"),
    "term": ([*GRANT[:3], "Year 9", ""], "“Year 9” is no term of this period"),
    "no such": ([*GRANT[:2], "2024", *GRANT[3:]], "Cohort 2024 has no such term"),
    "empty": (["CAST-GRANT", "", *GRANT[2:]], "The status is missing. Add it."),
    "reason": ([*GRANT[:4], "Bad luck"], "“Bad luck” is no reason of this period"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_row_is_refused_with_its_place_and_how_to_mend_it(world, what):
    row, said = BAD[what]
    outcome = load(world, csv(HYDE_LINE, row))
    assert outcome.line() == "2 read, 0 written, 1 refused"
    (problem,) = outcome.reading.problems
    assert problem.line == 3 and said in problem.sentence()
    assert stored() == {}
    assert load(world, csv(HYDE_LINE, row), skip_bad=True).written == 1


def test_two_rows_of_one_school_must_agree(world):
    assert load(world, csv(GRANT, GRANT)).written == 1
    other = [*GRANT[:3], "Year 1A", ""]
    assert load(world, csv(GRANT, other)).line() == "2 read, 0 written, 1 refused"


def test_a_file_as_a_whole_can_be_refused(world):
    with pytest.raises(Unreadable):
        load(world, io.BytesIO(b"A,B\n1,2\n"))
    with pytest.raises(NotReady):
        load(world, csv())
    with pytest.raises(NotReady):
        load(world, csv(GRANT), year=20)
    with pytest.raises(NotAllowed):
        load(world, csv(GRANT), by=world.who("principal"))
    assert stored() == {}


def test_a_checked_release_has_to_be_checked_anew(world):
    release = cast.checked(world, Release.objects.get(pk=world.release.pk))
    load(world, csv(GRANT))
    assert Release.objects.get(pk=release.pk).state == "draft"


def test_a_status_that_is_ahead_of_its_release_is_told_to_nobody(world):
    load(world, csv(GRANT), year=2026)
    assert current_statuses([world["grant"].pk]) == {}


def test_the_command_prints_the_sum_last(world, tmp_path, capsys):
    path = tmp_path / "status.csv"
    path.write_bytes(csv(GRANT).getvalue())
    call_command("import_support_status", path, "--year", "2025", "--dry-run")
    call_command("import_support_status", path, "--year", "2025")
    assert capsys.readouterr().out.splitlines() == [
        "Dry run: 1 support statuses can be imported.", "1 read, 0 written, 0 refused",
        "1 read, 1 written, 0 refused",
    ]  # fmt: skip


def test_the_page_shows_counts_and_what_is_wrong(world, client):
    sign_in_as(client, world.publisher)
    address = reverse("designations:support")
    answer = client.post(address, {"file": named(csv(GRANT)), "year": "2025"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    row = read(client.get(address)).select_one("main tbody tr")
    assert [cell.get_text() for cell in row.select("th, td")] == [
        "2025–26", "Comprehensive", "2019", "Implementation Year 1B", "1",
    ]  # fmt: skip
    bad = client.post(address, {"file": named(csv(BAD["code"][0])), "year": "2025"})
    assert bad.status_code == 422
    assert "CAST-NO" in read(bad).select_one("main .table-wrap").get_text()


def named(file: io.BytesIO) -> io.BytesIO:
    file.name = "status.csv"
    return file
