"""Opening the year: each deed once, on its floor, for those who are designated for it."""

from __future__ import annotations

from collections import Counter

from tests.cast import OPENED
from trellis.cycles.models import ImprovementCycle
from trellis.cycles.tests.counts import PLAN, planned, tasks_at
from trellis.designations.models import Designation, Release, SupportStatus
from trellis.history.models import Entry
from trellis.notices.models import Notice
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.work.models import Activity, Task, Workplan


def names(rows):
    """The short names of organizations' rows."""
    return sorted(rows.values_list("organization__name", flat=True))


def test_one_workplan_for_the_state_each_district_and_each_school(world):
    by_scope = Counter(
        Workplan.objects.values_list("scope", "organization__name").order_by("scope")
    )
    assert by_scope == Counter(
        [
            ("state", "State agency of the cast"),
            ("district", "Birch district"),
            ("district", "Cedar district"),
            ("district", "Harbor district"),
            ("school", "Adams School"),
            ("school", "Grant School"),
            ("school", "Hyde School"),
            ("school", "Lincoln School"),
        ]
    )


def test_a_school_with_two_grade_bands_has_one_cycle(world):
    assert Designation.objects.filter(organization=world["lincoln"]).count() == 2
    cycle = ImprovementCycle.objects.get(organization=world["lincoln"])
    assert (cycle.plan, cycle.stage, cycle.designation) == (PLAN, "planning", "intensive")
    assert (cycle.state, cycle.release, cycle.year) == ("running", world.release, world.year)
    assert cycle.workplan == Workplan.objects.get(organization=world["lincoln"])


def test_only_open_schools_designated_so_have_a_cycle(world):
    assert names(ImprovementCycle.objects) == [
        "Adams School", "Grant School", "Hyde School", "Lincoln School",
    ]  # fmt: skip


def test_each_floor_has_its_own_tasks_once(world):
    for place in ("lincoln", "grant", "adams"):
        assert tasks_at(world, place) == planned(world, "school")
    for place in ("birch", "cedar"):
        assert tasks_at(world, place) == planned(world, "district")
    assert tasks_at(world, "state") == planned(world, "state")


def test_a_workplan_has_the_rows_in_which_its_floor_has_a_task(world):
    rows = Activity.objects.filter(workplan__organization=world["lincoln"])
    codes = list(rows.order_by("order").values_list("code", flat=True))
    assert len(codes) == len(set(codes)) == 29
    empty = rows.filter(tasks=None).values_list("code", flat=True)
    assert sorted(empty) == [f"{PLAN}/mar-rar-review"]


def test_the_answer_counts_what_was_written(world):
    assert world.opened == {
        "workplans": Workplan.objects.count(),
        "cycles": 4,
        "activities": Activity.objects.count(),
        "tasks": Task.objects.count(),
        "statuses": SupportStatus.objects.count(),
        "assigned": 0,
        "notices": Notice.objects.filter(kind="year-opened").count(),
    }


def test_tasks_are_held_where_their_role_is(world):
    held = Task.objects.filter(workplan__organization=world["lincoln"])
    places = dict.fromkeys(held.values_list("role", "held_at__name").order_by("role"))
    assert list(places) == [
        ("board", "Birch district"),
        ("coordinator", "Lincoln School"),
        ("district", "Birch district"),
        ("principal", "Lincoln School"),
        ("team", "Lincoln School"),
        ("vendor", "Lincoln School"),
    ]


def test_every_task_starts_open_and_untouched(world):
    touched = Task.objects.exclude(
        state="open", begun=False, settled_on=None, assignee=None, reason=""
    )
    assert list(touched) == []


def test_the_release_is_public_and_says_who_published_it(world):
    release = Release.objects.get(pk=world.release.pk)
    assert (release.state, release.published_by) == ("published", world.publisher)
    assert release.published_at is not None


def test_everybody_concerned_is_told_once(world):
    told = list(Notice.objects.filter(kind="year-opened").values_list("recipient", flat=True))
    assert len(told) == len(set(told))
    role_of = {person.pk: role for (role, _), person in world.placed.items()}
    role_of |= {person.pk: name for name, person in world.persons.items()}
    assert Counter(role_of[pk] for pk in told) == {
        "principal": 4, "team": 4, "coordinator": 4, "vendor": 4, "district": 3, "board": 3,
        "superintendent": 3, "board-secretary": 3, "advisor": 4, "two seats": 1, "ended": 1,
    }  # fmt: skip


def test_who_works_with_two_schools_gets_one_message_about_both(world):
    texts = dict(Notice.objects.filter(kind="year-opened").values_list("recipient", "text"))
    assert texts[world.who("district").pk].startswith("The year plans of 2 organizations")
    assert texts[world.who("principal").pk].startswith("The year plan of an organization")


def test_history_has_one_entry_per_cycle(world):
    opened = Entry.objects.filter(verb="opened").order_by("subject_name")
    assert list(opened.values_list("subject_name", "actor_name", "acting_as")) == [
        (name, world.publisher.name, "cast")
        for name in ("Adams School", "Grant School", "Hyde School", "Lincoln School")
    ]
    lincoln = opened.get(subject_name="Lincoln School")
    facts = {"plan": PLAN, "release": world.release.pk, "tasks": tasks_at(world, "lincoln").total()}
    assert lincoln.after == facts


def test_history_says_once_that_the_release_opened_the_year(world):
    about = Entry.objects.filter(subject=f"release:{world.release.pk}").order_by("id")
    assert list(about.values_list("verb", flat=True)) == ["checked", "published", "opened the year"]
    assert about[2].after == world.opened


def test_an_inactive_step_waits_for_its_confirmation(world):
    assert not Task.objects.filter(template_code=f"{PLAN}/dec-qer.district-2").exists()


def test_nobody_outside_the_tree_is_touched(world):
    touched = Organization.objects.filter(workplans__isnull=False).values_list("name", flat=True)
    assert {"Oak School", "Mill School", "North office"}.isdisjoint(touched)
    assert Person.objects.filter(appointments__starts=OPENED).count() == 0
