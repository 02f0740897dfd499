"""`./dev test`: a process for each suite and small proof, as many at once as cores, one sum."""

import contextlib
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree  # noqa: S405  - reads only what pytest just wrote
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tools import lanes, scripts
from tools.lanes import Piece, Sum
from tools.places import PYTHON, ROOT, VAR, environment, say
from tools.prove import small_proof

MARKS = {
    "pure": "pure",
    "sqlite": "not pure and not browser",
    "postgres": "not pure and not browser",
    "browser": "browser",
}
LONGEST_FIRST = ("postgres", "sqlite", "browser", "pure")
SUITE = "suite"  # a migrated database on PostgreSQL, of which pytest makes its copy
NOTHING_RAN = 5  # pytest's own code for "no test was selected"


@dataclass(frozen=True)
class Suite:
    """Which tests, with which database, and a folder of their own for all that they write."""

    name: str
    url: str
    folder: Path

    @property
    def report(self) -> Path:
        return self.folder / "report.xml"

    @property
    def log(self) -> Path:
        return self.folder / "output.log"

    def environment(self) -> dict[str, str]:
        """Nothing of `var/` is read or written: neither data nor files nor assets."""
        env = environment(DATABASE_URL=self.url, TRELLIS_VAR=str(self.folder), TRELLIS_SAMPLE="")
        if self.name == "postgres":
            env["TEST_TEMPLATE"] = urlsplit(self.url).path[1:]
        return env


def test(words: list[str]) -> int:
    """Run the suites that were asked for, or all and the proofs; other words go to pytest."""
    names, rest = split(words)
    with prepared(names, proofs=not words) as (suites, proofs):
        ordered = [suites[name] for name in LONGEST_FIRST if name in suites]
        work = [piece(suite, rest, loud=len(suites) == 1) for suite in ordered]
        total = lanes.run([*work, *proofs])
    say(str(total))
    return 0 if total.passed and not total.failed else 1


def split(words: list[str]) -> tuple[list[str], list[str]]:
    """Tell our own words, the names of suites, from pytest's."""
    ours = [name for name in MARKS if f"--{name}" in words]
    rest = [word for word in words if word not in {f"--{name}" for name in ours}]
    return ours or list(MARKS), rest


@contextlib.contextmanager
def prepared(names: list[str], *, proofs: bool) -> Iterator[tuple[dict[str, Suite], list[Piece]]]:
    """A folder and a database for each suite, and the small proofs; all is gone afterwards."""
    with contextlib.ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trellis-test-")))
        urls = {name: f"sqlite:///{home / name / 'database.sqlite3'}" for name in names}
        served = {}
        if proofs or "postgres" in names:
            wanted = [SUITE, *(scripts.find("proofs", []) if proofs else [])]
            served = stack.enter_context(scripts.new_databases(wanted, fast=True))
            urls["postgres"] = served.pop((SUITE, "postgres"))
            del served[SUITE, "sqlite"]
        for name in names:
            (home / name).mkdir()
        suites = {name: Suite(name, urls[name], home / name) for name in names}
        yield suites, [small_proof(*place, url, home) for place, url in served.items()]


def piece(suite: Suite, rest: list[str], *, loud: bool) -> Piece:
    """A suite as work for a lane; its output is shown when it has ended."""

    def begin() -> "subprocess.Popen[bytes]":
        if not loud:
            say(f"{suite.name} ...")
        return start(suite, rest, loud=loud)

    def end(code: int) -> Sum:
        outcome = count(suite.report, code)
        show(suite, outcome)
        return outcome

    return Piece(begin, end)


def start(suite: Suite, rest: list[str], *, loud: bool) -> subprocess.Popen[bytes]:
    """Start pytest on one suite, its output going to the screen or to a file."""
    env = suite.environment()
    command = [PYTHON, "-m", "pytest", "-m", MARKS[suite.name], f"--junitxml={suite.report}"]
    command += ["-o", f"cache_dir={VAR / 'cache' / f'pytest-{suite.name}'}", *rest]
    if suite.name == "browser":
        build_assets(env)
    if loud:
        return subprocess.Popen(command, cwd=ROOT, env=env)
    with suite.log.open("wb") as out:
        nothing, same = subprocess.DEVNULL, subprocess.STDOUT
        return subprocess.Popen(command, cwd=ROOT, env=env, stdin=nothing, stdout=out, stderr=same)


def build_assets(env: dict[str, str]) -> None:
    """What a browser loads is built once, before its suite."""
    command = [PYTHON, "manage.py", "build_assets"]
    built = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if built.returncode:
        say(f"manage.py build_assets failed:\n{built.stdout}{built.stderr}")


def count(report: Path, code: int) -> Sum:
    """Read pytest's report; a suite that broke without one counts as one failure."""
    if code == NOTHING_RAN:
        return Sum()
    try:
        parts = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314  - as above
    except (OSError, ElementTree.ParseError):
        return Sum(failed=1)
    total = Sum()
    for part in parts:
        number = {key: int(part.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
        failed = number["failures"] + number["errors"]
        passed = max(0, number["tests"] - failed - number["skipped"])
        total += Sum(passed, failed, number["skipped"])
    return total + Sum(failed=1) if code and not total.failed else total


def show(suite: Suite, outcome: Sum) -> None:
    """Print a suite's output in full when something failed, else what was skipped and the sum."""
    if suite.log.exists():
        (VAR / "test").mkdir(parents=True, exist_ok=True)
        shutil.copy(suite.log, VAR / "test" / f"{suite.name}.log")
        lines = suite.log.read_text(errors="replace").splitlines()
        if not outcome.failed:
            lines = [line for line in lines if line.startswith("SKIPPED")]
        say("\n".join([f"---- {suite.name}", *lines]))
    say(f"---- {suite.name}: {outcome}")
