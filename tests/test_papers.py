"""The documents that are made from the code stand there as the code would make them now."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from tools.papers import INVENTORY, MATERIALS, PINNED, materials
from tools.places import REQUIREMENTS, ROOT
from trellis.web import inventory
from trellis.web.holdings import HOLDINGS

pytestmark = pytest.mark.pure


def test_every_table_is_described_and_nothing_else():
    assert {model._meta.label for model in inventory.tables()} == set(HOLDINGS)


def test_the_data_inventory_is_in_step_with_the_records():
    assert inventory.text() == INVENTORY.read_text()


def test_the_bill_of_materials_names_every_package_a_server_runs_with():
    listed = json.loads(MATERIALS.read_text())["components"]
    pinned = PINNED.findall((REQUIREMENTS / "run.txt").read_text())
    assert [(one["name"], one["version"]) for one in listed] == pinned


def test_no_package_a_server_runs_with_forbids_what_we_promise():
    told = {one["name"]: one["licenses"][0]["license"]["name"] for one in materials()["components"]}
    bound = {name for name, said in told.items() if "GPL" in said and "LGPL" not in said}
    assert bound == set()


def rows_of_the_report() -> list[list[str]]:
    """The cells of the table of criteria."""
    lines = (ROOT / "docs/for-agencies/accessibility-conformance-report.md").read_text()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines.splitlines()]
    return [row for row in cells if re.match(r"\d\.\d+\.\d+ ", row[0])]


def test_the_conformance_report_has_every_criterion_once():
    levels = Counter(row[1] for row in rows_of_the_report())
    assert levels == {"A": 31, "AA": 24}  # WCAG 2.2
    assert len({row[0] for row in rows_of_the_report()}) == 55


def test_a_criterion_is_supported_only_with_a_test_that_exists():
    claims = [row for row in rows_of_the_report() if row[2] == "Supports"]
    assert [row[0] for row in claims if not (ROOT / row[3].strip("`")).is_file()] == []
    rest = {(row[2], row[3]) for row in rows_of_the_report() if row[2] == "Not evaluated"}
    assert rest == {("Not evaluated", "not yet tested")}
