"""Another state hides smaller counts, zeros too, and keeps nothing hidden that has grown."""

from django.utils import translation

from trellis.disclosure import queries

PACK = "prairie"


def test_another_state_has_other_numbers_and_words(world):
    line = queries.shown({"a": 0, "b": 40, "c": 7})
    assert line.parts == {"a": None, "b": 40, "c": None}
    assert queries.shown({"a": 7, "b": 40, "c": 7}, earlier=line.hidden).hidden == frozenset()
    with translation.override("es"):
        assert queries.words(None) == "no se muestra"
