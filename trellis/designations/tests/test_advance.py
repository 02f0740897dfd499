"""Districts are told ahead; who was told reads the own schools and nothing else."""

import shutil

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from trellis.designations.actions import (
    check,
    import_release,
    publish,
    send_advance_notice,
    withdraw_check,
)
from trellis.designations.models import AdvanceNotice, Release
from trellis.designations.tests.conftest import PACKS, appoint
from trellis.history import queries as history
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.notices.models import Notice
from trellis.organizations.models import Appointment, Organization
from trellis.programs.actions import install

pytestmark = pytest.mark.django_db
NOT_THERE = ["404"]


@pytest.fixture
def areas(prairie) -> dict[str, Organization]:
    """Two areas with two campuses each."""
    south = Organization.objects.create(
        code="SF300D00", kind="area", level="district", name="South Area", sort_name="south area"
    )
    north = prairie["NF214D00"]
    for code, area in (("01", north), ("02", north), ("03", south), ("04", south)):
        Organization.objects.filter(code=f"NF214S{code}").update(district=area)
    return {"north": north, "south": south}


@pytest.fixture
def leads(areas):
    """The superintendent of each area; the south has a clerk of its office too."""
    return {
        "north": appoint("north@example.org", "area-superintendent", areas["north"]),
        "south": appoint("south@example.org", "area-superintendent", areas["south"]),
        "office": appoint("office@example.org", "area-office", areas["south"]),
    }


@pytest.fixture
def checked(areas, desk, second, file) -> Release:
    path = file(
        "NF214S01,,Renewing,,Finish,ML,,", "NF214S02,,Leading,,,,,", "NF214S03,,Steady,,,,,"
    )
    release = import_release(path, year=2026, name="a.csv", by=desk).release
    assert isinstance(release, Release)
    check(release, by=second)
    return release


def told() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("address", "kind"))


def rows(client, release: Release) -> list[str]:
    """What the page tells, or the status where it tells nothing."""
    answer = client.get(reverse("designations:advance", args=[release.pk]))
    if answer.status_code != 200:
        return [str(answer.status_code)]
    found = BeautifulSoup(answer.content, "lxml").select("main tbody tr")
    return [" ".join(one.get_text(" ").split()) for one in found]


def test_each_holder_of_a_told_role_gets_one_message_without_any_designation(
    checked, leads, desk, areas
):
    outcome = send_advance_notice(checked, by=desk, acting_as="Program desk")
    assert (outcome.districts, outcome.people, outcome.without) == (2, 3, ())
    kinds = [(f"{name}@example.org", "advance-notice") for name in ("north", "office", "south")]
    assert told() == kinds
    letter = Notice.objects.first()
    assert letter is not None
    assert reverse("designations:advance", args=[checked.pk]) in letter.text
    assert "Hold this until the morning it is public." in letter.text
    words = ("Renewing", "Leading", "Aspen", "Birch")
    assert [one for one in words if one in letter.text + letter.subject] == []
    entry = history.of(f"release:{checked.pk}").entries[0]
    assert (entry.verb, entry.after) == (
        "advance notice sent",
        {"districts": ["NF214D00", "SF300D00"], "people": 3, "without": []},
    )


def test_a_message_comes_in_the_language_of_its_reader(checked, leads, desk):
    for person in (leads["north"], leads["south"]):
        person.language = "es" if person == leads["north"] else "en"
        person.save()
    send_advance_notice(checked, by=desk)
    text = Notice.objects.get(recipient=leads["north"]).text
    assert "Guarde esto hasta la mañana en que sea público." in text
    assert "Hold this until" in Notice.objects.get(recipient=leads["south"]).text


def test_a_told_area_reads_its_own_campuses_and_the_other_nothing(
    checked, leads, desk, areas, signed_in
):
    send_advance_notice(checked, [areas["north"]], by=desk)
    plain = "The campus as a whole needs much more."
    seen = {name: rows(signed_in(person), checked) for name, person in leads.items()}
    assert seen == {
        "north": [
            f"Aspen Campus Renewing {plain} Too few finish, Multilingual students",
            "Birch Campus Leading Other campuses can learn here. –",
        ],
        "south": NOT_THERE,
        "office": NOT_THERE,
    }


def test_what_may_be_read_ahead_stands_among_the_letters_until_it_is_public(
    checked, leads, desk, areas, signed_in
):
    address = reverse("designations:advance", args=[checked.pk])
    send_advance_notice(checked, [areas["north"]], by=desk)
    clients = {name: signed_in(person) for name, person in leads.items()}

    def led() -> dict[str, bool]:
        pages = {name: one.get(reverse("designations:my-letters")) for name, one in clients.items()}
        return {name: address in page.content.decode() for name, page in pages.items()}

    assert led() == {"north": True, "south": False, "office": False}
    publish(checked, by=desk, at=clock.now())
    assert led() == {"north": False, "south": False, "office": False}


def test_the_first_opening_is_noted_and_only_that(checked, leads, desk, areas, signed_in):
    send_advance_notice(checked, by=desk)
    rows(signed_in(leads["office"]), checked)
    first = AdvanceNotice.objects.get(district=areas["south"])
    rows(signed_in(leads["south"]), checked)
    again = AdvanceNotice.objects.get(district=areas["south"])
    assert (again.opened_by, again.opened_at) == (leads["office"], first.opened_at)
    assert AdvanceNotice.objects.get(district=areas["north"]).opened_at is None


def test_nobody_reads_ahead_by_a_lent_role_another_role_or_none(
    checked, leads, desk, areas, prairie, signed_in, client
):
    send_advance_notice(checked, by=desk)
    borrower = appoint("borrower@example.org", "head-of-school", prairie["NF214S02"])
    Appointment.objects.create(
        person=borrower, role="area-superintendent", organization=areas["north"],
        starts="2020-01-01", delegated_by=leads["north"].appointments.get(), rights=["year.read"],
    )  # fmt: skip
    others = {
        "borrower": borrower,
        "council": appoint("c@example.org", "local-council", areas["north"]),
        "head": appoint("h@example.org", "head-of-school", prairie["NF214S01"]),
        "desk": desk,
    }
    seen = {name: rows(signed_in(person), checked) for name, person in others.items()}
    assert seen == dict.fromkeys(others, NOT_THERE)
    assert rows(client, checked) == ["302"]


def test_a_check_taken_back_closes_the_page_and_asks_to_wait(
    checked, leads, desk, second, signed_in
):
    send_advance_notice(checked, by=desk)
    Notice.objects.all().delete()
    withdraw_check(checked, by=second)
    client = signed_in(leads["north"])
    assert rows(client, checked) == NOT_THERE
    assert len(told()) == 3
    assert "The standings are being checked again." in Notice.objects.all()[0].text
    check(checked, by=second)
    assert rows(client, checked) == NOT_THERE
    assert send_advance_notice(checked, by=desk).districts == 2
    assert len(rows(client, checked)) == 2


def test_the_page_stays_when_the_release_is_public(checked, leads, desk, signed_in):
    send_advance_notice(checked, by=desk)
    publish(checked, by=desk, at=clock.now())
    assert len(rows(signed_in(leads["north"]), checked)) == 2


def test_a_draft_and_what_is_public_are_told_to_nobody_ahead(checked, leads, desk, second, head):
    with pytest.raises(NotAllowed):
        send_advance_notice(checked, by=head)
    withdraw_check(checked, by=second)
    with pytest.raises(OutOfOrder):
        send_advance_notice(checked, by=desk)
    check(checked, by=second)
    publish(checked, by=desk, at=clock.now())
    with pytest.raises(OutOfOrder):
        send_advance_notice(checked, by=desk)
    assert (told(), AdvanceNotice.objects.count()) == ([], 0)


def test_telling_again_tells_nobody_twice(checked, leads, desk, areas):
    send_advance_notice(checked, [areas["north"]], by=desk)
    assert send_advance_notice(checked, by=desk).districts == 1
    with pytest.raises(NotReady, match="Nobody is left to tell."):
        send_advance_notice(checked, by=desk)
    assert len(told()) == 3


def test_a_district_without_a_holder_is_named_and_not_counted_as_told(checked, desk, areas):
    appoint("north@example.org", "area-superintendent", areas["north"])
    outcome = send_advance_notice(checked, by=desk)
    assert outcome.without == ("South Area",)
    assert outcome.summed() == "1 district was told. Nobody to tell at: South Area."
    assert list(AdvanceNotice.objects.values_list("district", flat=True)) == [areas["north"].pk]


def test_a_district_that_the_release_does_not_name_is_refused(checked, leads, desk, areas):
    checked.designations.filter(organization__district=areas["south"]).delete()
    with pytest.raises(NotReady, match="South Area has no organization in this release."):
        send_advance_notice(checked, [areas["north"], areas["south"]], by=desk)
    assert told() == []


def test_where_the_pack_tells_nobody_ahead_nobody_is_told_and_the_page_says_so(
    checked, leads, desk, tmp_path, signed_in
):
    pack = tmp_path / "prairie"
    shutil.copytree(PACKS / "prairie", pack)
    for name, old, new in (
        ("release", "told: true", "told: false"),
        ("letters", "at: advance", "at: publication"),
        ("pack", 'version: "3"', 'version: "4"'),
    ):
        path = pack / f"{name}.yaml"
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
    send_advance_notice(checked, by=desk)
    install(pack)
    with pytest.raises(NotReady, match="In this state districts are not told ahead"):
        send_advance_notice(checked, by=desk)
    assert rows(signed_in(leads["north"]), checked) == NOT_THERE
    page = signed_in(desk).get(reverse("designations:advance-notices", args=[checked.pk]))
    assert "In this state districts are not told ahead of a release." in page.content.decode()
