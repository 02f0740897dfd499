"""`./dev lock` writes the hash-pinned requirements; `python -m tools.locks` says if they fit."""

import argparse
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tools.places import BIN, REQUIREMENTS, ROOT, environment, say

COMPILE = ["uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal"]
COMPILE += ["--python-version", "3.11", "--generate-hashes"]
COMPILE += ["--no-header", "--no-annotate", "--no-emit-index-url"]
ADDRESS = re.compile(r":/{2}")
PIN = re.compile(r"^([a-z0-9.-]+)==([^\s;\\]+)", re.MULTILINE)


def lock(words: list[str]) -> int:
    """Compile both lists from `pyproject.toml`; the shorter takes its versions from the longer."""
    reader = argparse.ArgumentParser(prog="./dev lock")
    reader.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")
    more = ["--upgrade"] if reader.parse_args(words).upgrade else []
    dev, run = (str(REQUIREMENTS / f"{name}.txt") for name in ("dev", "run"))
    for extra in (
        ["--extra", "dev", "--output-file", dev, *more],
        ["--constraint", dev, "--output-file", run, *more],
    ):
        command = [str(BIN / COMPILE[0]), *COMPILE[1:], *extra]
        if code := subprocess.run(command, cwd=ROOT, env=environment()).returncode:
            return code
    return 0


def faults(root: Path) -> list[str]:
    """What does not fit between `pyproject.toml` and the two lists, in sentences."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    run_needs = project["dependencies"]
    dev_needs = run_needs + project["optional-dependencies"]["dev"]
    texts = {name: (root / "requirements" / f"{name}.txt").read_text() for name in ("run", "dev")}
    found = unfit("run", run_needs, texts["run"]) + unfit("dev", dev_needs, texts["dev"])
    for name, text in texts.items():
        if ADDRESS.search(text):
            found.append(f"requirements/{name}.txt names an address")
    missing = set(PIN.findall(texts["run"])) - set(PIN.findall(texts["dev"]))
    found += [f"dev.txt does not have {name} {pin} of run.txt" for name, pin in sorted(missing)]
    return found


def unfit(name: str, needs: list[str], text: str) -> list[str]:
    """The requirements that a list does not pin, or pins outside their range."""
    from packaging.requirements import Requirement  # in the virtual environment only
    from packaging.utils import canonicalize_name

    pins: dict[str, list[str]] = {}
    for package, version in PIN.findall(text):
        pins.setdefault(canonicalize_name(package), []).append(version)
    found = []
    for need in map(Requirement, needs):
        versions = pins.get(canonicalize_name(need.name), [])
        if not versions:
            found.append(f"{name}.txt does not have {need.name}: run ./dev lock")
        found += [
            f"{name}.txt has {need.name} {version}, not {need.specifier}: run ./dev lock"
            for version in versions
            if not need.specifier.contains(version, prereleases=True)
        ]
    return found


def main() -> int:
    """Print the faults; their number decides."""
    found = faults(ROOT)
    for fault in found:
        say(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
