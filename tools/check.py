"""`./dev check`: everything that can be said about the code without running it."""

import subprocess
import tempfile

from tools.places import BIN, PYTHON, ROOT, environment, say

TYPED = ("trellis", "tools", "tests", "benches", "proofs", "conftest.py", "manage.py")


def check(words: list[str]) -> int:
    """Run every step to its end and say which did not pass; words choose steps by name."""
    failed = []
    chosen = {name: step for name, step in steps().items() if not words or name in words}
    with tempfile.TemporaryDirectory(prefix="trellis-check-") as folder:
        env = environment(DATABASE_URL=f"sqlite:///{folder}/check.sqlite3")
        for name, command in chosen.items():
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=env,
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
            )
            say(f"{'no' if done.returncode else 'ok'}  {name}")
            if done.returncode:
                failed.append(name)
                say(f"{done.stdout}{done.stderr}")
    if not chosen:
        say(f"There are: {', '.join(steps())}.")
        return 2
    say(f"check: {'not ' + ', '.join(failed) if failed else 'all is well'}")
    return 1 if failed else 0


def steps() -> dict[str, list[str]]:
    """Each step's name and command."""
    python: list[str] = [PYTHON, "-m"]
    manage: list[str] = [PYTHON, "manage.py"]
    typed = [path for path in TYPED if (ROOT / path).exists()]
    return {
        "style": [*python, "ruff", "check", "--quiet", "."],
        "format": [*python, "ruff", "format", "--check", "--quiet", "."],
        "types": [*python, "mypy", *typed],
        "rooms": [str(BIN / "lint-imports"), "--cache-dir", "var/cache/imports", "--no-logo"],
        "budgets": [*python, "tools.budgets"],
        "state-words": [*python, "tools.state_words"],
        "locks": [*python, "tools.locks"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "django": [*manage, "check"],
    }
