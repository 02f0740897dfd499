"""Words planted in every text of a place, that nobody far from it may ever read."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.http import HttpResponseBase

from tests.cast import TODAY, World
from tests.relations import ABOVE, Visitor
from trellis.people.models import Person
from trellis.work import actions as work
from trellis.work.models import Task

PLACES = ("lincoln", "grant", "adams", "hyde", "birch", "cedar", "harbor")
PLAN = "intensive-planning"
SCHOOL_STEPS = ("dec-topics", "dec-needs", "dec-series-2")
DISTRICT_STEPS = ("dec-qer", "dec-grant-due", "dec-conference")
SCHOOLS = {"lincoln", "grant", "adams", "hyde"}


def word(place: str) -> str:
    """The canary of a place."""
    return f"canary-of-{place}"


def plant(world: World) -> dict[str, str]:
    """Put each place's canary into its people's names, notes, reasons and file names."""
    for (role, _relation), person in world.placed.items():
        seat = person.appointments.select_related("organization").get()
        short = next((s for s in PLACES if world[s].pk == seat.organization_id), None)
        if short is not None:
            name = f"{role} {word(short)}"
            Person.objects.filter(pk=person.pk).update(name=name, sort_name=name)
    for place in PLACES:
        _tasks(world, place)
    return {place: word(place) for place in PLACES}


def _tasks(world: World, place: str) -> None:
    school = place in SCHOOLS
    codes = SCHOOL_STEPS if school else DISTRICT_STEPS
    by = world.publisher
    role = "principal" if school else "district"
    noted, aside, filed = (_task(world, f"{PLAN}/{code}.{role}-1", place) for code in codes)
    work.add_note(noted, by=by, text=f"A note: {word(place)}")
    work.waive_task(aside, by=by, on=TODAY, reason=f"A reason: {word(place)}")
    work.add_file(filed, ContentFile(b"Plain.\n", name=f"{word(place)}.txt"), by=by)


def _task(world: World, code: str, place: str) -> Task:
    return Task.objects.select_related("workplan__organization", "held_at").get(
        template_code=code, workplan__organization=world[place], workplan__year=world.year
    )


def found(planted: dict[str, str], visitor: Visitor, answer: HttpResponseBase) -> list[str]:
    """Canaries of places that lie neither above nor beneath an own one."""
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    text = content.decode("utf-8", "replace") + " ".join(f"{k} {v}" for k, v in answer.items())
    far = [place for place in planted if not visitor.is_near(place) and place in ABOVE]
    return [
        f"{visitor.name} reads {planted[place]} at {getattr(answer, 'url', '')}"
        for place in far
        if planted[place] in text
    ]
