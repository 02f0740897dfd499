"""The page of a year's dates: each with its day, mark and use; filled in and confirmed there."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from tests.visits import heading, read, words
from trellis.cycles.dates.actions import clear_date
from trellis.home.tests.pages import text
from trellis.programs import queries
from trellis.programs.models import Installation, YearDate
from trellis.work.models import Task

GRANT = "planning-grant-due"
LINES = "main section > .lines > li"
GRANT_LABEL = "Planning-year grant application is due"


def at(route: str, *args: object) -> str:
    return reverse(f"cycles:{route}", args=(2026, *args))


def row(page: BeautifulSoup, label: str) -> Tag:
    """The row of a date."""
    (found,) = [one for one in page.select(LINES) if text(one.b) == label]
    return found


def days() -> dict[str, tuple[date | None, str]]:
    """What every date of the year says now."""
    version = Installation.objects.get().version_id
    return {code: (one.day, one.standing) for code, one in queries.dates(2026, version).items()}


def told(client: Client, route: str, *args: object, **data: str) -> list[str]:
    """What the page says after a form was sent."""
    answer = client.post(at(route, *args), data, follow=True)
    assert answer.status_code == 200
    return [text(one) for one in read(answer).select("[role=status]")]


@pytest.fixture
def agency(world, sign_in):
    clear_date(2026, GRANT, by=world.publisher)
    return sign_in(world.publisher)


def test_every_date_of_the_program_stands_once_under_its_month(agency, world):
    answer = agency.get(at("dates"))
    page = read(answer)
    labels = [text(one.b) for one in page.select(LINES)]
    assert len(labels) == len(world.program.dates)
    months = [text(one) for one in page.select("main section > h2")]
    assert (heading(answer), months[0], months[-1]) == (
        "Dates of 2026–27", "October 2026", "July 2027",
    )  # fmt: skip
    found = row(page, "Second-quarter expenditure report is due")
    assert [text(one) for one in found.select(".grow")[1].select("time, .chip")] == [
        "Wed, Jan 20, 2027", "? not yet confirmed",
    ]  # fmt: skip
    assert "it is printed nowhere (A-40). Is it right?" in text(found)
    used = {text(one): one["href"] for one in found.select(".grow")[2].select("a")}
    title = str(world.program.activities["intensive-planning", "dec-qer"].title)
    assert used == {title: at("activity-wording", "intensive-planning", "dec-qer")}


def test_filters_narrow_the_list_and_count(agency):
    page = read(agency.get(at("dates")))
    chips = {text(one): one["href"] for one in page.select("nav.cluster a")}
    standings = [standing for _day, standing in days().values()]
    missing, waiting = standings.count("missing"), standings.count("inferred")
    assert list(chips) == [f"All {len(standings)}", f"To confirm {waiting}", f"Missing {missing}"]
    for name, count in ((f"To confirm {waiting}", waiting), (f"Missing {missing}", missing)):
        narrowed = read(agency.get(chips[name]))
        assert len(narrowed.select(LINES)) == count


def test_a_needed_day_that_is_missing_stands_on_top_with_a_link_to_set_it(agency):
    notice = read(agency.get(at("dates"))).select_one(".notice.late")
    assert text(notice.h2) == "One day is missing before the year can be published"
    assert notice.a["href"] == at("date", GRANT)
    agency.post(at("date", GRANT), {"day": "2026-12-11", "seen": "|missing"})
    assert read(agency.get(at("dates"))).select_one(".notice.late") is None


def test_one_button_confirms_an_inferred_day(agency, world):
    page = read(agency.get(at("dates")))
    form = row(page, "Second-quarter expenditure report is due").form
    sent = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
    answer = agency.post(form["action"], sent, follow=True)
    assert [text(one) for one in read(answer).select("[role=status]")] == [
        "“Second-quarter expenditure report is due” is set to Wed, Jan 20, 2027.",
        "3 steps that waited for this date joined the year.",
    ]
    found = row(read(answer), "Second-quarter expenditure report is due")
    assert "✓ confirmed" in text(found)
    assert world.publisher.name in text(found)
    assert found.form is None


def test_setting_a_missing_day_says_how_many_steps_have_it(agency):
    said = told(agency, "date", GRANT, day="2026-12-11", seen="|missing")
    moved = Task.objects.filter(due=date(2026, 12, 11)).count()
    assert said == [
        f"“{GRANT_LABEL}” is set to Fri, Dec 11, 2026.",
        f"{moved} open steps have their new day.",
    ]


@pytest.mark.parametrize(
    ("day", "remark"),
    [
        ("2026-12-12", "This is a Saturday."),
        ("2026-12-25", "Offices are closed that day: Christmas Day."),
        ("2027-01-15", "The program has it in December; the steps stay in their month."),
        ("2026-12-01", "This day has passed: steps still open show as late at once."),
    ],
)
def test_an_odd_day_is_asked_about_once_and_then_taken(agency, day, remark):
    sent = {"day": day, "seen": "|missing"}
    page = read(agency.post(at("date", GRANT), sent))
    assert [text(one) for one in page.select(".notice[role=alert] li")] == [remark]
    assert days()[GRANT] == (None, "missing")
    form = page.select_one(".notice form")
    again = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
    agency.post(at("date", GRANT), again)
    assert days()[GRANT] == (date.fromisoformat(day), "confirmed")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2027-12-18", "lies outside the year: it runs from Wed, Jul 1, 2026"),
        ("soon", "Write the day like 2026-12-18."),
        ("", "This field is required."),
        ("0001-01-01", "lies outside the year"),
        ("9999-12-31", "lies outside the year"),
        ("2026-12-18\x00", "Write the day like 2026-12-18."),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_the_field(agency, day, sentence):
    sent = {"day": day, "seen": "|missing", "agreed": day.replace("\x00", "")}
    answer = agency.post(at("date", GRANT), sent)
    assert answer.status_code == 200
    assert sentence in words(answer)
    assert days()[GRANT] == (None, "missing")


def test_going_back_to_the_program_needs_one_button(agency):
    agency.post(at("date", GRANT), {"day": "2026-12-11", "seen": "|missing"})
    page = read(agency.get(at("date", GRANT)))
    assert "The program names only the month: December 2026." in text(page.main)
    form = page.select_one(f"form[action='{at('date-withdrawal', GRANT)}']")
    sent = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
    answer = agency.post(form["action"], sent, follow=True)
    assert "is again as the program says" in words(answer)
    assert days()[GRANT] == (None, "missing")


def test_the_second_of_two_people_learns_that_the_day_was_set(agency):
    agency.post(at("date", GRANT), {"day": "2026-12-11", "seen": "|missing"})
    for seen in ("|missing", "", "x|y|z", "2026-12-11|printed"):
        answer = agency.post(at("date", GRANT), {"day": "2026-12-14", "seen": seen})
        assert answer.status_code == 409
        assert "changed this date meanwhile" in words(answer)
    assert days()[GRANT] == (date(2026, 12, 11), "confirmed")


def test_years_and_dates_that_are_not_there_answer_404(agency):
    for start, code in ((2026, "nothing"), (1999, GRANT), (9999, GRANT), (2026, "<b>")):
        url = reverse("cycles:date", args=(start, code))
        assert agency.get(url).status_code == 404
    assert agency.get(reverse("cycles:dates", args=(1999,))).status_code == 404


def test_a_year_that_nobody_opened_can_have_its_days_set_before(agency):
    url = reverse("cycles:date", args=(2027, GRANT))
    agency.post(url, {"day": "2027-12-17", "seen": "|missing"})
    row = YearDate.objects.get(year__start=2027, code=GRANT)
    assert (row.day, row.standing) == (date(2027, 12, 17), "confirmed")
    lines = read(agency.get(reverse("cycles:years"))).select("tbody tr")
    assert [text(one)[:7] for one in lines] == ["2027–28", "2026–27"]


def test_set_days_and_words_come_as_a_file(agency):
    agency.post(at("date", GRANT), {"day": "2026-12-11", "seen": "|missing"})
    answer = agency.get(at("changes"))
    assert answer["Content-Disposition"] == 'attachment; filename="year-2026.yaml"'
    lines = answer.content.decode().splitlines()
    assert lines[2:5] == ["calendar.yaml:", "  dates:", f"  - code: {GRANT}"]
