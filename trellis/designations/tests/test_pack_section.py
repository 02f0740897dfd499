"""Slips in `designations.yaml` are told by file and line."""

import pytest

from trellis.programs.tests.packs import change, copy_of_prairie, problems

pytestmark = pytest.mark.pure

FILE = "designations.yaml"
CASES = [
    ("valid_from: 2026-08-01", "valid_from: 2026-07-31",
     'vocabulary "rings": its period overlaps that of vocabulary "colors"', 0),
    ("valid_to: 2026-07-31", "valid_to: 2022-07-31",
     'vocabulary "colors": valid_to must not come before valid_from', 0),
    ("rank: 2", "rank: 1", 'vocabulary "colors", term "watch": rank 1 is already that of "steady"',
     0),
    ("level: 2", "level: 9", 'vocabulary "colors", term "watch": level 9 is not in vocabulary.yaml',
     0),
    ("aliases: [Yellow]", "aliases: [GREEN]",
     'vocabulary "colors", term "watch": "GREEN" already stands for "steady"', 0),
    ("code: watch", "code: steady",
     'vocabulary "colors", term "steady": the code "steady" stands in this list 2 times', 0),
    ("aliases: [Finish]", "aliases: [all]",
     'reason "finishing": "all" already stands for "results"', 0),
    ("      label: [Standing]\n", "", 'layout "standings": the column "label" is missing', -2),
    ("reading: [Reads well]", "reading: [because-of]",
     'layout "standings": "because-of" already stands for reasons', 0),
    ("reading: [Reads well]", "reeding: [Reads well]",
     'layout "standings": indicator "reeding" is not in the indicators; did you mean "reading"?',
     0),
    ('separator: "|"', 'separator: ""', "layout \"standings\": the separator can't be blank", 0),
]  # fmt: skip


def told_of(file: str, pack) -> list[str]:
    """The problems of one file; others that refer to what is gone may be told too."""
    return [one for one in problems(pack) if one.startswith(f"{file}:")]


@pytest.mark.parametrize(("old", "new", "sentence", "step"), CASES)
def test_a_slip_is_told_by_file_and_line(tmp_path, old, new, sentence, step):
    pack = copy_of_prairie(tmp_path)
    line = change(pack, FILE, old, new) + step
    assert told_of(FILE, pack) == [f"{FILE}:{line} {sentence}"]


def test_a_plan_for_a_designation_that_is_not_there_is_told_in_the_plan(tmp_path):
    pack = copy_of_prairie(tmp_path)
    plan = "year-plans/focus-year.yaml"
    line = change(pack, plan, "designations: [renewing]", "designations: [renewig]")
    assert told_of(plan, pack) == [
        f'{plan}:{line} designation "renewig" is not in designations.yaml; did you mean "renewing"?'
    ]
