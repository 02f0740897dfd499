"""What `pack check` says of `spotlight.yaml`, and what both packs say in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from trellis.monitoring.pack_checks import NAMED
from trellis.monitoring.schema import Looks, Spotlight
from trellis.programs.loader import BrokenPack, load

pytestmark = pytest.mark.pure

PACKS = Path(settings.BASE_DIR) / "packs"
Told = Callable[..., list[str]]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """What is wrong with the invented pack once a piece of its spotlight is replaced."""

    def check(old: str, new: str, file: str = "spotlight.yaml") -> list[str]:
        folder = tmp_path / "prairie"
        shutil.copytree(PACKS / "prairie", folder)
        path = folder / file
        text = path.read_text()
        assert text.count(old) >= 1, old
        path.write_text(text.replace(old, new, 1))
        try:
            load(folder)
        except BrokenPack as broken:
            return [problem.text for problem in broken.problems]
        return []

    return check


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("code: overdue", "code: unread", 'the code "unread" stands in this list twice'),
        ("roles: [head-of-school]\n    weight", "weight", "say which roles it looks at"),
        ("school, local-council]", "school, local-councl]",
         'role "local-councl" is not in roles.yaml; did you mean "local-council"?'),
        ("teams: [circle]", "teams: [circel]",
         'team "circel" is not in teams.yaml; did you mean "circle"?'),
        ("teams: [circle]\n    ", "", "say which teams it looks at"),
        ("school, local-council]", "school, network-lead]",
         'the role "network-lead" is held neither at a school nor at a district'),
        ("{count} of {of} steps", "{cuont} of {of} steps",
         'figure "cuont" is not in the figures of this rule; did you mean "count"?'),
        ("{count} of {of} steps", "{count of {of} steps", "a brace stands alone"),
        ("told_of_moves: [head-of-school", "told_of_moves: [head",
         'role "head" is not in roles.yaml'),
    ],
)  # fmt: skip
def test_a_slip_is_told_by_its_place(told, old, new, sentence):
    assert [one for one in told(old, new) if sentence in one]


def test_who_leads_caseloads_can_read_them(told):
    slip = told("caseload.read, caseload.lead, message", "caseload.lead, message", "roles.yaml")
    assert any("add caseload.read" in one for one in slip)


@pytest.mark.parametrize("pack", ["illinois", "prairie"])
def test_a_pack_looks_at_everything_that_can_be_looked_at(pack):
    rules = load(PACKS / pack).program.section("spotlight", Spotlight).rules
    assert {rule.looks_at for rule in rules} == set(Looks) == set(NAMED)


def test_the_two_packs_differ_in_codes_and_order():
    one, two = (
        load(PACKS / pack).program.section("spotlight", Spotlight).rules
        for pack in ("illinois", "prairie")
    )
    assert {rule.code for rule in one} & {rule.code for rule in two} == set()
    assert [rule.looks_at for rule in one] != [rule.looks_at for rule in two]
