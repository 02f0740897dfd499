"""Putting a reason off, and showing it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import TODAY, Relation
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.monitoring.actions import put_off, withdraw_snooze
from trellis.monitoring.models import Snooze
from trellis.monitoring.tests.conftest import page_of, reasons

WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def wait(world, coordinator):
    """Put off Lincoln's missing meetings."""

    def wait(by=coordinator, rule="behind", until=WEEK, note="Snow days", on=TODAY):
        return put_off(
            world["lincoln"], rule, until=until, note=note, by=by, on=on, acting_as="cast"
        )

    return wait


def test_a_reason_put_off_leaves_the_own_list_with_its_note(world, sign_in, coordinator, wait):
    wait()
    page = page_of(sign_in, coordinator)
    assert "meetings missing" not in reasons(page)[world["lincoln"].name]
    row = page.select_one(".caseload tbody tr").get_text(" ", strip=True)
    assert "Put off until Thu, Dec 10" in row
    assert "Snow days" in row
    assert page.select_one(".tiles a b").get_text(" ", strip=True) == "0 of 1"


def test_others_still_see_the_reason_and_never_the_note(world, sign_in, wait):
    wait()
    page = page_of(sign_in, world.who("district"))
    assert "meetings missing" in reasons(page)[world["lincoln"].name]
    assert "Snow days" not in page.get_text()


def test_whoever_leads_reads_the_note_in_that_list(world, sign_in, coordinator, wait):
    wait()
    answer = sign_in(world.who("agency")).get(
        reverse("monitoring:caseload-of", args=[coordinator.pk])
    )
    assert "Snow days" in answer.content.decode()


def test_it_shows_again_on_its_day_and_can_then_be_put_off_anew(world, coordinator, wait):
    wait(on=TODAY - timedelta(days=7), until=TODAY)
    wait()
    standing = Snooze.objects.filter(by=coordinator, withdrawn_at=None)
    assert [one.until for one in standing] == [WEEK]


def test_history_keeps_both_acts_but_not_among_the_schools_own(world, coordinator, wait):
    snooze = wait()
    withdraw_snooze(snooze, by=coordinator)
    kept = Entry.objects.filter(subject=f"snooze:{snooze.pk}").order_by("id")
    assert [(one.verb, one.actor_name) for one in kept] == [
        ("put off", coordinator.name),
        ("showed again", coordinator.name),
    ]
    school = Entry.objects.filter(subject=f"organization:{world['lincoln'].pk}")
    assert not [one for one in school if "Snow" in str(one.after)]


def test_a_reason_is_put_off_once(wait):
    wait()
    with pytest.raises(OutOfOrder, match="put off already"):
        wait()
    assert Snooze.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"rule": "weather"}, "one of the reasons"),
        ({"note": "  "}, "why it can wait"),
        ({"until": TODAY}, "after today"),
        ({"until": TODAY + timedelta(days=93)}, "no later than"),
    ],
)
def test_what_is_missing_is_said(wait, more, sentence):
    with pytest.raises(NotReady, match=sentence):
        wait(**more)
    assert not Snooze.objects.exists()


@pytest.mark.parametrize(
    ("role", "relation"),
    [("coordinator", Relation.OTHER_REGION), ("district", Relation.OTHER_DISTRICT),
     ("principal", Relation.OWN), ("vendor", Relation.OWN)],
)  # fmt: skip
def test_a_stranger_puts_nothing_off(world, wait, role, relation):
    with pytest.raises(NotAllowed):
        wait(by=world.who(role, relation))
    assert not Snooze.objects.exists()


def test_only_its_owner_shows_it_again_and_only_once(world, coordinator, wait):
    snooze = wait()
    with pytest.raises(NotAllowed):
        withdraw_snooze(snooze, by=world.who("agency"))
    withdraw_snooze(snooze, by=coordinator)
    with pytest.raises(OutOfOrder, match="shows already"):
        withdraw_snooze(snooze, by=coordinator)


def test_the_form_puts_off_and_its_button_shows_again(world, sign_in, coordinator):
    client, page = sign_in(coordinator), reverse("monitoring:snoozes", args=[world["lincoln"].code])
    told = {"rule": "behind", "until": WEEK.isoformat(), "note": "Snow days"}
    assert client.post(page, told)["Location"] == reverse("monitoring:caseload")
    snooze = Snooze.objects.get()
    assert (snooze.by, snooze.note, snooze.until) == (coordinator, "Snow days", WEEK)
    client.post(reverse("monitoring:snooze-withdrawal", args=[snooze.pk]))
    snooze.refresh_from_db()
    assert snooze.withdrawn_at is not None


def test_what_was_typed_stays_where_the_form_is_refused(world, sign_in, coordinator):
    page = reverse("monitoring:snoozes", args=[world["lincoln"].code])
    answer = sign_in(coordinator).post(
        page, {"rule": "behind", "until": TODAY.isoformat(), "note": "Snow days"}
    )
    assert answer.status_code == 422
    assert 'value="Snow days"' in answer.content.decode()
