"""A guest needs no account: the button behind a mailed link takes the place; nothing leaks."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.urls import reverse

from tests.objects_events import guest_of, planned
from trellis.learning.events import places
from trellis.learning.events.rules import token_of
from trellis.learning.models import Registration
from trellis.notices.models import Notice

ANA = {"name": "Ana Díaz", "email": "Ana@guests.example"}


@pytest.fixture(autouse=True)
def fresh_limits(db):
    """No earlier test counts against these."""
    cache.clear()


def ask(client, event, **told):
    return client.post(reverse("learning:guest", args=[event.pk]), ANA | told)


def asked_mails():
    return Notice.objects.filter(kind="event-asked")


def link_in(mail):
    return re.search(r"https?://\S+?(/places/\S+)", mail.text).group(1)


def test_a_guest_asks_confirms_and_gives_up(world, client):
    event = planned(world)
    answer = ask(client, event)
    assert answer.headers["Location"] == reverse("learning:asked", args=[event.pk])
    mail = asked_mails().get()
    assert (mail.address, mail.secret) == ("ana@guests.example", True)
    page = link_in(mail)
    for _ in range(2):  # looking changes nothing
        assert client.get(page).status_code == 200
    assert Registration.objects.get().state == "asked"
    button = BeautifulSoup(client.get(page).content, "html.parser").select_one("main form")
    client.post(button["action"])
    assert Registration.objects.get().state == "placed"
    button = BeautifulSoup(client.get(page).content, "html.parser").select_one("main form")
    client.post(button["action"])
    assert Registration.objects.get().state == "given-up"


def test_the_answer_tells_nobody_who_is_registered_or_has_an_account(world, client):
    event = planned(world)
    places.confirm(guest_of(event, "Known"))
    places.register(event, by=world.who("principal"))
    seen = {
        (answer.status_code, answer.headers["Location"])
        for address in ("new@guests.example", "known@guests.example",
                        world.who("principal").email, world.who("team").email)
        for answer in (ask(client, event, email=address),)
    }  # fmt: skip
    assert seen == {(302, reverse("learning:asked", args=[event.pk]))}


def test_asking_again_and_again_fills_no_mailbox(world, client):
    for number in range(9):
        event = planned(world, f"Evening {number}")
        for _ in range(2):
            places.ask_as_guest(event, "Ana", "ana@guests.example")
    assert asked_mails().filter(address="ana@guests.example").count() == 3


def test_the_mail_holds_nothing_that_the_asker_typed(world, client):
    ask(client, planned(world), name="Buy at https://spam.example now")
    mail = asked_mails().get()
    assert "spam" not in mail.text + mail.subject + mail.from_name


def test_one_browser_asks_so_often_and_no_more(world, client):
    event = planned(world)
    codes = [ask(client, event, email=f"a{n}@guests.example").status_code for n in range(12)]
    assert codes == [302] * 10 + [429] * 2


def test_a_link_that_nobody_signed_opens_nothing(world, client):
    event = planned(world)
    token = token_of(guest_of(event))
    mine = places.register(event, by=world.who("principal"))
    for bad in ("1", token[:-1], "x" * 500, token.replace(token[0], "9", 1), token_of(mine)):
        assert client.get(reverse("learning:place", args=[bad])).status_code == 404
    assert client.get(reverse("learning:place", args=[token])).status_code == 200


def test_where_one_joins_is_read_by_those_who_have_a_place(world, client):
    event = planned(world, link="https://meet.example/room")
    one = guest_of(event)
    public = [reverse(f"learning:{name}", args=[event.pk]) for name in ("event", "event-calendar")]
    before = [*public, reverse("learning:place", args=[token_of(one)])]
    assert all("meet.example" not in client.get(url).content.decode() for url in before)
    places.confirm(one)
    assert "meet.example" in client.get(before[-1]).content.decode()


def test_what_is_wrong_is_said_at_the_field(world, client):
    answer = ask(client, planned(world), email="nowhere")
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert page.select_one("#errors a")["href"] == "#id_email"
    assert not asked_mails().exists()


def test_an_event_for_people_with_accounts_takes_no_guests(world, client):
    assert ask(client, planned(world, public=False)).status_code == 403
    assert ask(client, planned(world, "Draft", state="draft")).status_code == 404
