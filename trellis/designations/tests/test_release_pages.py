"""The pages on which a release goes from draft to checked, to its districts, to its hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.urls import reverse

from trellis.designations.actions import check, import_release, publish, schedule
from trellis.designations.models import AdvanceNotice, Release
from trellis.designations.tests.conftest import appoint
from trellis.history import queries as history
from trellis.kit import clock
from trellis.notices.models import Notice
from trellis.organizations.models import Organization

pytestmark = pytest.mark.django_db
Read = Callable[..., Release]


def at(name: str, release: Release, query: str = "") -> str:
    return reverse(f"designations:{name}", args=[release.pk]) + query


def soup(answer: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "lxml")


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(one.get_text(" ").split()) for one in page.select(selector)]


@pytest.fixture
def read(file, desk) -> Read:
    """Bring rows in as a draft."""

    def go(*rows: str, year: int = 2026, **more) -> Release:
        release = import_release(file(*rows), year=year, name="a.csv", by=desk, **more).release
        assert isinstance(release, Release)
        return release

    return go


@pytest.fixture
def first(read: Read, desk, second) -> Release:
    """Last year's, public."""
    release = read(
        "NF214S01,,Renewing,,,,,", "NF214S02,,Leading,,,,,", "NF214S03,,Steady,,,,,", title="First"
    )
    check(release, by=second)
    publish(release, by=desk, at=clock.now())
    return release


@pytest.fixture
def draft(read: Read, first) -> Release:
    rows = (
        "NF214S01,,Steady,lower,,,,",
        "NF214S01,,Steady,upper,,,,",
        "NF214S02,,Renewing,,,,,",
        "NF214S04,,Renewing,,,,,",
    )
    return read(*rows, year=2027)


@pytest.fixture
def checked(draft: Release, second) -> Release:
    check(draft, by=second)
    return draft


def test_the_second_person_sees_counts_and_changes_and_only_then_it_goes_out(
    draft, desk, second, signed_in
):
    client = signed_in(second)
    page = soup(client.get(at("release", draft)))
    assert texts(page, "main .column tbody tr") == [
        "Steady 2 0 1 1 – –",
        "Renewing 2 2 0 0 supported Focus year of a campus",
    ]
    assert texts(page, "main form[action$='/check/'] button") == ["Confirm that the draft is right"]
    assert "Areas and campuses agree." in texts(page, "main li")
    changes = soup(client.get(at("changes", draft)))
    assert texts(changes, "main dd") == ["2", "1"]
    stamp = page.select_one("main input[name=seen]")["value"]
    answer = client.post(at("check", draft), {"seen": stamp}, follow=True)
    assert Release.objects.get(pk=draft.pk).state == "checked"
    side = soup(answer)
    assert texts(side, "main a.button") == [
        "Tell districts ahead",
        "Publish and open the year",
        "Set the hour of publication",
    ]


def test_who_imported_the_file_reads_why_somebody_else_checks(draft, desk, signed_in):
    client = signed_in(desk)
    page = soup(client.get(at("release", draft)))
    assert page.select("main form[action$='/check/']") == []
    assert "You imported this file. Somebody else has to check it." in texts(page, "main .notice")
    assert client.post(at("check", draft)).status_code == 403
    assert Release.objects.get(pk=draft.pk).state == "draft"


def test_a_page_that_was_open_while_the_draft_changed_checks_nothing(draft, second, signed_in):
    answer = signed_in(second).post(at("check", draft), {"seen": "0" * 32})
    assert (answer.status_code, Release.objects.get(pk=draft.pk).state) == (409, "draft")


def test_changes_lead_to_the_lists_behind_them(draft, second, signed_in):
    client = signed_in(second)
    page = soup(client.get(at("changes", draft)))
    table = [[cell.get_text(strip=True) for cell in row.select("td")] for row in page.select("tr")]
    assert texts(page, "main thead th") == ["Before", "Steady", "Renewing", "Not in it"]
    assert texts(page, "main tbody th") == ["Leading", "Steady", "Renewing", "Not in it"]
    assert table[1:] == [["–", "1", "–"], ["–", "–", "1"], ["2", "–", "–"], ["–", "1", "–"]]
    lists = {
        link["href"]: texts(soup(client.get(str(link["href"]))), "main tbody th")
        for link in page.select("main tbody a")
    }
    assert list(lists.values()) == [
        ["Birch Campus NF214S02"],
        ["Cedar Campus NF214S03"],
        ["Aspen Campus NF214S01", "Aspen Campus NF214S01"],
        ["Dogwood Campus NF214S04"],
    ]


def test_a_first_release_has_nothing_to_be_compared_with(first, second, signed_in):
    client = signed_in(second)
    assert "nothing to compare with" in texts(soup(client.get(at("changes", first))), "main p")[0]
    assert client.get(at("moved", first, "?was=&now=steady")).status_code == 404


def test_an_hour_is_set_on_the_states_clock_and_taken_away(checked, desk, signed_in):
    client = signed_in(desk)
    answer = client.post(at("hour", checked), {"day": "2099-10-30", "hour": "06:30"}, follow=True)
    kept = Release.objects.get(pk=checked.pk)
    assert kept.publish_at == datetime(2099, 10, 30, 12, 30, tzinfo=UTC)
    told = "It becomes public by itself on Fri, Oct 30, 2099, 6:30 AM MDT."
    assert told in texts(soup(answer), "main .notice")
    client.post(at("hour-removal", checked))
    assert Release.objects.get(pk=checked.pk).publish_at is None


@pytest.mark.parametrize(
    ("day", "hour", "said"),
    [
        ("2027-03-14", "02:30", "there is no 2:30 AM in America/Denver"),
        ("2027-11-07", "01:30", "shows 1:30 AM twice"),
        ("2026-01-05", "06:30", "This hour has passed."),
        ("soon", "06:30", "Enter a valid date."),
    ],
)
def test_an_hour_that_cannot_be_is_explained_at_its_field(
    checked, desk, signed_in, day, hour, said
):
    answer = signed_in(desk).post(at("hour", checked), {"day": day, "hour": hour})
    assert answer.status_code == 422
    assert said in " ".join(texts(soup(answer), "form .error"))
    assert Release.objects.get(pk=checked.pk).publish_at is None


def test_taking_the_check_back_takes_the_hour_too(checked, desk, second, signed_in):
    schedule(checked, at=clock.now() + timedelta(days=1), by=desk)
    signed_in(second).post(at("check-withdrawal", checked))
    kept = Release.objects.get(pk=checked.pk)
    assert (kept.state, kept.publish_at, kept.scheduled_by) == ("draft", None, None)


def test_districts_are_told_from_their_list(checked, desk, prairie, signed_in):
    area = prairie["NF214D00"]
    Organization.objects.filter(level="school").update(district=area)
    lead = appoint("lead@example.org", "area-superintendent", area)
    client = signed_in(desk)
    page = soup(client.get(at("advance-notices", checked)))
    assert texts(page, "main tbody tr") == ["North Fork Area North Fork Area NF214D00 Lead – –"]
    assert client.post(at("advance-notices", checked)).status_code == 422
    answer = client.post(at("advance-notices", checked), {"district": area.pk}, follow=True)
    assert texts(soup(answer), "[role=status]") == ["1 district was told."]
    assert [one.recipient for one in Notice.objects.all()] == [lead]
    assert list(AdvanceNotice.objects.values_list("district", flat=True)) == [area.pk]


def test_a_correction_is_imported_from_the_page_of_what_it_corrects(first, desk, signed_in, file):
    client = signed_in(desk)
    link = soup(client.get(at("release", first))).select_one("main a[href*='corrects=']")
    form = soup(client.get(str(link["href"])))
    assert "it takes the place of that release as a whole" in texts(form, "main .notice")[0]
    with file("NF214S01,,Steady,,,,,").open("rb") as table:
        said = {"file": table, "year": 2026, "corrects": first.pk}
        answer = client.post(reverse("designations:upload"), said, follow=True)
    correction = Release.objects.get(corrects=first)
    assert correction.title == "First, correction 1"
    assert texts(soup(answer), "main .card:has(h2:-soup-contains('Versions')) li")[0][:5] == "First"
    assert history.of(f"release:{first.pk}").entries[0].verb == "published"
