"""Both programs say from how many people on a count is shown."""

from trellis.disclosure import queries


def test_the_program_says_what_is_hidden_and_what_stands_there(world):
    line = queries.shown({"a": 3, "b": 40, "c": 25})
    assert {key: queries.words(count) for key, count in line.parts.items()} == {
        "a": "*", "b": "40", "c": "*",
    }  # fmt: skip
    assert queries.about().startswith("A star stands")
    later = queries.shown({"a": 13, "b": 40, "c": 25}, earlier=line.hidden)
    assert later.hidden == {"a", "c"}
