"""A slip in `teams.yaml` is told by place; the second state's teams are its own."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import TODAY, World
from trellis.organizations.actions.teams import add_members, begin_team, form_team, missing_of
from trellis.organizations.teams import rules
from trellis.organizations.teams.questions import question_of
from trellis.programs import queries as programs
from trellis.programs.tests.packs import change, copy_of_prairie, problems
from trellis.programs.texts import say

PACK = "prairie"

SLIPS = [
    ("teams.yaml", "    role: neighbor", "    role: neighbour",
     'role "neighbour" is not in roles.yaml; did you mean "neighbor"?'),
    ("teams.yaml", "    role: neighbor", "    role: local-council",
     'role "local-council" is held at level district, and this team is of each school'),
    ("teams.yaml", "    role: neighbor", "    role: improvement-circle",
     'role "improvement-circle" makes up two teams'),
    ("teams.yaml", "agreed_by: [head-of-school, area-office]", "agreed_by: [companion]",
     'role "companion" is held neither here nor above'),
    ("teams.yaml", "      - side: around", "      - side: arround",
     'side "arround" is not in what members bring; did you mean "around"?'),
    ("teams.yaml", "      - month: 9\n", "      - month: 1\n",
     "month 1 has two lists of questions"),
    ("teams.yaml", "        months: [8]", "        months: [13]", "month 13 is none of a year"),
    ("teams.yaml", "kinds: [money, agreement]", "kinds: [mony, agreement]",
     'kind of activity "mony" is not in the year plans; did you mean "money"?'),
    ("teams.yaml", "[area-renewal.agreement]", "[area-renewal.agreemint]",
     'activity "area-renewal.agreemint" is not in the year plans; did you mean'
     ' "area-renewal.agreement"?'),
    ("year-plans/focus-year.yaml", "starts_with_team: circle", "starts_with_team: circel",
     'team "circel" is not in teams.yaml; did you mean "circle"?'),
    ("year-plans/focus-year.yaml", "starts_with_team: circle",
     "starts_with_team: circle, due: circle-named",
     "a step that starts with a team has no due date of its own"),
]  # fmt: skip


@pytest.mark.pure
@pytest.mark.parametrize(("file", "old", "new", "sentence"), SLIPS)
def test_a_slip_about_teams_is_told(tmp_path, file, old, new, sentence):
    pack = copy_of_prairie(tmp_path)
    change(pack, file, old, new)
    told = problems(pack)
    assert len(told) == 1
    assert told[0].startswith(f"{file}:")
    assert told[0].endswith(sentence)


@pytest.mark.pure
def test_a_step_that_nobody_would_be_asked_for_is_told(tmp_path):
    pack = copy_of_prairie(tmp_path)
    change(pack, "teams.yaml", "      kinds: [money]\n", "      kinds: [evidence]\n")
    told = problems(pack)
    assert told
    assert {one.partition(":")[0] for one in told} == {"year-plans/focus-year.yaml"}
    assert all("make it one deed with a step of whoever leads" in one for one in told)


@pytest.mark.pure
def test_a_pack_without_teams_is_in_order(tmp_path):
    pack = copy_of_prairie(tmp_path)
    (pack / "teams.yaml").unlink()
    change(pack, "year-plans/focus-year.yaml", ", starts_with_team: circle", "")
    naming = ("meetings.yaml", "spotlight.yaml")
    told = [one for one in problems(pack) if not one.startswith(naming)]
    assert told == []


def test_the_second_state_asks_for_two_of_the_campus_and_one_of_the_area(world: World):
    head = world.who("head-of-school")
    circle = begin_team(world["lincoln"], "circle", by=head)
    kind = next(one for one in rules.kinds(world.program) if one.code == "circle")
    seats = {
        who: world.who(who).appointments.get().pk
        for who in ("head-of-school", "improvement-circle", "area-office")
    }
    add_members(circle, {seats["improvement-circle"]: "teaching"}, by=head, on=TODAY)
    assert missing_of(circle, kind, on=TODAY) == [
        "The circle needs two people of the campus.",
        "Nobody of the area office sits in the circle yet.",
    ]
    more = {seats["head-of-school"]: "care", seats["area-office"]: "area"}
    add_members(circle, more, by=head, on=TODAY)
    form_team(circle, by=head, on=TODAY)
    assert circle.exists_on(TODAY)


def test_its_questions_are_asked_in_the_language_of_the_reader(world: World):
    kind = next(one for one in rules.kinds(programs.current()) if one.code == "circle")
    asked = [question_of(kind, date(2026, 8, day)) for day in (1, 8, 15)]
    assert [say(one.text, "es") for one in asked if one] == [
        "¿Qué haría mejor el lunes de un niño aquí?",
        "¿Qué no debe perder de vista el círculo?",
        "¿Qué haría mejor el lunes de un niño aquí?",
    ]
    assert question_of(kind, date(2026, 6, 1)) is None
