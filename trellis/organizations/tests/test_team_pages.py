"""The pages of a team: what each reads first, what is refused, and that no text is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from tests.cast import TODAY, Relation, World
from tests.objects_teams import advisory, begun_at_grant, leadership
from tests.visits import read
from trellis.organizations.actions.team_papers import write_charter
from trellis.organizations.actions.teams import begin_team
from trellis.organizations.models import Invitation, Team, TeamMember

JUNE = datetime(2027, 6, 8, 18, 0, tzinfo=UTC)
DAY = TODAY.isoformat()


def address(route: str, *args: object) -> str:
    """The address of a team's route."""
    return reverse(f"organizations:{route}", args=args)


def texts(answer, selector: str) -> list[str]:
    """The words of each element that fits, in one line each."""
    return [
        " ".join(one.get_text(" ", strip=True).split()) for one in read(answer).select(selector)
    ]


def test_a_principal_forms_a_team_from_its_school_page_without_script(world, sign_in):
    client, lincoln = sign_in(world.who("principal")), world["lincoln"]
    school = read(client.get(reverse("home:school", args=[lincoln.code])))
    there = address("teams", lincoln.pk)
    assert [one["href"] for one in school.select(f'a[href="{there}"]')] == [there]
    begin = address("team-beginning", lincoln.pk, "leadership")
    assert [one["action"] for one in read(client.get(there)).select(f'form[action="{begin}"]')]
    page = client.post(begin, follow=True)
    team = Team.objects.get(organization=lincoln)
    assert texts(page, ".card.loud li") == ["Nobody is on the team yet. Add members."]
    brings = {
        f"person-{world.who(who).appointments.get().pk}": what
        for who, what in (("team", "teacher"), ("district", "district-staff"))
    }
    page = client.post(address("team-members", team.pk), brings | {"on": DAY}, follow=True)
    assert texts(page, ".card.loud h2") == ["Nothing is missing"]
    page = client.post(address("team-formation", team.pk), {"on": DAY}, follow=True)
    assert texts(page, ".card.loud h2") == [
        "Which part of our practice are we surest of, and what shows it?"
    ]
    brought = texts(page, "section[aria-labelledby=people] tbody tr td:nth-of-type(1)")
    assert sorted(brought) == ["District staff", "Teacher or teacher leader"]


def test_only_open_invitations_to_the_team_are_counted_on_its_page(world, sign_in):
    team, who = begun_at_grant(world), world.who("principal", Relation.SAME_DISTRICT)
    for number, (role, state) in enumerate((("team", "sent"), ("team", "revoked"),
                                            ("principal", "sent"))):  # fmt: skip
        Invitation.objects.create(
            address=f"new{number}@cast.example", role=role, organization=world["grant"],
            starts=TODAY, state=state, token_hash=str(number), invited_by=who,
            created_at=JUNE, sent_at=JUNE, expires_at=JUNE,
        )  # fmt: skip
    page = sign_in(who).get(address("team", team.pk))
    assert "one invitation is not answered yet" in texts(page, ".chip")


def test_an_unfinished_form_says_what_is_missing_and_keeps_nothing(world, sign_in):
    client, team = sign_in(world.who("principal", Relation.SAME_DISTRICT)), begun_at_grant(world)
    count = TeamMember.objects.count()
    nobody = client.post(address("team-members", team.pk), {"on": DAY})
    assert nobody.status_code == 422
    assert "Say for at least one person what they bring." in texts(nobody, ".errors li")
    late = client.post(address("team-formation", team.pk), {"on": "2031-01-01"})
    assert late.status_code == 422
    assert "Choose today or an earlier day." in texts(late, ".errors li")
    team.refresh_from_db()
    assert (team.formed_on, TeamMember.objects.count()) == (None, count)


def test_the_board_reads_that_a_team_exists_and_its_composition_and_no_more(world, sign_in):
    team = leadership(world)
    answer = sign_in(world.who("board")).get(address("team", team.pk))
    page = read(answer)
    assert texts(answer, "dl.facts dt") == ["Teacher or teacher leader", "District staff"]
    assert texts(answer, "dl.facts dd") == ["1", "1"]
    main = str(page.select_one("main"))
    for hidden in (world.who("team").name, world.who("district").name, "To read."):
        assert hidden not in main
    assert page.select("main form") == []


def test_a_member_of_the_group_reads_the_group_and_not_the_team(world, sign_in):
    team, group = leadership(world), advisory(world)
    client = sign_in(world.who("advisor"))
    assert client.get(address("team", team.pk)).status_code == 404
    assert client.get(address("team", group.pk)).status_code == 200
    listed = texts(client.get(address("teams", world["lincoln"].pk)), "main h2")
    assert listed == ["Stakeholder advisory group"]


@pytest.mark.parametrize("who", ["district", "team", "coordinator"])
def test_who_takes_part_writes_and_does_not_say_who_is_on_the_team(world, sign_in, who):
    client, team = sign_in(world.who(who)), leadership(world)
    page = read(client.get(address("team", team.pk)))
    assert page.select(f'a[href="{address("team-charter", team.pk)}"]')
    assert not page.select(f'a[href="{address("team-end", team.pk)}"]')
    for route in ("team-members", "team-formation", "team-end"):
        assert client.post(address(route, team.pk), {"on": DAY}).status_code == 403
    kept = client.post(
        address("team-review", team.pk, "communication"),
        {"ask-ways": ["meetings", "mail"], "ask-back": "By a box.", "on": DAY}, follow=True,
    )  # fmt: skip
    assert "Staff meetings, Mail or a newsletter" in texts(kept, "dl.facts dd")
    assert "By a box." in texts(kept, "dl.facts dd")


def test_the_second_writer_of_a_charter_sees_the_newer_text_and_keeps_their_own(world, sign_in):
    team, client = leadership(world), sign_in(world.who("team"))
    there = address("team-charter", team.pk)
    seen = read(client.get(there)).select_one("input[name=seen]")["value"]
    district = world.who("district")
    write_charter(team, {"purpose": "Theirs."}, seen=int(str(seen)), by=district, on=TODAY)
    answer = client.post(there, {"ask-purpose": "Mine.", "seen": seen})
    page = read(answer)
    assert (answer.status_code, page.select_one("#id_ask-purpose").text.strip()) == (422, "Mine.")
    assert "Theirs." in texts(answer, "dl.facts dd")
    newer = page.select_one("input[name=seen]")["value"]
    client.post(there, {"ask-purpose": "Theirs and mine.", "seen": newer})
    papers = team.papers.filter(what="charter").order_by("number")
    assert [one.texts["purpose"] for one in papers] == ["To read.", "Theirs.", "Theirs and mine."]


def test_june_asks_how_staff_hear_until_it_was_looked_at(world: World, sign_in):
    team = leadership(world)
    there = address("team", team.pk)
    assert texts(sign_in(world.who("principal")).get(there), ".chip.soon") == []
    with time_machine.travel(JUNE, tick=True):
        client = sign_in(world.who("principal"))
        asked = [one for one in texts(client.get(there), "h2") if "asked" in one]
        assert asked == ["How staff hear and are heard asked for this month"]
        kept = {"ask-back": "By a box.", "on": JUNE.date().isoformat()}
        client.post(address("team-review", team.pk, "communication"), kept)
        assert texts(client.get(there), ".chip.soon") == []


def test_whoever_is_asked_says_yes_on_the_page_of_the_group_once(world, sign_in):
    group, client = advisory(world), sign_in(world.who("team"))
    page = client.get(address("team", group.pk))
    assert texts(page, "form.card button") == ["Agree to the list"]
    after = client.post(address("team-agreement", group.pk), follow=True)
    assert texts(after, "form.card button") == []
    assert client.post(address("team-agreement", group.pk)).status_code == 409


def test_a_team_is_not_begun_twice_by_two_clicks(world, sign_in):
    client, lincoln = sign_in(world.who("principal")), world["lincoln"]
    begin_team(lincoln, "leadership", by=world.who("principal"))
    answer = client.post(address("team-beginning", lincoln.pk, "leadership"))
    assert (answer.status_code, Team.objects.count()) == (409, 1)
    assert client.post(address("team-beginning", lincoln.pk, "choir")).status_code == 404
