"""Makes `.venv` and installs the hash-pinned packages into it, once for each change of the list."""

import contextlib
import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator

from tools.places import BIN, PYTHON, REQUIREMENTS, VAR, VENV, Stop, say

STAMP = VENV / "installed.json"
NO_VENV = """\
This Python cannot make a virtual environment. On Debian or Ubuntu:

    apt install python3-venv
"""


def ready(needs: str) -> None:
    """Make sure that the packages of `requirements/NEEDS.txt` are installed: `run` or `dev`."""
    with one_at_a_time():
        if is_installed(needs):
            return
        make_venv()
        install(needs)


def is_installed(needs: str) -> bool:
    """Is the list as it was when it was installed? The list for developers includes the other."""
    done = installed()
    fits = any(done.get(name) == digest(name) for name in (needs, "dev"))
    return fits and (BIN / "python").exists()


def installed() -> dict[str, str]:
    """The digests of the lists that were installed, by name."""
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in found.items()}


def digest(name: str) -> str:
    """What tells one state of a list from another."""
    return hashlib.sha256((REQUIREMENTS / f"{name}.txt").read_bytes()).hexdigest()


def make_venv() -> None:
    """Create the virtual environment, anew when it is of another Python or broken."""
    if (BIN / "python").exists() and works():
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise Stop(NO_VENV)
    say("Creating .venv ...")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stop(f"{made.stdout}{made.stderr}\n{NO_VENV}")


def works() -> bool:
    """Does the environment's Python start, with pip, as the version it was made for?"""
    answer = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, text=True)
    version = f"(python {sys.version_info[0]}.{sys.version_info[1]})"
    return answer.returncode == 0 and version in answer.stdout


def install(needs: str) -> None:
    """Install a list with pip, which checks each file against its hash."""
    say(f"Installing requirements/{needs}.txt (a minute or two the first time) ...")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--require-hashes", "--requirement", str(REQUIREMENTS / f"{needs}.txt")],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        STAMP.unlink(missing_ok=True)
        raise Stop(f"{done.stdout}{done.stderr}\nThe packages could not be installed, see above.")
    names = ("run", "dev") if needs == "dev" else (needs,)
    STAMP.write_text(json.dumps({name: digest(name) for name in names}))


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two verbs started together install once: the second waits for the first."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("w") as lock:
        try:
            import fcntl  # not on every system, and only here
        except ImportError:
            yield
            return
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
