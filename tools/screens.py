"""`./dev screens`: the pictures of the README, taken from a sample made for it."""

import contextlib
import socket
import subprocess
import tempfile
from pathlib import Path

from tools.places import PYTHON, ROOT, Stop, environment
from tools.run import HOST, NAME, prepare, started, wait_until_it_answers

FOLDER = ROOT / "docs" / "screens"


def screens(words: list[str]) -> int:
    """Serve a fresh sample on a free port, photograph it, take it away."""
    if words:
        raise Stop("./dev screens takes no words.")
    with tempfile.TemporaryDirectory(prefix="trellis-screens-") as home:
        port = free_port()
        env = environment(
            DATABASE_URL=f"sqlite:///{Path(home) / 'sample.sqlite3'}",
            TRELLIS_VAR=home,
            TRELLIS_SAMPLE="1",
            TRELLIS_BASE_URL=f"http://{NAME}:{port}",
        )
        prepare(env)
        with started(port, env) as children:
            wait_until_it_answers(port, children)
            camera = [PYTHON, "-m", "tools.camera", f"http://{NAME}:{port}", str(FOLDER)]
            return subprocess.run(camera, cwd=ROOT, env=env).returncode


def free_port() -> int:
    """A port that nobody uses now."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
