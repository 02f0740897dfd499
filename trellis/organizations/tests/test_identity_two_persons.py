"""What would let too many in if one person were wrong waits for a second one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.visits import read
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.notices.models import Notice
from trellis.organizations import actions
from trellis.organizations.identity.letters import WAITS
from trellis.organizations.identity.queries import any_on, person_of, provider_for
from trellis.organizations.models import Appointment, IdentityProvider
from trellis.people.models import Person

SETTINGS: dict[str, Any] = {
    "issuer": "https://id.example", "client_id": "x", "domains": ["state.example"], "is_on": True,
}  # fmt: skip
OTHERWISE: dict[str, dict[str, Any]] = {
    "issuer": {"issuer": "https://other.example"},
    "client id": {"client_id": "y"},
    "domains": {"domains": ["state.example", "more.example"]},
    "secret": {"secret": "new"},
    "contract": {"vouched": True},
}


@pytest.fixture
def top(tree):
    return tree["PRAIRIE"]


@pytest.fixture
def waiting(top, desk, second):
    """The whole state's sign-in as one person has set it up."""
    return actions.keep_identity_provider(top, **SETTINGS, by=desk)


@pytest.fixture
def confirmed(top, waiting, second):
    """The same, confirmed by the second person."""
    actions.confirm_identity_provider(top, mark=waiting.mark, by=second)
    waiting.refresh_from_db()
    return waiting


def works():
    return provider_for("ana@state.example") is not None


def test_one_person_alone_lets_nobody_in(waiting, desk, top):
    assert (works(), any_on(), waiting.waits) == (False, False, True)
    with pytest.raises(NotAllowed, match="You set this up yourself"):
        actions.confirm_identity_provider(top, mark=waiting.mark, by=desk)
    assert (works(), IdentityProvider.objects.get().confirmed_at) == (False, None)


def test_a_second_person_lets_it_work_and_history_names_both(confirmed, desk, second):
    assert (works(), confirmed.changed_by, confirmed.confirmed_by) == (True, desk, second)
    told = Entry.objects.filter(verb__endswith="the own sign-in").order_by("id")
    assert list(told.values_list("verb", "actor_name")) == [
        ("changed the own sign-in", desk.name), ("confirmed the own sign-in", second.name),
    ]  # fmt: skip


def test_persons_are_compared_and_never_their_roles(waiting, desk, top):
    Appointment.objects.filter(person=desk).delete()
    actions.appoint(desk, "program-desk", top, by=None, starts=clock.today())
    with pytest.raises(NotAllowed, match="You set this up yourself"):
        actions.confirm_identity_provider(top, mark=waiting.mark, by=desk)


def test_a_lent_right_and_a_strangers_none_confirm_nothing(
    waiting, desk, top, person, superintendent
):
    lena, today = person("Lena"), clock.today()
    seat = Appointment.objects.get(person=desk)
    actions.delegate(seat, lena, by=desk, starts=today, ends=today + timedelta(days=7))
    entries = Entry.objects.count()
    for one in (lena, superintendent, person("Eve")):
        with pytest.raises(NotAllowed):
            actions.confirm_identity_provider(top, mark=waiting.mark, by=one)
    assert (works(), Entry.objects.count()) == (False, entries)


@pytest.mark.parametrize("change", OTHERWISE)
def test_other_settings_take_the_confirmation_back(confirmed, top, desk, second, change):
    actions.keep_identity_provider(top, **(SETTINGS | OTHERWISE[change]), by=second)
    kept = IdentityProvider.objects.get()
    assert (works(), kept.waits, kept.changed_by, kept.edition) == (False, True, second, 2)
    with pytest.raises(NotAllowed):
        actions.confirm_identity_provider(top, mark=kept.mark, by=second)
    actions.confirm_identity_provider(top, mark=kept.mark, by=desk)
    assert works()


def test_turning_it_off_and_on_again_keeps_the_confirmation(confirmed, top, desk):
    for is_on in (False, True):
        kept = actions.keep_identity_provider(top, **(SETTINGS | {"is_on": is_on}), by=desk)
        assert (works(), kept.edition) == (is_on, 1)


def test_nobody_confirms_settings_that_they_have_not_seen(waiting, top, desk, second):
    seen = waiting.mark
    actions.keep_identity_provider(top, **(SETTINGS | OTHERWISE["issuer"]), by=desk)
    with pytest.raises(OutOfOrder):
        actions.confirm_identity_provider(top, mark=seen, by=second)
    actions.remove_identity_provider(top, by=desk)
    again = actions.keep_identity_provider(top, **(SETTINGS | OTHERWISE["issuer"]), by=desk)
    assert again.edition == 1
    for mark in (seen, "", "1", "x-y"):
        with pytest.raises(OutOfOrder):
            actions.confirm_identity_provider(top, mark=mark, by=second)
    assert not works()


def test_the_second_of_two_confirmations_learns_that_it_is_done(confirmed, top, person):
    third = person("Tim")
    actions.appoint(third, "program-desk", top, by=None, starts=clock.today())
    with pytest.raises(OutOfOrder):
        actions.confirm_identity_provider(top, mark=confirmed.mark, by=third)
    assert IdentityProvider.objects.get().confirmed_by != third


def test_what_needs_nobody_else_is_not_confirmed(tree, desk, second):
    area = tree["NF214D00"]
    with pytest.raises(NotReady):
        actions.confirm_identity_provider(area, mark="", by=second)
    kept = actions.keep_identity_provider(area, **SETTINGS, by=desk)
    assert (works(), kept.waits) == (True, False)
    with pytest.raises(NotReady):
        actions.confirm_identity_provider(area, mark=kept.mark, by=second)


def test_what_the_operator_sets_up_takes_a_person_too(top, second):
    kept = actions.keep_identity_provider(top, **SETTINGS, by=None)
    assert not works()
    actions.confirm_identity_provider(top, mark=kept.mark, by=second)
    assert works()


def test_who_may_confirm_is_told_once_for_each_edition(waiting, top, desk, second):
    rows = Notice.objects.filter(kind=WAITS).order_by("id")
    assert list(rows.values_list("recipient", flat=True)) == [second.pk]
    for is_on in (False, True):
        actions.keep_identity_provider(top, **(SETTINGS | {"is_on": is_on}), by=desk)
    assert rows.count() == 1
    actions.keep_identity_provider(top, **(SETTINGS | OTHERWISE["issuer"]), by=second)
    assert list(rows.values_list("recipient", flat=True)) == [second.pk, desk.pk]


SAID: dict[str, tuple[object, bool]] = {
    "nothing": (None, True), "yes": (True, True), "no": (False, False), "a word": ("true", False),
}  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_a_contract_stands_for_silence_only_and_once_confirmed(tree, desk, second, said):
    area, (told, lets_in) = tree["NF214D00"], SAID[said]
    kept = actions.keep_identity_provider(area, **SETTINGS, vouched=True, by=desk)
    assert not works()
    actions.confirm_identity_provider(area, mark=kept.mark, by=second)
    ana = Person.objects.create_user("ana@state.example", name="Ana Lee")
    actions.appoint(ana, "head-of-school", tree["NF214S01"], by=None, starts=clock.today())
    claims = {"email": ana.email} | ({} if told is None else {"email_verified": told})
    assert works()
    assert (person_of(kept, claims) == ana) is lets_in
    kept.vouched = False
    assert (person_of(kept, claims) == ana) is (told is True)


def test_the_page_offers_the_button_to_the_second_person_alone(waiting, top, desk, second, visit):
    page = reverse("organizations:identity-provider", args=[top.pk])
    path = reverse("organizations:identity-confirmation", args=[top.pk])
    form = f"form[action='{path}']"
    own = read(visit(desk).get(page))
    assert (own.select_one(form), second.name in own.select_one("main").text) == (None, True)
    browser = visit(second)
    mark = read(browser.get(page)).select_one(f"{form} [name=mark]")["value"]
    assert browser.post(path, {"mark": "0-0"}, follow=True).status_code == 200
    assert not works()
    assert browser.post(path, {"mark": mark})["Location"] == page
    assert works()
    assert visit(desk).post(path, {"mark": mark}).status_code == 403
    assert Client().post(path, {"mark": mark}).status_code == 302
