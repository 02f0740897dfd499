"""`./dev prove`: the long proofs, each on both databases; `./dev test` runs them small."""

import argparse

from tools import scripts
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


def prove_small() -> tuple[int, int, int]:
    """Run every proof at reduced size, both databases side by side: passed, failed, skipped."""
    names = scripts.find("proofs", [])
    if not names:
        return 0, 0, 0
    failed = 0
    with scripts.new_databases(names, fast=True) as urls:
        for name in names:
            say(f"proof {name} ...")
            running = {
                engine: scripts.start(
                    f"proofs.{name}", ["--size", "small"], urls[name, engine], quiet=True
                )
                for engine in scripts.ENGINES
            }
            for engine, process in running.items():
                output, _ = process.communicate()
                if process.returncode:
                    failed += 1
                    say(f"---- proof {name} on {engine} failed\n{output}")
    return 2 * len(names) - failed, failed, 0
