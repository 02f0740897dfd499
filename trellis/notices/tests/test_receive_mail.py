"""The command to which the mail server pipes: one line, no error, nothing kept of other mail."""

from __future__ import annotations

import io
import os

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from trellis.notices.actions import deliver_waiting, post
from trellis.notices.models import Bounce, Notice
from trellis.notices.reports import LIMIT
from trellis.notices.tests.reporting import name_of, report


@pytest.fixture
def pipe(monkeypatch, capsys):
    """Pipes a mail into the command; answers what it says."""

    def send(raw: bytes) -> str:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("receive_mail")
        said: str = capsys.readouterr().out
        return said

    return send


def test_a_report_is_noted(live, pat, sink, pipe):
    post(pat, "letter", "hello", "text", dedupe_key="1")
    deliver_waiting()
    said = pipe(report(name_of(Notice.objects.get())))
    assert (said, Bounce.objects.count()) == ("noted: an address does not work\n", 1)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"From: pat@example.org\n\nThank you!", "not a report of failed delivery: left\n"),
        (b"\xff\x00" * 99, "not a report of failed delivery: left\n"),
        (report(f"notice-1-{'0' * 32}"), "not about a mail of ours: nothing done\n"),
        (report("x") + b"x" * LIMIT, "too large for a report: not read\n"),
    ],
)
def test_any_other_mail_is_left(live, pipe, raw, said):
    assert (pipe(raw), Bounce.objects.count(), Notice.objects.count()) == (said, 0, 0)


def test_while_the_database_is_away_the_mail_server_keeps_the_report(live, pipe):
    def away(*_: object) -> None:
        raise DatabaseError("away")

    with pytest.raises(SystemExit) as ended, connection.execute_wrapper(away):
        pipe(report(f"notice-1-{'0' * 32}"))
    assert ended.value.code == os.EX_TEMPFAIL
