"""A release is checked by a second person; any change takes the check back."""

from datetime import timedelta

import pytest

from trellis.designations.actions import (
    check,
    import_release,
    publish,
    reopen_draft,
    schedule,
    unschedule,
    withdraw_check,
)
from trellis.designations.models import Release
from trellis.designations.tests.conftest import appoint
from trellis.history import queries as history
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.models import Appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(desk, file) -> Release:
    path = file("NF214S01,,Renewing,,Finish,,,", "NF214S02,,Leading,,,,,")
    found = import_release(path, year=2026, name="a.csv", by=desk).release
    assert found is not None
    return found


@pytest.fixture
def checked(draft: Release, second) -> Release:
    check(draft, by=second)
    return draft


def verbs(release: Release) -> list[str]:
    return [one.verb for one in history.of(f"release:{release.pk}").entries]


def standing(release: Release) -> tuple[object, ...]:
    kept = Release.objects.get(pk=release.pk)
    return (kept.state, kept.checked_by, kept.publish_at, kept.scheduled_by)


def test_a_second_person_checks_a_draft_and_is_named(draft, desk, second):
    check(draft, by=second, acting_as="Program desk", seen=draft.stamp)
    kept = Release.objects.get()
    assert (kept.state, kept.checked_by, kept.published_by) == ("checked", second, None)
    entry = history.of(f"release:{draft.pk}").entries[0]
    assert (entry.verb, entry.actor_name, entry.acting_as) == ("checked", "Second", "Program desk")


def test_the_importer_cannot_check_from_a_second_appointment_either(draft, desk, prairie):
    Appointment.objects.create(
        person=desk, role="unit-advisor", organization=prairie["NF214D00"], starts="2020-01-01"
    )
    with pytest.raises(NotAllowed, match="You imported this file. Somebody else"):
        check(draft, by=desk)
    assert standing(draft) == ("draft", None, None, None)


def test_who_changed_the_draft_last_cannot_check_it(draft, desk, second, prairie):
    reopen_draft(draft, by=second, why="A letter was written anew.")
    with pytest.raises(NotAllowed, match="You changed this draft last."):
        check(draft, by=second)
    check(draft, by=appoint("third@example.org", "program-desk", prairie["PRAIRIE"]))
    assert standing(draft)[0] == "checked"


def test_a_stranger_neither_checks_nor_takes_a_check_back(draft, second, head):
    with pytest.raises(NotAllowed):
        check(draft, by=head)
    check(draft, by=second)
    with pytest.raises(NotAllowed):
        withdraw_check(draft, by=head)
    assert standing(draft)[0] == "checked"


def test_what_changed_while_somebody_looked_is_not_checked(draft, desk, second):
    seen = draft.stamp
    reopen_draft(Release.objects.get(), by=desk, why="A proposal was settled.")
    with pytest.raises(OutOfOrder, match="changed meanwhile"):
        check(draft, by=second, seen=seen)
    assert standing(draft)[0] == "draft"


def test_an_empty_draft_is_not_checked(draft, second):
    draft.designations.all().delete()
    with pytest.raises(NotReady, match="holds no designation"):
        check(draft, by=second)


def test_a_draft_that_nobody_checked_is_not_published(draft, desk):
    with pytest.raises(OutOfOrder, match="has not been checked by a second person"):
        publish(draft, by=desk, at=clock.now())
    with pytest.raises(OutOfOrder, match="has not been checked"):
        schedule(draft, at=clock.now() + timedelta(days=1), by=desk)


def test_the_checker_of_a_file_from_the_command_line_does_not_publish_it(file, desk, second):
    path = file("NF214S01,,Renewing,,Finish,,,")
    release = import_release(path, year=2026, name="a.csv", by=None).release
    assert release is not None
    check(release, by=desk)
    at = clock.now() + timedelta(days=1)
    for act in (
        lambda: publish(release, by=desk, at=at),
        lambda: schedule(release, at=at, by=desk),
    ):
        with pytest.raises(NotAllowed, match="You checked this release. Somebody else"):
            act()
    publish(release, by=second, at=clock.now())
    assert standing(release)[0] == "published"


def test_a_lent_role_never_checks_nor_publishes(draft, checked, desk, second, prairie):
    seat = desk.appointments.get()
    borrower = appoint("borrower@example.org", "head-of-school", prairie["NF214S02"])
    Appointment.objects.create(
        person=borrower, role=seat.role, organization=seat.organization, starts="2020-01-01",
        delegated_by=seat, rights=["release.manage", "release.publish", "year.read"],
    )  # fmt: skip
    for act in (
        lambda: publish(checked, by=borrower, at=clock.now()),
        lambda: withdraw_check(checked, by=borrower),
        lambda: schedule(checked, at=clock.now() + timedelta(days=1), by=borrower),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert list(Release.objects.visible_to(borrower)) == []


def test_another_file_takes_the_check_and_the_hour_back(checked, desk, second, file):
    schedule(checked, at=clock.now() + timedelta(days=1), by=desk)
    import_release(file("NF214S03,,Steady,,,,,"), year=2026, name="b.csv", by=second)
    assert standing(checked) == ("draft", None, None, None)
    assert verbs(checked) == ["imported", "check withdrawn", "scheduled", "checked", "imported"]
    with pytest.raises(NotAllowed, match="You imported this file"):
        check(checked, by=second)
    check(checked, by=desk)


def test_the_same_file_again_leaves_the_check(checked, second, file):
    path = file("NF214S01,,Renewing,,Finish,,,", "NF214S02,,Leading,,,,,")
    import_release(path, year=2026, name="a.csv", by=second)
    assert standing(checked)[:2] == ("checked", second)


def test_a_set_hour_can_be_moved_and_taken_away(checked, desk):
    first, later = (clock.now() + timedelta(days=n) for n in (1, 2))
    schedule(checked, at=first, by=desk)
    schedule(checked, at=later, by=desk)
    assert standing(checked)[2:] == (later, desk)
    unschedule(checked, by=desk)
    assert standing(checked)[2:] == (None, None)
    with pytest.raises(OutOfOrder, match="has no set hour"):
        unschedule(checked, by=desk)
    assert verbs(checked)[:3] == ["unscheduled", "scheduled", "scheduled"]


def test_an_hour_that_has_passed_is_refused(checked, desk, head):
    with pytest.raises(NotReady, match="This hour has passed"):
        schedule(checked, at=clock.now(), by=desk)
    with pytest.raises(NotAllowed):
        unschedule(checked, by=head)
    assert standing(checked)[2:] == (None, None)


def test_what_is_published_is_neither_changed_nor_taken_back(checked, desk, second):
    publish(checked, by=desk, at=clock.now())
    acts = {
        "changed": lambda: reopen_draft(checked, by=second, why="A letter."),
        "withdrawn": lambda: withdraw_check(checked, by=second),
        "scheduled": lambda: schedule(checked, at=clock.now() + timedelta(days=1), by=desk),
        "unscheduled": lambda: unschedule(checked, by=desk),
        "checked": lambda: check(checked, by=second),
    }
    for act in acts.values():
        with pytest.raises(OutOfOrder):
            act()
    assert standing(checked)[0] == "published"
