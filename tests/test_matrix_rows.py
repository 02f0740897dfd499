"""R-004-101 to R-004-141 and the rules of the year: every row of the matrix as a school sees it."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.cast import Relation
from trellis.cycles.actions import select_organizations
from trellis.kit import clock
from trellis.programs.texts import say
from trellis.work.queries import YearTask, tasks_of

PLAN = "intensive-planning"
ROWS = range(1, 42)


def opened(world, at="lincoln"):
    """Task rows of an organization's year by (activity, role)."""
    found: dict[tuple[str, str], list[YearTask]] = {}
    for task in tasks_of(world[at], world.year, PLAN):
        found.setdefault((task.code.partition("/")[2].rsplit(".", 1)[0], task.role), []).append(
            task
        )
    return found


@pytest.mark.parametrize("row", ROWS)
def test_each_row_opens_in_its_month_for_the_roles_its_cells_name(world, row):
    select_organizations("resource-review", [world["birch"]], world.year, by=world.publisher)
    plan = world.program.plans[PLAN]
    months = {month.code: month for month in plan.months}
    found = opened(world)
    for activity in (one for one in plan.activities if one.row == row):
        month = months[activity.month]
        day = date(world.year.start + month.year, month.month, 1)
        for role, cell in activity.cells.items():
            expected = [(f"{PLAN}/{activity.code}.{one.code}", day) for one in cell if one.active]
            assert [
                (one.code, one.month) for one in found.get((activity.code, role), [])
            ] == expected


def test_the_rows_of_the_source_are_all_there(world):
    plan = world.program.plans[PLAN]
    assert sorted({one.row for one in plan.activities}) == list(ROWS)


def test_my_actions_and_the_whole_year_count_the_same(world, client, sign_in):
    sign_in(world.who("principal"))
    mine = client.get(reverse("home:year", args=[world["lincoln"].code]))
    rail = BeautifulSoup(mine.content, "lxml").select("nav.rail li")
    whole = client.get(reverse("home:whole", args=[world["lincoln"].code]))
    table = BeautifulSoup(whole.content, "lxml").find("table")
    name = say(world.program.roles["principal"].column)
    row = next(r for r in table.select("tbody tr") if r.th.get_text(strip=True) == name)
    counts = [cell.get_text(strip=True).split("/")[-1].strip("✓! –") for cell in row.select("td")]
    of = [one.get_text(" ", strip=True).split("/")[-1].strip() for one in rail]
    assert [one or "0" for one in counts] == of


def test_reminder_period_end_and_due_day_stand_apart(world):
    dates = world.program.dates
    uses = {code: dates[code].use.value for code in dates if code.startswith(("qer-3", "qer-4"))}
    assert uses == {
        "qer-3-reminder": "reminder",
        "qer-3-period-end": "period-end",
        "qer-3-due": "due",
        "qer-4-reminder": "reminder",
        "qer-4-period-end": "period-end",
        "qer-4-due": "due",
    }


@pytest.mark.parametrize(
    ("code", "due"),
    [("apr-qer.district-1", date(2027, 4, 20)), ("jun-qer.district-1", date(2027, 7, 20))],
)
def test_a_spending_report_is_late_only_after_its_day(world, code, due):
    task = world.task(f"{PLAN}/{code}")
    assert task.due == due
    assert not task.is_late(due)
    assert task.is_late(date.fromordinal(due.toordinal() + 1))


def test_the_end_of_march_is_shown_as_printed_with_a_question(world):
    rule = world.program.dates["qer-3-period-end"]
    assert (rule.rule.month, rule.rule.day, rule.confirm) == (3, 30, True)
    assert rule.question is not None


def test_an_exempted_school_has_no_rubric_step_and_says_why(world, client, sign_in):
    tagged = {
        code for code, task in world.program.tasks.items() if "iqfsr" in task.tags and task.active
    }
    assert {one.code for group in opened(world, "hyde").values() for one in group} & tagged == set()
    assert {one.code for group in opened(world).values() for one in group} >= tagged
    sign_in(world.who("principal", Relation.OTHER_REGION))
    page = client.get(reverse("home:year", args=[world["hyde"].code])).content.decode()
    assert say(world.program.exceptions.exceptions[0].reason) in BeautifulSoup(page, "lxml").text


def test_a_step_in_an_outside_system_is_a_mark_of_the_person(world, client, sign_in):
    task = world.task(f"{PLAN}/nov-grant-start.district-1")
    sign_in(world.who("district"))
    page = BeautifulSoup(client.get(reverse("home:task", args=[task.pk])).content, "lxml")
    system = world.program.pack.systems[0]
    assert say(system.about) in page.find("main").text
    assert page.select('input[type="password"]') == []


def test_the_print_foot_carries_the_programs_contact(world, client, sign_in):
    sign_in(world.who("principal"))
    with clock.standing_on(date(2026, 12, 3)):
        page = client.get(reverse("home:print", args=[world["lincoln"].code])).content.decode()
    contact = world.program.pack.contact
    assert contact.email in page
    assert contact.website.removeprefix("https://") in page


def test_one_person_with_two_roles_has_one_list(world, client, sign_in):
    sign_in(world.persons["two seats"])
    page = BeautifulSoup(client.get(reverse("home:my-work")).content, "lxml")
    assert page.find("h1").text == "My work"
    assert len(page.select('nav[aria-label="Show the work of one role"] a')) == 3
