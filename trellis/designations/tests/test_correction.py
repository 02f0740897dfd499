"""A correction takes the place of a published release, which stays to be read."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from trellis.designations import queries
from trellis.designations.actions import check, import_release, publish
from trellis.designations.models import Release
from trellis.kit import clock
from trellis.kit.errors import NotReady, OutOfOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(desk, second, file):
    """Import rows, have them checked, and publish them."""

    def go(*rows: str, year: int = 2026, publish_it: bool = True, **more) -> Release:
        release = import_release(file(*rows), year=year, name="a.csv", by=desk, **more).release
        assert isinstance(release, Release)
        if publish_it:
            check(release, by=second)
            publish(release, by=desk, at=clock.now())
        return release

    return go


@pytest.fixture
def first(out: Callable[..., Release]) -> Release:
    return out("NF214S01,,Renewing,,,,,", "NF214S02,,Leading,,,,,", "NF214S03,,Steady,,,,,")


def kinds(prairie) -> dict[str, list[str]]:
    found = queries.current_designations(one.pk for one in prairie.values())
    codes = {one.pk: code for code, one in prairie.items()}
    return {codes[pk]: [one.kind for one in told] for pk, told in found.items()}


def test_a_correction_replaces_a_release_as_a_whole_once_it_is_published(out, first, prairie):
    rows = ("NF214S01,,Renewing,,,,,", "NF214S03,,Leading,,,,,", "NF214S04,,Steady,,,,,")
    draft = out(*rows, corrects=first, publish_it=False)
    before = {"NF214S01": ["renewing"], "NF214S02": ["leading"], "NF214S03": ["steady"]}
    assert (draft.title, draft.corrects, kinds(prairie)) == (
        "Designations 2026–27, correction 1",
        first,
        before,
    )
    out(*rows, corrects=first)
    after = {"NF214S01": ["renewing"], "NF214S03": ["leading"], "NF214S04": ["steady"]}
    assert kinds(prairie) == after
    assert list(queries.current_kinds("leading")) == [prairie["NF214S03"]]


def test_the_replaced_release_stays_and_says_what_replaced_it(out, first, prairie):
    second = out("NF214S01,,Steady,,,,,", corrects=first)
    told = [(one.kind, one.release, one.replaced_by) for one in queries.of(prairie["NF214S01"])]
    assert told == [
        ("steady", second.title, ""),
        ("renewing", first.title, second.title),
    ]
    assert queries.latest_release() == second
    assert [one.pk for one in queries.versions(first)] == [first.pk, second.pk]


def test_a_correction_is_corrected_in_its_turn_and_the_first_is_not(out, first):
    second = out("NF214S01,,Steady,,,,,", corrects=first)
    with pytest.raises(OutOfOrder, match="is corrected already. Correct the newest one."):
        out("NF214S01,,Leading,,,,,", corrects=first)
    third = out("NF214S01,,Leading,,,,,", corrects=second)
    assert third.title == "Designations 2026–27, correction 2"
    assert queries.latest_release() == third


def test_of_two_corrections_of_one_release_the_second_is_not_published(out, first, desk, second):
    one = out("NF214S01,,Steady,,,,,", corrects=first, title="One", publish_it=False)
    two = out("NF214S01,,Leading,,,,,", corrects=first, title="Two", publish_it=False)
    for draft in (one, two):
        check(draft, by=second)
    publish(one, by=desk, at=clock.now())
    with pytest.raises(OutOfOrder, match="“One” corrected the same release first."):
        publish(two, by=desk, at=clock.now())
    assert Release.objects.get(title="Two").state == "checked"


def test_another_file_for_the_draft_of_a_correction_corrects_the_same_release(
    out, first, desk, signed_in
):
    draft = out("NF214S01,,Steady,,,,,", corrects=first, title="One", publish_it=False)
    page = signed_in(desk).get(reverse("designations:release", args=[draft.pk])).content.decode()
    query = f"?year=2026&amp;title=One&amp;corrects={first.pk}"
    assert f'href="{reverse("designations:upload")}{query}"' in page


def test_only_a_published_release_of_the_same_year_is_corrected(out, first):
    draft = out("NF214S01,,Steady,,,,,", title="Draft", publish_it=False)
    with pytest.raises(OutOfOrder, match="is not published. Replace its draft instead."):
        out("NF214S01,,Leading,,,,,", corrects=draft)
    with pytest.raises(NotReady, match="is a release of another year"):
        out("NF214S01,,Leading,,,,,", corrects=first, year=2027)


def test_the_difference_names_what_opened_stopped_and_changed(out, first, prairie):
    rows = ("NF214S01,,Renewing,,,,,", "NF214S03,,Leading,,,,,", "NF214S04,,Steady,,,,,")
    draft = out(*rows, corrects=first, publish_it=False)
    codes = {one.pk: code for code, one in prairie.items()}
    found = queries.difference(first, draft)
    assert [(codes[one.organization_id], one.was, one.now, one.sort) for one in found] == [
        ("NF214S02", "leading", "", "stopped"),
        ("NF214S03", "steady", "leading", "changed"),
        ("NF214S04", "", "steady", "opened"),
    ]


def test_newly_designated_are_those_without_support_the_year_before(out, first, prairie):
    following = out("NF214S01,,Renewing,,,,,", "NF214S02,,Renewing,,,,,", year=2027)
    assert queries.previous(following) == first
    assert list(queries.newly_designated(following)) == [prairie["NF214S02"]]
    assert list(queries.newly_designated(first)) == [prairie["NF214S01"]]
