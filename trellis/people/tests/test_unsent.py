"""What was typed when a session had ended is kept for its person, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse

from tests.visits import read, words
from trellis.kit import clock
from trellis.people import unsent
from trellis.work.models import Note

MINE = reverse("home:my-work")
TEXT = "The district answers until Friday, and so do we."
KEPT = "You were signed out, so this was not saved. Sign in: your text is kept for you."


@pytest.fixture
def task(world):
    return world.task("intensive-planning/nov-topics.principal-1")


@pytest.fixture(autouse=True)
def _nothing_kept(db):
    cache.clear()


def end_session(client):
    """Let the session end by its hour; the browser goes on sending its key."""
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    Session.objects.filter(session_key=key).update(expire_date=clock.now() - timedelta(hours=1))


def send_late(client, task, text=TEXT):
    end_session(client)
    return client.post(reverse("home:note", args=[task.pk]), {"text": text})


def test_the_text_waits_behind_the_sign_in(world, sign_in, task):
    principal = world.who("principal")
    client = sign_in(principal)
    answer = send_late(client, task)
    onward = reverse("home:task", args=[task.pk])
    assert answer["Location"] == f"/sign-in/?next={reverse('people:unsent')}%3Fnext%3D" + (
        onward.replace("/", "%252F")
    )
    assert KEPT in words(client.get("/sign-in/"))
    page = sign_in(principal).get(reverse("people:unsent"), {"next": onward})
    assert read(page).select_one("main blockquote").text == TEXT
    assert Note.objects.count() == 0


def test_one_button_sends_it_where_it_was_going(world, sign_in, task):
    client = sign_in(world.who("principal"))
    send_late(client, task)
    client = sign_in(world.who("principal"))
    form = read(client.get(reverse("people:unsent"))).select_one("main form")
    fields = {one["name"]: one["value"] for one in form.select("input")}
    fields.pop("csrfmiddlewaretoken", None)
    answer = client.post(form["action"], fields)
    assert (answer.status_code, answer["Location"]) == (307, reverse("home:note", args=[task.pk]))
    client.post(answer["Location"], fields)
    assert [note.text for note in Note.objects.all()] == [TEXT]
    assert unsent.of(world.who("principal")) is None


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(world, sign_in, task):
    send_late(sign_in(world.who("principal")), task)
    other = sign_in(world.who("district"))
    answer = other.get(reverse("people:unsent"), {"next": MINE})
    assert (answer.status_code, answer["Location"]) == (302, MINE)
    assert other.post(reverse("people:unsent-sending"), {"text": TEXT})["Location"] == MINE
    assert unsent.of(world.who("principal")).texts == [TEXT]


def test_it_can_be_thrown_away(world, sign_in, task):
    client = sign_in(world.who("principal"))
    send_late(client, task)
    sign_in(world.who("principal")).post(reverse("people:unsent-removal"))
    assert unsent.of(world.who("principal")) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "short"},
        {"text": "x" * (unsent.MOST + 1)},
        {"new_password": "a long passphrase of four words"},
        {},
    ],
)
def test_short_endless_and_secret_fields_are_not_kept(world, sign_in, task, fields):
    client = sign_in(world.who("principal"))
    end_session(client)
    answer = client.post(reverse("home:note", args=[task.pk]), fields)
    assert answer["Location"] == "/sign-in/?next=" + reverse("home:task", args=[task.pk])
    assert unsent.of(world.who("principal")) is None


def test_a_key_that_is_no_sessions_keeps_nothing(world, client, task):
    client.cookies[settings.SESSION_COOKIE_NAME] = "abcdefghijklmnopqrstuvwxyz012345"
    client.post(reverse("home:note", args=[task.pk]), {"text": TEXT})
    assert unsent.of(world.who("principal")) is None
