"""Two at once, one effect: tasks, deeds, parts of members, openings and selections.

Two processes of their own act on one record at the same moment, again and again. The second is
told; nothing is done twice, nothing is half done, and nobody meets a deadlock. Full size: 200
rounds.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from random import Random
from typing import Any

from django.db import connection, connections

from benches import world
from proofs.open_kill import close_again
from trellis.cycles.actions import publish_and_open, select_organizations
from trellis.cycles.models import ImprovementCycle, Selection
from trellis.designations.models import Release
from trellis.history.models import Entry
from trellis.kit.errors import OutOfOrder
from trellis.organizations.models import Appointment, Organization
from trellis.people.models import Person
from trellis.programs.models import ProgramYear
from trellis.work.actions import complete_task, undo_completion, waive_task
from trellis.work.models import Completion, Note, Task

DAY = date(2026, 12, 3)
PLAN = "intensive-planning"
Deed = Callable[[], Any]


def main() -> int:
    """Each kind of double act in turn, as often as the size says."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--size", choices=("full", "small"), default="full")
    rounds = 200 if reader.parse_args().size == "full" else 20
    cast = Cast()
    chance = Random(rounds)
    tried: Counter[str] = Counter()
    for number in range(rounds):
        scene = SCENES[number % len(SCENES)]
        cast.fresh()
        scene(cast, chance)
        tried[scene.__name__] += 1
    openings = max(2, rounds // 40)
    for _ in range(openings):
        two_openings(cast, chance)
    print(f"{rounds} rounds, {openings} double openings: one effect each; {dict(tried)}")
    return 0


class Cast:
    """A small state with two people wherever two may act."""

    def __init__(self) -> None:
        world.install_matrix()
        self.state = world.make_schools(4, per_district=4)
        self.agency = world.administrator(self.state)
        world.checked_release(self.agency)
        publish_and_open(Release.objects.get(), by=self.agency)
        self.school = Organization.objects.filter(level="school").order_by("pk")[0]
        self.principal = Appointment.objects.get(organization=self.school).person
        district = self.school.district
        assert district is not None
        self.district = self._appoint("district", district, "d@example.org")
        self.other = self._appoint("district", district, "e@example.org")
        self.team = [self._appoint("team", self.school, f"t{n}@example.org") for n in range(2)]
        self.year = ProgramYear.objects.get()

    def _appoint(self, role: str, place: Organization, email: str) -> Person:
        person = Person.objects.create_user(email)
        Appointment.objects.create(
            person=person, role=role, organization=place, starts=date(2020, 1, 1)
        )
        return person

    def task(self, code: str) -> Task:
        """The school's or its district's task, open and untouched."""
        ids = [self.school.pk, self.school.district_id]
        return Task.objects.select_related("workplan__organization", "held_at").get(
            template_code=f"{PLAN}/{code}", workplan__organization__in=ids
        )

    def fresh(self) -> None:
        """Open everything again."""
        for model in (Completion, Note, Selection):
            model.objects.all().delete()
        Entry.objects.filter(subject__startswith="task:").delete()
        Task.objects.exclude(state="open", begun=False).update(
            state="open", begun=False, settled_on=None, settled_by=None, reason=""
        )


# ---- Scenes ----


def one_person_clicks_twice(cast: Cast, chance: Random) -> None:
    """A double click completes once."""
    code = "oct-designations.principal-1"
    click = lambda: complete_task(cast.task(code), by=cast.principal, on=DAY)  # noqa: E731
    expect(at_once(chance, [click, click]), done=1, refused=1)
    settled(cast, code, by={cast.principal.pk}, entries=1)


def two_people_complete_one_task(cast: Cast, chance: Random) -> None:
    """The second learns who was first."""
    code = "oct-designations.district-1"
    people = [cast.district, cast.other]
    clicks = [lambda p=one: complete_task(cast.task(code), by=p, on=DAY) for one in people]
    told = expect(at_once(chance, clicks), done=1, refused=1)
    first = Completion.objects.get().by
    assert told == [f"{first.name} marked this done on Thu, Dec 3."], told
    settled(cast, code, by={first.pk}, entries=1)


def two_roles_do_one_deed(cast: Cast, chance: Random) -> None:
    """Each role has its own task; the deed is one."""
    codes = ["nov-topics.district-2", "nov-topics.principal-2"]
    people = [cast.district, cast.principal]
    clicks = [
        lambda c=code, p=one: complete_task(cast.task(c), by=p, on=DAY)
        for code, one in zip(codes, people, strict=True)
    ]
    expect(at_once(chance, clicks), done=1, refused=1)
    first = Completion.objects.get().by_id
    for code in codes:
        settled(cast, code, by={first})
    assert Entry.objects.filter(subject__startswith="task:").count() == 1


def the_last_two_members(cast: Cast, chance: Random) -> None:
    """Both count, and the task is done."""
    code = "oct-series-1.team-1"
    clicks = [lambda p=one: complete_task(cast.task(code), by=p, on=DAY) for one in cast.team]
    expect(at_once(chance, clicks), done=2, refused=0)
    assert Completion.objects.count() == 2
    assert cast.task(code).state == "done"


def one_person_undoes_twice(cast: Cast, chance: Random) -> None:
    """A double click on undo opens once."""
    code = "oct-designations.principal-1"
    complete_task(cast.task(code), by=cast.principal, on=DAY)
    click = lambda: undo_completion(cast.task(code), by=cast.principal)  # noqa: E731
    expect(at_once(chance, [click, click]), done=1, refused=1)
    assert cast.task(code).state == "open"
    assert Entry.objects.filter(verb="reopened", subject__startswith="task:").count() == 1


def done_against_set_aside(cast: Cast, chance: Random) -> None:
    """Whoever is first decides; the other is told."""
    code = "oct-designations.principal-1"
    clicks = [
        lambda: complete_task(cast.task(code), by=cast.principal, on=DAY),
        lambda: waive_task(cast.task(code), by=cast.agency, on=DAY, reason="Came by post."),
    ]
    expect(at_once(chance, clicks), done=1, refused=1)
    state, live = cast.task(code).state, Completion.objects.count()
    assert (state, live) in {("done", 1), ("waived", 0)}, (state, live)


def two_selections(cast: Cast, chance: Random) -> None:
    """The tasks of a condition appear once."""
    district = cast.school.district
    assert district is not None
    click = lambda: select_organizations(  # noqa: E731
        "resource-review", [district], cast.year, by=cast.agency
    )
    expect(at_once(chance, [click, click]), done=2, refused=0)
    codes = Task.objects.filter(template__activity__condition="resource-review")
    found = Counter(codes.values_list("workplan", "template_code"))
    assert set(found.values()) == {1} and Selection.objects.count() == 1
    codes.delete()


SCENES = (
    one_person_clicks_twice,
    two_people_complete_one_task,
    two_roles_do_one_deed,
    the_last_two_members,
    one_person_undoes_twice,
    done_against_set_aside,
    two_selections,
)


def two_openings(cast: Cast, chance: Random) -> None:
    """One of two people opens the year, wholly; the other is told."""
    cast.fresh()
    before = (ImprovementCycle.objects.count(), Task.objects.count())
    close_again()
    click = lambda: publish_and_open(Release.objects.get(), by=cast.agency)  # noqa: E731
    told = expect(at_once(chance, [click, click]), done=1, refused=1)
    assert told == ["“Release” is published already."], told
    assert (ImprovementCycle.objects.count(), Task.objects.count()) == before


def settled(cast: Cast, code: str, *, by: set[int], entries: int | None = None) -> None:
    """The task is done by exactly these, with so many entries in its history."""
    task = cast.task(code)
    assert (task.state, task.settled_on) == ("done", DAY)
    assert set(Completion.objects.values_list("by", flat=True)) == by
    if entries is not None:
        assert Entry.objects.filter(subject=f"task:{task.pk}").count() == entries


# ---- Two at once ----


def at_once(chance: Random, deeds: Sequence[Deed]) -> list[tuple[str, str]]:
    """Let each deed happen in a process of its own at the same moment; what each was told."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    line, told = fork.Barrier(len(deeds)), fork.Queue()
    waits = [chance.choice((0.0, 0.0, chance.uniform(0, 0.02))) for _ in deeds]
    processes = [
        fork.Process(target=act, args=(deed, wait, line, told))
        for deed, wait in zip(deeds, waits, strict=True)
    ]
    for process in processes:
        process.start()
    answers = [told.get(timeout=60) for _ in deeds]
    for process in processes:
        process.join()
    return answers


def act(deed: Deed, wait: float, line: Barrier, told: Queue[tuple[str, str]]) -> None:
    """One person's click."""
    connection.ensure_connection()
    line.wait()
    time.sleep(wait)
    try:
        deed()
    except OutOfOrder as refusal:
        told.put(("refused", str(refusal)))
    except Exception as error:  # noqa: BLE001 - the parent shows what nobody expected
        told.put(("broken", repr(error)))
    else:
        told.put(("done", ""))


def expect(answers: list[tuple[str, str]], *, done: int, refused: int) -> list[str]:
    """Exactly so many had an effect and so many were told; what they were told."""
    outcomes = Counter(outcome for outcome, _ in answers)
    assert outcomes == Counter({"done": done, "refused": refused}) - Counter(), answers
    return [said for outcome, said in answers if outcome == "refused"]
