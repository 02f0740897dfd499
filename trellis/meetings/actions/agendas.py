"""The agenda: drafted from the month's topics, its open steps and the school's indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.kit.errors import NotReady
from trellis.kit.names import visible
from trellis.meetings import indicators, rules
from trellis.meetings.actions.shared import PLANNED, Overtaken, hold, keep, must_be, noting
from trellis.meetings.models import AgendaItem, Meeting, Party
from trellis.meetings.schema import KindOfMeeting
from trellis.meetings.teams import team_of, team_points
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.base import Text
from trellis.programs.texts import say
from trellis.work.models import State, Task

MOST_POINTS = 40
MOST_STEPS = 12
"""How many open steps a draft names; the month's others stand on the school's year."""
LONGEST = 500
Point = tuple[str, str]
"""The words of a point, and what drafted it."""


def draft_agendas(meeting: Meeting, parties: Sequence[Party]) -> None:
    """Write each party's agenda anew, in the caller's transaction; four queries for all of them."""
    ids = [party.organization_id for party in parties]
    tasks = _open_tasks(meeting, ids)
    held_before = set(
        Party.objects.filter(organization__in=ids, kind=meeting.kind, meeting__year=meeting.year)
        .exclude(meeting=meeting)
        .exclude(state=Meeting.State.CANCELLED)
        .values_list("organization_id", flat=True)
    )
    first = [pk for pk in ids if pk not in held_before]
    known = indicators.lines(first, meeting.year) if first else {}
    rows = []
    kind = rules.kind_of(meeting.kind)
    of_team = kind is not None and team_of(kind) is not None
    for party in parties:
        here = tasks.get(party.organization_id, [])
        points = list(team_points(meeting, kind, here)) if kind and of_team else [
            *_topics(meeting, kind, here),
            *((text, f"indicator:{code}") for code, text in known.get(party.organization_id, [])),
            *_steps(meeting, here),
        ][:MOST_POINTS]  # fmt: skip
        rows += [
            AgendaItem(party=party, order=order, text=text[:LONGEST], source=source[:140])
            for order, (text, source) in enumerate(points)
        ]
    AgendaItem.objects.bulk_create(rows)


def _open_tasks(meeting: Meeting, organizations: Sequence[int]) -> dict[int, list[Task]]:
    """Open steps of the month by organization, those of the kinds of meeting left out."""
    found: dict[int, list[Task]] = {}
    rows = Task.objects.filter(
        workplan__organization__in=organizations, workplan__year=meeting.year,
        month=meeting.month, state=State.OPEN,
    )  # fmt: skip
    for task in rows.select_related("workplan", "template", "activity").order_by("order", "pk"):
        found.setdefault(task.workplan.organization_id, []).append(task)
    return found


def _topics(meeting: Meeting, kind: KindOfMeeting | None, tasks: Sequence[Task]) -> Iterator[Point]:
    """The month's topic of each track, then those of the activities that the steps belong to."""
    month, told = meeting.month.month, rules.told()
    topics: dict[str, Text] = told.topics_of(kind, month) if kind else {}
    names = {one.code: say(one.name) for one in told.tracks}
    if meeting.topic and meeting.topic not in {say(one) for one in topics.values()}:
        yield meeting.topic, f"topic:{month}"
    for code, topic in topics.items():
        words = {"track": names[code], "topic": say(topic)}
        text = _("%(track)s: %(topic)s") % words if len(topics) > 1 else say(topic)
        yield text, f"topic:{month}:{code}"
    seen: set[str] = set()
    for task in tasks:
        if task.template is None or task.activity is None or task.activity.code in seen:
            continue
        seen.add(task.activity.code)
        program = programs.program(task.template.version_id)
        plan, _mark, code = task.activity.code.partition("/")
        activity = program.activities.get((plan, code))
        for number, said in enumerate(activity.topics if activity else []):
            yield say(said), f"topic:{task.activity.code}:{number}"


def _steps(meeting: Meeting, tasks: Sequence[Task]) -> list[Point]:
    """What is open this month for those who meet, the leader's own first; not meeting itself."""
    kind = rules.kind_of(meeting.kind)
    roles = [kind.led_by, *kind.roles] if kind else []
    found: dict[str, Point] = {}
    for task in sorted(tasks, key=lambda one: (*roles, one.role).index(one.role)):
        if task.role not in roles:
            continue
        text = task.title
        if task.template is not None:
            planned = programs.program(task.template.version_id).tasks.get(task.template_code)
            text = say(planned.text) if planned is not None and planned.meeting is None else ""
        if text:
            found.setdefault(task.deed or text, (text, f"task:{task.pk}"))
    return list(found.values())[:MOST_STEPS]


@transaction.atomic
def write_agenda(
    party: Party, points: Sequence[str], *, version: int, by: Person, acting: str = ""
) -> list[AgendaItem]:
    """Write a party's agenda as somebody edited it; a point whose words stayed keeps its source.

    `version` is the meeting's that the person read. NotAllowed; OutOfOrder; NotReady.
    """
    kept = hold(party.meeting)
    seat = noting(party, by, acting)
    must_be(kept, PLANNED)
    if kept.version != version:
        raise Overtaken(_("Somebody changed this meeting meanwhile. Look at what is different."))
    texts = [visible(" ".join(one.split()))[:LONGEST] for one in points]
    texts = [one for one in texts if one]
    if len(texts) > MOST_POINTS:
        raise NotReady(_("An agenda holds up to %(most)s points.") % {"most": MOST_POINTS})
    sources = dict(party.agenda.values_list("text", "source"))
    party.agenda.all().delete()
    rows = AgendaItem.objects.bulk_create(
        AgendaItem(party=party, order=order, text=text, source=sources.get(text, ""))
        for order, text in enumerate(texts)
    )
    Meeting.objects.filter(pk=kept.pk).update(version=kept.version + 1)
    keep(kept, "agenda written", by=by, seat=seat,
         after={"organization": party.organization_id, "points": len(rows)})  # fmt: skip
    return rows
