"""All steps of the year: one list behind My work, in the order of the plan, a page by key."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import TODAY
from tests.objects_teams import leadership
from trellis.home.queries import inbox
from trellis.home.tests.pages import address, buttons, main, text, texts
from trellis.work.models import Task
from trellis.work.tests.steps import LETTER, TEAM_FILM

MINE, ALL = reverse("home:my-work"), reverse("home:everything")


def boxes(page) -> list[str]:
    """Where the boxes of a page lead, in their order."""
    return [str(one["formaction"]) for one in page.select("main .check[formaction]")]


def test_my_work_leads_to_the_list_of_all_steps_and_this_back(world, sign_in):
    client = sign_in(world.who("principal"))
    (link,) = main(client.get(MINE)).select(f"main a[href='{ALL}']")
    assert text(link) == "All your steps of the year"
    page = main(client.get(ALL))
    assert len(page.select(f"main a[href='{MINE}'], nav a[href='{MINE}']")) >= 1
    assert buttons(main(client.get(MINE))) <= buttons(page)


def test_months_stand_in_order_with_their_counts_and_each_leads_into_the_list(world, sign_in):
    client = sign_in(world.who("principal"))
    page = main(client.get(ALL))
    chips = page.select("nav a.chip")
    assert [text(one).split(" · ")[0] for one in chips][:3] == [
        "October 2026", "November 2026", "December 2026",
    ]  # fmt: skip
    counted = sum(int(text(one).split(" · ")[1].split()[0]) for one in chips)
    assert text(page.select_one(".meta-strip")).startswith(f"{counted} steps open")
    there = main(client.get(str(chips[2]["href"])))
    assert texts(there, "main section > h2")[0] == "December 2026"
    assert texts(there, "nav a.chip") == []


def test_pages_by_key_have_each_step_once_and_lead_on_and_back(world, sign_in, monkeypatch):
    monkeypatch.setattr(inbox, "ROWS", 9)
    client, seen, where = sign_in(world.who("principal")), [], ALL
    while where:
        page = main(client.get(where))
        assert len(boxes(page)) <= inbox.ROWS
        seen += boxes(page)
        onward = page.select("main a[rel=next]")
        where = str(onward[0]["href"]) if onward else ""
    back = [one["href"] for one in page.select("main .pager a")]
    assert back == [ALL]
    monkeypatch.undo()
    assert seen == boxes(main(client.get(ALL)))[: inbox.ROWS]
    assert len(set(seen)) == len(seen) > inbox.ROWS // 2


def test_a_step_of_two_schools_is_said_once_with_a_box_for_each(world, sign_in):
    page = main(sign_in(world.who("district")).get(ALL))
    several = {
        tuple(texts(one, ".lines > li"))
        for one in page.select("main section > .lines > li")
        if one.select(".lines > li")
    }
    assert len(several) == 1
    assert set(*several) == {"Grant School", "Lincoln School"}


def test_a_step_done_from_here_leads_back_to_the_same_page(world, sign_in):
    client, letter = sign_in(world.who("principal")), world.task(LETTER)
    page = main(client.get(ALL))
    assert address("completion", letter.pk) in buttons(page)
    (back,) = page.select("main form input[name=next]")
    answer = client.post(address("completion", letter.pk), {"next": back["value"]}, follow=True)
    assert answer.redirect_chain == [(ALL, 302)]
    assert address("completion", letter.pk) not in buttons(main(answer))


def test_one_role_of_several_can_be_looked_at_alone(world, sign_in):
    client = sign_in(world.persons["two seats"])
    whole = set(boxes(main(client.get(ALL))))
    chips = main(client.get(ALL)).select(".chip[href*='seat=']")
    parts = [set(boxes(main(client.get(ALL + str(one["href"]))))) for one in chips]
    assert len(parts) == 2
    assert set.union(*parts) == whole
    assert parts[0] != parts[1]


def test_a_step_that_waits_for_its_team_says_so_until_the_team_exists(world, sign_in):
    client, film = sign_in(world.who("team")), world.task(TEAM_FILM)
    step = f"#t{film.pk}"
    waits = "Starts once this team exists: School leadership team"
    assert waits in text(main(client.get(ALL)).select_one(step).find_parent("li"))
    leadership(world)
    assert waits not in text(main(client.get(ALL)).select_one(step).find_parent("li"))


@pytest.mark.parametrize("after", ["soon", "2026-99-01", "²", "1.2.3"])
def test_an_address_that_names_no_place_begins_at_the_begin(world, sign_in, after):
    client = sign_in(world.who("principal"))
    assert boxes(main(client.get(ALL, {"after": after})))[0] == boxes(main(client.get(ALL)))[0]


def test_with_everything_done_it_says_so_and_without_a_role_too(world, sign_in):
    Task.objects.update(state="done", settled_on=TODAY)
    for person in (world.who("principal"), world.persons["stranger"]):
        page = main(sign_in(person).get(ALL))
        assert texts(page, "main .empty p") == ["Nothing more is planned for you this year."]


@pytest.mark.parametrize("who", ["principal", "superintendent", "coordinator", "agency", "team"])
def test_it_never_asks_more_than_eight_times(world, sign_in, django_assert_max_num_queries, who):
    client = sign_in(world.who(who))
    client.get(ALL)
    with django_assert_max_num_queries(8):
        client.get(ALL)
