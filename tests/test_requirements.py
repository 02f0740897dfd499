"""docs/requirements.csv says for every requirement which test shows it, or what still brings it."""

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "requirements.csv"
SOURCE = ROOT / ".." / "shared" / "design" / "requirements.md"

COLUMNS = ["number", "title", "status", "test_or_reason", "room"]
NUMBER = re.compile(r"R-(\d{3})-\d{2,3}")
SOURCE_NUMBER = re.compile(r"^- \*\*(R-\d{3}-\d{2,3}) ", re.MULTILINE)
PER_SEED = {"000": 42, "001": 41, "002": 37, "003": 164, "004": 154}
LEAST_WORDS_OF_A_REASON = 4

Row = dict[str, str]


def rows() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_status(status: str) -> list[Row]:
    return [row for row in rows() if row["status"] == status]


def one_per_line(problems: list[str]) -> str:
    return "\n" + "\n".join(problems)


@cache
def names_of_tests(path: Path) -> frozenset[str]:
    """The test functions of a file, and the methods of its test classes as Class::name."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ClassDef):
            names |= {
                f"{node.name}::{inner.name}"
                for inner in node.body
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)
            }
    return frozenset(name for name in names if name.split("::")[-1].startswith("test"))


def wrong_with(test_id: str) -> str | None:
    """Why this id names no test of the repository, or nothing if it does."""
    path, separator, name = test_id.partition("::")
    if not separator or not name:
        return f"{test_id!r} is not of the form path::name"
    file = (ROOT / path).resolve()
    if not file.is_relative_to(ROOT) or file.suffix != ".py" or not file.is_file():
        return f"{path} is not a file of tests"
    if name not in names_of_tests(file):
        return f"{path} holds no test {name}"
    return None


def test_the_table_has_its_columns_and_every_cell_is_filled():
    with TABLE.open(encoding="utf-8", newline="") as file:
        header, *lines = list(csv.reader(file))
    assert header == COLUMNS
    uneven = [f"line {at}" for at, line in enumerate(lines, 2) if len(line) != len(COLUMNS)]
    assert not uneven, one_per_line(uneven)
    empty = [
        f"{row['number']}: {column} is empty"
        for row in rows()
        for column in COLUMNS
        if not row[column].strip()
    ]
    assert not empty, one_per_line(empty)


def test_numbers_are_well_formed_unique_and_in_order():
    numbers = [row["number"] for row in rows()]
    malformed = [number for number in numbers if not NUMBER.fullmatch(number)]
    assert not malformed, one_per_line(malformed)
    twice = [number for number, times in Counter(numbers).items() if times > 1]
    assert not twice, one_per_line(twice)
    assert numbers == sorted(numbers, key=lambda number: [int(x) for x in number[2:].split("-")])


def test_every_seed_has_all_its_requirements():
    assert Counter(row["number"][2:5] for row in rows()) == PER_SEED


def test_a_requirement_is_tested_or_not_yet_there():
    unsettled = [
        f"{row['number']} ({row['status']}): {row['title']}"
        for row in rows()
        if row["status"] not in {"tested", "not yet"}
    ]
    assert not unsettled, f"{len(unsettled)} rows are not settled:" + one_per_line(unsettled)


def test_a_tested_requirement_names_tests_that_exist():
    problems = []
    for row in with_status("tested"):
        for test_id in re.split(r"[\s;]+", row["test_or_reason"].strip()):
            problem = wrong_with(test_id)
            if problem:
                problems.append(f"{row['number']}: {problem}")
    assert not problems, one_per_line(problems)


def test_a_missing_requirement_says_what_brings_it():
    terse = [
        f"{row['number']}: {row['test_or_reason']!r}"
        for row in with_status("not yet")
        if len(row["test_or_reason"].split()) < LEAST_WORDS_OF_A_REASON
    ]
    assert not terse, one_per_line(terse)


def test_the_numbers_are_those_of_the_source():
    if not SOURCE.is_file():
        pytest.skip("the dissected requirements do not lie beside this checkout")
    source = SOURCE_NUMBER.findall(SOURCE.read_text(encoding="utf-8"))
    assert [row["number"] for row in rows()] == source
