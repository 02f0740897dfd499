"""The year of a school: my actions, everyone, and who may see it."""

from __future__ import annotations

import pytest

from tests.cast import TODAY, Relation
from tests.visits import heading, words
from trellis.home.tests.pages import address, buttons, main, text, texts, year_of
from trellis.kit import clock
from trellis.organizations.models import Team
from trellis.work.models import State, Task
from trellis.work.tests.steps import LETTER, TEAM_FILM, stand

TABS = ("year", "everyone", "whole", "print", "my-month")


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("relation", list(Relation)[1:])
def test_the_year_of_another_school_is_no_page(world, sign_in, tab, relation):
    answer = sign_in(world.who("principal", relation)).get(year_of(world, tab=tab))
    assert answer.status_code == 404


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("who", ["principal", "district", "coordinator", "regional-office"])
def test_people_around_a_school_read_its_year(world, sign_in, tab, who):
    assert sign_in(world.who(who)).get(year_of(world, tab=tab)).status_code == 200


def test_a_school_without_a_year_has_no_such_page(world, sign_in):
    assert sign_in(world.who("district")).get(year_of(world, "oak")).status_code == 404


def test_the_rail_counts_what_the_tab_shows(world, sign_in):
    stand(world.task(LETTER), State.DONE)
    client = sign_in(world.who("principal"))
    mine = main(client.get(year_of(world)))
    everyone = main(client.get(year_of(world, tab="everyone")))
    assert texts(mine, ".rail li")[0] == "Oct ! 1 / 5"
    assert text(mine.select_one(".rail [aria-current]")) == "Dec 0 / 5"
    counted = Task.objects.filter(month="2026-10-01", workplan__organization__in=[
        world["lincoln"], world["birch"], world["state"]]).count()  # fmt: skip
    assert texts(everyone, ".rail li")[0] == f"Oct ! 1 / {counted}"


def test_the_title_tells_stage_and_year_and_the_strip_the_progress(world, sign_in):
    stand(world.task(LETTER), State.DONE)
    answer = sign_in(world.who("principal")).get(year_of(world))
    assert heading(answer) == "Planning year 2026–27"
    assert "1 of your 45 actions done" in text(main(answer).select_one(".meta-strip"))


def test_cards_say_why_and_every_open_line_has_its_own_button(world, sign_in):
    page = main(sign_in(world.who("principal")).get(year_of(world), {"month": "oct"}))
    first = page.select("section.card")[0]
    assert "Why:" in text(first)
    assert address("completion", world.task(LETTER).pk) in buttons(page)
    assert "Coordinator 0/1" in texts(page, ".card footer .chip")


def test_a_done_line_says_who_and_when_and_can_be_undone(world, sign_in):
    client, letter = sign_in(world.who("principal")), world.task(LETTER)
    client.post(address("completion", letter.pk))
    page = main(client.get(year_of(world), {"month": "oct"}))
    line = page.select_one(f"#t{letter.pk}").find_parent("li")
    assert text(line) == "✓ Read the designation letter Done Thu, Dec 3 by you Undo"
    assert address("completion-withdrawal", letter.pk) in buttons(page)


def test_open_steps_of_earlier_months_come_along_into_this_month(world, sign_in):
    page = main(sign_in(world.who("principal")).get(year_of(world)))
    assert {"from October", "from November"} <= set(texts(page, ".chip.late"))


def test_a_step_of_each_member_counts_people(world, sign_in):
    client, film = sign_in(world.who("team")), world.task(TEAM_FILM)
    before = text(main(client.get(year_of(world), {"month": "oct"})).select_one("main"))
    assert "0 of 1 people have done this" in before
    client.post(address("completion", film.pk))
    page = main(client.get(year_of(world), {"month": "oct"}))
    assert "1 of 1 people have done this" in text(page.select_one("main"))


def test_what_usually_comes_first_warns_and_does_not_block(world, sign_in):
    page = main(sign_in(world.who("principal")).get(year_of(world)))
    warnings = [one for one in texts(page, ".before") if one.startswith("Usually after:")]
    assert warnings
    assert "(not done yet)" in warnings[0]


def test_a_vacancy_is_told_with_whom_it_falls_to(world, sign_in):
    world.who("principal").appointments.update(ends="2026-12-01")
    page = main(sign_in(world.who("district")).get(year_of(world)))
    assert "Principal: vacant. Falls to: District staff." in texts(page, "main .notice p")


def test_an_exempted_school_reads_why_steps_are_not_there(world, sign_in):
    page = main(sign_in(world.who("principal", Relation.OTHER_REGION)).get(year_of(world, "hyde")))
    said = text(page.select_one(".side"))
    assert "steps are not here" in said
    assert "Foundations" in said


def test_who_has_no_actions_of_their_own_sees_everyones(world, sign_in):
    page = main(sign_in(world.who("regional-office")).get(year_of(world)))
    assert texts(page, ".tabs a") == ["Everyone", "Whole year"]
    assert buttons(page) == set()


def test_everyone_can_be_narrowed_to_one_role(world, sign_in):
    client = sign_in(world.who("principal"))
    page = main(client.get(year_of(world, tab="everyone"), {"month": "oct", "role": "coordinator"}))
    assert {line.split(":")[0] for line in texts(page, ".lines a[id]")} == {"Coordinator"}


def test_a_district_reads_its_own_deeds_as_a_year(world, sign_in):
    answer = sign_in(world.who("district")).get(year_of(world, "birch"))
    assert heading(answer) == "Planning year 2026–27"
    assert "Lincoln" not in words(answer)


def test_a_step_that_waits_for_the_team_says_so_until_there_is_one(world, sign_in):
    world.who("team").appointments.update(ends="2026-12-01")
    Task.objects.filter(template_code=TEAM_FILM).update(month="2026-12-01", late_after=None)
    page = main(sign_in(world.who("principal")).get(year_of(world)))
    line = page.select_one(f"#t{world.task(TEAM_FILM).pk}").find_parent("li")
    assert "Starts once this team exists: School leadership team" in text(line)
    Team.objects.create(
        organization=world["lincoln"], kind="leadership", formed_on=TODAY,
        begun_by=world.who("principal"), begun_at=clock.now(),
    )  # fmt: skip
    page = main(sign_in(world.who("principal")).get(year_of(world)))
    line = page.select_one(f"#t{world.task(TEAM_FILM).pk}").find_parent("li")
    assert "Starts once" not in text(line)
