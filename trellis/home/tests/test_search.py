"""Searching everything: what is found, what never shows, and what hostile words do."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import Relation
from tests.objects_meetings import BEGUN
from tests.visits import sign_in_as
from trellis.home.queries.search.wanted import nearly_says, one_off, says, wanted
from trellis.home.tests.pages import main, texts
from trellis.kit.names import sort_key
from trellis.meetings.actions import Facts, plan_meeting, write_note
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.work.models import Task

HOSTILE = [
    "%", "_", "%%%_", "' OR 1=1 --", '"><script>', "\u202elincoln", "\\", "(((",
    "a" * 10_000, "é" * 10_000, "' " * 5_000, "🎓", "学校", "9" * 5_000, "-1|", "${7*7}", "{{ 7 }}",
]  # fmt: skip


def found(client, text, kind="", **more):
    """The page of a search."""
    return main(client.get(reverse("home:search"), {"q": text, "in": kind, **more}))


def meeting(world, place, title, *, by=None):
    """A meeting of one organization, and its part in it."""
    lead = by or world.who("coordinator", place)
    at = world[{Relation.OWN: "lincoln", Relation.OTHER_REGION: "hyde"}[place]]
    made = plan_meeting(
        [at], kind="coordinator", year=world.year,
        facts=Facts(starts_at=BEGUN, minutes=45, title=title), by=lead,
    )  # fmt: skip
    return made.parties.select_related("meeting", "organization").get()


@pytest.mark.pure
@pytest.mark.parametrize(
    ("asked", "text", "exact", "near"),
    [
        ("linc", "Lincoln School", True, True),
        ("school linc", "Lincoln School", True, True),
        ("coln", "Lincoln School", False, False),
        ("lincon", "Lincoln School", False, True),
        ("lnicoln", "Lincoln School", False, True),
        ("lincxln sch", "Lincoln School", False, True),
        ("linnccoln", "Lincoln School", False, False),
        ("gant", "Grant School", False, False),
        ("alvarez 9", "Álvarez School 9", True, True),
        ("reunion", "Reunión de noviembre", True, True),
    ],
)
def test_a_word_begins_a_word_or_misses_it_by_one_letter(asked, text, exact, near):
    assert (says(wanted(asked), text), nearly_says(wanted(asked), text)) == (exact, near)


@pytest.mark.pure
@pytest.mark.parametrize("slip", ["incoln", "lincol", "linXcoln", "licoln", "liXcoln", "ilncoln",
                                  "linoclnX"[:-1], "lincolnn"])  # fmt: skip
def test_one_letter_off_is_one_letter_too_many_too_few_wrong_or_swapped(slip):
    assert one_off(slip, "lincoln") and one_off("lincoln", slip)
    assert not one_off(slip[::-1], "lincoln")


def test_every_slip_in_the_name_of_a_school_finds_it(world, sign_in):
    client = sign_in(world.who("principal"))
    for slip in ("licoln", "linocln", "lincolm", "lincolln", "ilncoln", "xincoln"):
        page = found(client, slip)
        assert texts(page, "#in-schools ~ ul a") == ["Lincoln School"], slip
        assert "These come close" in page.get_text(), slip


def test_each_kind_is_found_with_its_count_and_its_address(world, sign_in):
    party = meeting(world, Relation.OWN, "Zebra meeting")
    Person.objects.filter(pk=world.who("team").pk).update(
        name="Zebra Moss", sort_name=sort_key("Zebra Moss")
    )
    Organization.objects.filter(pk=world["hyde"].pk).update(
        name="Zebra Hill", sort_name="zebra hill"
    )
    page = found(sign_in(world.who("principal")), "zebra")
    assert texts(page, "main h2") == [
        "Schools and districts 1 found", "People 1 found", "Meetings 1 found",
    ]  # fmt: skip
    assert [link["href"] for link in page.select("main ul.lines a")] == [
        reverse("home:school", args=[world["hyde"].code]),
        reverse("organizations:appointments", args=[world["lincoln"].pk]),
        reverse("meetings:meeting", args=[party.pk]),
    ]


def test_steps_are_found_by_their_words_at_the_own_places_only(world, sign_in):
    task = world.task("intensive-planning/nov-grant-start.team-1")
    client = sign_in(world.who("principal"))
    asked = str(found(client, "grant", "steps"))
    assert reverse("home:task", args=[task.pk]) in asked
    far = Task.objects.exclude(pk=task.pk).get(
        template_code=task.template_code, workplan__organization=world["hyde"]
    )
    assert reverse("home:task", args=[far.pk]) not in asked


def test_every_result_opens_for_whoever_found_it(world, client):
    meeting(world, Relation.OWN, "The school review of grant work")
    opened = 0
    for role in world.program.roles:
        sign_in_as(client, world.who(role))
        for word in ("school", "review", "grant"):
            page = found(client, word)
            for link in page.select("main ul.lines a:not([rel])"):
                assert client.get(link["href"]).status_code == 200, (role, word, link)
                opened += 1
    assert opened > 50


SECRET = "quokka"


def test_nothing_of_others_shows_by_title_count_or_closeness(world, client):
    """No name, title or note of a far place changes anything on the page of a search."""
    words = (SECRET, "quoka", "quok", "grant")
    before = {role: [said(client, world, role, word) for word in words] for role in near(world)}
    far = meeting(world, Relation.OTHER_REGION, f"{SECRET} meeting")
    Person.objects.filter(pk=world.who("principal", Relation.OTHER_REGION).pk).update(
        name=SECRET, sort_name=SECRET
    )
    lead = world.who("coordinator", Relation.OTHER_REGION)
    write_note(far, "data", SECRET, visibility="shared", version=0, by=lead)
    own = meeting(world, Relation.OWN, "Our meeting")
    write_note(own, "data", SECRET, visibility="agency", version=0, by=world.who("coordinator"))
    task = world.task("intensive-planning/nov-grant-start.team-1", "hyde")
    Task.objects.filter(pk=task.pk).update(title=f"{SECRET} of grants")
    after = {role: [said(client, world, role, word) for word in words] for role in near(world)}
    assert before == after


def near(world):
    """Roles that reach Lincoln and not Hyde."""
    held = ("school", "district")
    return [code for code, role in world.program.roles.items() if role.held_at in held]


def said(client, world, role, word):
    """All words of the main part of a search."""
    sign_in_as(client, world.who(role))
    return found(client, word).select_one("main").get_text(" ", strip=True)


def test_whoever_reads_a_far_place_finds_what_is_there(world, sign_in):
    meeting(world, Relation.OTHER_REGION, f"{SECRET} meeting")
    page = found(sign_in(world.who("agency")), SECRET)
    assert texts(page, "main ul.lines a") == [f"{SECRET} meeting"]


def test_notes_are_never_searched_not_by_their_writer_either(world, sign_in):
    party = meeting(world, Relation.OWN, "Our meeting")
    lead = world.who("coordinator")
    for visibility in ("shared", "agency"):
        write_note(party, "data", SECRET, visibility=visibility, version=0, by=lead)
    assert "Nothing fits this search" in found(sign_in(lead), SECRET).get_text()


def test_money_steps_are_not_put_before_members_of_a_team(world, client):
    titles = {
        role: texts(found(sign_in_as(client, world.who(role)), "grant", "steps"), "main ul a")
        for role in ("team", "principal")
    }
    assert len(titles["team"]) < len(titles["principal"])


def test_a_stranger_finds_only_what_is_public(world, sign_in):
    page = found(sign_in(world.persons["stranger"]), "lincoln")
    assert texts(page, "main h2") == ["Schools and districts 1 found"]
    assert texts(found(sign_in(world.persons["stranger"]), "grant", "steps"), "main ul a") == []


@pytest.mark.parametrize("kind", ["", "schools", "people", "steps", "meetings", "resources", "no"])
def test_hostile_words_are_answered_plainly(world, sign_in, kind):
    client = sign_in(world.who("principal"))
    for text in HOSTILE:
        page = found(client, text, kind, after=text[:400])
        assert page.select_one("h1").get_text() == "Search"
        assert page.select("main script") == []
        held = page.select_one("main input[name=q]")["value"]
        assert len(held) <= 100 and not set(held) & {"\0", "\u202e"}


def test_a_percent_sign_is_no_wildcard(world, sign_in):
    client = sign_in(world.who("agency"))
    for text in ("%", "__", "li%ln", "lin_oln"):
        assert "Lincoln School" not in texts(found(client, text), "main ul.lines a"), text


@pytest.mark.parametrize("kind", ["schools", "people", "steps"])
def test_pages_of_one_kind_follow_each_other_without_gap_or_double(world, sign_in, kind):
    many(world)
    client, seen = sign_in(world.who("agency")), []
    page = found(client, "review" if kind == "steps" else "quokka", kind)
    for _page in range(6):
        seen += [link["href"] + link.get_text() for link in page.select("main ul.lines a")]
        following = page.select_one("main a[rel=next]")
        if following is None:
            break
        page = main(client.get(reverse("home:search") + following["href"]))
    assert len(seen) == len(set(seen))
    assert kind == "steps" or len(seen) == 120


def many(world):
    """A hundred and twenty schools of one name, each with a head of that name."""
    lincoln = world["lincoln"]
    for n in range(120):
        place = Organization.objects.create(
            code=f"CAST-Q-{n:03}", kind=lincoln.kind, level="school", name=f"Quokka {n % 3}",
            sort_name=sort_key(f"Quokka {n % 3}"), parent=lincoln.parent,
            district=lincoln.district, office=lincoln.office, state=lincoln.state,
        )  # fmt: skip
        head = Person.objects.create_user(f"q{n}@cast.example", name=f"Quokka {n % 3}")
        head.appointments.create(role="principal", organization=place, starts="2026-07-01")


def test_the_box_of_the_shell_searches_everything_for_whoever_is_signed_in(world, sign_in):
    page = main(sign_in(world.who("principal")).get(reverse("home:my-work")))
    assert page.select_one("header form.search")["action"] == reverse("home:search")


def test_the_public_is_asked_to_sign_in(world, client):
    answer = client.get(reverse("home:search"), {"q": "lincoln"})
    assert (answer.status_code, reverse("account_login") in answer["Location"]) == (302, True)
