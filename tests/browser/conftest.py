"""The cast's state behind a live server, and a browser for whoever is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from conftest import NOON
from tests import cast, objects
from tests.cast import World
from tests.relations import Visitor, visitors_of
from tests.target import Target
from tests.visits import sign_in_as


@dataclass
class Served:
    """A live server with the cast's state; `client` asks in process, `open` in the browser."""

    url: str
    world: World
    targets: dict[str, Target]
    visitors: dict[str, Visitor]
    new_context: Callable[..., BrowserContext]

    def client(self, visitor: Visitor) -> Client:
        """A test client in which the visitor has signed in."""
        client = Client(raise_request_exception=False)
        return sign_in_as(client, visitor.person) if visitor.person else client

    def page(self, name: str, *, width: int = 1366, script: bool = True) -> Page:
        """A page of a browser in which somebody has signed in."""
        context = self.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, locale="en-US"
        )
        context.set_default_timeout(15_000)
        session = self.client(self.visitors[name]).cookies.get(settings.SESSION_COOKIE_NAME)
        if session is not None:
            context.add_cookies([{"name": session.key, "value": session.value, "url": self.url}])
        return context.new_page()


@pytest.fixture
def served(live_server, browser: Browser, settings, tmp_path) -> Iterator[Served]:
    """The cast on its day, with the records of the matrix."""
    settings.MEDIA_ROOT = tmp_path
    contexts: list[BrowserContext] = []

    def new_context(**options: object) -> BrowserContext:
        contexts.append(browser.new_context(**options))  # type: ignore[arg-type]
        return contexts[-1]

    with time_machine.travel(NOON, tick=True):
        world = cast.build()
        visitors = {one.name: one for one in visitors_of(world)}
        yield Served(live_server.url, world, objects.targets(world), visitors, new_context)
        for context in contexts:
            context.close()
