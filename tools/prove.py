"""`./dev prove`: the long proofs, each on both databases; `./dev test` runs them small."""

import argparse
import subprocess
from pathlib import Path

from tools import scripts
from tools.lanes import Piece, Sum
from tools.places import say


def prove(words: list[str]) -> int:
    """Run proofs one after the other and show all that they say."""
    reader = argparse.ArgumentParser(prog="./dev prove")
    reader.add_argument("names", nargs="*")
    reader.add_argument("--size", choices=("full", "small"), default="full")
    asked = reader.parse_args(words)
    names = scripts.find("proofs", asked.names)
    failed = []
    with scripts.new_databases(names, fast=False) as urls:
        for (name, engine), url in sorted(urls.items()):
            say(f"---- {name} on {engine}, {asked.size}")
            if scripts.start(f"proofs.{name}", ["--size", asked.size], url).wait():
                failed.append(f"{name} on {engine}")
    say(f"proofs: {2 * len(names) - len(failed)} held, {len(failed)} failed")
    for one in failed:
        say(f"  failed: {one}")
    return 1 if failed or not names else 0


def small_proof(name: str, engine: str, url: str, folder: Path) -> Piece:
    """One proof at reduced size on one database; its words are shown when it fails."""
    called = f"proof {name} on {engine}"
    log = folder / f"{called}.log"

    def begin() -> "subprocess.Popen[bytes]":
        say(f"{called} ...")
        return scripts.start_into(log, f"proofs.{name}", ["--size", "small"], url)

    def end(code: int) -> Sum:
        if code:
            say(f"---- {called} failed\n{log.read_text(errors='replace')}")
        return Sum(failed=1) if code else Sum(passed=1)

    return Piece(begin, end)
