"""Runs one bench or proof in the virtual environment: Django ready, the new database migrated.

`python -m tools.launch benches.opening` calls `main()` of `benches/opening.py`; its answer is the
exit code. Further words are left in `sys.argv` for `main()`.
"""

import importlib
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from tools import migrated


def launch(module: str, words: list[str]) -> int:
    """Prepare, then call `main()`."""
    django.setup()
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"] and not Path(database["NAME"]).exists():
        migrated.lay_out(Path(database["NAME"]))
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    sys.argv = [module, *words]
    return int(importlib.import_module(module).main() or 0)


if __name__ == "__main__":
    sys.exit(launch(sys.argv[1], sys.argv[2:]))
