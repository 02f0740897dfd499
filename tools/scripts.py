"""Benches and proofs: one file each, run in a process of its own on a new database of each kind."""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools import postgres
from tools.places import PYTHON, ROOT, Stop, environment

ENGINES = ("sqlite", "postgres")


def find(folder: str, wanted: list[str]) -> list[str]:
    """The names of a folder's files, or those asked for when they are there."""
    wanted = [name.replace("-", "_") for name in wanted]
    files = (ROOT / folder).glob("[!_]*.py")
    there = sorted(path.stem for path in files if "\ndef main(" in path.read_text())
    if unknown := [name for name in wanted if name not in there]:
        raise Stop(f"No {folder}/{unknown[0]}.py. There are: {', '.join(there) or 'none yet'}.")
    return wanted or there


@contextlib.contextmanager
def new_databases(names: list[str], *, fast: bool) -> Iterator[dict[tuple[str, str], str]]:
    """A new migrated database of each kind for each name, by name and kind."""
    with tempfile.TemporaryDirectory(prefix="trellis-scripts-") as folder:
        shelf = subprocess.Popen([PYTHON, "-m", "tools.migrated"], cwd=ROOT, env=environment())
        with postgres.databases(*names, fast=fast, migrated=True) as served:
            shelf.wait()  # if it failed, each script migrates for itself
            files = [f"sqlite:///{Path(folder) / name}.sqlite3" for name in names]
            yield {
                **{(name, "sqlite"): url for name, url in zip(names, files, strict=True)},
                **{(name, "postgres"): url for name, url in zip(names, served, strict=True)},
            }


def start(module: str, words: list[str], url: str, *, quiet: bool = False) -> subprocess.Popen[str]:
    """Start one script; a quiet one keeps its words until they are asked for."""
    return subprocess.Popen(
        command(module, words),
        cwd=ROOT,
        env=environment(DATABASE_URL=url),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )


def start_into(log: Path, module: str, words: list[str], url: str) -> subprocess.Popen[bytes]:
    """Start one script whose words go to a file: nobody has to read them while it runs."""
    with log.open("wb") as out:
        nothing, same = subprocess.DEVNULL, subprocess.STDOUT
        env = environment(DATABASE_URL=url)
        return subprocess.Popen(
            command(module, words), cwd=ROOT, env=env, stdin=nothing, stdout=out, stderr=same
        )


def command(module: str, words: list[str]) -> list[str]:
    """How one script is started."""
    return [PYTHON, "-m", "tools.launch", module, *words]
