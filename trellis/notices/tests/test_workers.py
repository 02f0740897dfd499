"""Two workers never send the same letter; one that dies leaves nothing unsent."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from trellis.notices.actions import post

WORKER = """
import sys
from datetime import timedelta
import django
django.setup()
from django.conf import settings
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
from trellis.notices.actions import outbox
outbox.CLAIM = timedelta(seconds=float(sys.argv[2]))
outbox.deliver_waiting()
"""
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def worker(transactional_db, live, pat, sink, tmp_path: Path) -> Start:
    """Starts a worker of its own process on this database."""

    def start(*, claim: float = 300) -> subprocess.Popen[bytes]:
        url = address(tmp_path / "copy.sqlite3")
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "trellis.web.settings", "DATABASE_URL": url}
        words = [sys.executable, "-c", WORKER, str(sink.port), str(claim)]
        return subprocess.Popen(words, env=env)

    return start


def address(copy: Path) -> str:
    """This test's database for another process; one in memory is copied into a file, once."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "postgresql":
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    if not copy.exists():
        connection.ensure_connection()
        target = sqlite3.connect(copy)
        connection.connection.backup(target)
        target.close()
    return f"sqlite:///{copy}"


def test_workers_side_by_side_send_each_letter_once(worker: Start, pat, sink):
    wanted = [f"letter {number:02}" for number in range(40)]
    for subject in wanted:
        post(pat, "task", subject, "text", dedupe_key=subject)
    for one in [worker(), worker(), worker()]:
        assert one.wait(120) == 0
    assert sorted(sink.got) == wanted


@pytest.mark.parametrize(("claim", "times"), [(0, 2), (300, 1)])
def test_a_letter_of_a_killed_worker_goes_out_again_when_its_claim_has_run_out(
    worker: Start, pat, sink, claim, times
):
    post(pat, "task", "important", "text", dedupe_key="1")
    first = worker(claim=claim)
    sink.on_mail = lambda _mail: os.kill(first.pid, signal.SIGKILL)
    assert first.wait(60) == -signal.SIGKILL
    sink.on_mail = lambda _mail: None
    for _ in range(2):
        assert worker().wait(60) == 0
    assert sink.got == ["important"] * times
