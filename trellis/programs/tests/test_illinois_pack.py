"""The Illinois pack against what its source holds: rows, cells, entries, marks, dates, words."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from trellis.designations.schema import Designations
from trellis.organizations.schema import Directory, Organizations, Regions
from trellis.programs.schema.base import Mark
from trellis.programs.schema.calendar import Calendar, DateUse
from trellis.programs.schema.identity import Pack
from trellis.programs.schema.lists import Exceptions, Resources, Vocabulary
from trellis.programs.schema.roles import Level, Roles
from trellis.programs.schema.year_plan import Act, PlannedActivity, PlannedTask, YearPlan

pytestmark = pytest.mark.pure

REPOSITORY = Path(__file__).parents[3]
PACK = REPOSITORY / "packs" / "illinois"
DRAFT = REPOSITORY.parent / "shared" / "pack-drafts" / "year_plan_isi_planning.yaml"

FILES: dict[str, type[BaseModel]] = {
    "pack": Pack,
    "roles": Roles,
    "organizations": Organizations,
    "regions": Regions,
    "directory": Directory,
    "designations": Designations,
    "vocabulary": Vocabulary,
    "calendar": Calendar,
    "exceptions": Exceptions,
    "resources": Resources,
}
COLUMNS = ["coordinator", "agency", "board", "district", "principal", "team", "vendor"]
DRAFT_ROLES = {"coordinators": "coordinator", "slt": "team"}


def read(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path)


def part(name: str) -> Any:
    return FILES[name].model_validate(read(PACK / f"{name}.yaml"))


@pytest.fixture(scope="module")
def plan() -> YearPlan:
    return YearPlan.model_validate(read(PACK / "year-plans" / "intensive-planning.yaml"))


def entries(plan: YearPlan) -> list[tuple[PlannedActivity, str, PlannedTask]]:
    return [
        (activity, role, task)
        for activity in plan.activities
        for role, cell in activity.cells.items()
        for task in cell
    ]


@pytest.mark.parametrize("name", FILES)
def test_every_file_has_its_shape_and_says_where_it_is_from(name: str) -> None:
    assert part(name).source


def test_rows_and_cells_are_those_of_the_source(plan: YearPlan) -> None:
    assert {activity.row for activity in plan.activities} == set(range(1, 42))
    shared = [row for row, n in Counter(one.row for one in plan.activities).items() if n > 1]
    assert shared == [29]
    cells = {(one.row, role) for one, role, task in entries(plan) if task.mark != Mark.INFERRED}
    assert len(cells) == 140
    per_role = Counter(role for _, role in cells)
    assert [per_role[role] for role in COLUMNS] == [19, 17, 9, 41, 33, 14, 7]


def test_rows_stand_in_their_months(plan: YearPlan) -> None:
    rows = {(one.month, one.row) for one in plan.activities}
    months = Counter(month for month, _ in rows)
    assert [months[month.code] for month in plan.months] == [4, 4, 6, 1, 4, 5, 4, 4, 5, 4]
    doubtful = Counter(one.month for one in plan.activities if one.month_mark == Mark.INFERRED)
    assert doubtful == {"oct": 4, "jul": 4}


def test_entries_by_role_and_mark(plan: YearPlan) -> None:
    marks = Counter((task.mark, role) for _, role, task in entries(plan))
    printed, ours, inferred = (
        [marks[mark, role] for role in COLUMNS] for mark in (Mark.PRINTED, Mark.OURS, Mark.INFERRED)
    )
    assert printed == [31, 17, 12, 54, 45, 16, 10] and sum(printed) == 185
    assert ours == [0, 4, 0, 0, 0, 0, 0]
    assert inferred == [0, 3, 2, 3, 2, 0, 0]
    unexplained = [task.code for *_, task in entries(plan) if task.mark != Mark.PRINTED]
    assert len(unexplained) == 14
    assert all("A-" in task.reason for *_, task in entries(plan) if task.mark != Mark.PRINTED)


def test_codes_say_role_and_place(plan: YearPlan) -> None:
    for activity in plan.activities:
        for role, cell in activity.cells.items():
            numbers = [int(task.code.removeprefix(f"{role}-")) for task in cell]
            assert numbers == sorted(numbers), activity.code


def test_one_task_waits_for_its_date(plan: YearPlan) -> None:
    waiting = [(one.code, task.code, task.due) for one, _, task in entries(plan) if not task.active]
    assert waiting == [("dec-qer", "district-2", "qer-2-due")]


def test_deeds_are_one_act_on_one_floor(plan: YearPlan) -> None:
    deeds: dict[str, list[tuple[str, Level, Act, str]]] = {}
    for activity, role, task in entries(plan):
        if task.deed:
            assert task.act != Act.MEET and not task.each_member
            deeds.setdefault(task.deed, []).append((activity.code, task.scope, task.act, role))
    for code, parts in deeds.items():
        assert len(parts) > 1, code
        assert len({part[:3] for part in parts}) == 1, code
        assert len({role for *_, role in parts}) == len(parts), code
    updates = [code for code in deeds if code.endswith("-board-update")]
    assert [code[:3] for code in updates] == ["nov", "feb", "mar", "apr", "may", "jun"]


def test_scopes_fit_the_roles(plan: YearPlan) -> None:
    taking_part = [
        task
        for _, role, task in entries(plan)
        if role in ("principal", "team", "vendor") and task.scope != Level.SCHOOL
    ]
    assert all(task.deed and task.act == Act.BOARD for task in taking_part)
    assert len(taking_part) == 6
    for _, role, task in entries(plan):
        if role in ("board", "district"):
            assert task.scope in (Level.DISTRICT, Level.SCHOOL)
        if task.each_member:
            assert task.scope != Level.STATE or role == "coordinator"


def test_the_resource_review_is_for_selected_districts(plan: YearPlan) -> None:
    chosen = [one.code for one in plan.activities if one.condition == "resource-review"]
    assert chosen == ["feb-rar-notify", "mar-rar-review"]


def test_meetings_run_twice_a_month_from_november(plan: YearPlan) -> None:
    months = [one.month for one in plan.activities if one.meetings_per_month == 2]
    assert months == [month.code for month in plan.months][1:]


def test_chicago_is_spared_rubric_work_only(plan: YearPlan) -> None:
    exemption = part("exceptions").exceptions[0]
    assert exemption.organizations == ["150162990250000"]
    spared = [f"{one.code}.{task.code}" for one, _, task in entries(plan) if "iqfsr" in task.tags]
    assert spared == [
        "nov-topics.coordinator-3",
        "nov-topics.district-3",
        "nov-topics.principal-3",
        "dec-topics.coordinator-1",
        "dec-topics.district-2",
        "dec-topics.principal-2",
        "dec-topics.team-1",
        "jan-topics.coordinator-2",
        "jan-topics.principal-2",
        "jan-topics.team-1",
    ]


def test_words_are_short_and_finished(plan: YearPlan) -> None:
    for activity in plan.activities:
        assert len(str(activity.why).split()) <= 25, activity.code
        assert activity.minutes and activity.help, activity.code
        for text in (activity.title, activity.why, activity.help):
            assert not {"utilize", "TODO", "TBD", "seed"} & set(str(text).split()), activity.code
    assert all(not str(task.text).endswith(".") for *_, task in entries(plan))


def test_dates_as_printed() -> None:
    dates = {rule.code: rule for rule in part("calendar").dates}
    due = [code for code, rule in dates.items() if rule.use == DateUse.DUE]
    assert due == [
        "planning-grant-due",
        "qer-2-due",
        "iqfsr-due",
        "qer-3-due",
        "qer-4-due",
        "gprs-due",
        "planning-report-due",
    ]
    assert [code for code, rule in dates.items() if rule.required] == ["planning-grant-due"]
    assert all(rule.question for rule in dates.values() if rule.confirm)
    assert all(rule.confirm for rule in dates.values() if rule.mark == Mark.INFERRED)
    for code, rule in dates.items():
        if "reminder" in code or "period-end" in code:
            assert rule.use != DateUse.DUE and "due" not in str(rule.label).split()


def test_tasks_are_due_by_dates_of_their_row(plan: YearPlan) -> None:
    dates = {rule.code: rule for rule in part("calendar").dates}
    for activity, _, task in entries(plan):
        if task.due:
            assert task.due in activity.dates
            assert dates[task.due].use == DateUse.DUE
    named = {code for one in plan.activities for code in one.dates}
    assert named == set(dates)


def test_resources_are_named_nineteen_times_and_used(plan: YearPlan) -> None:
    resources = part("resources").resources
    assert len(resources) == 19
    used = Counter(code for one in plan.activities for code in one.resources)
    assert used == {one.code: 1 for one in resources}
    assert not any(one.url for one in resources)


def test_roles_stand_in_the_order_of_the_columns() -> None:
    roles = part("roles").roles
    assert [role.code for role in roles if role.in_matrix] == COLUMNS
    assert {role.code for role in roles if role.second_factor} == {"coordinator", "agency"}


def test_every_county_and_region_once() -> None:
    regions = part("regions")
    counties = [county.code for county in regions.counties]
    assert counties == sorted(set(counties)) and len(counties) == 104
    outside_cook = [one for office in regions.offices for one in office.counties if one != "016"]
    assert sorted(outside_cook) == [code for code in counties if code != "016"]
    assert len({office.region for office in regions.offices}) == len(regions.offices) == 41
    assert all(office.organization or office.mark == Mark.INFERRED for office in regions.offices)


@pytest.mark.skipif(not DRAFT.exists(), reason="the draft of the year plan is not beside the clone")
def test_every_entry_of_the_draft_stands_here_once(plan: YearPlan) -> None:
    wanted: Counter[tuple[int, str, bool]] = Counter()
    for row in read(DRAFT)["activities"]:
        cells = row["role_actions"]
        for role, texts in cells.items():
            name = DRAFT_ROLES.get(role, role)
            wanted.update((row["order"], f"{name}-{n + 1}", True) for n in range(len(texts)))
        for action in row.get("inferred_actions", []):
            name, taken = DRAFT_ROLES.get(action["role"], action["role"]), 1
            while any(wanted[row["order"], f"{name}-{taken}", known] for known in (True, False)):
                taken += 1
            wanted[row["order"], f"{name}-{taken}", False] += 1
    found = Counter(
        (activity.row, task.code, task.mark != Mark.INFERRED) for activity, _, task in entries(plan)
    )
    assert found == wanted and set(found.values()) == {1}
