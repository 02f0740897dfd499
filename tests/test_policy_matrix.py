"""Every route, method, role and relation against the policy table; nothing of others shows.

What is expected comes from the table, the pack's capabilities and the cast's tree alone
(`relations.py`, `objects.py`); what happens comes from the test client.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from http.cookies import SimpleCookie

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from conftest import NOON
from tests import canaries, objects
from tests.cast import World
from tests.relations import Visitor, visitors_of
from tests.standins import stand_ins
from tests.target import Target
from tests.visits import read, sign_in_as
from trellis.web.policy import BY_ROUTE, TABLE, Door, Row

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
CHECKED = [row.route for row in TABLE if row.door != Door.SIGN_IN_PAGES]
SIGN_IN = "/sign-in/"


class Outcome(StrEnum):
    """What became of a request."""

    IN = "in"
    SIGN_IN = "sign in first"
    REFUSED = "403"
    NOT_THERE = "404"
    NOT_THAT_WAY = "405"


@dataclass
class Matrix:
    """The cast with a browser each, and the targets."""

    world: World
    visitors: list[Visitor]
    clients: dict[str, Client]
    targets: dict[str, Target]
    planted: dict[str, str]


@pytest.fixture(scope="module")
def matrix(built, django_db_blocker, tmp_path_factory) -> Iterator[Matrix]:
    """Sign everybody in once."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with files, django_db_blocker.unblock(), time_machine.travel(NOON, tick=True):
        visitors = [*visitors_of(built), *stand_ins(built)]
        clients = {one.name: Client(raise_request_exception=False) for one in visitors}
        for one in visitors:
            if one.person is not None:
                sign_in_as(clients[one.name], one.person)
        found = objects.targets(built)
        yield Matrix(built, visitors, clients, found, canaries.plant(built))


def expected(row: Row, method: str, visitor: Visitor, target: Target) -> Outcome:
    """What the policy table says of one request."""
    if method not in {*row.methods, *({"HEAD"} if "GET" in row.methods else ())}:
        return Outcome.NOT_THAT_WAY
    if row.door == Door.SAMPLE:  # the cast's database is a live one
        return Outcome.NOT_THERE
    if visitor.person is None and row.door != Door.PUBLIC:
        return Outcome.SIGN_IN
    if row.capability is not None and not visitor.has(row.capability):
        return Outcome.NOT_THERE
    if not target.sees(visitor):
        return Outcome.NOT_THERE
    if (method == "POST" or target.refuses_get) and not target.acts(visitor):
        return Outcome.REFUSED
    return Outcome.IN


def outcome(answer: HttpResponseBase) -> Outcome | str:
    """What happened, by status; anything else in words."""
    status = answer.status_code
    if status == 302:
        there = answer.headers["Location"].partition("?")[0]
        if there.startswith(SIGN_IN):
            return Outcome.SIGN_IN if there == SIGN_IN else f"sent to {there}"
        return Outcome.IN
    named = {200: Outcome.IN, 307: Outcome.IN, 403: Outcome.REFUSED, 404: Outcome.NOT_THERE}
    named |= {405: Outcome.NOT_THAT_WAY, 409: Outcome.IN, 422: Outcome.IN}
    return named.get(status, f"{status}")


def ask(client: Client, method: str, target: Target) -> HttpResponseBase:
    """One request, undone afterwards: neither a record nor the session remembers it."""
    cookies = SimpleCookie({name: one.value for name, one in client.cookies.items()})
    url = reverse(target.route, args=target.args) + target.query
    data = dict(target.data) if method == "POST" else None
    for value in (data or {}).values():
        if hasattr(value, "seek"):
            value.seek(0)
    with transaction.atomic():
        answer: HttpResponseBase = getattr(client, method.lower())(url, data)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


@pytest.mark.parametrize("route", CHECKED)
def test_every_role_gets_the_answer_of_the_table(world, matrix, route):
    row, target, wrong = BY_ROUTE[route], matrix.targets[route], []
    for visitor in matrix.visitors:
        for method in METHODS:
            if method not in row.methods and visitor.name not in ALSO_OTHER_METHODS:
                continue
            answer = ask(matrix.clients[visitor.name], method, target)
            wanted, happened = expected(row, method, visitor, target), outcome(answer)
            if happened != wanted:
                wrong.append(f"{method} {visitor.name}: {happened}, should be {wanted}")
            elif stays(target, method, happened, answer):
                wrong.append(f"POST {visitor.name}: stays there with {answer.status_code}")
            wrong += canaries.found(matrix.planted, visitor, answer)
    assert not wrong, "\n".join(wrong[:40])


def stays(target: Target, method: str, happened: object, answer: HttpResponseBase) -> bool:
    """Whether somebody who may send a whole form is not sent on."""
    sent = target.moves_on and method == "POST" and happened == Outcome.IN
    return sent and answer.status_code != 302


ALSO_OTHER_METHODS = {"public", "stranger", "principal (own)", "agency (own)"}
"""The door asks for the method before it asks who is there; these stand for all."""


def test_every_route_declares_its_reader():
    assert set(routes()) == {row.route for row in TABLE}
    assert len(TABLE) == len(BY_ROUTE)


def test_every_route_that_reads_or_writes_has_a_target(world, matrix):
    assert set(matrix.targets) == set(CHECKED)


def routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The names of all routes, with their namespaces."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            assert one.name, f"{one} has no name"
            yield f"{space}{one.name}"
        else:
            yield from routes(one, f"{space}{one.namespace}:" if one.namespace else space)


def test_a_route_without_a_row_answers_nobody(world, matrix, monkeypatch):
    monkeypatch.delitem(BY_ROUTE, "home:front")
    for name in ("public", "agency (own)"):
        assert matrix.clients[name].get("/").status_code == 404


PUBLIC = [
    ("home:school", "adams"),
    ("home:school", "grant"),
    ("home:school", "hyde"),
    ("home:district", "cedar"),
    ("home:district", "harbor"),
    ("home:office", "south"),
]


@pytest.mark.parametrize(("route", "place"), PUBLIC)
def test_public_pages_of_other_places_show_nothing_of_their_people(world, matrix, route, place):
    wrong = []
    for visitor in matrix.visitors:
        answer = ask(matrix.clients[visitor.name], "GET", Target(route, (world[place].code,)))
        assert answer.status_code == 200
        wrong += canaries.found(matrix.planted, visitor, answer)
    assert wrong == []


def test_a_canary_is_read_by_those_who_are_near(world, matrix):
    everyone = Target("home:everyone", (world["lincoln"].code,))
    for name in ("principal (own)", "district (own)", "agency (own)"):
        answer = ask(matrix.clients[name], "GET", everyone)
        assert canaries.word("lincoln") in str(read(answer)), name


WAYS_IN = [row for row in TABLE if row.door == Door.SIGN_IN_PAGES]


@pytest.mark.parametrize("row", WAYS_IN, ids=[row.route for row in WAYS_IN])
def test_the_ways_in_answer_everybody_and_break_for_nobody(world, matrix, row):
    args = ("1", "set-password") if "from_key" in row.route and "done" not in row.route else ()
    for name in ("public", "stranger", "principal (own)", "agency (own)"):
        for method in METHODS:
            answer = ask(matrix.clients[name], method, Target(row.route, args))
            allowed = method in row.methods or (method == "HEAD" and "GET" in row.methods)
            wanted = {200, 302, 404, 400, 403, 422} if allowed else {405}
            assert answer.status_code in wanted, (name, method, answer.status_code)
