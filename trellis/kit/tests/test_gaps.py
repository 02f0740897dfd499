"""Text written once with holes: what fills a hole is escaped, and each hole is filled."""

import pytest
from markupsafe import Markup

from trellis.kit.gaps import filled

PIECES = ("<b>", "</b> <i>", "</i>")


@pytest.mark.pure
def test_what_fills_a_hole_is_escaped_unless_it_is_html_of_ours():
    assert filled(PIECES, "<a>", Markup("<a>")) == "<b>&lt;a&gt;</b> <i><a></i>"
    assert filled(PIECES, 7, "Oak & Elm") == "<b>7</b> <i>Oak &amp; Elm</i>"


@pytest.mark.pure
@pytest.mark.parametrize("values", [(), ("one",), ("one", "two", "three")])
def test_a_hole_left_open_is_an_error(values):
    with pytest.raises(ValueError, match="zip"):
        filled(PIECES, *values)
