"""A practice run with a state's files: opened for real, nothing invented."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command

from tests.visits import read
from trellis.cycles.models import ImprovementCycle
from trellis.designations.models import Release
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.programs.loader import load
from trellis.programs.models import Installation
from trellis.sample.invention.places import SMALL, invent
from trellis.sample.invention.tables import write_designations, write_directory
from trellis.work.models import Completion, Task

FOLDER = Path(configured.BASE_DIR).parent / "shared/data/illinois"
REAL = {
    "directory": FOLDER / "IL_RCDTS_codes.csv",
    "designations": FOLDER / "il_reportcard_2018_df_18.csv.gz",
}
EXEMPTED = "150162990250000"


def run(*words: str, **files: Path) -> list[str]:
    """The lines that the command prints."""
    out = StringIO()
    given = [f"--{name}={path}" for name, path in files.items()]
    call_command("load_example", *given, *words, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def files(tmp_path) -> dict[str, Path]:
    """A small state's files, in the form of the real ones."""
    program = load(configured.PACK_FOLDER / "illinois").program
    state = invent(program, seed=3, size=SMALL)
    paths = {name: tmp_path / f"{name}.csv" for name in REAL}
    write_directory(state, paths["directory"])
    write_designations(state, paths["designations"], seed=3)
    return paths


def test_the_year_opens_for_the_named_designation_and_nobody_is_invented(db, files):
    lines = run("--year=2026", "--admin-email=pat@example.org", **files)
    assert lines[-1] == "Sign in as pat@example.org."
    assert set(ImprovementCycle.objects.values_list("designation", flat=True)) == {"comprehensive"}
    assert Installation.objects.get().kind == "practice"
    assert Release.objects.get().title == "Practice run: designations of 2026–27"
    people = Person.objects.order_by("email").values_list("email", "is_active")
    assert list(people) == [("pat@example.org", True), ("second-reader@example.org", False)]
    assert not Completion.objects.exists()
    assert not Task.objects.exclude(state="open").exists()


def test_every_page_says_that_it_is_a_practice_run(client, db, files):
    run("--year=2026", **files)
    (banner,) = read(client.get("/schools/")).select(".banner")
    assert banner.get_text().startswith("Practice run.")


def test_a_database_that_holds_something_is_refused(db, files):
    run("--year=2026", **files)
    before = Organization.objects.count()
    with pytest.raises(CommandError, match="not empty"):
        run("--year=2026", **files)
    assert Organization.objects.count() == before


def test_a_missing_file_and_a_wrong_plan_are_named(db, files):
    with pytest.raises(CommandError, match="There is no file"):
        run(directory=files["directory"], designations=Path("nowhere.csv"))
    with pytest.raises(CommandError, match="PLAN=KIND"):
        run("--open-for=intensive-planning", **files)
    assert not Installation.objects.exists()


@pytest.mark.skipif(
    not all(path.exists() for path in REAL.values()),
    reason="the state's files are not beside the project",
)
def test_the_states_own_files_open_176_schools(db):
    lines = run("--open-for=intensive-planning=comprehensive", **REAL)
    assert "5437 read" in next(line for line in lines if "read, " in line)
    assert "169 rows without a designation" in lines
    assert ImprovementCycle.objects.count() == 176
    there = ImprovementCycle.objects.filter(organization__district__code=EXEMPTED)
    assert there.count() == 85
    own = Task.objects.filter(workplan__organization__code=EXEMPTED)
    codes = list(own.values_list("template_code", flat=True))
    assert len(codes) == len(set(codes)) > 40
    rubric = Task.objects.filter(template_code__endswith="dec-topics.principal-2")
    assert rubric.count() == 176 - 85
    assert Person.objects.filter(is_active=True).count() == 1
    assert any(line.startswith("85 of them are in City of Chicago SD 299") for line in lines)
