"""Addresses are read as people paste them; what is wrong is told by its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.organizations.invitations.addresses import MOST, read

pytestmark = pytest.mark.pure


def pairs(text):
    return [(one.address, one.name) for one in read(text).good]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ana@x.org", [("ana@x.org", "")]),
        ("ANA@X.org ", [("ana@x.org", "")]),
        ("Ana Lee <ana@x.org>", [("ana@x.org", "Ana Lee")]),
        ('"Lee, Ana" <ana@x.org>, bo@x.org', [("ana@x.org", "Lee, Ana"), ("bo@x.org", "")]),
        ("a@x.org;b@x.org\nc@x.org", [("a@x.org", ""), ("b@x.org", ""), ("c@x.org", "")]),
        ("ana@x.org (Ana Lee)", [("ana@x.org", "Ana Lee")]),
        ("Ana Lee\tana@x.org", [("ana@x.org", "Ana Lee")]),
        ("mailto:ana@x.org", [("ana@x.org", "")]),
        ("\r\n  \n,;\n", []),
    ],
)
def test_addresses_are_read_in_the_ways_people_write_them(text, found):
    assert pairs(text) == found
    assert read(text).slips == ()


def test_a_bad_line_is_told_and_the_good_ones_are_kept():
    reading = read("ana@x.org\nnot an address\nbo@x\nana@x.org")
    assert [one.address for one in reading.good] == ["ana@x.org"]
    assert [(one.line, one.text) for one in reading.slips] == [
        (2, "not an address"),
        (3, "bo@x"),
        (4, "ana@x.org"),
    ]


def test_no_more_than_the_most_are_taken():
    reading = read("\n".join(f"p{n}@x.org" for n in range(MOST + 2)))
    assert len(reading.good) == MOST
    assert [one.line for one in reading.slips] == [MOST + 1, MOST + 2]


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_read_without_an_error(text):
    reading = read(text)
    assert all("@" in one.address and " " not in one.address for one in reading.good)


def test_what_is_far_too_long_for_an_address_is_not_looked_through():
    endless = "a@" * 10_000
    assert [(one.text, one.line) for one in read(f"{endless}\nana@x.org").slips] == [
        (endless[:100], 1)
    ]
    assert pairs(f"{'n' * 200} <ana@x.org>") == [("ana@x.org", "n" * 200)]
    assert pairs(f"{'n' * 600} <ana@x.org>") == []
