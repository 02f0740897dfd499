"""What `./dev` decides before it starts anything, and how it reads what came back."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tools import bench, chromium, lanes, locks, migrated, postgres, run, setup, test
from tools.lanes import Piece, Sum
from tools.places import ROOT, Stop

pytestmark = pytest.mark.pure


def report(folder: Path, *suites: str) -> Path:
    path = folder / "report.xml"
    path.write_text(
        f"<testsuites>{''.join(f'<testsuite {suite}/>' for suite in suites)}</testsuites>"
    )
    return path


def test_words_that_are_not_suites_go_to_pytest():
    everything = ["pure", "sqlite", "postgres", "browser"]
    assert test.split([]) == (everything, [])
    assert test.split(["-k", "board", "-x"]) == (everything, ["-k", "board", "-x"])
    assert test.split(["--sqlite", "-x", "--pure"]) == (["pure", "sqlite"], ["-x"])


def test_a_report_is_summed_over_its_suites(tmp_path: Path):
    path = report(
        tmp_path,
        'tests="10" failures="1" errors="2" skipped="3"',
        'tests="5" failures="0" errors="0" skipped="0"',
    )
    assert str(test.count(path, 1)) == "9 passed, 3 failed, 3 skipped"


def test_a_suite_without_tests_counts_nothing_and_a_broken_one_counts_as_failed(tmp_path: Path):
    assert test.count(tmp_path / "none.xml", test.NOTHING_RAN) == Sum()
    assert test.count(tmp_path / "none.xml", 2) == Sum(failed=1)


def test_an_exit_code_without_a_failed_test_is_a_failure_all_the_same(tmp_path: Path):
    path = report(tmp_path, 'tests="2" failures="0" errors="0" skipped="0"')
    assert test.count(path, 3) == Sum(passed=2, failed=1)


def test_a_lane_that_comes_free_takes_the_next_piece_and_nothing_else_waits(tmp_path: Path):
    flag, told = tmp_path / "last has ended", []

    def piece(name: str, program: str) -> Piece:
        def begin() -> "subprocess.Popen[bytes]":
            told.append(f"{name} begins")
            return subprocess.Popen([sys.executable, "-c", f"import os, time, sys; {program}"])

        def end(code: int) -> Sum:
            told.append(f"{name} ends")
            if name == "last":
                flag.touch()
            return Sum(failed=1) if code else Sum(passed=1)

        return Piece(begin, end)

    until = f"[time.sleep(0.05) for _ in iter(lambda: os.path.exists({str(flag)!r}), True)]"
    pieces = [piece("long", until), piece("short", "sys.exit(1)"), piece("last", "")]
    assert lanes.run(pieces, lanes=2) == Sum(passed=2, failed=1)
    assert told == ["long begins", "short begins", "short ends", "last begins", "last ends",
                    "long ends"]  # fmt: skip


def test_a_migrated_file_is_copied_and_what_lay_there_is_gone(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(migrated, "SHELF", tmp_path / "shelf")
    made, wanted = tmp_path / "made.sqlite3", tmp_path / "wanted.sqlite3"
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("CREATE TABLE one (id)")
    assert not migrated.lay_out(wanted)
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "earlier.sqlite3").touch()
    migrated.keep(made)
    assert [path.name for path in (tmp_path / "shelf").iterdir()] == [migrated.kept().name]
    wanted.with_name("wanted.sqlite3-wal").write_text("of another database")
    assert migrated.lay_out(wanted)
    assert not wanted.with_name("wanted.sqlite3-wal").exists()
    with closing(sqlite3.connect(wanted)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("one",)]


def test_a_taken_port_is_told_at_once():
    with closing(socket.create_server((run.HOST, 0))) as other:
        port = other.getsockname()[1]
        with pytest.raises(Stop, match=f"Port {port} is taken"):
            run.refuse_taken(port)


def test_only_a_database_that_says_sample_is_deleted(tmp_path: Path):
    path = tmp_path / "state.sqlite3"
    for kind in ("live", "sample"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS programs_installation (kind)")
            connection.execute("DELETE FROM programs_installation")
            connection.execute("INSERT INTO programs_installation VALUES (?)", [kind])
            connection.commit()
        if kind == "live":
            with pytest.raises(Stop, match="not marked as a sample"):
                run.remove_sample(f"sqlite:///{path}")
            assert path.exists()
    run.remove_sample(f"sqlite:///{path}")
    assert not path.exists()


def test_a_database_without_the_mark_or_of_another_kind_is_never_deleted(tmp_path: Path):
    path = tmp_path / "other.sqlite3"
    path.write_bytes(b"")
    for url in (f"sqlite:///{path}", "postgresql://localhost/state"):
        with pytest.raises(Stop):
            run.remove_sample(url)
    assert path.exists()


def test_an_sqlite_address_is_absolute_with_four_slashes_and_of_the_repository_with_three():
    assert run.sqlite_path("sqlite:////srv/state%20one.sqlite3") == Path("/srv/state one.sqlite3")
    assert run.sqlite_path("sqlite:///var/state.sqlite3") == ROOT / "var/state.sqlite3"


def test_packages_are_installed_again_when_their_list_changes(tmp_path: Path, monkeypatch):
    (tmp_path / "run.txt").write_text("one==1\n")
    (tmp_path / "dev.txt").write_text("one==1\ntwo==2\n")
    monkeypatch.setattr(setup, "REQUIREMENTS", tmp_path)
    monkeypatch.setattr(setup, "STAMP", tmp_path / "installed.json")
    assert not setup.is_installed("run")
    setup.STAMP.write_text(f'{{"dev": "{setup.digest("dev")}"}}')
    assert setup.is_installed("run")
    assert setup.is_installed("dev")
    (tmp_path / "dev.txt").write_text("one==1\ntwo==3\n")
    assert not setup.is_installed("dev")


def test_a_python_without_venv_is_told_what_to_install(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(setup, "BIN", tmp_path)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(Stop, match="apt install python3-venv"):
        setup.make_venv()


def test_the_browser_is_the_one_that_is_named(tmp_path: Path, monkeypatch):
    program = tmp_path / "my-chromium"
    program.write_text("")
    program.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(program))
    assert chromium.find_chromium() == str(program)
    monkeypatch.delenv("CHROMIUM")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.find_chromium() is None
    assert "apt install chromium" in chromium.MISSING


def test_results_of_benches_are_told_from_other_words_and_the_worst_is_last():
    keys = '"queries": 1, "cpu_s": 1, "floor_cpu_s": 1, "n": 1'
    lines = [f'{{"name": "x", "database": "d", "ratio": {ratio}, {keys}}}' for ratio in (3, 1.5)]
    output = "\n".join(["warming up", '{"ratio": 9}', "[1]", *lines])
    assert bench.results(output) == lines
    assert bench.worst_last(lines) == [lines[1], lines[0]]


def test_the_locks_fit_the_project():
    assert locks.faults(ROOT) == []


def test_a_lock_that_does_not_fit_is_told(tmp_path: Path):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["one>=2", "two"]\n[project.optional-dependencies]\ndev = []\n'
    )
    (tmp_path / "requirements/run.txt").write_text("one==1.0 \\\n    --hash=sha256:0\n")
    (tmp_path / "requirements/dev.txt").write_text("one==2.0\ntwo==1 ; x\n# https://example.org\n")
    assert locks.faults(tmp_path) == [
        "run.txt has one 1.0, not >=2: run ./dev lock",
        "run.txt does not have two: run ./dev lock",
        "requirements/dev.txt names an address",
        "dev.txt does not have one 1.0 of run.txt",
    ]


def test_an_old_python_gets_a_sentence_not_a_traceback():
    text = (ROOT / "dev").read_text()
    head = text[: text.index("from tools")]
    assert re.search(r"f['\"]|:=|match |print\(", head) is None
    assert subprocess.run([sys.executable, ROOT / "dev", "nonsense"]).returncode == 2


@pytest.mark.skipif(os.name != "posix", reason="PostgreSQL's package serves POSIX systems")
def test_a_server_of_a_killed_run_is_cleared_away_and_one_in_use_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    left, used, new = (tmp_path / f"{postgres.PREFIX}{name}" for name in ("left", "used", "new"))
    for folder in (left, used, new):
        folder.mkdir()
    with postgres.held(used / "lock"):
        old = time.time() - 2 * postgres.JUST_MADE
        for folder in (left, used):
            os.utime(folder, (old, old))
        postgres.remove_leftovers()
    assert [folder.exists() for folder in (left, used, new)] == [False, True, True]
