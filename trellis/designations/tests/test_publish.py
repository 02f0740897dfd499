"""Publishing, and that nobody else learns anything before."""

import pytest
from django.contrib.auth.models import AnonymousUser

from trellis.designations import queries
from trellis.designations.actions import check, discard, import_release, publish
from trellis.designations.models import Release
from trellis.history import queries as history
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, OutOfOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(desk, file) -> Release:
    path = file(
        "NF214S01,,Renewing,lower,Finish,ML,45.3%,*",
        "NF214S01,,Steady,upper,,,,",
        "NF214S02,,Leading,,,,,",
    )
    release = import_release(path, year=2026, name="a.csv", by=desk).release
    assert release is not None
    return release


@pytest.fixture
def checked(draft: Release, second) -> Release:
    check(draft, by=second)
    return draft


def whole(prairie) -> list[object]:
    """Everything that pages of the public ask for."""
    ids = [one.pk for one in prairie.values()]
    return [
        queries.latest_release(),
        queries.current_designations(ids),
        queries.of(prairie["NF214S01"]),
        list(queries.current_kinds("renewing")),
    ]


def test_before_publication_only_those_who_prepare_it_see_a_release(draft, desk, head, prairie):
    assert list(Release.objects.visible_to(desk)) == [draft]
    assert list(Release.objects.visible_to(head)) == []
    assert list(Release.objects.visible_to(None)) == []
    assert whole(prairie) == [None, {}, [], []]


def test_publishing_shows_a_release_to_everybody_and_is_recorded(checked, desk, head, prairie):
    draft = checked
    publish(draft, by=desk, at=clock.now(), acting_as="Program desk, Department")
    kept = Release.objects.get()
    assert (kept.state, kept.published_by, draft.state) == ("published", desk, "published")
    assert list(Release.objects.visible_to(head)) == [draft]
    assert whole(prairie)[0] == draft
    entry = history.of(f"release:{draft.pk}").entries[0]
    assert (entry.verb, entry.actor, entry.acting_as) == (
        "published",
        f"person:{desk.pk}",
        "Program desk, Department",
    )


def test_publishing_twice_tells_the_second(checked, desk):
    draft = checked
    twin = Release.objects.get()
    publish(draft, by=desk, at=clock.now())
    with pytest.raises(OutOfOrder, match="is published already"):
        publish(twin, by=desk, at=clock.now())
    assert len(history.of(f"release:{draft.pk}").entries) == 3


def test_a_stranger_publishes_nothing(checked, head):
    draft = checked
    with pytest.raises(NotAllowed):
        publish(draft, by=head, at=clock.now())
    assert Release.objects.get().state == "checked"


def test_a_draft_can_be_removed_and_leaves_its_history(draft, desk):
    key = f"release:{draft.pk}"
    discard(draft, by=desk)
    assert Release.objects.count() == 0
    assert [entry.verb for entry in history.of(key).entries] == ["discarded", "imported"]
    draft.pk = int(key.split(":")[1])
    with pytest.raises(OutOfOrder):
        discard(draft, by=desk)


def test_what_is_published_cannot_be_removed_nor_a_draft_by_a_stranger(draft, desk, second, head):
    with pytest.raises(NotAllowed):
        discard(draft, by=head)
    check(draft, by=second)
    publish(draft, by=desk, at=clock.now())
    with pytest.raises(OutOfOrder):
        discard(draft, by=desk)
    assert Release.objects.count() == 1


def test_nobody_without_an_account_counts_as_preparing_releases(draft):
    assert list(Release.objects.visible_to(AnonymousUser())) == []  # type: ignore[arg-type]
