"""A directory file becomes the tree, and the same file again changes nothing."""

from datetime import date

import pytest

from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.actions import apply_directory, check_directory, drop_import
from trellis.organizations.models import Import, Organization, Placement, StagedOrganization
from trellis.organizations.tests.conftest import HEADER, JULY, ROWS

AUGUST = date(2026, 8, 15)


def shape():
    rows = Organization.objects.order_by("code").select_related(
        "parent", "district", "office", "state"
    )
    return [
        (one.code, one.level, *(above and above.code for above in
         (one.parent, one.district, one.office, one.state)))
        for one in rows
    ]  # fmt: skip


TREE = [
    ("NF214D00", "district", "region-NF", None, "region-NF", "PRAIRIE"),
    ("NF214S01", "school", "NF214D00", "NF214D00", "region-NF", "PRAIRIE"),
    ("NF214S02", "school", "NF214D00", "NF214D00", "region-NF", "PRAIRIE"),
    ("PRAIRIE", "state", None, None, None, None),
    ("SF300D00", "district", "region-SF", None, "region-SF", "PRAIRIE"),
    ("SF300S01", "school", "SF300D00", "SF300D00", "region-SF", "PRAIRIE"),
    ("TL000U00", "office", "PRAIRIE", None, None, "PRAIRIE"),
    ("region-NF", "office", "PRAIRIE", None, None, "PRAIRIE"),
    ("region-SF", "office", "PRAIRIE", None, None, "PRAIRIE"),
]


def test_a_file_becomes_the_tree_with_its_offices(load):
    source = load(*reversed(ROWS))
    assert shape() == TREE
    assert (source.read, source.written, source.refused) == (6, 9, 0)
    one = Organization.objects.get(code="NF214S02")
    facts = (one.kind, one.name, one.sort_name, one.region, one.county, one.city, one.grades)
    assert facts == ("campus", "Birch Campus", "birch campus", "NF", "A2", "Birch", "7-9")
    assert Organization.objects.get(code="TL000U00").name == "Tall Grass Service Unit"
    assert Placement.objects.filter(starts=JULY, ends=None).count() == 8


def test_the_same_file_again_writes_nothing(load):
    load(*ROWS)
    entries = Entry.objects.count()
    again = load(*ROWS, on=AUGUST)
    assert (again.read, again.written, again.refused) == (6, 0, 0)
    assert again.counts["unchanged"] == 9
    assert Entry.objects.count() == entries
    assert not StagedOrganization.objects.exists()


def test_a_change_a_move_a_closing_and_a_reopening_are_told_apart(load):
    load(*ROWS, "NF-500-D00,New Area,Area,,,,yes", "NF-500-S01,Dale,Campus,,,,yes")
    changed = ROWS[3].replace("Birch Campus", "Birch School")
    source = load(*ROWS[:3], changed, *ROWS[4:], on=AUGUST)
    assert {k: source.counts[k] for k in ("added", "changed", "moved", "closed")} == {
        "added": 0, "changed": 1, "moved": 0, "closed": 2,
    }  # fmt: skip
    assert set(Organization.objects.exclude(closed_on=None).values_list("code", "closed_on")) == {
        ("NF500D00", AUGUST),
        ("NF500S01", AUGUST),
    }
    again = load(*ROWS[:3], changed, *ROWS[4:], "NF-500-D00,New Area,Area,,,,yes", on=AUGUST)
    assert again.counts["reopened"] == 1
    assert Organization.objects.get(code="NF500D00").closed_on is None
    entry = Entry.objects.get(verb="changed")
    assert entry.after == {"on": "2026-08-15", "name": ["Birch Campus", "Birch School"]}


def test_a_closed_value_closes_and_keeps_closed(load):
    load(*ROWS)
    closed = ROWS[3].replace("yes", "no")
    source = load(*ROWS[:3], closed, *ROWS[4:], on=AUGUST)
    assert (source.counts["closed"], source.written) == (1, 1)
    again = load(*ROWS[:3], closed, *ROWS[4:], on=AUGUST)
    assert (again.written, again.counts["closed before"]) == (0, 1)


BAD = {
    "SF300S02,Dune,Campus,,,,yes,and,more": "has 9 cells, the header 7.",
    "SF30,Dune,Campus,,,,yes": "“SF30” is not a code. A key looks like NF-214-S07",
    ",Dune,Campus,,,,yes": "has no code. Fill it in, or take the line out.",
    "SF300S02,,Campus,,,,yes": "has no name. Fill it in.",
    "SF300S02,Dune,Palace,,,,yes": "“Palace” is no known type. Known are: Unit, Area, Campus",
    "SF300S02,Dune,,,,,yes": "is empty. Write one of: Unit, Area, Campus",
    "SF999S02,Dune,Campus,,,,yes": "Nothing in this file has the code SF999D00",
    "QQ999D00,Dune,Area,,,,yes": "No office has region QQ. Known regions are NF, SF, TL.",
    f"SF300S02,{'x' * 201},Campus,,,,yes": "is longer than 200 characters. Shorten it.",
    "NF214S01,Another,Campus,,,,yes": "NF214S01 stands in line 4 too, with other content.",
}


@pytest.mark.parametrize("row", BAD)
def test_a_bad_row_says_where_what_and_how_to_mend_it(prairie, write, row):
    path = write(*ROWS, "", row)
    source = check_directory(path, name="roll.csv", by=None, on=JULY)
    told = {line: text for line, _column, text, _sentence in source.problems}
    assert told[9].startswith(BAD[row]) or BAD[row] in told[9]
    with pytest.raises(NotReady, match="rows are refused"):
        apply_directory(source, by=None)
    assert not Organization.objects.exists()


def test_the_good_rows_go_in_without_the_bad_ones_on_purpose(load):
    source = load(*ROWS, "SF300S02,,Campus,,,,yes", skip_bad=True)
    assert (source.read, source.written, source.refused) == (7, 9, 1)
    assert source.problems == [
        [8, "Campus or area", "has no name. Fill it in.",
         "Line 8, column “Campus or area”: has no name. Fill it in."]
    ]  # fmt: skip


def test_a_refused_row_never_closes_its_organization(load):
    load(*ROWS)
    broken = ROWS[3].replace("Birch Campus", "")
    source = load(*ROWS[:3], broken, *ROWS[4:], skip_bad=True)
    assert (source.written, source.refused) == (0, 1)
    nameless = load(*ROWS[:3], *ROWS[4:], ",?,Campus,,,,yes", skip_bad=True)
    assert (nameless.written, nameless.refused) == (0, 1)
    assert not Organization.objects.exclude(closed_on=None).exists()


def test_schools_of_a_refused_district_are_refused_with_it(load):
    source = load(*ROWS, "NF-500-D00,,Area,,,,yes", "NF-500-S01,Dale,Campus,,,,yes", skip_bad=True)
    assert [line for line, *_rest in source.problems] == [8, 9]
    assert "belongs to NF500D00, whose row is refused" in source.problems[1][2]
    assert shape() == TREE


def test_identical_twins_merge_with_a_note(load):
    source = load(*ROWS, ROWS[3])
    assert (source.read, source.written, source.refused) == (7, 9, 0)
    assert source.notes == ["Line 8 repeats line 5 exactly (NF214S02); it counts once."]


def test_a_file_is_not_applied_to_other_records_than_it_was_checked_with(load, write):
    load(*ROWS)
    path = write(*ROWS[:-1])
    source = check_directory(path, name="x", by=None, on=AUGUST)
    Organization.objects.filter(code="NF214S01").update(name="Another")
    with pytest.raises(OutOfOrder, match="changed since this file was checked"):
        apply_directory(source, by=None)
    assert Import.objects.get(pk=source.pk).state == "checked"
    assert not Organization.objects.exclude(closed_on=None).exists()


def test_a_file_is_applied_once_and_a_dropped_one_never(prairie, write):
    source = check_directory(write(*ROWS), name="x", by=None, on=JULY)
    apply_directory(source, by=None)
    with pytest.raises(OutOfOrder, match="applied or dropped before"):
        apply_directory(source, by=None)
    with pytest.raises(OutOfOrder, match="applied or dropped before"):
        drop_import(source, by=None)
    other = check_directory(write(*ROWS), name="x", by=None, on=JULY)
    drop_import(other, by=None)
    with pytest.raises(OutOfOrder, match="applied or dropped before"):
        apply_directory(other, by=None)


def test_only_who_may_load_the_directory_does(tree, superintendent, write):
    with pytest.raises(NotAllowed):
        check_directory(write(*ROWS), name="x", by=superintendent, on=JULY)


def test_a_name_like_a_formula_is_only_a_name(load):
    load(*ROWS, "SF300S02,=cmd|'/c calc'!A1,Campus,,../../etc,,yes")
    one = Organization.objects.get(code="SF300S02")
    assert (one.name, one.city) == ("=cmd|'/c calc'!A1", "../../etc")


def test_a_header_that_fits_no_layout_names_those_there_are(prairie, write):
    with pytest.raises(Exception, match="No layout fits this file. The file has no column"):
        check_directory(write("1,2", header="A,B"), name="x", by=None, on=JULY)
    assert [one.state for one in Import.objects.all()] == ["dropped"]


def test_the_parents_named_beside_schools_become_districts(load):
    header = "ncessch,leaid,school_name,lea_name,city_location"
    source = load(
        "010000500870,0100005,Albertville Middle,Albertville City,Albertville",
        "010000500871,0100005,Albertville High,Albertville City,Albertville",
        header=header,
    )
    assert source.layout == "nces"
    assert [row for row in shape() if row[0].startswith("01")] == [
        ("0100005", "district", "PRAIRIE", None, None, "PRAIRIE"),
        ("010000500870", "school", "0100005", "0100005", None, "PRAIRIE"),
        ("010000500871", "school", "0100005", "0100005", None, "PRAIRIE"),
    ]


def test_the_header_of_the_fixture_is_the_layouts(prairie):
    assert HEADER.count(",") == ROWS[0].count(",")
