"""Organizations are found by words, by the beginning of a code, and by filters, from an index."""

import re
from functools import partial

import pytest
from django.db import connection

from trellis.organizations.models import Organization
from trellis.organizations.queries import code_asked, matching, search


@pytest.fixture
def many(load):
    areas = [f"NF-{n}-D00,Fork Area {n},Area,Bluestem,,,yes" for n in range(100, 110)]
    campuses = [
        f"NF-{area}-S{n:02},Ño {n} Campus of {area},Campus,Bluestem,,,yes"
        for area in range(100, 110)
        for n in range(12)
    ]
    load("TL-000-U00,Tall Grass,Unit,,,,yes", *areas, *campuses)


def names(found):
    return [one.name for one in found.organizations]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("ño 3 campus", 10),
        ("campus 105 NO", 12),
        ("NF-105-S0", 10),
        ("nf105s0", 10),
        ("105 nowhere", 0),
        ("", 134),
        ("%", 134),
    ],
)
def test_words_of_a_name_and_the_beginning_of_a_code_find(many, prairie, text, count):
    found = search(text, program=prairie)
    assert (found.count, len(found.organizations)) == (count, min(count, 50))


def test_pages_follow_each_other_by_key_without_gap_or_repetition(many, prairie):
    seen, after = [], ""
    for _page in range(3):
        found = search("campus", program=prairie, after=after)
        seen += [one.code for one in found.organizations]
        after = found.after
    assert (len(seen), len(set(seen)), after) == (120, 120, "")


def test_filters_combine_and_closed_ones_stay_out(many, prairie):
    Organization.objects.filter(code="NF100S00").update(closed_on="2026-01-01")
    one = partial(search, "100", program=prairie, level="school", region="NF", kind="campus")
    assert one(county="A1").count == 11
    assert one(county="A1", closed=True).count == 12
    assert one(county="B1").count == 0


def test_a_search_takes_two_queries(many, prairie, django_assert_num_queries):
    for text in ("", "campus", "NF100S01"):
        with django_assert_num_queries(2):
            [one.district and one.district.name for one in
             search(text, program=prairie).organizations]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "facts", "index"),
    [
        ("campus", {}, "organization_by_any_name"),
        ("campus", {"level": "school"}, "organization_by_name"),
        ("campus", {"county": "A1", "level": "school"}, "organization_by_county"),
        ("campus", {"region": "NF", "level": "school"}, "organization_by_region"),
    ],
)
def test_searches_read_an_index_in_order(many, text, facts, index):
    if connection.vendor == "postgresql":  # it would scan so small a table
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    rows = matching(Organization.objects.filter(**facts), text).order_by("sort_name", "code")
    plan = rows[:51].explain()
    if connection.vendor == "postgresql":  # which ordered index, its statistics of the day decide
        assert "Index Scan using organization_by_" in plan
        assert re.search(r"(?<!Incremental )Sort  \(", plan) is None
    else:
        assert index in plan
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan


def test_a_code_is_found_by_its_index(many):
    plan = matching(Organization.objects.all(), "NF-100-S0").explain()
    if connection.vendor == "sqlite":
        assert "USING INDEX" in plan
        assert "(code>? AND code<?)" in plan


@pytest.mark.pure
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("15-016-2990-25-0000", "150162990250000"),
        ("15 016 2990", "150162990"),
        ("56099030c", "56099030C"),
        ("NF-214-S01", "NF214S01"),
        ("Lincoln 12345", ""),
        ("District 299", ""),
        ("299", ""),
        ("école", ""),
    ],
)
def test_codes_are_told_from_names(text, code):
    assert code_asked(text) == code
