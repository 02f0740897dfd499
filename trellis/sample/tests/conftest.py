"""The small sample, loaded once per module around the transactions of its tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings

from trellis.sample.actions.load import Loaded, load


def quiet(_line: str) -> None:
    """Nobody watches the loading."""


def load_in_november() -> Loaded:
    """The small sample as somebody loads it in November 2026; only the loading is in the past."""
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=True):
        return load(small=True, tell=quiet)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Loaded]:
    """What `load` says of the small sample."""
    files = tmp_path_factory.mktemp("files")
    with (
        override_settings(MEDIA_ROOT=files, SAMPLE=True),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        made = load_in_november()
        with django_db_blocker.block():
            yield made
        transaction.set_rollback(True)


@pytest.fixture
def sample(loaded: Loaded, db: None) -> Loaded:
    """The small sample in its December; what a test changes is gone with the test."""
    return loaded
