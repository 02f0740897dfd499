"""The matrix's targets for the picture of all schools, and what is reported of them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cast import TODAY, World
from tests.relations import Place, Visitor
from tests.target import Asks, Target
from trellis.monitoring.reports.closing import decide
from trellis.programs.schema.roles import Capability as Can
from trellis.programs.schema.roles import Reach
from trellis.work.models import Activity, Task


def pictures(world: World) -> Iterator[Target]:
    """Figures of whatever the reader works with; nobody else has any."""
    yield Target("monitoring:picture", sees=_sees)
    yield Target("monitoring:picture-file", ("month", "csv"), sees=_sees)
    yield Target("monitoring:picture-list", ("month", "steps"), sees=_sees)
    yield Target("monitoring:picture-list-file", ("month", "steps", "xlsx"), sees=_sees)
    yield from reports(world)


def _sees(visitor: Visitor) -> bool:
    return any(
        one.has(Can.STATEWIDE_READ)
        or (one.has(Can.CASELOAD_READ) and (one.serves or one.role.reach != Reach.ASSIGNED))
        for one in visitor.places
    )


def reports(world: World) -> Iterator[Target]:
    """Lincoln's month and the end of its year; what its district tells the board."""
    code, birch = world["lincoln"].code, world["birch"].code
    reads: Asks = lambda v: v.may(Can.YEAR_READ, "lincoln")  # noqa: E731
    reads_district: Asks = lambda v: v.may(Can.YEAR_READ, "birch")  # noqa: E731
    yield Target("monitoring:log")
    yield Target("monitoring:log-file", ("docx",))
    yield Target("monitoring:brief", (code,), sees=reads)
    yield Target("monitoring:brief-file", (code, "docx"), sees=reads)
    yield Target("monitoring:closing", (code,), sees=reads)
    yield Target("monitoring:closing-file", (code, "docx"), sees=reads)
    yield Target("monitoring:closing-end", (code,), sees=reads, acts=_steers)
    yield Target("monitoring:board-updates", (birch,), sees=reads_district)
    yield from decisions(world, reads)
    yield from boards(world)


def decisions(world: World, reads: Asks) -> Iterator[Target]:
    """A step of Lincoln's team that is open, and one that was carried on."""
    near = ("workplan__organization", "workplan__year", "held_at")
    found = Task.objects.select_related(*near).filter(
        workplan__organization=world["lincoln"], role="team", state="open", deed="",
        each_member=False,
    )  # fmt: skip
    step, other = found.order_by("-pk")[:2]
    carried = decide(other, "carry", reason="", by=world.who("coordinator"), on=TODAY)

    def settles(visitor: Visitor) -> bool:
        return visitor.does("team", "lincoln", Can.TASK_WAIVE) or _steers(visitor)

    yield Target("monitoring:decision", (step.pk,), {"kind": "carry"}, sees=reads, acts=settles)
    yield Target("monitoring:decision-withdrawal", (carried.pk,), sees=reads, acts=settles)


def boards(world: World) -> Iterator[Target]:
    """The update of Birch district in November."""
    update = Activity.objects.get(
        workplan__organization=world["birch"], code="intensive-planning/nov-board-update"
    )

    def presents(visitor: Visitor) -> bool:
        return any(
            one.has(Can.TASK_ASSIGN) and (one.does("district", "birch") or _heads(one))
            for one in visitor.places
        )

    def sees(visitor: Visitor) -> bool:
        return visitor.may(Can.YEAR_READ, "birch") or presents(visitor)

    text = {"text": "What we tell the board", "version": "0"}
    yield Target("monitoring:board-update", (update.pk,), text, sees=sees, acts=presents)
    yield Target("monitoring:board-update-file", (update.pk, "docx"), sees=sees)
    yield Target(
        "monitoring:board-presentation", (update.pk,), {"on": TODAY.isoformat()}, sees=sees,
        acts=presents,
    )  # fmt: skip


def _heads(place: Place) -> bool:
    return place.does("principal", "birch")


def _steers(visitor: Visitor) -> bool:
    return visitor.may(Can.TASK_SETTLE, "lincoln")
