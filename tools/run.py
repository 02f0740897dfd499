"""`./dev run`: a sample state here, with its server, its task worker and sign-in links."""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tools.places import BIN, PYTHON, ROOT, VAR, Stop, environment, say

HOST = "127.0.0.1"
NAME = "localhost"  # browsers keep passkeys for names, not for numbers
WHAT_IT_HOLDS = """\
import django
django.setup()
from trellis.programs.models import Installation
print(Installation.objects.values_list("kind", flat=True).first() or "")
"""
BY_CODE = "This database holds no sample: people sign in with the code that a mail brings them."


def run(words: list[str]) -> int:
    """Prepare the database, start everything, stay until Ctrl-C."""
    reader = argparse.ArgumentParser(prog="./dev run")
    reader.add_argument("--port", type=int, default=8000)
    reader.add_argument("--no-open", action="store_true", help="do not open a browser")
    reader.add_argument("--fresh", action="store_true", help="replace the sample database")
    asked = reader.parse_args(words)
    VAR.mkdir(exist_ok=True)
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'trellis.sqlite3'}"
    env = environment(
        DATABASE_URL=url,
        TRELLIS_SAMPLE="1",
        TRELLIS_BASE_URL=f"http://{NAME}:{asked.port}",
    )
    refuse_taken(asked.port)
    if asked.fresh:
        remove_sample(url)
    kind = prepare(env)
    with started(asked.port, env) as children:
        base = f"http://{NAME}:{asked.port}"
        wait_until_it_answers(asked.port, children)
        say(f"\nTrellis is at {base}  (Ctrl-C ends it)\n")
        if kind == "sample":
            manage(env, "sign_in_links", "--base", base)
        else:
            say(BY_CODE)
        if not asked.no_open and has_a_screen():
            webbrowser.open(base)
        return watch(children)


def refuse_taken(port: int) -> None:
    """Say at once that a port is in use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise Stop(f"Port {port} is taken. Choose another: ./dev run --port 8001") from None


def sqlite_path(url: str) -> Path | None:
    """The file of an SQLite address, or nothing for another database."""
    parts = urlsplit(url)
    return ROOT / unquote(parts.path[1:]) if parts.scheme == "sqlite" else None


def remove_sample(url: str) -> None:
    """Delete a database that holds the sample; refuse any other."""
    path = sqlite_path(url)
    if path is None:
        raise Stop("--fresh replaces only a sample database in an SQLite file.")
    if not path.exists():
        return
    if not is_sample(path):
        raise Stop(f"{path} is not marked as a sample. Move it away yourself if you mean to.")
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def is_sample(path: Path) -> bool:
    """Does the database itself say that it holds the sample? One without that record does not."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        try:
            found = connection.execute("SELECT kind FROM programs_installation").fetchall()
        except sqlite3.DatabaseError:
            return False
    return found == [("sample",)]


def prepare(env: dict[str, str]) -> str:
    """Migrate, fill an empty database with the sample, build the static files; what it holds."""
    say("Preparing the database ...")
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "createcachetable")
    answer = subprocess.run(
        [PYTHON, "-c", WHAT_IT_HOLDS], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    )
    if answer.returncode:
        raise Stop("The database could not be read, see above.")
    kind = answer.stdout.strip()
    if not kind:
        say("Loading the sample ...")
        manage(env, "load_sample")
    manage(env, "build_assets")
    manage(env, "collectstatic", "--noinput", "--verbosity", "0")
    return kind or "sample"


def manage(env: dict[str, str], *words: str) -> None:
    """Run one of Django's commands, or stop."""
    if subprocess.run([PYTHON, "manage.py", *words], cwd=ROOT, env=env).returncode:
        raise Stop(f"manage.py {words[0]} failed, see above.")


@contextlib.contextmanager
def started(port: int, env: dict[str, str]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Start the web server and the task worker, and end both whatever happens."""
    granian = [str(BIN / "granian"), "--interface", "wsgi", "--no-ws"]
    granian += ["--host", HOST, "--port", str(port), "--workers", "2", "--blocking-threads", "4"]
    granian += ["--log-level", "warning", "trellis.web.wsgi:application"]
    worker = [PYTHON, "manage.py", "db_worker", "--queue-name", "*", "--no-reload"]
    worker += ["--verbosity", "0"]
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in (("web server", granian), ("task worker", worker)):
            children[name] = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
        yield children
    finally:
        end(list(children.values()))


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask every child to end, wait ten seconds for all together, then insist."""
    for child in children:
        child.terminate()
    latest = time.monotonic() + 10
    for child in children:
        try:
            child.wait(timeout=max(0.1, latest - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def wait_until_it_answers(port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Return when the server has answered a request."""
    latest = time.monotonic() + 60
    while time.monotonic() < latest:
        refuse_dead(children)
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise Stop("The server did not answer within a minute.")


def watch(children: dict[str, subprocess.Popen[bytes]]) -> int:
    """Stay while both live; a person's Ctrl-C is a good end."""
    try:
        while True:
            refuse_dead(children)
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("\nStopping ...")
        return 0


def refuse_dead(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Stop when a child has ended by itself."""
    for name, child in children.items():
        if child.poll() is not None:
            raise Stop(f"The {name} ended by itself (code {child.returncode}), see above.")


def has_a_screen() -> bool:
    """Is there a desktop to open a browser on?"""
    return sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
