"""Which schools stand in whose list, with what is known of them, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import TODAY, Relation
from tests.visits import read
from trellis.designations.models import Letter, Release
from trellis.kit import clock
from trellis.meetings.models import Cadence, Meeting, Offer, Party
from trellis.monitoring.queries.schools import caseload_of
from trellis.monitoring.rules import scope_of
from trellis.monitoring.tests.conftest import list_of, page_of, reasons
from trellis.organizations import glances
from trellis.organizations.models import Appointment, Team
from trellis.organizations.rules import seats_of
from trellis.work.models import Task


def meet(world, place, *, day, state="held", kind="coordinator", hour=16):
    """A meeting with an organization that counts for its month."""
    at = clock.now().replace(month=day.month, day=day.day, hour=hour)
    leader, now = world.who("coordinator"), clock.now()
    meeting = Meeting.objects.create(
        kind=kind, year=world.year, month=day.replace(day=1), title="Met", led_by=leader,
        starts_at=at, minutes=60, state=state, created_by=leader, created_at=now, changed_at=now,
    )  # fmt: skip
    Party.objects.create(
        meeting=meeting, organization=place, kind=kind, month=meeting.month, state=state
    )
    return meeting


def late_nowhere(world):
    """Nothing is late any more, anywhere."""
    Task.objects.update(late_after=None)


LISTS = [
    ("coordinator", Relation.OWN, {"lincoln"}),
    ("coordinator", Relation.SAME_DISTRICT, {"grant"}),
    ("district", Relation.OWN, {"lincoln", "grant"}),
    ("superintendent", Relation.OTHER_DISTRICT, {"adams"}),
    ("regional-office", Relation.OWN, {"lincoln", "grant", "adams"}),
    ("agency", Relation.OWN, set()),
    ("principal", Relation.OWN, set()),
    ("vendor", Relation.OWN, set()),
]


@pytest.mark.parametrize(("role", "relation", "places"), LISTS)
def test_everybody_has_the_schools_they_work_with(world, role, relation, places):
    found = {one.id for one in list_of(world.who(role, relation)).schools}
    assert found == {world[place].pk for place in places}


def test_steps_meetings_and_the_next_one_are_counted(world, coordinator):
    meet(world, world["lincoln"], day=TODAY - timedelta(days=1))
    meet(world, world["lincoln"], day=TODAY - timedelta(days=20))
    coming = meet(world, world["lincoln"], day=TODAY + timedelta(days=4), state="planned")
    (school,) = list_of(coordinator).schools
    own = Task.objects.filter(workplan__organization=world["lincoln"])
    assert school.steps == own.exclude(state__in=["waived", "earlier"]).count()
    assert school.late == own.filter(state="open", late_after__lt=TODAY).count()
    assert (school.meetings.of, school.meetings.held, school.meetings.planned) == (2, 1, 1)
    assert (school.before.of, school.before.held, school.before.planned) == (2, 1, 0)
    assert school.last_met == TODAY - timedelta(days=1)
    assert school.next_meeting == coming.parties.get().pk


def test_a_meeting_in_the_evening_was_on_the_day_of_its_place(world, coordinator):
    meet(world, world["lincoln"], day=TODAY, hour=2)
    (school,) = list_of(coordinator).schools
    assert school.last_met == TODAY - timedelta(days=1)


def test_meetings_of_a_kind_that_nobody_expects_do_not_count(world, coordinator):
    meet(world, world["lincoln"], day=TODAY - timedelta(days=1), kind="office-hours")
    (school,) = list_of(coordinator).schools
    assert (school.meetings.held, school.last_met) == (0, None)


def test_meetings_with_others_do_not_count(world, coordinator):
    meet(world, world["grant"], day=TODAY - timedelta(days=1))
    (school,) = list_of(coordinator).schools
    assert (school.meetings.held, school.last_met) == (0, None)


def test_the_reasons_stand_with_their_figures(world, sign_in, coordinator):
    late_nowhere(world)
    told = reasons(page_of(sign_in, coordinator))
    assert list(told) == [world["lincoln"].name]
    assert told[world["lincoln"].name].startswith(
        "Why here: 2 of 2 November meetings missing; last met: not yet"
    )


def test_nobody_in_a_role_is_a_reason_until_somebody_holds_it(world, sign_in, coordinator):
    Appointment.objects.filter(role="principal", organization=world["lincoln"]).update(
        ends=TODAY - timedelta(days=1)
    )
    told = reasons(page_of(sign_in, coordinator))[world["lincoln"].name]
    assert "nobody holds the role: Principal" in told
    person = world.persons["stranger"]
    Appointment.objects.create(
        person=person, role="principal", organization=world["lincoln"], starts=TODAY
    )
    told = reasons(page_of(sign_in, coordinator))[world["lincoln"].name]
    assert "nobody holds the role" not in told
    assert "a new principal since Thu, Dec 3" in told


def test_no_team_is_a_reason_until_one_exists_whoever_holds_its_role(world, sign_in, coordinator):
    lincoln = world["lincoln"]
    said = "no leadership team formed yet"
    assert said not in reasons(page_of(sign_in, coordinator))[lincoln.name]
    team = Team.objects.filter(organization=lincoln, kind="leadership")
    team.update(formed_on=None)  # begun, and people hold the role already
    assert Appointment.objects.filter(organization=lincoln, role="team").exists()
    page = page_of(sign_in, world.who("district"))
    assert said in reasons(page)[lincoln.name]
    assert page.select_one(".caseload tbody td:last-child a")["href"] == reverse(
        "organizations:teams", args=[lincoln.pk]
    )
    team.update(formed_on=TODAY - timedelta(days=9), ended_on=TODAY - timedelta(days=1))
    assert said in reasons(page_of(sign_in, coordinator))[lincoln.name]
    team.update(ended_on=None)
    Appointment.objects.filter(organization=lincoln, role="team").delete()
    assert said not in reasons(page_of(sign_in, coordinator))[lincoln.name]


def test_rooms_below_add_figures_and_sentences_by_one_statement(
    world, sign_in, coordinator, monkeypatch, django_assert_num_queries
):
    scope = scope_of(seats_of(coordinator))
    with django_assert_num_queries(3):
        caseload_of(scope, world.program, on=TODAY, reader=coordinator)
    told = "SELECT o.id, 'visits', 4, CAST(NULL AS date) FROM organizations_organization o"
    told += " WHERE o.id IN ({places}) AND o.level = 'school'"
    monkeypatch.setattr(glances, "_glances", dict(glances._glances))
    glances.register(
        glances.Glance(
            "partners", told, now=lambda rows: f"{rows[0].number} visits of a partner",
            tile=lambda rows: glances.Tile(len(rows), "with a partner", "/partners/"),
        )
    )  # fmt: skip
    with django_assert_num_queries(3):
        caseload_of(scope, world.program, on=TODAY, reader=coordinator)
    page = page_of(sign_in, coordinator)
    tiles = {one["href"]: one.get_text(" ", strip=True) for one in page.select(".tiles a.tile")}
    assert tiles["/partners/"] == "1 with a partner"
    assert list(tiles)[-2] == reverse("home:my-work")
    assert "4 visits of a partner" in page.select_one(".caseload tbody tr").get_text()


def test_two_rooms_do_not_tell_by_one_name():
    with pytest.raises(ValueError, match="teams"):
        glances.register(glances.Glance("teams", "SELECT 1"))


def letter_to(world, **more):
    given = {"state": "sent", "sent_on": TODAY - timedelta(days=9), "kind": "first-letter", **more}
    return Letter.objects.create(
        release=world.release, district=world["birch"], subject="x", written_at=clock.now(), **given
    )


def test_a_letter_nobody_opened_is_a_reason_and_an_opened_one_is_none(world, sign_in, coordinator):
    Letter.objects.all().delete()
    said = "the letter of Tue, Nov 24 has not been opened"
    letter = letter_to(world)
    assert said in reasons(page_of(sign_in, coordinator))[world["lincoln"].name]
    letter.readings.create(person=world.who("superintendent"), at=clock.now())
    assert said not in reasons(page_of(sign_in, coordinator))[world["lincoln"].name]


@pytest.mark.parametrize("more", [{"superseded": True}, {"outside": True}, {"state": "held"}])
def test_a_letter_that_went_nowhere_by_mail_is_no_reason(world, coordinator, more):
    Letter.objects.all().delete()
    letter_to(world, **more)
    (school,) = list_of(coordinator).schools
    assert school.letter is None


def test_a_letter_of_an_unpublished_release_is_no_reason(world, coordinator):
    Letter.objects.all().delete()
    letter_to(world)
    Release.objects.filter(pk=world.release.pk).update(state="checked")
    (school,) = list_of(coordinator).schools
    assert school.letter is None


def test_offered_times_are_said_instead_of_offering_more(world, sign_in, coordinator):
    late_nowhere(world)
    before = page_of(sign_in, coordinator).select_one(".caseload tbody td:last-child a")
    assert before.contents[0] == "Propose a time"
    Offer.objects.create(
        kind="coordinator", year=world.year, organization=world["lincoln"], minutes=60,
        month=TODAY.replace(day=1), offered_by=coordinator, offered_at=clock.now(),
    )  # fmt: skip
    row = page_of(sign_in, coordinator).select_one(".caseload tbody tr")
    assert "Times offered, nobody has picked yet" in row.get_text()
    assert "Propose a time" not in row.get_text()


def test_tiles_narrow_the_list_and_say_of_how_many(world, sign_in):
    page = page_of(sign_in, world.who("district"))
    tiles = {
        tile["href"]: (tile.b.get_text(" ", strip=True), str(tile.contents[-1]))
        for tile in page.select(".tiles a.tile")
    }
    assert tiles["?show=behind"] == ("2 of 2", "behind on November meetings")
    meet(world, world["grant"], day=TODAY.replace(month=11, day=5))
    meet(world, world["grant"], day=TODAY.replace(month=11, day=19))
    narrowed = reasons(page_of(sign_in, world.who("district"), "?show=behind"))
    assert list(narrowed) == [world["lincoln"].name]


def test_the_weightiest_school_comes_first_and_names_break_ties(world, sign_in):
    late_nowhere(world)
    district = world.who("district")
    assert list(reasons(page_of(sign_in, district))) == sorted(
        [world["lincoln"].name, world["grant"].name]
    )
    Team.objects.filter(organization=world["lincoln"]).delete()
    assert next(iter(reasons(page_of(sign_in, district)))) == world["lincoln"].name


def test_whoever_only_reads_is_offered_briefs_alone(world, sign_in, coordinator):
    page = page_of(sign_in, world.who("district"))
    assert [one.get_text() for one in page.select(".bulk button")] == ["Print briefs"]
    assert page.select_one("main form")["action"] == reverse("monitoring:briefs")
    acts = [one.get_text() for one in page_of(sign_in, coordinator).select(".bulk button")]
    assert acts == ["Write one message", "Offer times", "Mark attendance", "Print briefs"]


def test_who_leads_and_serves_nobody_is_led_to_all_coordinators(world, sign_in):
    answer = sign_in(world.who("agency")).get(reverse("monitoring:caseload"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("monitoring:coordinators"))


def test_a_brief_stands_for_each_selected_school_that_may_be_read(world, sign_in):
    codes = [world[place].code for place in ("lincoln", "grant", "adams")]
    query = "?" + "&".join(f"at={code}" for code in codes)
    answer = sign_in(world.who("district")).get(reverse("monitoring:briefs") + query)
    names = [one.get_text() for one in read(answer).select("article h2")]
    assert names == sorted([world["lincoln"].name, world["grant"].name])


def test_a_school_without_a_year_stands_in_its_coordinators_list(world):
    Cadence.objects.create(
        organization=world["oak"], year=world.year, kind="coordinator", per_month=1,
        first_month=TODAY.replace(day=1), last_month=TODAY.replace(day=1),
    )  # fmt: skip
    found = {one.id: one for one in list_of(world.who("district")).schools}
    assert found[world["oak"].pk].meetings.of == 1
    assert found[world["oak"].pk].steps == 0
