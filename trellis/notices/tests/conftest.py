"""An outbox, and a real mail server to empty it into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as configured

from trellis.notices.models import Notice
from trellis.notices.tests.sink import Sink
from trellis.people.models import Person
from trellis.programs.actions import install


@pytest.fixture
def live(db) -> None:
    """A database with real people."""
    install(Path(configured.PACK_FOLDER) / "prairie")


@pytest.fixture
def sample(db, settings) -> None:
    """A database marked sample, started as one."""
    settings.SAMPLE = True
    install(Path(configured.PACK_FOLDER) / "prairie", kind="sample")


@pytest.fixture
def pat(db) -> Person:
    """Somebody who gets mail."""
    return Person.objects.create_user("pat@example.org", name="Pat Winter")


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """A mail server of our own, which the settings point to."""
    with Sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 1
        yield server


@pytest.fixture
def outbox(db):
    """Each notice as it stands: subject, sent, failed, attempts, what the server said."""

    def read() -> list[tuple[str, bool, bool, int, str]]:
        return [
            (one.subject, bool(one.sent_at), bool(one.failed_at), one.attempts, one.last_error)
            for one in Notice.objects.order_by("id")
        ]

    return read
