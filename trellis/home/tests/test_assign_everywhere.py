"""One step is given to one person for all its schools at once; a district's deed stands once."""

from __future__ import annotations

import pytest

from tests.cast import APPOINTED, Relation
from trellis.history.models import Entry
from trellis.home.tests.pages import address, main, texts, year_of
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.models import Appointment, Organization
from trellis.people.models import Person
from trellis.work.actions import assign_tasks
from trellis.work.models import State, Task, Workplan
from trellis.work.tests.steps import BOARD_UPDATE, PLAN, TEAM_FILM

STEP = f"{PLAN}/nov-topics.district-2"
TWELVE = 12


@pytest.fixture
def twelve(world):
    """Birch district with twelve schools that owe the step."""
    task = world.task(STEP)
    lincoln = world["lincoln"]
    for n in range(TWELVE - 2):
        school = Organization.objects.create(
            code=f"CAST-TWELVE-{n}", kind=lincoln.kind, level="school", name=f"School {n}",
            sort_name=f"school {n}", parent=world["birch"], district=world["birch"],
            office=lincoln.office, state=lincoln.state,
        )  # fmt: skip
        plan = Workplan.objects.create(
            organization=school, year=world.year, scope="school", opened_at=task.workplan.opened_at
        )
        Task.objects.create(
            workplan=plan, template=task.template, template_code=STEP, role=task.role,
            held_at=task.held_at, act=task.act, deed=task.deed, month=task.month, due=task.due,
            late_after=task.late_after, order=task.order,
        )  # fmt: skip
    return list(
        Task.objects.filter(template_code=STEP, held_at=world["birch"]).select_related(
            "workplan__organization", "held_at"
        )
    )


def test_a_superintendent_of_twelve_schools_names_one_person_for_all(world, twelve, sign_in):
    client, pat = sign_in(world.who("superintendent")), world.who("district")
    page = main(client.get(address("my-work"), {"step": STEP}))
    assert len(texts(page, "main .lines > li")) == TWELVE
    (form,) = page.select(f"form[action='{address('assignees')}']")
    assert pat.name in texts(form, "option")
    answer = client.post(address("assignees"), {"step": STEP, "person": pat.pk}, follow=True)
    assert texts(main(answer), "[role=status]") == [
        f"{pat.name} does this step at 12 organizations now."
    ]
    assert {task.assignee_id for task in Task.objects.filter(pk__in=[t.pk for t in twelve])} == {
        pat.pk
    }
    assert Entry.objects.filter(verb="named a holder").count() == TWELVE


def test_from_a_schools_year_two_steps_name_one_person_for_all(world, twelve, sign_in):
    client, pat = sign_in(world.who("superintendent")), world.who("district")
    step = world.task(STEP)
    year = main(client.get(year_of(world, tab="everyone"), {"month": "nov"}))
    assert year.select(f"main a[href='{address('task', step.pk)}']") != []
    page = main(client.get(address("task", step.pk)))
    (form,) = page.select(f"form[action='{address('assignee', step.pk)}']")
    assert "At all 12 organizations that owe this step" in texts(form, "label")
    sent = {"person": pat.pk, "everywhere": "on"}
    answer = client.post(address("assignee", step.pk), sent, follow=True)
    assert texts(main(answer), "[role=status]") == [
        f"{pat.name} does this step at 12 organizations now."
    ]
    named = Task.objects.filter(pk__in=[task.pk for task in twelve]).values_list("assignee")
    assert set(named) == {(pat.pk,)}
    client.post(address("assignee", step.pk), {"person": "", "everywhere": "on"})
    assert not Task.objects.filter(assignee__isnull=False).exists()


def test_naming_somebody_at_one_school_leaves_the_others_alone(world, twelve, sign_in):
    step, pat = world.task(STEP), world.who("district")
    sign_in(world.who("superintendent")).post(address("assignee", step.pk), {"person": pat.pk})
    assert list(Task.objects.filter(assignee=pat)) == [step]


def test_a_step_that_is_owed_once_offers_nothing_everywhere(world, sign_in):
    second = Person.objects.create_user("two@cast.example", name="Two")
    Appointment.objects.create(
        person=second, role="team", organization=world["lincoln"], starts=APPOINTED
    )
    film = world.task(TEAM_FILM)
    page = main(sign_in(world.who("principal")).get(address("task", film.pk)))
    (form,) = page.select(f"form[action='{address('assignee', film.pk)}']")
    assert form.select("[name=everywhere]") == []


def test_a_superintendent_of_twelve_schools_sees_a_deed_of_the_district_once(
    world, twelve, sign_in
):
    page = main(sign_in(world.who("board")).get(address("my-work")))
    task = world.task(BOARD_UPDATE)
    found = [one for one in page.select("main a") if one["href"] == address("task", task.pk)]
    assert len(found) == 1


def test_one_refusal_names_nobody_anywhere(world, twelve):
    by = world.who("superintendent")
    with pytest.raises(NotReady, match="does not hold this role at Birch district"):
        assign_tasks(twelve, world.who("principal"), by=by)
    Task.objects.filter(pk=twelve[3].pk).update(state=State.WAIVED, settled_on=APPOINTED)
    with pytest.raises(OutOfOrder):
        assign_tasks(twelve, world.who("district"), by=by)
    assert not Task.objects.filter(assignee__isnull=False).exists()


@pytest.mark.parametrize(
    ("role", "relation"),
    [
        ("principal", Relation.OWN),
        ("board", Relation.OWN),
        ("superintendent", Relation.OTHER_DISTRICT),
        ("coordinator", Relation.OWN),
    ],
)
def test_nobody_else_names_somebody_everywhere(world, twelve, sign_in, role, relation):
    person = world.who(role, relation)
    with pytest.raises(NotAllowed):
        assign_tasks(twelve, world.who("district"), by=person)
    sent = {"step": STEP, "person": world.who("district").pk}
    assert sign_in(person).post(address("assignees"), sent).status_code == 404


def test_it_is_not_offered_where_there_is_no_choice(world, twelve, sign_in):
    Appointment.objects.filter(organization=world["birch"], role="district").delete()
    page = main(sign_in(world.who("superintendent")).get(address("my-work"), {"step": STEP}))
    assert page.select(f"form[action='{address('assignees')}']") == []
    nobody = Person.objects.create_user("n@cast.example", name="Nobody")
    answer = sign_in(world.who("superintendent")).post(
        address("assignees"), {"step": STEP, "person": nobody.pk}
    )
    assert answer.status_code == 404
