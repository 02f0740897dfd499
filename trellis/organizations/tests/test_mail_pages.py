"""Who holds mail and mends addresses, from the page to the mail that then leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import Relation, World
from tests.mails import came_back, waiting_mail
from tests.visits import read, sign_in_as
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.notices.actions import post
from trellis.notices.models import Bounce, Hold, Notice
from trellis.organizations.actions import mail as actions
from trellis.people.models import Person

Go = Callable[..., HttpResponse]


@pytest.fixture
def go(world: World) -> Go:
    """Visits a route as somebody of the cast; with `data` it sends a form."""

    def visit(who: Person, route: str, *args: int, data: dict[str, str] | None = None):
        client, url = sign_in_as(Client(), who), reverse(f"organizations:{route}", args=args)
        return client.get(url) if data is None else client.post(url, data, follow=True)

    return visit


def soup(answer: HttpResponseBase) -> BeautifulSoup:
    """The page."""
    return read(answer)


def said(answer: HttpResponse) -> str:
    """What stands in the main part, in one line."""
    return " ".join(soup(answer).main.get_text(" ", strip=True).split())


def only(world: World, verb: str) -> list[tuple[str, str]]:
    """Who did that, as what."""
    rows = Entry.objects.filter(verb=verb).values_list("actor_name", "acting_as")
    return list(rows)


@pytest.fixture
def agency(world: World) -> Person:
    """Somebody of the agency."""
    return world.who("agency")


def test_the_week_shows_what_lies_ready_and_a_held_kind_stays_until_it_is_let_go(world, agency, go):
    Notice.objects.all().delete()
    letter = waiting_mail(world.who("team"), "waits")
    page = soup(go(agency, "mail-week"))
    assert [one.get_text(" ", strip=True) for one in page.select("article h3")] == [
        "Letter to a district One mail"
    ]
    go(agency, "mail-holds", data={"kind": "letter", "group": ""})
    assert "Held by" in said(go(agency, "mail-week"))
    hold = Hold.objects.get()
    assert "It is held with others of its kind." in said(go(agency, "mail-text", letter.pk))
    answer = go(agency, "mail-hold-release", hold.pk, data={})
    assert (answer.status_code, Hold.objects.filter(ended_at=None).count()) == (200, 0)
    assert [name for name, _seat in only(world, "let go")] == [agency.name]


def test_a_release_with_an_hour_stands_on_the_page_of_the_week(world, agency, go):
    soon = clock.now() + timedelta(days=2)
    timed = cast.draft(world, title="Soon", without=("hyde",))
    later = cast.draft(world, title="Later", without=("hyde",))
    for release, at in ((timed, soon), (later, soon + timedelta(days=9))):
        type(release).objects.filter(pk=release.pk).update(state="checked", publish_at=at)
    links = soup(go(agency, "mail-week")).select("section > .card h3 a")
    page = reverse("designations:release", args=[timed.pk])
    releases = [one for one in links if "becomes public" in one.get_text()]
    assert [(one.get_text(), one["href"]) for one in releases] == [("“Soon” becomes public", page)]


def test_what_is_held_of_a_release_is_named_by_its_title(world, agency, go):
    group = f"release:{world.release.pk}"
    go(agency, "mail-holds", data={"kind": "", "group": group, "reason": "Wait."})
    assert f"Only the mail of {world.release.title}." in said(go(agency, "mail-week"))
    hold = Hold.objects.get()
    assert (hold.group_key, hold.reason, hold.held_by) == (group, "Wait.", agency)


def test_one_mail_is_held_and_the_second_click_learns_of_the_first(world, agency, go):
    letter = waiting_mail(world.who("team"), "waits")
    assert go(agency, "mail-hold", letter.pk, data={}).status_code == 200
    second = go(agency, "mail-hold", letter.pk, data={})
    assert (second.status_code, Notice.objects.get(pk=letter.pk).held) == (409, True)
    go(agency, "mail-release", letter.pk, data={})
    assert (len(only(world, "held")), Notice.objects.get(pk=letter.pk).held) == (1, False)


def test_a_text_that_opens_something_is_shown_to_nobody(world, agency, go):
    person = world.who("team")
    post(person, "invitation", "Come in", "https://x.example/SECRET", dedupe_key="1", secret=True)
    one = Notice.objects.get(dedupe_key="1")
    for route, args in (("mail-text", [one.pk]), ("mail-week", []), ("mail-log", [])):
        assert "SECRET" not in go(agency, route, *args).content.decode()


def test_the_log_tells_what_became_of_each_mail(world, agency, go):
    Notice.objects.all().delete()
    person = world.who("team")
    waits, back = waiting_mail(person, "waits"), came_back(person, "went")
    rows = soup(go(agency, "mail-log")).select("tbody tr")
    assert [(row.th.a.get_text(), row.select_one(".chip").get_text()) for row in rows] == [
        ("A mail that went", "came back"),
        ("A mail that waits", "waits for the right address"),
    ]
    assert (waits.address, back.address) == (person.email, person.email)


@pytest.mark.parametrize(
    ("state", "found"), [("waiting", ["waits"]), ("bounced", ["went"]), ("sent", [])]
)
def test_the_log_is_narrowed_by_state(world, agency, state, found):
    Notice.objects.all().delete()
    waiting_mail(world.who("principal"), "waits")
    came_back(world.who("team"), "went")
    client = sign_in_as(Client(), agency)
    page = soup(client.get(reverse("organizations:mail-log"), {"state": state}))
    shown = [row.th.a.get_text() for row in page.select("tbody tr")]
    assert shown == [f"A mail that {one}" for one in found]


def test_the_principal_sees_and_proposes_and_the_agency_corrects(world, agency, go):
    person, principal = world.who("team"), world.who("principal")
    before = person.email
    back = came_back(person, "went")
    assert person.name in said(go(principal, "bounces"))
    assert "A mail that went" not in said(go(principal, "bounce", back.pk))
    go(principal, "bounce-proposal", back.pk, data={"email": "right@cast.example"})
    page = soup(go(agency, "bounce", back.pk))
    assert page.select_one("input[name=email]")["value"] == "right@cast.example"
    go(agency, "bounce-correction", back.pk, data={"email": "right@cast.example"})
    person = Person.objects.get(pk=person.pk)  # the cast is shared: its own stays as it is
    told = Notice.objects.filter(kind="address-changed").order_by("address")
    assert (person.email, person.session_epoch) == ("right@cast.example", 1)
    assert {one.address for one in told} == {before, "right@cast.example"}
    again = Notice.objects.get(dedupe_key=f"again:{back.pk}")
    assert (again.address, again.subject) == ("right@cast.example", "A mail that went")
    changed = Entry.objects.get(verb="changed the address")
    assert (changed.before, changed.after) == ({"email": before}, {"email": "right@cast.example"})


def test_the_page_of_a_person_says_that_mail_comes_back(world, agency, go):
    person, principal = world.who("team"), world.who("principal")
    assert "Mail to this address came back" not in said(go(principal, "person", person.pk))
    back = came_back(person, "went")
    for reader in (principal, agency):
        (link,) = soup(go(reader, "person", person.pk)).select("main .notice a")
        assert link["href"] == reverse("organizations:bounce", args=[back.pk])
    assert "Mail to this address came back" not in said(go(person, "person", person.pk))


def test_the_same_address_is_tried_again_when_somebody_says_that_it_is_right(world, go):
    back = came_back(world.who("team"), "went")
    go(world.who("principal"), "bounce-retry", back.pk, data={})
    assert (
        Bounce.objects.get().mend,
        Notice.objects.filter(dedupe_key=f"again:{back.pk}").count(),
    ) == (
        "again",
        1,
    )


@pytest.mark.parametrize(
    ("role", "relation"),
    [
        ("principal", Relation.SAME_DISTRICT),
        ("superintendent", Relation.OTHER_DISTRICT),
        ("coordinator", Relation.OWN),
        ("team", Relation.OWN),
    ],
)
def test_who_does_not_appoint_a_person_neither_sees_nor_mends(world, go, role, relation):
    back, other = came_back(world.who("team"), "went"), world.who(role, relation)
    assert go(other, "bounce", back.pk).status_code in (403, 404)
    for refused in (
        lambda: actions.try_again(back, by=other),
        lambda: actions.propose_address(back, "right@cast.example", by=other),
        lambda: actions.correct_address(back, "right@cast.example", by=other),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert Bounce.objects.get().mended_at is None


def test_only_the_agency_corrects_and_holds(world):
    back, principal = came_back(world.who("team"), "went"), world.who("principal")
    letter = waiting_mail(principal, "waits")
    for refused in (
        lambda: actions.correct_address(back, "right@cast.example", by=principal),
        lambda: actions.hold_notice(letter, by=principal),
        lambda: actions.release_notice(letter, by=principal),
        lambda: actions.hold_mail(kind="task", by=principal),
        lambda: actions.release_hold(Hold(pk=1, kind="task"), by=principal),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert (Hold.objects.count(), Entry.objects.filter(verb="held").count()) == (0, 0)


def test_an_address_of_somebody_else_is_refused_and_nothing_changes(world, agency, go):
    back, taken = came_back(world.who("team"), "went"), world.who("principal").email
    answer = go(agency, "bounce-correction", back.pk, data={"email": taken.upper()})
    assert (answer.status_code, "belongs to somebody already" in said(answer)) == (422, True)
    with pytest.raises(NotReady):
        actions.correct_address(back, taken, by=agency)
    assert (
        Bounce.objects.get().mended_at,
        Notice.objects.filter(kind="address-changed").count(),
    ) == (
        None,
        0,
    )


def test_an_address_is_corrected_once(world, agency):
    back = came_back(world.who("team"), "went")
    actions.correct_address(back, "right@cast.example", by=agency)
    with pytest.raises(OutOfOrder):
        actions.correct_address(Bounce.objects.get(), "other@cast.example", by=agency)
    assert world.who("team").notices.filter(address="other@cast.example").count() == 0


def test_with_the_old_address_nobody_signs_in_any_more(world, agency, client):
    person = world.who("team")
    old, back = person.email, came_back(person, "went")
    browser = sign_in_as(Client(), person)
    actions.correct_address(back, "right@cast.example", by=agency)
    assert browser.get(reverse("people:profile")).status_code == 302
    client.post(reverse("account_login"), {"login": old})
    client.post(reverse("account_request_login_code"), {"email": old})
    assert Notice.objects.filter(kind="sign-in-code", address=old).count() == 0
