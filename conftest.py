"""What every test can use: chance that repeats, a real browser, and the cast in its state."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import translation
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import cast
from tests.visits import SignIn, sign_in_as
from tools import migrated
from tools.chromium import MISSING, SWITCHES, find_chromium
from trellis.programs import reading

slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("default", deadline=None, suppress_health_check=slow)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.register_profile("long", settings.get_profile("default"), max_examples=2000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default")
)

NOON = datetime(cast.TODAY.year, cast.TODAY.month, cast.TODAY.day, 18, 0, tzinfo=UTC)
"""Midday of the cast's Thursday in every zone of the country."""


@pytest.fixture(scope="session", autouse=True)
def hashed_quickly() -> Iterator[None]:
    """Passwords are hashed as in the product, but with the least work."""
    with override_settings(PASSWORD_HASHERS=["tests.hashing.LeastWork"]):
        yield


@pytest.fixture(scope="module", autouse=True)
def nothing_kept() -> None:
    """Forget what the process keeps in memory by a version's number: rolled-back numbers return.

    What a file says is kept by its bytes and stays. The language of the last request stays in the
    thread too; the next module starts without it.
    """
    translation.deactivate()
    for name, module in list(sys.modules.items()):
        if name.startswith("trellis."):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear") and value is not reading.read:
                    value.cache_clear()


@pytest.fixture(scope="session")
def django_db_keepdb() -> Iterator[bool]:
    """Start from a migrated file where there is one; on PostgreSQL from the database so named."""
    told = connection.settings_dict
    told["TEST"]["TEMPLATE"] = os.environ.get("TEST_TEMPLATE")
    name = str(told["TEST"]["NAME"] or "")
    laid_out = connection.vendor == "sqlite" and bool(name) and migrated.lay_out(Path(name))
    yield laid_out
    if laid_out:
        connection.close()
        migrated.remove(Path(name))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_keepdb, django_db_use_migrations) -> None:
    """The database with all migrations, of which the next run starts."""
    name = connection.settings_dict["TEST"]["NAME"]
    if connection.vendor == "sqlite" and name and django_db_use_migrations and not django_db_keepdb:
        migrated.keep(Path(name))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    path = find_chromium()
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the driver's loop runs in the test's thread
    expect.set_options(timeout=15_000)  # as long as a page waits
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own: no cookie of another test."""
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="en-US")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def built(request, django_db_setup, django_db_blocker) -> Iterator[cast.World]:
    """The cast's state, built once per module around the transactions of its tests.

    A module chooses another pack by `PACK = "prairie"`, a year still closed by `OPEN_YEAR = False`;
    a single test by a parameter, see `trellis/meetings/tests/conftest.py`.
    """
    pack = getattr(request, "param", "") or getattr(request.module, "PACK", "illinois")
    open_year = getattr(request.module, "OPEN_YEAR", True)
    with django_db_blocker.unblock(), transaction.atomic():
        made = cast.build(pack, open_year=open_year)
        with django_db_blocker.block():
            yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(built: cast.World, db: None) -> Iterator[cast.World]:
    """The cast's state on its day; what a test changes, also in memory, is gone with the test."""
    with time_machine.travel(NOON, tick=True):
        yield cast.copy_of(built)


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    """`sign_in(person)`: the client as that person, the second factor used where one is asked."""
    return lambda person: sign_in_as(client, person)
