"""Where things are in this repository, and the environment that its programs start in."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = str(BIN / "python")
REQUIREMENTS = ROOT / "requirements"


class Stop(Exception):
    """Ends a verb with a sentence for the person who typed it."""


def environment(**more: str) -> dict[str, str]:
    """The environment for a child: ours, our settings, and what the caller adds."""
    settings = {"DJANGO_SETTINGS_MODULE": "trellis.web.settings", "PYTHONUNBUFFERED": "1"}
    return {**settings, **os.environ, **more}


def say(words: str) -> None:
    """Print one line at once, also into a pipe."""
    print(words, flush=True)
