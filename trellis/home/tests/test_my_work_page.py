"""My work: one list over all appointments, the next step loud."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.cast import TODAY, Relation
from tests.visits import heading, words
from trellis.home.queries.my_work import my_work
from trellis.home.tests.pages import address, buttons, main, text, texts, year_of
from trellis.home.words import words as words_of
from trellis.organizations.rules import seats_of
from trellis.programs import queries as programs
from trellis.work.models import State, Task
from trellis.work.tests.steps import LETTER, stand

MINE = "/my-work/"


def test_somebody_signed_out_is_led_to_the_sign_in_and_back(client, world):
    answer = client.get(MINE)
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/my-work/")


def test_the_next_step_stands_first_with_why_minutes_help_and_one_button(world, sign_in):
    page = main(sign_in(world.who("principal")).get(MINE))
    loud = page.select_one(".card.loud")
    assert loud is not None
    assert text(loud.select_one("h2")) == "Read the designation letter"
    assert "30 minutes" in text(loud)
    assert "Why:" in text(loud)
    assert texts(loud, "button") == ["Mark it done"]
    letter = world.task(LETTER)
    assert loud.select_one("button")["formaction"] == address("completion", letter.pk)


def test_what_is_past_its_date_stands_before_this_month(world, sign_in):
    page = main(sign_in(world.who("principal")).get(MINE))
    assert texts(page, "main section > h2")[:2] == ["Today and late", "This month"]


def test_a_step_done_leaves_the_list_and_stands_quietly_at_its_end(world, sign_in):
    client, letter = sign_in(world.who("principal")), world.task(LETTER)
    answer = client.post(address("completion", letter.pk), {"next": MINE}, follow=True)
    page = main(answer)
    assert answer.redirect_chain == [(MINE, 302)]
    assert texts(page, "[role=status]") == [
        "Marked done. “Read the designation letter” moves out of your list;"
        " open the step to undo it."
    ]
    assert address("completion", letter.pk) not in buttons(page)
    assert text(page.select("main section")[-1]).startswith(
        "Done this month ✓ Read the designation letter"
    )


def test_a_deed_owed_for_several_schools_is_one_line_that_names_them(world, sign_in):
    district = world.who("district")
    page = main(sign_in(district).get(MINE))
    lines = page.select("main section > .lines > li")
    several = [texts(one, ".lines > li") for one in lines if one.select(".lines > li")]
    assert {tuple(one) for one in several} == {("Grant School", "Lincoln School")}
    assert all(text(one).count("Grant School") <= 1 for one in lines)


def test_the_list_of_one_step_has_a_box_for_every_school(world, sign_in):
    step = "intensive-planning/oct-designations.district-2"
    client = sign_in(world.who("district"))
    page = main(client.get(MINE, {"step": step}))
    assert texts(page, ".lines > li") == ["Grant School", "Lincoln School"]
    tasks = Task.objects.filter(template_code=step, workplan__organization__district=world["birch"])
    assert buttons(page) == {address("completion", one.pk) for one in tasks}


def test_a_person_with_two_seats_can_look_at_one(world, sign_in):
    page = main(sign_in(world.persons["two seats"]).get(MINE))
    chips = page.select(".chip[href]")
    assert [text(one) for one in chips][0] == "All roles"
    assert len(chips) == 3
    one = main(sign_in(world.persons["two seats"]).get(MINE + chips[1]["href"]))
    assert text(one.select_one(".chip[aria-current]")) == text(chips[1])


def test_without_a_role_the_page_says_whom_to_ask(world, sign_in):
    answer = sign_in(world.persons["stranger"]).get(MINE)
    assert heading(answer) == "My work"
    assert "You hold no role yet." in words(answer)


def test_with_everything_done_the_page_says_what_comes_next(world, sign_in):
    Task.objects.filter(month__lte="2026-12-31").update(state="done", settled_on="2026-11-20")
    answer = sign_in(world.who("principal")).get(MINE)
    assert "Nothing is open for you now" in words(answer)
    assert "Next comes January:" in words(answer)


def test_what_others_owe_shows_once_the_own_part_is_done(world, sign_in):
    for code in ("oct-intro-meeting.principal-1", "nov-topics.principal-1"):
        found = Task.objects.filter(
            template_code=f"intensive-planning/{code}", workplan__organization=world["lincoln"]
        ).first()
        if found:
            stand(found, State.DONE)
    page = main(sign_in(world.who("principal")).get(MINE))
    assert "Waiting for others" in texts(page, "main h2")


def test_a_vacancy_stands_on_the_list_of_the_district(world, sign_in):
    world.who("principal").appointments.update(ends="2026-12-01")
    answer = sign_in(world.who("district")).get(MINE)
    assert "Principal: vacant, falls to you" in words(answer)


def test_nothing_of_another_district_is_listed(world, sign_in):
    answer = sign_in(world.who("principal", Relation.OTHER_DISTRICT)).get(MINE)
    assert "Lincoln" not in words(answer)


@pytest.mark.parametrize(("role", "place"), [("principal", "lincoln"), ("district", "birch")])
def test_the_year_of_the_own_school_or_district_is_one_click_away(world, sign_in, role, place):
    client = sign_in(world.who(role))
    (link,) = main(client.get(MINE)).select(f".meta-strip a[href='{year_of(world, place)}']")
    assert text(link) == f"The year of {world[place].name}"
    assert client.get(link["href"]).status_code == 200


def test_no_year_is_offered_where_none_is_open(world, sign_in):
    oak = world["oak"]
    world.who("principal").appointments.update(organization=oak)
    page = main(sign_in(world.who("principal")).get(MINE))
    assert page.select(f"a[href='{year_of(world, 'oak')}']") == []


def test_a_step_about_another_place_names_it_even_when_it_is_the_only_one(world, sign_in):
    board = world.who("board")
    left = world.task("intensive-planning/nov-needs-contract.board-1")
    settled = {"state": State.DONE, "settled_on": "2026-11-03", "settled_by": board}
    Task.objects.filter(role="board").exclude(pk=left.pk).update(**settled)
    page = main(sign_in(board).get(MINE))
    assert "Lincoln School" in text(page.select_one(".card.loud"))


def test_on_the_last_days_before_a_month_its_steps_stand_on_the_list(world):
    head, running = world.who("principal"), programs.installation()
    seats = seats_of(head, on=TODAY)
    mine = my_work(head, seats, words_of(running.version_id), on=date(2026, 9, 30))
    assert mine.first is not None
    assert mine.first.said.text == "Read the designation letter"
    assert [one.code for one in mine.sections] == ["soon"]
    assert mine.coming == ""


def test_whoever_prepares_releases_is_led_to_them_and_nobody_else(world, sign_in):
    releases = reverse("designations:releases")
    found = {
        role: bool(main(sign_in(world.who(role)).get(MINE)).select(f"a[href='{releases}']"))
        for role in ("agency", "principal", "superintendent")
    }
    assert found == {"agency": True, "principal": False, "superintendent": False}
