"""Slips in `supports.yaml` are told by file and line."""

import pytest

from trellis.programs.tests.packs import change, copy_of_prairie, problems

pytestmark = pytest.mark.pure

FILE = "supports.yaml"
CASES = [
    ("levels: [1, 3]\nmatrix", "levels: [1, 3, 8]\nmatrix", "level 8 is not in vocabulary.yaml"),
    ("all: 11", "all: 12", "11 supports stand here, the source has 12"),
    ("barn-workshop: 3", "barn-workshop: 2",
     "barn-workshop: 3 supports stand here, the source has 2"),
    ('"3": 3', '"3": 4', "3: 3 supports stand here, the source has 4"),
    ("helpline: bell", "helpline: bel",
     'support "bel" is not in the services; did you mean "bell"?'),
    ("    modes: [screen, there]", "    modes: [screen, ther]",
     'value "ther" is not in the modes; did you mean "there"?'),
    ("    provider: barn-workshop\n    kind: kit",
     "    provider: barn-workshop\n    level: 1\n    kind: kit",
     '"barn-workshop" says nothing of level 1'),
    ("    cost: paid-by-state\n    audience", "    cost: free\n    audience",
     'value "free" is not in the costs'),
    ("recommended: [renewing, area-renewal]", "recommended: [renewing, area-renewel]",
     'value "area-renewel" is not in designations.yaml; did you mean "area-renewal"?'),
    ("includes: [1]", "includes: [3]", "a level includes lower ones only, not 3"),
    ("    modes: [there]\n    steps: [look]", "    requires: [companion-walk]\n    modes: [there]",
     '"neighbor-day" leads back to itself'),
    ("https://learning.prairie.example/box", "http://learning.prairie.example/box",
     "a link begins with https://"),
    ("unsure: [audience]", "unsure: [audiance]",
     'value "audiance" is not in the keys; did you mean "audience"?'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), CASES)
def test_a_slip_is_told_in_a_sentence(tmp_path, old, new, sentence):
    pack = copy_of_prairie(tmp_path)
    change(pack, FILE, old, new)
    told = [one for one in problems(pack) if one.startswith(f"{FILE}:")]
    assert [one for one in told if one.endswith(sentence)] != [], told


def test_a_state_may_have_no_catalog(tmp_path):
    pack = copy_of_prairie(tmp_path)
    (pack / FILE).unlink()
    assert problems(pack) == []
