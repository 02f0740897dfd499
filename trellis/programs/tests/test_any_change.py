"""Whatever a hand may do to a pack, the loader answers with sentences or with a whole program."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.programs.loader import BrokenPack, load, program_of
from trellis.programs.reading import read
from trellis.programs.tests.packs import PRAIRIE, copy_of_prairie

pytestmark = pytest.mark.pure

FILES = [
    "calendar.yaml",
    "designations.yaml",
    "directory.yaml",
    "exceptions.yaml",
    "pack.yaml",
    "regions.yaml",
    "resources.yaml",
    "roles.yaml",
    "year-plans/area-renewal.yaml",
]
JUNK: list[Any] = [
    None,
    True,
    0,
    -1,
    10**30,
    3.5,
    "",
    "x",
    "head-of-school",
    "../..",
    [],
    {},
    [1],
    [[[]]],
    {"a": 1},
    {"code": "x"},
    {"code": ["x"]},
    {"kind": "fixed"},
    {"kind": ["x"]},
    {"en": {"en": 1}},
    "a" * 500,
]
AT = tuple[str | int, ...]


def places(data: Any, at: AT = ()) -> list[AT]:
    items = data.items() if isinstance(data, dict) else enumerate(data)
    found: list[AT] = []
    for key, value in items:
        found.append((*at, key))
        if isinstance(value, dict | list):
            found += places(value, (*at, key))
    return found


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(FILES), st.randoms(use_true_random=False), st.sampled_from(JUNK))
def test_any_change_gets_sentences_or_a_program(tmp_path_factory, file, chance, junk):
    pack = copy_of_prairie(tmp_path_factory.mktemp("pack"))
    data = json.loads(json.dumps(read((PRAIRIE / file).read_bytes()).data, default=str))
    *way, last = chance.choice(places(data))
    inside = data
    for key in way:
        inside = inside[key]
    inside[last] = junk
    Path(pack / file).write_text(json.dumps(data, indent=1), encoding="utf-8")
    try:
        loaded = load(pack)
    except BrokenPack as broken:
        assert all(problem.line >= 1 and problem.text for problem in broken.problems)
    else:
        assert program_of(loaded.content).tasks == loaded.program.tasks
