"""A migrated, empty SQLite file: made once for each state of the migrations, then copied.

To run all migrations takes longer than most rooms' tests. The file's name is a hash of every
migration that is installed, ours and the packages': after a change of one byte it is made anew.
`python -m tools.migrated` makes it if it is not there. PostgreSQL copies a database by itself.
"""

import contextlib
import hashlib
import importlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

from tools.places import VAR

SHELF = VAR / "cache" / "migrated"


def lay_out(target: Path) -> bool:
    """Put a migrated file where a new database is wanted; False when there is none to copy."""
    remove(target)
    try:
        shutil.copyfile(kept(), target)
    except FileNotFoundError:
        return False
    return True


def remove(target: Path) -> None:
    """Remove a database with the files beside it."""
    for ending in ("", "-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)


def keep(migrated: Path) -> None:
    """Keep a copy of a file that was just migrated, in place of those of earlier migrations."""
    if kept().exists():
        return
    SHELF.mkdir(parents=True, exist_ok=True)
    draft = SHELF / f"draft-{os.getpid()}"
    draft.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(migrated)) as connection:
        connection.execute("VACUUM INTO ?", [str(draft)])
    for earlier in SHELF.glob("*.sqlite3"):
        earlier.unlink(missing_ok=True)
    draft.replace(kept())


def kept() -> Path:
    """Where the file for the migrations of this moment lies, or would."""
    from django.apps import apps  # in the virtual environment only

    told = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for path in sorted((Path(app.path) / "migrations").glob("*.py")):
            told.update(f"{app.label} {path.name}\n".encode())
            told.update(path.read_bytes())
    return SHELF / f"{told.hexdigest()[:32]}.sqlite3"


def main() -> None:
    """Make the file, in a process whose settings name a database that is thrown away."""
    from django.core.management import call_command

    if not kept().exists():
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        keep(Path(os.environ["DATABASE_URL"].removeprefix("sqlite:///")))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="trellis-migrated-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/new.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.web.settings")
        importlib.import_module("django").setup()
        main()
