"""What the catalog means for one's own school and district."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.cast import TODAY, Relation
from tests.visits import sign_in_as
from trellis.designations.models import Designation
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed
from trellis.supports.actions import set_memberships
from trellis.supports.models import Membership, Provider


def soup(client, route, *args):
    answer = client.get(reverse(f"supports:{route}", args=args))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(node):
    return " ".join(node.get_text(" ").split())


def whys(page):
    return {
        words(line.h3): words(line.select_one(".meta b"))
        for line in page.select(".support-lines li")
    }


def test_a_school_sees_what_is_recommended_for_it_and_why(world, client):
    sign_in_as(client, world.who("principal"))
    told = whys(soup(client, "school", world["lincoln"].code))
    assert set(told.values()) == {"Recommended for Intensive"}
    assert "Assigned school improvement specialist" in told
    assert "Launch meeting" not in told


def test_meetings_about_a_student_group_stand_where_the_designation_names_it(world, client):
    sign_in_as(client, world.who("principal"))
    named = "Support meetings: English learners"
    rows = Designation.objects.filter(organization=world["lincoln"])
    rows.update(kind="targeted", label="Targeted")
    assert named not in whys(soup(client, "school", world["lincoln"].code))
    rows.update(groups=["english-learners"])
    told = whys(soup(client, "school", world["lincoln"].code))
    assert told[named] == "Recommended for Targeted; the designation names English learners"
    assert "Support meetings: children with disabilities" not in told


def test_members_read_that_a_fee_may_still_apply(world, client):
    sign_in_as(client, world.who("principal"))
    page = soup(client, "service", "iasb-3-press-plus")
    none = "No membership of Birch district is recorded here."
    assert words(page.select("aside section")[0]).endswith(none)
    iasb = Provider.objects.get(code="iasb")
    set_memberships(world["birch"], [iasb], by=world.who("superintendent"), on=TODAY)
    card = words(soup(client, "service", "iasb-3-press-plus").select("aside section")[0])
    assert card == (
        "What it costs May need IASB membership, a fee, or both"
        " Birch district is a member; a fee may still apply."
    )


def test_the_office_of_ones_own_region_is_whom_to_ask(world, client):
    sign_in_as(client, world.who("principal"))
    card = soup(client, "service", "iarss-2-launch").select("aside section")[1]
    assert words(card) == "Whom to ask Your regional office: North office"


def test_a_membership_ends_the_day_before_and_is_a_new_one_when_it_comes_back(world):
    one, by = Provider.objects.get(code="ipa"), world.who("superintendent")
    birch = world["birch"]
    assert set_memberships(birch, [one], by=by, on=TODAY.replace(day=1))
    assert not set_memberships(birch, [one], by=by, on=TODAY)
    assert set_memberships(birch, [], by=by, on=TODAY)
    assert set_memberships(birch, [one], by=by, on=TODAY)
    assert list(Membership.objects.order_by("starts").values_list("starts", "ends")) == [
        (TODAY.replace(day=1), TODAY.replace(day=2)), (TODAY, None),
    ]  # fmt: skip
    told = Entry.objects.filter(verb="set memberships").values_list("after", flat=True)
    assert [one["memberships"] for one in told] == [["ipa"], [], ["ipa"]]


def test_what_was_set_by_mistake_today_leaves_no_trace_but_history(world):
    by, birch = world.who("district"), world["birch"]
    set_memberships(birch, Provider.objects.filter(code="ipa"), by=by, on=TODAY)
    set_memberships(birch, [], by=by, on=TODAY)
    assert list(Membership.objects.all()) == []


@pytest.mark.parametrize(
    ("role", "relation"),
    [("principal", Relation.OWN), ("superintendent", Relation.OTHER_DISTRICT),
     ("agency", Relation.OWN), ("association", Relation.OWN), ("board", Relation.OWN)],
)  # fmt: skip
def test_nobody_else_says_where_a_district_is_a_member(world, role, relation):
    with pytest.raises(NotAllowed):
        set_memberships(world["birch"], [], by=world.who(role, relation), on=TODAY)


def test_a_school_is_no_member(world):
    with pytest.raises(NotAllowed):
        set_memberships(world["lincoln"], [], by=world.who("superintendent"), on=TODAY)


def test_a_district_sets_its_memberships_on_its_page(world, client):
    sign_in_as(client, world.who("superintendent"))
    address = reverse("supports:memberships", args=[world["birch"].code])
    answer = client.post(address, {"providers": ["iasb", "iasa"]})
    assert (answer.status_code, answer["Location"]) == (302, address)
    page = soup(client, "memberships", world["birch"].code)
    ticked = [one["value"] for one in page.select("input[checked]")]
    assert ticked == ["iasb", "iasa"]
