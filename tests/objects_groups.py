"""The matrix's targets for series with several organizations, and for help one to one."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cast import TODAY, World
from tests.objects_meetings import leads_here, leads_somewhere
from tests.relations import Visitor
from tests.target import Target
from trellis.meetings.helping.actions import Given, ask_help, log_help
from trellis.meetings.models import Series
from trellis.meetings.series.actions import open_series
from trellis.programs.schema.roles import Capability as Can
from trellis.programs.schema.roles import Reach

KIND = "district-session"


def groups(world: World) -> Iterator[Target]:
    """A series of Lincoln's coordinator."""
    yield Target("meetings:series-list")
    new = {
        "kind": KIND, "title": "Ours", "organizations": world["lincoln"].code,
        "starts": TODAY.isoformat(),
    }  # fmt: skip
    yield Target("meetings:series-new", data=new, sees=leads_somewhere)
    found = series(world)
    member = found.members.get()
    when = {"day": "2026-12-10", "time": "10:00", "minutes": "60"}
    more = {"organization": world["lincoln"].code, "starts": TODAY.isoformat()}
    yield Target("meetings:series", (found.pk,), sees=leads_here)
    yield Target("meetings:series-members", (found.pk,), more, sees=leads_here)
    yield Target(
        "meetings:series-member-end", (found.pk, member.pk), sees=leads_here, moves_on=True
    )
    yield Target("meetings:series-meetings", (found.pk,), when, sees=leads_here, moves_on=True)
    yield Target("meetings:series-ending", (found.pk,), sees=leads_here, moves_on=True)


def series(world: World, *places: str) -> Series:
    """A series of Lincoln's coordinator with Lincoln, or with others of the agency."""
    by = world.who("agency" if places else "coordinator")
    return open_series(
        KIND, "Circle", [world[one] for one in places or ("lincoln",)], year=world.year,
        on=TODAY, by=by,
    )  # fmt: skip


def helping(world: World) -> Iterator[Target]:
    """Lincoln's questions, and the help that it was given."""
    principal, lead = world.who("principal"), world.who("coordinator")
    asked = ask_help(world["lincoln"], "grants", "Which form?", year=world.year, by=principal)
    log_help(world["lincoln"], Given("planning", TODAY, 20, "Seen"), year=world.year, by=lead)
    yield Target("meetings:thread", (world["lincoln"].code,), sees=_reads)
    yield Target("meetings:came", (world["lincoln"].code,), sees=_reads)
    code, today = world["lincoln"].code, TODAY.isoformat()
    question = {"kind": "grants", "text": "Which form?"}
    given = {"kind": "grants", "on": today, "minutes": "15", "text": "This one."}
    yield Target("meetings:help-place", (code,), sees=_reads)
    yield Target("meetings:help-asking", (code,), question, sees=_reads, acts=_asks, moves_on=True)
    yield Target(
        "meetings:help-giving", (code,), given, sees=_reads, acts=leads_here, moves_on=True
    )
    yield Target(
        "meetings:help-answer", (asked.pk,), given, sees=_reads, acts=leads_here, refuses_get=True,
        moves_on=True,
    )  # fmt: skip
    yield Target("meetings:help-withdrawal", (asked.pk,), sees=_reads, acts=_asks, moves_on=True)
    yield Target("meetings:log")
    yield Target("meetings:log-file", ("csv",))
    yield Target("meetings:student-groups")


def _reads(visitor: Visitor) -> bool:
    return visitor.may(Can.MEETING_READ, "lincoln")


def _asks(visitor: Visitor) -> bool:
    """Whoever reads of meetings and does steps, of the school or its district."""
    return any(
        one.has(Can.MEETING_READ) and one.has(Can.TASK_DO) and one.reaches("lincoln")
        and one.role.reach != Reach.ASSIGNED and one.role.held_at in ("school", "district")
        for one in visitor.places
    )  # fmt: skip
