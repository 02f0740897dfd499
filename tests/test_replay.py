"""The same form sent twice, as by a second click or a browser that tries again, has one effect.

Every route of the policy table that takes a form is asked, with the form of its target, by somebody
who may send it, first from one rendering of its page and then, to see that the test sees, from two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http.cookies import SimpleCookie
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import reverse

from conftest import NOON
from tests import objects
from tests.cast import World
from tests.relations import Visitor, visitors_of
from tests.target import Target
from tests.test_policy_matrix import SIGN_IN, Matrix, Outcome, expected
from tests.visits import sign_in_as
from trellis.meetings.models import FollowUp
from trellis.web.policy import BY_ROUTE, TABLE, Door
from trellis.work.models import Note

POSTS = [
    row.route
    for row in TABLE
    if "POST" in row.methods and row.door not in (Door.SIGN_IN_PAGES, Door.SAMPLE)
]
SESSIONS = "django_session"
"""A session remembers what was said to its person; that is no effect."""

TOKEN = "t" * 64
"""What a page's form carries; each rendering has its own."""

MOST = 4
"""How many are asked to send until one of them has an effect."""

FORMS: dict[str, dict[str, object]] = {
    "meetings:plan": {
        "kind": "coordinator", "organizations": ["CAST-LINCOLN"], "roles": ["principal"],
        "day": "2026-12-09", "time": "10:00", "minutes": "45",
    },
    "meetings:offering": {
        "kind": "coordinator", "organizations": ["CAST-LINCOLN"], "minutes": "45",
        "day_1": "2026-12-10", "time_1": "10:00",
    },
    "meetings:hours-opening": {
        "kind": "office-hours", "first": "2026-12-14", "begins": "09:00", "ends": "10:00",
        "minutes": "20", "every": "1", "weeks": "1",
    },
    "meetings:series-members": {"organization": "CAST-OAK", "starts": "2026-11-24"},
    "organizations:addition": {
        "name": "New School", "code": "CAST-NEW", "kind": "school", "parent": "CAST-BIRCH",
        "on": "2026-11-24",
    },
    "cycles:links": {"smart-goals": "https://state.example/goals"},
    "people:profile": {"name": "Somebody Else", "language": "en", "time_zone": "America/Denver"},
}  # fmt: skip
"""What a person would send where the matrix only looks whether they may."""

SENDER = {
    "home:calendar-address-withdrawal": "principal (own)", "supports:asking": "principal (own)"
}  # fmt: skip
"""Who alone has something to send."""

NOTHING = {
    # Kept elsewhere than in records: the session, the cache, the account package.
    "organizations:acting", "people:unsent-sending", "people:unsent-removal",
    "mfa_generate_recovery_codes", "account_change_password", "account_set_password",
    # A file or a question first; what is written then stands in tests of the room.
    "designations:support", "designations:upload", "organizations:upload", "organizations:inviting",
    # Nothing to do in this cast: settled, not due, or not for those who are asked first.
    "cycles:calculation", "monitoring:attendance", "monitoring:closing-end",
    "monitoring:board-presentation", "organizations:delegation", "organizations:assignments",
    "organizations:acceptance", "organizations:identity-confirmation", "organizations:welcome",
}  # fmt: skip
"""Routes whose form writes no record here, so that a second one shows nothing."""

Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def matrix(built, django_db_blocker, tmp_path_factory) -> Iterator[Matrix]:
    """Everybody with a browser, and the records of the routes."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with files, django_db_blocker.unblock(), time_machine.travel(NOON, tick=True):
        visitors = [one for one in visitors_of(built) if one.person is not None]
        clients = {one.name: Client(raise_request_exception=False) for one in visitors}
        for one in visitors:
            assert one.person is not None
            sign_in_as(clients[one.name], one.person)
        yield Matrix(built, visitors, clients, objects.targets(built), {})


def everything() -> Rows:
    """All rows of all tables, but for sessions, as the database has them."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if table != SESSIONS:
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608 - our own names
                found[table] = cursor.fetchall()
    return found


def send(client: Client, target: Target, token: str = TOKEN) -> HttpResponseBase:
    """The form, as its target has it, from one rendering of its page."""
    for value in target.data.values():
        if hasattr(value, "seek"):
            value.seek(0)
    url = reverse(target.route, args=target.args) + target.query
    return client.post(url, {**target.data, "csrfmiddlewaretoken": token})


def changed(before: Rows, after: Rows) -> set[str]:
    """The records whose rows differ."""
    return {label for label, rows in after.items() if rows != before[label]}


def senders(matrix: Matrix, route: str) -> Iterator[Visitor]:
    """Those whom the table lets in to send."""
    row, target = BY_ROUTE[route], matrix.targets[route]
    may = [one for one in matrix.visitors if expected(row, "POST", one, target) == Outcome.IN]
    first = [one for one in may if one.name == SENDER.get(route)]
    yield from (first or may)[:MOST]


def filled(matrix: Matrix, route: str) -> Target:
    """The target of a route with a form that does something."""
    target = matrix.targets[route]
    return replace(target, data=FORMS.get(route, target.data))


def twice(matrix: Matrix, route: str, one: Visitor) -> tuple[set[str], set[str], list[str]]:
    """What the first sending changed, what the second did, and how both were answered."""
    client, target = matrix.clients[one.name], filled(matrix, route)
    cookies = SimpleCookie({name: held.value for name, held in client.cookies.items()})
    with transaction.atomic():
        cache.clear()
        start = everything()
        answers = [send(client, target)]
        first = everything()
        answers.append(send(client, target))
        second = everything()
        transaction.set_rollback(True)
    client.cookies = cookies
    said = [f"{answer.status_code} {answer.headers.get('Location', '')}" for answer in answers]
    return changed(start, first), changed(first, second), said


@pytest.mark.parametrize("route", POSTS)
def test_the_same_form_sent_twice_has_one_effect(world: World, matrix: Matrix, route: str):
    for one in senders(matrix, route):
        wrote, again, said = twice(matrix, route, one)
        assert not said[0].startswith(f"302 {SIGN_IN}"), (route, one.name, said)
        if wrote:
            assert again == set(), (route, one.name, said)
            assert said[0] == said[1] or not said[0].startswith("302"), (route, one.name, said)
            return
    assert route in NOTHING, f"nobody's form of {route} did anything; give it one in `FORMS`"


def test_what_is_meant_again_is_done_again(world: World, matrix: Matrix):
    cache.clear()
    target = matrix.targets["meetings:follow-up"]
    client = matrix.clients["coordinator (own)"]
    before = FollowUp.objects.count()
    for token in ("a" * 64, "b" * 64, "b" * 64):
        send(client, target, token)
    assert FollowUp.objects.count() == before + 2


def test_a_form_that_was_not_accepted_is_heard_again(world: World, matrix: Matrix):
    cache.clear()
    target = matrix.targets["meetings:follow-up"]
    client = matrix.clients["coordinator (own)"]
    wrong = replace(target, data={**target.data, "title": ""})
    assert [send(client, wrong).status_code for _try in range(2)] == [422, 422]
    assert send(client, target).status_code == 302


def test_another_persons_form_is_never_taken_for_the_own_one(world: World, matrix: Matrix):
    cache.clear()
    target = matrix.targets["home:note"]
    notes = Note.objects.count()
    for name in ("team (own)", "coordinator (own)", "team (own)"):
        send(matrix.clients[name], target)
    assert Note.objects.count() == notes + 2
