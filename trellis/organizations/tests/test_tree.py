"""Organizations move, close and change by hand; everything beneath follows, and rooms are told."""

from datetime import date

import pytest

from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations import moves
from trellis.organizations.actions import (
    add_organization,
    close_organization,
    edit_organization,
    move_organization,
    reopen_organization,
)
from trellis.organizations.models import Organization, Placement
from trellis.organizations.moves import Moved
from trellis.organizations.tests.conftest import JULY

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def heard(monkeypatch):
    """What a room above would hear."""
    told: list[Moved] = []
    monkeypatch.setattr(moves, "_handlers", {"test": told.extend})
    return told


def ids(tree, office, district, school=None):
    found = {
        "state": tree["PRAIRIE"].pk,
        "office": tree[office].pk,
        "district": tree[district].pk,
    }
    return {**found, "school": tree[school].pk} if school else found


def test_a_district_moves_with_its_schools(tree, desk, heard):
    area = tree["SF300D00"]
    move_organization(area, tree["region-NF"], by=desk, on=OCTOBER)
    school = Organization.objects.get(code="SF300S01")
    assert (school.office_id, school.district_id) == (tree["region-NF"].pk, area.pk)
    dates = Placement.objects.filter(organization=area).values_list(
        "parent__code", "starts", "ends"
    )
    assert list(dates) == [("region-SF", JULY, OCTOBER), ("region-NF", OCTOBER, None)]
    assert heard == [
        Moved(area.pk, ids(tree, "region-SF", "SF300D00"), ids(tree, "region-NF", "SF300D00")),
        Moved(
            school.pk,
            ids(tree, "region-SF", "SF300D00", "SF300S01"),
            ids(tree, "region-NF", "SF300D00", "SF300S01"),
        ),
    ]
    with pytest.raises(OutOfOrder, match="stands under North Fork Service Unit already"):
        move_organization(area, tree["region-NF"], by=desk, on=OCTOBER)


def test_a_file_that_names_another_district_moves_the_school(tree, load, heard):
    header = "Number,Campus,Area number,Area,Town"
    rows = (
        "NF214S01,Alder Campus,NF214D00,Fork Area,Alder",
        "NF214S02,Birch Campus,SF300D00,South Area,Birch",
        "SF300S01,Cedar Evening,SF300D00,South Area,Cedar",
    )
    source = load(*rows, header=header, on=OCTOBER)
    assert (source.layout, source.counts["moved"]) == ("town-list", 1)
    school = Organization.objects.get(code="NF214S02")
    assert (school.parent_id, school.district_id) == (tree["SF300D00"].pk,) * 2
    assert [(one.organization_id, one.closed) for one in heard] == [(school.pk, False)]
    dates = Placement.objects.filter(organization=school)
    assert list(dates.values_list("parent__code", "starts", "ends")) == [
        ("NF214D00", JULY, OCTOBER),
        ("SF300D00", OCTOBER, None),
    ]


def test_a_closing_is_told_and_reopening_undoes_it(tree, desk, heard):
    school = tree["NF214S01"]
    close_organization(school, by=desk, on=OCTOBER)
    where = ids(tree, "region-NF", "NF214D00", "NF214S01")
    assert heard == [Moved(school.pk, where, where, closed=True)]
    with pytest.raises(OutOfOrder, match="is closed already"):
        close_organization(school, by=desk, on=OCTOBER)
    reopen_organization(school, by=desk)
    assert Organization.objects.get(pk=school.pk).closed_on is None
    with pytest.raises(OutOfOrder, match="is open"):
        reopen_organization(school, by=desk)


def test_what_has_schools_beneath_it_and_the_top_stay_open(tree, desk):
    with pytest.raises(NotReady, match="2 organizations stand beneath it"):
        close_organization(tree["NF214D00"], by=desk, on=OCTOBER)
    with pytest.raises(NotReady, match="at the top can’t be closed"):
        close_organization(tree["PRAIRIE"], by=desk, on=OCTOBER)
    with pytest.raises(NotReady, match="at the top can’t be moved"):
        move_organization(tree["PRAIRIE"], tree["PRAIRIE"], by=desk, on=OCTOBER)
    with pytest.raises(NotReady, match="can’t stand under Birch Campus"):
        move_organization(tree["NF214S01"], tree["NF214S02"], by=desk, on=OCTOBER)


def test_a_correction_is_kept_with_what_it_was(tree, desk):
    school = tree["NF214S01"]
    edit_organization(school, name="  Alder  School 9", city="Alder", by=desk)
    assert (school.name, school.sort_name) == ("Alder School 9", "alder school 000009")
    with pytest.raises(NotReady, match="needs a name"):
        edit_organization(school, name=" ", by=desk)
    stale = Organization.objects.get(pk=school.pk)
    stale.name = "Long ago"
    with pytest.raises(OutOfOrder, match="Somebody has just changed"):
        edit_organization(stale, name="Mine", by=desk)


def test_an_organization_is_added_once_where_its_kind_may_stand(tree, desk):
    made = add_organization(
        "W-1", name="Work Shop", kind="workshop", parent=tree["PRAIRIE"], by=desk, on=JULY
    )
    assert (made.level, made.state_id, made.sort_name) == ("other", made.parent_id, "work shop")
    with pytest.raises(OutOfOrder, match="The code W-1 is taken"):
        add_organization(
            "W-1", name="Again", kind="workshop", parent=tree["PRAIRIE"], by=desk, on=JULY
        )
    with pytest.raises(NotReady, match="There is no kind “castle”"):
        add_organization("C", name="C", kind="castle", parent=tree["PRAIRIE"], by=desk, on=JULY)


def test_a_superintendent_changes_no_organization(tree, superintendent):
    school, area = tree["NF214S01"], tree["NF214D00"]
    with pytest.raises(NotAllowed):
        close_organization(school, by=superintendent, on=JULY)
    with pytest.raises(NotAllowed):
        reopen_organization(school, by=superintendent)
    with pytest.raises(NotAllowed):
        edit_organization(school, by=superintendent, name="X")
    with pytest.raises(NotAllowed):
        move_organization(school, area, by=superintendent, on=JULY)
    with pytest.raises(NotAllowed):
        add_organization("X", name="X", kind="campus", parent=area, by=superintendent, on=JULY)


def test_two_rooms_may_not_listen_under_one_name(heard):
    moves.on_moved("test", moves._handlers["test"])
    with pytest.raises(ValueError, match="Two rooms listen"):
        moves.on_moved("test", print)


def test_a_school_reopens_only_under_an_open_parent(tree, desk):
    for code in ("NF214S01", "NF214S02", "NF214D00"):
        close_organization(tree[code], by=desk, on=OCTOBER)
    with pytest.raises(NotReady, match="Fork Area is closed. Open it first, or move Alder"):
        reopen_organization(tree["NF214S01"], by=desk)
    reopen_organization(tree["NF214D00"], by=desk)
    reopen_organization(tree["NF214S01"], by=desk)
    assert Organization.objects.get(code="NF214S01").closed_on is None


def test_nothing_is_hung_under_what_moved_or_closed_meanwhile(tree, desk):
    stale, area = Organization.objects.get(code="SF300D00"), tree["SF300D00"]
    close_organization(tree["SF300S01"], by=desk, on=OCTOBER)
    move_organization(area, tree["region-NF"], by=desk, on=OCTOBER)
    made = add_organization("N-1", name="New", kind="campus", parent=stale, by=desk, on=OCTOBER)
    assert made.office_id == tree["region-NF"].pk
    stale = Organization.objects.get(code="SF300D00")
    close_organization(made, by=desk, on=OCTOBER)
    close_organization(area, by=desk, on=OCTOBER)
    with pytest.raises(NotReady, match="can’t stand under South Area"):
        move_organization(tree["NF214S01"], stale, by=desk, on=OCTOBER)
