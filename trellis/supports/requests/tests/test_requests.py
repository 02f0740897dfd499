"""A request for a support: a school asks, an organization answers, and something comes of it."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.cast import TODAY, Relation
from tests.objects_requests import asked
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.notices.models import Notice
from trellis.organizations.models import Organization
from trellis.supports.models import STANDING, Provider, Wording
from trellis.supports.requests import actions, queries, routing
from trellis.supports.requests.actions import Asked, Outcome
from trellis.supports.requests.records import SupportMessage, SupportRequest
from trellis.supports.words import catalog_of, helpline

State = SupportRequest.State


@pytest.fixture
def one(world):
    return asked(world)


def mails(kind, person=None):
    found = Notice.objects.filter(kind=kind)
    return list(found if person is None else found.filter(recipient=person))


def soup(client, route, *args, query=""):
    answer = client.get(reverse(f"supports:{route}", args=args) + query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def in_state(world, state):
    """A request that has come to a state by the actions."""
    made, agency = asked(world), world.who("agency")
    if state != State.WAITING:
        actions.take_request(made, by=agency)
    if state == State.ANSWERED:
        actions.answer_support(made, "So.", by=agency)
    if state == State.CLOSED:
        actions.close_request(made, Outcome("Clear"), by=agency)
    assert made.state == state
    return made


def test_a_school_asks_is_answered_and_sees_what_came_of_it(world, client, sign_in):
    code = helpline(world.program)[0]
    sign_in(world.who("principal"))
    page = soup(client, "service", code)
    there = reverse("supports:asking", args=[code])
    assert [one["href"] for one in page.select("main a.button")] == [there]
    sent = {"place": world["lincoln"].code, "question": "Which form?"}
    answer = client.post(there, sent)
    made = SupportRequest.objects.get()
    assert answer.headers["Location"] == reverse("supports:request", args=[made.pk])
    assert (made.state, made.answering) == (State.WAITING, world["state"])
    sign_in(world.who("agency"))
    told = [one.get_text() for one in soup(client, "queue").select(".lines a")]
    assert told == [queries.title_of(made)]
    for part, data in (("taking", {}), ("answer", {"text": "Form 7."})):
        assert (
            client.post(reverse(f"supports:request-{part}", args=[made.pk]), data).status_code
            == 302
        )
    closing = reverse("supports:request-closing", args=[made.pk])
    client.post(closing, {"goals": "Reading by spring", "areas": "Reading", "connected": "Visit"})
    sign_in(world.who("principal"))
    page = soup(client, "request", made.pk)
    assert [one.get_text() for one in page.select("dl.facts dd")] == [
        "Reading by spring", "Reading", "Visit",
    ]  # fmt: skip
    assert len(mails("support-answered", world.who("principal"))) == 2


def test_everybody_who_answers_there_hears_of_it_and_nobody_else(world, one):
    told = {one.recipient for one in mails("support-asked")}
    assert told == set(routing.people_answering(world["state"]))
    assert world.who("agency") in told


def test_who_is_to_answer_by_when_is_shown_to_the_asker(world, one, client, sign_in):
    sign_in(world.who("principal"))
    side = soup(client, "request", one.pk).select_one("aside, .side")
    assert world["state"].name in side.get_text()
    assert one.answer_by == date(2026, 12, 8)  # three weekdays after Thursday


def test_a_passed_day_is_named_late_until_an_answer(world, one, client, sign_in):
    with clock.standing_on(one.answer_by):
        assert not queries.is_late(one)
    with clock.standing_on(one.answer_by + timedelta(days=1)):
        assert queries.is_late(one)
        actions.answer_support(one, "Here.", by=world.who("agency"))
        assert not queries.is_late(one)


def test_an_internal_note_is_read_by_those_who_answer_and_never_by_who_asked(
    world, one, client, sign_in
):
    actions.note_support(one, "Fragile.", by=world.who("agency"))
    seen = {}
    for role in ("agency", "coordinator", "principal", "team", "superintendent"):
        sign_in(world.who(role))
        seen[role] = "Fragile." in soup(client, "request", one.pk).get_text()
    assert seen == {
        "agency": True, "coordinator": True, "principal": False, "team": False,
        "superintendent": False,
    }  # fmt: skip


def test_in_confidence_only_the_asker_and_who_answers_read_it(world, client, sign_in):
    made = asked(world, in_confidence=True)
    office = _staffed_office(world, made)
    assert office == world["north"]
    seen = {}
    for role in ("principal", "team", "superintendent", "coordinator", "agency", "regional-office"):
        sign_in(world.who(role))
        seen[role] = client.get(reverse("supports:request", args=[made.pk])).status_code
    assert seen == {
        "principal": 200, "team": 404, "superintendent": 404, "coordinator": 404, "agency": 404,
        "regional-office": 200,
    }  # fmt: skip
    sign_in(world.who("agency"))
    row = soup(client, "queue").select_one(".lines li")
    assert row.find("a") is None
    assert world["lincoln"].name not in row.get_text()
    assert office.name in row.get_text()
    assert not [one for one in Notice.objects.all() if "Who helps us?" in one.text]


def _staffed_office(world, made):
    """Hand a request over to the office of its region."""
    office = world["north"]
    actions.hand_over(made, office, "Near you.", by=world.who("agency"), on=TODAY)
    return office


def test_handed_over_the_whole_conversation_goes_along_and_nobody_repeats(world, client, sign_in):
    made = in_state(world, State.ANSWERED)
    office = _staffed_office(world, made)
    assert (made.state, made.taken_by, made.answering) == (State.WAITING, None, office)
    sign_in(world.who("regional-office"))
    said = [one.get_text() for one in soup(client, "request", made.pk).select(".said")]
    assert said == ["Who helps us?", "So.", "Near you."]
    with pytest.raises(NotAllowed):
        actions.answer_support(made, "Still me.", by=world.who("agency"))


def test_a_request_is_handed_only_to_where_somebody_answers(world, one):
    with pytest.raises(NotReady):
        actions.hand_over(one, world["cedar"], "Take it.", by=world.who("agency"), on=TODAY)
    with pytest.raises(NotReady):
        actions.hand_over(one, world["state"], "Again.", by=world.who("agency"), on=TODAY)


def test_the_regions_own_office_has_it_where_the_support_says_so(world):
    wording = _by_request(world)
    face = wording.provider.faces.get(STANDING)
    face.content = {**face.content, "contact": {"office": True}}
    face.save(update_fields=["content"])
    wording.content = {**wording.content, "contact": None}
    wording.save(update_fields=["content"])
    made = actions.ask_for_support(
        wording.service.code, world["lincoln"], Asked("Please"), by=world.who("principal"), on=TODAY
    )
    assert made.answering == world["north"]


def test_where_nobody_answers_the_agency_does(world):
    wording = _by_request(world)
    provider = Provider.objects.get(pk=wording.provider_id)
    assert not Organization.objects.filter(code=provider.organization_code).exists()
    made = actions.ask_for_support(
        wording.service.code, world["lincoln"], Asked("Please"), by=world.who("principal"), on=TODAY
    )
    assert made.answering == world["state"]


def _by_request(world):
    """A support by request that is not the agency's."""
    rows = Wording.objects.filter(STANDING).select_related("service", "provider")
    return next(
        one for one in rows
        if one.read().by_request and one.provider.organization_code != world["state"].code
    )  # fmt: skip


def test_only_supports_by_request_and_the_helpline_are_asked_for(world, client, sign_in):
    rows = Wording.objects.filter(STANDING).select_related("service")
    other = next(
        one.service.code for one in rows
        if not one.read().by_request and one.service.code != helpline(world.program)[0]
    )  # fmt: skip
    with pytest.raises(NotReady):
        actions.ask_for_support(
            other, world["lincoln"], Asked("Please"), by=world.who("principal"), on=TODAY
        )
    sign_in(world.who("principal"))
    assert client.get(reverse("supports:asking", args=[other])).status_code == 404
    assert soup(client, "service", other).select("main a.button") == []


def test_nobody_asks_for_a_place_that_is_not_theirs(world):
    code = helpline(world.program)[0]
    for person in (world.who("principal", Relation.SAME_DISTRICT), world.persons["stranger"],
                   world.persons["ended"], world.who("vendor")):  # fmt: skip
        with pytest.raises(NotAllowed):
            actions.ask_for_support(code, world["lincoln"], Asked("Hm"), by=person, on=TODAY)
    assert SupportRequest.objects.count() == 0


def test_a_reply_brings_an_answered_request_back_to_who_had_it(world):
    made = in_state(world, State.ANSWERED)
    actions.reply_support(made, "And then?", by=world.who("principal"))
    assert (made.state, made.taken_by) == (State.TAKEN, world.who("agency"))
    assert [one.recipient for one in mails("support-replied")] == [world.who("agency")]


def test_a_reply_on_a_page_from_before_leaves_the_request_with_who_took_it_meanwhile(world):
    made = in_state(world, State.WAITING)
    before = SupportRequest.objects.select_related("service__provider").get(pk=made.pk)
    actions.take_request(made, by=world.who("agency"))
    actions.reply_support(before, "One thing more.", by=world.who("principal"))
    now = SupportRequest.objects.get(pk=made.pk)
    assert (now.state, now.taken_by) == (State.TAKEN, world.who("agency"))
    assert [one.recipient for one in mails("support-replied")] == [world.who("agency")]


DONE = {
    "take": lambda made, by: actions.take_request(made, by=by),
    "answer": lambda made, by: actions.answer_support(made, "So.", by=by),
    "note": lambda made, by: actions.note_support(made, "Hm.", by=by),
    "hand over": lambda made, by: actions.hand_over(
        made, routing.others(made)[0], "Theirs.", by=by, on=TODAY
    ),
    "close": lambda made, by: actions.close_request(made, Outcome("Clear"), by=by),
    "reopen": lambda made, by: actions.reopen_request(made, by=by, on=TODAY),
    "reply": lambda made, by: actions.reply_support(made, "And?", by=by),
}
FROM = {
    "take": {State.WAITING},
    "answer": {State.WAITING, State.TAKEN, State.ANSWERED},
    "note": set(State),
    "hand over": {State.WAITING, State.TAKEN, State.ANSWERED},
    "close": {State.TAKEN, State.ANSWERED},
    "reopen": {State.CLOSED},
    "reply": {State.WAITING, State.TAKEN, State.ANSWERED},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("deed", DONE)
def test_each_deed_is_done_from_its_states_alone(world, deed, state):
    made = in_state(world, state)
    by = world.who("principal" if deed == "reply" else "agency")
    said = SupportMessage.objects.count()
    if state in FROM[deed]:
        DONE[deed](made, by)
    else:
        with pytest.raises(OutOfOrder):
            DONE[deed](made, by)
        made.refresh_from_db()
        assert (made.state, SupportMessage.objects.count()) == (state, said)


STRANGERS = ("stranger", "ended", "two seats")


@pytest.mark.parametrize("deed", DONE)
def test_no_stranger_does_any_of_it(world, deed):
    made = in_state(world, State.CLOSED if deed == "reopen" else State.TAKEN)
    people = [world.persons[name] for name in STRANGERS]
    people += [world.who("team"), world.who("principal", Relation.OTHER_DISTRICT)]
    people += [world.who("regional-office")]
    for person in people:
        with pytest.raises(NotAllowed):
            DONE[deed](made, person)


def test_two_who_take_it_at_once_do_not_both_have_it(world, one):
    other = SupportRequest.objects.select_related("organization", "answering").get(pk=one.pk)
    actions.take_request(one, by=world.who("agency"))
    with pytest.raises(OutOfOrder):
        actions.take_request(other, by=world.who("coordinator"))
    other.refresh_from_db()
    assert other.taken_by == world.who("agency")


def test_an_answer_written_while_it_was_handed_over_is_refused(world, one):
    other = SupportRequest.objects.select_related("organization", "answering").get(pk=one.pk)
    _staffed_office(world, one)
    with pytest.raises(OutOfOrder):
        actions.answer_support(other, "Late.", by=world.who("agency"))


def test_a_helpline_without_number_says_so_before_the_form(world, client, sign_in):
    sign_in(world.who("principal"))
    first = soup(client, "asking", helpline(world.program)[0]).select("main h2")
    assert [one.get_text() for one in first] == ["By phone or mail", "Ask here"]


def test_a_support_fitted_to_a_school_asks_for_priorities_and_strengths(world, client, sign_in):
    told, wording = catalog_of(world.program).requests, _by_request(world)
    fitted = Wording.objects.filter(STANDING, level__in=told.tailored).select_related("service")
    found = next(one.service.code for one in fitted if one.read().by_request)
    sign_in(world.who("principal"))
    sent = {"place": world["lincoln"].code, "question": "Help", "priorities": "Reading",
            "strengths": "Steady team"}  # fmt: skip
    client.post(reverse("supports:asking", args=[found]), sent)
    made = SupportRequest.objects.get()
    assert (made.priorities, made.strengths) == ("Reading", "Steady team")
    assert wording.level not in told.tailored
    page = soup(client, "asking", wording.service.code)
    assert page.select("[name=priorities], [name=strengths]") == []


def test_the_lead_sees_every_request_and_who_has_it(world, client, sign_in):
    made = asked(world)
    office = _staffed_office(world, made)
    actions.take_request(made, by=world.who("regional-office"))
    sign_in(world.who("agency"))
    (row,) = soup(client, "queue").select(".lines li")
    assert f"{office.name}: {world.who('regional-office').name}" in row.get_text()
    sign_in(world.who("coordinator"))
    assert soup(client, "queue").select(".lines li") == []
