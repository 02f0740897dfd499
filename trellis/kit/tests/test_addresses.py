"""What strangers write into addresses and hidden fields."""

from __future__ import annotations

import pytest

from trellis.kit.onward import own_path
from trellis.kit.paging import number

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("text", ["", "²", "١٢", "-1", " 7", "1e3", "9" * 19, "9" * 5000, "12\0"])
def test_only_plain_digits_name_a_record(text):
    assert number(text) is None


def test_a_number_is_read():
    assert (number("12"), number("0"), number("9" * 18)) == (12, 0, 10**18 - 1)


@pytest.mark.parametrize(
    "wanted",
    ["", "foo", "home:front", "//evil.example", "/\\evil.example", "\\\\evil.example", "///x"]
    + ["https:evil.example", "https://evil.example/", "javascript:alert(1)", "\t//evil.example"]
    + ["/\t/evil.example", "/\n/evil.example", "http://[::1"],
)
def test_nobody_is_sent_elsewhere(wanted):
    assert own_path(wanted) == ""


@pytest.mark.parametrize("wanted", ["/", "/my-work/?seat=x", "/organizations/é/year/#t7"])
def test_a_path_of_ours_is_kept(wanted):
    assert own_path(wanted) == wanted
