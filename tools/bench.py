"""`./dev bench`: times real work against a floor of bare SQL in the same run, on both databases.

A bench prints one line of JSON with `name database ratio queries cpu_s floor_cpu_s n`.
"""

import argparse
import json

from tools import scripts
from tools.places import say

KEYS = ("name", "database", "ratio", "queries", "cpu_s", "floor_cpu_s", "n")


def bench(words: list[str]) -> int:
    """Run benches one at a time, for quiet, and print their lines, the worse ratio last."""
    reader = argparse.ArgumentParser(prog="./dev bench")
    reader.add_argument("names", nargs="*")
    names = scripts.find("benches", reader.parse_args(words).names)
    broken = 0
    with scripts.new_databases(names, fast=False) as urls:
        for name in names:
            lines: list[str] = []
            for engine in scripts.ENGINES:
                process = scripts.start(f"benches.{name}", [], urls[name, engine], quiet=True)
                output, _ = process.communicate()
                found = results(output)
                lines += found
                if process.returncode or not found:
                    broken += 1
                    say(f"---- bench {name} on {engine} broke\n{output}")
            for line in worst_last(lines):
                say(line)
    return 1 if broken or not names else 0


def results(output: str) -> list[str]:
    """The lines of an output that are results: an object with every key."""
    found = []
    for line in output.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict) and all(key in value for key in KEYS):
            found.append(line)
    return found


def worst_last(lines: list[str]) -> list[str]:
    """Order results so that the one furthest from its floor is read last."""
    return sorted(lines, key=lambda line: float(json.loads(line)["ratio"] or 0))
