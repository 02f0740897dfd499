"""However servers and workers fail, each mail leaves once, twice only after a crash at its end.

A server hangs, drips, refuses, is busy, cuts off, or takes a mail and drops the line without a
word. Two workers deliver, and are killed with -9: at random moments, and at the very moment when
the server has a mail but its answer is unread or unwritten. Meanwhile somebody holds mails. Full
size: 240 mails, 60 kills.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

from django.conf import settings
from django.core.mail.utils import DNS_NAME
from django.db import connections
from django.db.models import F

from benches import world
from proofs.mail_server import FATES, serve
from trellis.kit import clock
from trellis.kit.errors import OutOfOrder
from trellis.notices import smtp
from trellis.notices.actions import (
    deliver_waiting,
    hold_notice,
    outbox,
    post_to_address,
    release_notice,
)
from trellis.notices.models import Bounce, Notice
from trellis.people.models import Person

GIVEN_UP = {"never", "unwanted"}
FORK = multiprocessing.get_context("fork")  # Django stays ready; connections are closed


def main() -> int:
    """Post, kill and hold; then let everything leave, and count."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--size", choices=("full", "small"), default="full")
    full = reader.parse_args().size == "full"
    world.install_matrix()
    with tempfile.TemporaryDirectory() as folder:
        proof = Proof(Path(folder), claim=10 if full else 6)
        try:
            proof.run(mails=240 if full else 40, kills=60 if full else 6)
        finally:
            proof.end()
    return 0


@dataclass
class Proof:
    """One server, two workers, and what they did."""

    folder: Path
    claim: int
    chance: Random = field(default_factory=lambda: Random(7))
    workers: list[BaseProcess] = field(default_factory=list)
    killed: set[int] = field(default_factory=set)
    held: dict[int, int] = field(default_factory=dict)
    """By mail: how many lines the server had written when it was held."""
    refused: int = 0
    server: BaseProcess | None = None

    def run(self, *, mails: int, kills: int) -> None:
        """The whole course."""
        self.server = self._start(serve, self.folder)
        while not (self.folder / "port").exists():
            time.sleep(0.01)
        self._post(mails)
        by = Person.objects.create_user("holder@agency.example", name="Holder")
        for number in range(kills):
            self._two_workers()
            self._hold_one(by)
            self._kill_one(number)
            self._let_time_pass()
        self._two_workers()
        self._finish()
        self._nothing_held_has_left()
        for notice in Notice.objects.filter(held=True):
            release_notice(notice, by=by)
        self._finish()
        self._count(mails, kills)

    def end(self) -> None:
        """Leave no process behind."""
        for one in [*self.workers, self.server]:
            if one is not None and one.is_alive():
                one.kill()
                one.join()

    # ---- The course

    def _post(self, mails: int) -> None:
        fates = self.chance.choices(list(FATES), list(FATES.values()), k=mails)
        fates[: len(FATES)] = list(FATES)  # each at least once
        self.chance.shuffle(fates)
        for number, fate in enumerate(fates):
            address = f"{fate}-{number}@proof.example"
            post_to_address(address, "proof", address, "text", dedupe_key=address)

    def _start(self, run: object, *words: object) -> BaseProcess:
        connections.close_all()
        process = FORK.Process(target=run, args=words)  # type: ignore[arg-type]
        process.start()
        return process

    def _two_workers(self) -> None:
        self.workers = [one for one in self.workers if one.is_alive()]
        while len(self.workers) < 2:
            port = int((self.folder / "port").read_text())
            self.workers.append(self._start(work, port, self.claim))

    def _hold_one(self, by: Person) -> None:
        waiting = Notice.objects.filter(sent_at=None, failed_at=None, held=False)
        in_hand = F("claimed_until").desc(nulls_last=True)
        chosen = waiting.order_by(in_hand if self.chance.random() < 0.5 else "-id")[:5]
        for notice in chosen:
            try:
                hold_notice(notice, by=by)
            except OutOfOrder:
                self.refused += 1
            else:
                self.held[notice.pk] = len(self._lines())
                return

    def _kill_one(self, number: int) -> None:
        """At a random moment, or by the server with the mail in its hands."""
        if number % 3 == 0:
            time.sleep(self.chance.uniform(0, 0.3))
            self._kill(self.chance.choice(self.workers))
            return
        before = {one.pid for one in self.workers if one.is_alive()}
        (self.folder / "new").write_text("before" if number % 3 == 1 else "after")
        (self.folder / "new").rename(self.folder / "kill")
        for _ in range(150):
            alive = {one.pid for one in self.workers if one.is_alive()}
            if alive != before:
                self.killed |= {pid for pid in before - alive if pid is not None}
                return
            time.sleep(0.02)
            self._let_time_pass()
        (self.folder / "kill").unlink(missing_ok=True)

    def _kill(self, one: BaseProcess) -> None:
        one.kill()
        one.join()
        assert one.exitcode == -signal.SIGKILL, one.exitcode
        self.killed.add(one.pid or 0)

    def _let_time_pass(self) -> None:
        """Nobody waits minutes for the next try; claims run out by themselves."""
        Notice.objects.exclude(not_before=None).update(not_before=clock.now())

    def _finish(self) -> None:
        """Wait until nothing is left but what is held."""
        rest = Notice.objects.filter(sent_at=None, failed_at=None, held=False)
        for _ in range(2400):
            if not rest.exists():
                return
            self._two_workers()
            self._let_time_pass()
            time.sleep(0.05)
        raise AssertionError(f"Mail still waits: {list(rest.values_list('address', 'last_error'))}")

    # ---- Counting

    def _lines(self) -> list[list[str]]:
        log = self.folder / "log"
        return [line.split() for line in log.read_text().splitlines()] if log.exists() else []

    def _nothing_held_has_left(self) -> None:
        lines, names = self._lines(), {one.pk: _name(one) for one in Notice.objects.all()}
        for pk, since in self.held.items():
            late = [line for line in lines[since:] if line[1] == names[pk]]
            assert late == [], f"A held mail has left: {late}"

    def _count(self, mails: int, kills: int) -> None:
        took: Counter[str] = Counter()
        excused: Counter[str] = Counter()
        last: dict[int, str] = {}
        for _word, name, client, how in self._lines():
            took[name] += 1
            last[int(client)] = name
            excused[name] += how == "drop"
        for process, name in last.items():
            excused[name] += process in self.killed
        twice: dict[str, int] = defaultdict(int)
        notices = list(Notice.objects.all())
        assert set(took) <= {_name(one) for one in notices}, "A mail that we never wrote."
        for notice in notices:
            fate, copies = notice.address.partition("-")[0], took[_name(notice)]
            if fate in GIVEN_UP:
                assert (copies, bool(notice.failed_at)) == (0, True), notice.address
                assert Bounce.objects.filter(notice=notice).count() == 1, notice.address
                continue
            assert notice.sent_at and copies, f"lost: {notice.address}"
            assert copies <= 1 + excused[_name(notice)], f"{copies} copies: {notice.address}"
            twice[fate] += copies - 1
        print(
            f"{mails} mails, {len(self.killed)} of {kills} kills met a worker: 0 lost;"
            f" {sum(twice.values())} second copies, each after a crash with the mail handed over"
            f" ({sum(excused.values())} such moments); {len(self.held)} held and none left,"
            f" {self.refused} holds came too late and were told so"
        )


def _name(notice: Notice) -> str:
    return str(smtp.message(notice).extra_headers["Message-ID"])


def work(port: int, claim: int) -> None:
    """What a worker does: deliver, again and again, until it is killed."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 0.5
    smtp.LONGEST, outbox.CLAIM, outbox.TRIES = 1.5, timedelta(seconds=claim), 1000
    DNS_NAME._fqdn = f"worker-{os.getpid()}"
    while True:
        deliver_waiting()
        time.sleep(0.01)
