"""Nothing is lost while writers and sealers race, and no tampering with a sealed history passes.

Full size: 6 processes write 150 entries each while 2 seal; 10,000 random tampers.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from multiprocessing.synchronize import Event
from random import Random

from django.db import connections, transaction

from trellis.history.actions import record, seal_entries
from trellis.history.models import Entry, Seal
from trellis.history.tests import tampers
from trellis.history.verification import verify

WRITERS, SEALERS = 6, 2


def main() -> int:
    """Race first, then tamper; prints what was tried."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--size", choices=("full", "small"), default="full")
    full = reader.parse_args().size == "full"
    race(transactions=75 if full else 8)
    tamper(times=10_000 if full else 150)
    return 0


def race(transactions: int) -> None:
    """Writers in processes of their own, with sealers among them; all that committed is sealed."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")  # Django stays ready; connections are closed
    ended = fork.Event()
    writers = [fork.Process(target=write, args=(n, transactions)) for n in range(WRITERS)]
    sealers = [fork.Process(target=seal, args=(ended,)) for _ in range(SEALERS)]
    for process in (*sealers, *writers):
        process.start()
    for process in writers:
        process.join()
    ended.set()
    for process in sealers:
        process.join()
    assert [process.exitcode for process in (*writers, *sealers)] == [0] * (WRITERS + SEALERS)
    during = Seal.objects.count()
    seal_entries()
    expected = WRITERS * transactions * 2
    there = set(Entry.objects.exclude(seal=None).values_list("subject", flat=True))
    lost = {f"w{n}:{i}.{j}" for n in range(WRITERS) for i in range(transactions) for j in "ab"}
    assert lost - there == set(), sorted(lost - there)[:5]
    assert Entry.objects.count() == expected, "A rolled back entry is there."
    result = verify()
    assert (result.findings, result.sealed, result.unsealed) == ([], expected, 0)
    print(f"{expected} entries of {WRITERS} writers: none lost; {during} seals during the race")


def write(number: int, transactions: int) -> None:
    """Two entries a transaction, with a rolled back one now and then."""
    for i in range(transactions):
        with transaction.atomic():
            record(f"w{number}:{i}.a", "Race", "wrote", by=None, after={"i": i})
            time.sleep(0.002 * (number % 3))
            record(f"w{number}:{i}.b", "Race", "wrote", by=None)
        if i % 5 == 0:
            with transaction.atomic():
                record(f"w{number}:{i}.never", "Race", "wrote", by=None)
                transaction.set_rollback(True)


def seal(ended: Event) -> None:
    """Seal again and again until the writers are done."""
    while not ended.is_set():
        seal_entries(most=20)
        time.sleep(0.005)


def tamper(times: int) -> None:
    """Change a sealed history at random; every change is found, and undoing it ends the finding."""
    for seed in range(times):
        if seed % 500 == 0:
            Entry.objects.all().delete()
            Seal.objects.all().delete()
            kept = tampers.history(Random(seed), seals=4)
        chance = Random(seed)
        way = chance.choice(tampers.TAMPERS)
        with transaction.atomic():
            way(chance)
            found = verify(kept).findings
            transaction.set_rollback(True)
        assert found, f"{way.__name__} with seed {seed} was not found"
    assert verify(kept).findings == []
    print(f"{times} tampers, {times} found")
