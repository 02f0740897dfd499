"""The second state reads as finished in both of its languages."""

import pytest

from trellis.programs.loader import load
from trellis.programs.shape import is_text, walk
from trellis.programs.tests.packs import PRAIRIE

pytestmark = pytest.mark.pure


def test_every_text_of_the_second_state_is_told_in_two_languages_or_is_plain():
    program = load(PRAIRIE).program
    parts = [part for part in program.parts.values() if not isinstance(part, dict)]
    parts += list(program.plan_files.values())
    texts = [
        value
        for part in parts
        for _at, value, shape in walk(part, type(part))
        if is_text(shape) and value and isinstance(value, dict | str)
    ]
    alone = [text for text in texts if isinstance(text, str) or set(text) != {"en", "es"}]
    assert alone == ["learning.prairie.example"]  # an address is the same in both
    assert len(texts) > 200
