"""Messages: what comes and why, what people choose, and the link in a mail that does without it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import World
from tests.visits import read, sign_in_as
from trellis.history.models import Entry
from trellis.home.digests.stopping import read as read_token
from trellis.home.digests.stopping import token
from trellis.home.tests.pages import main, text, texts
from trellis.kit.errors import NotAllowed, NotReady
from trellis.notices.actions import choose_messages, post
from trellis.notices.models import Notice, Preference
from trellis.work.reminders.rules import OVERVIEW, SOON


@pytest.fixture
def page() -> str:
    """The address of the page."""
    return reverse("home:messages")


def test_the_page_says_what_comes_when_and_why(world: World, client, page):
    sign_in_as(client, world.who("principal"))
    rows = texts(main(client.get(page)), "main tbody tr")
    assert rows[0].startswith("Overview of steps and meetings On Monday at 6:00 AM")
    assert rows[0].endswith("Principal, Lincoln School")
    assert "within 3 days" in rows[1]
    assert [row.split()[0] for row in rows[2:]] == ["Letters", "Meetings", "Codes"]


def test_a_choice_is_kept_and_stands_in_history(world: World, client, page):
    person = world.who("coordinator")
    sign_in_as(client, person)
    answer = client.post(
        page, {"rhythm": "weekly", "wanted": [], "time_zone": "America/Denver"}, follow=True
    )
    assert "Your choice is saved." in text(read(answer).select_one("body"))
    found = Preference.objects.get(person=person)
    assert (found.rhythm, SOON in found.off) == ("weekly", True)
    person.refresh_from_db()
    assert person.time_zone == "America/Denver"
    entry = Entry.objects.filter(verb="chose messages").get()
    assert entry.subject == f"person:{person.pk}"


@pytest.mark.parametrize("role", ["principal", "coordinator"])
def test_who_must_have_the_overview_is_not_offered_to_stop_it(world: World, client, page, role):
    sign_in_as(client, world.who(role))
    offered = {one["value"] for one in read(client.get(page)).select("input[name=rhythm]")}
    assert offered == {"", "daily", "weekly"}
    answer = client.post(page, {"rhythm": "none", "time_zone": ""})
    assert answer.status_code == 422
    assert not Preference.objects.exists()


def test_nobody_chooses_for_another_or_what_always_comes(world: World):
    mine, other = world.who("principal"), world.who("team")
    with pytest.raises(NotAllowed):
        choose_messages(mine, rhythm="weekly", off=[], may_stop=False, by=other)
    for rhythm, off in (("none", []), ("hourly", []), ("weekly", ["letter"])):
        with pytest.raises(NotReady):
            choose_messages(mine, rhythm=rhythm, off=off, may_stop=False, by=mine)
    assert not Preference.objects.exists()
    assert choose_messages(mine, rhythm="weekly", off=[], may_stop=False, by=mine)
    assert not choose_messages(mine, rhythm="weekly", off=[], may_stop=False, by=mine)


def test_a_kind_that_somebody_does_without_is_never_written_and_others_are(world: World):
    person = world.who("principal")
    choose_messages(person, rhythm="", off=[SOON], may_stop=False, by=person)
    post(person, SOON, "Due soon", "text", dedupe_key="one")
    post(world.who("team"), SOON, "Due soon", "text", dedupe_key="two")
    post(person, "letter", "A letter", "text", dedupe_key="three")
    keys = Notice.objects.filter(dedupe_key__in=["one", "two", "three"])
    assert set(keys.values_list("dedupe_key", flat=True)) == {"two", "three"}


def test_opening_the_link_of_a_mail_changes_nothing_and_its_button_stops_it(world: World, client):
    person = world.who("team")
    there = reverse("home:message-stop", args=[token(person.pk, OVERVIEW)])
    for _again in "12":
        assert main(client.get(there)).select_one("main form button") is not None
    assert not Preference.objects.exists()
    for _again in "12":  # mail programs send this by themselves, and people press twice
        assert client.post(there, {"List-Unsubscribe": "One-Click"}).status_code == 302
    assert Preference.objects.get(person=person).rhythm == "none"
    assert Entry.objects.filter(verb="chose messages").count() == 1
    assert main(client.get(there)).select_one("main form") is None


@pytest.mark.parametrize(("role", "becomes"), [("coordinator", "weekly"), ("principal", None)])
def test_who_needs_the_overview_gets_it_as_seldom_as_the_role_allows(
    world: World, client, role, becomes
):
    person = world.who(role)
    there = reverse("home:message-stop", args=[token(person.pk, OVERVIEW)])
    client.post(there)
    found = Preference.objects.filter(person=person).first()
    assert (found.rhythm if found else None) == becomes


def test_only_a_link_that_we_signed_does_anything(world: World, client):
    person, other = world.who("team"), world.who("principal")
    good = token(person.pk, SOON)
    assert read_token(good) == (person.pk, SOON)
    forged = [
        good.replace(f"{person.pk}-", f"{other.pk}-", 1), good[:-1], f"{good}0",
        good.replace(SOON, OVERVIEW), "0", "²-overview-" + "0" * 32,
    ]  # fmt: skip
    for one in forged:
        assert read_token(one) is None
        assert client.get(reverse("home:message-stop", args=[one])).status_code == 404
        assert client.post(reverse("home:message-stop", args=[one])).status_code == 404
    assert not Preference.objects.exists()
    assert other.name not in text(main(client.get(reverse("home:message-stop", args=[good]))))
