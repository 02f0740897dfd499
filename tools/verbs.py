"""The verbs of `./dev` and what each needs before it starts."""

import signal
import subprocess
import sys
from collections.abc import Callable

from tools import bench, check, locks, papers, prove, run, screens, setup, test
from tools.places import PYTHON, ROOT, Stop, environment, say

HELP = """\
./dev run      start Trellis with sample data       [--port N] [--no-open] [--fresh]
./dev test     every test, on both databases        [--pure --sqlite --postgres --browser] [...]
./dev check    style, types, room order, budgets, locks, migrations
./dev bench    times against a floor of bare SQL    [NAME ...]
./dev prove    the long proofs                      [NAME ...] [--size full|small]
./dev manage   Django's command line                COMMAND ...
./dev screens  take the pictures of the README anew
./dev papers   write the data inventory and the bill of materials anew
./dev lock     write requirements/*.txt anew        [--upgrade]
"""
Verb = Callable[[list[str]], int]


def manage(words: list[str]) -> int:
    """Django's command line in the virtual environment."""
    command = [PYTHON, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment()).returncode


VERBS: dict[str, tuple[str, Verb]] = {
    "run": ("run", run.run),
    "manage": ("run", manage),
    "test": ("dev", test.test),
    "check": ("dev", check.check),
    "bench": ("dev", bench.bench),
    "prove": ("dev", prove.prove),
    "screens": ("dev", screens.screens),
    "papers": ("dev", papers.papers),
    "lock": ("dev", locks.lock),
}


def main(words: list[str]) -> int:
    """Run one verb; tell in a sentence what is missing."""
    if not words or words[0] not in VERBS:
        say(HELP)
        return 0 if words[:1] in ([], ["help"], ["--help"], ["-h"]) else 2
    signal.signal(signal.SIGTERM, interrupt)
    needs, verb = VERBS[words[0]]
    try:
        setup.ready(needs)
        return verb(words[1:])
    except Stop as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def interrupt(*_: object) -> None:
    """Let a request to end do what Ctrl-C does: leave every `with` and `finally`."""
    raise KeyboardInterrupt
