"""Finds the Chromium that browser tests drive: the system's, never one downloaded by a package."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = """\
Browser tests need Chromium, and none was found. On Debian or Ubuntu:

    apt install chromium

or name the program in the environment variable CHROMIUM.
"""
SWITCHES = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]


def find_chromium() -> str | None:
    """The path of the browser, or nothing when there is none."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if name and (path := shutil.which(name)):
            return path
    return None
