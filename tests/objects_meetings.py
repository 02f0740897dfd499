"""The matrix's targets for meetings: each route has a meeting of Lincoln and its coordinator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from tests.cast import World
from tests.relations import Visitor
from tests.target import Target
from trellis.meetings.actions import Facts, hold_meeting, plan_meeting, write_note
from trellis.meetings.models import Party
from trellis.programs.schema.roles import Capability as Can
from trellis.programs.schema.roles import Reach

KIND = "coordinator"
BEGUN = datetime(2026, 11, 17, 16, tzinfo=UTC)
LEADING = frozenset({"coordinator", "agency"})
COMING = frozenset({"principal", "team"})
"""Roles of one school that come to these meetings; others of one school do not read of them."""


def meetings(world: World) -> Iterator[Target]:
    """Lists, and one party's part for each thing that is done with it."""
    yield Target("meetings:mine")
    yield Target("meetings:plan", query=f"?at={world['lincoln'].code}")
    yield Target(
        "meetings:place",
        (world["lincoln"].code,),
        sees=lambda v: v.may(Can.MEETING_READ, "lincoln"),
    )
    party = a_part(world)
    facts = {"day": "2026-12-08", "time": "10:00", "minutes": "45", "version": "1"}
    yield Target("meetings:meeting", (party.pk,), sees=reads_part)
    yield Target("meetings:file", (party.pk,), sees=reads_part)
    for name, args, data in (
        ("facts", (), facts),
        ("agenda", (), {"points": "One\nTwo", "version": "1"}),
        ("attendance", (), {"came": str(party.attendance.all()[0].pk)}),
        ("note", ("data", "shared"), {"text": "Seen", "version": "0"}),
    ):
        yield Target(
            f"meetings:{name}", (a_part(world).pk, *args) if name != "attendance" else (party.pk,),
            data, sees=reads_part, acts=leads_here, refuses_get=True, moves_on=True,
        )  # fmt: skip
    agreed = {"title": "Bring the list", "role": "principal"}
    for name, held, data in (
        ("holding", False, {}),
        ("holding-withdrawal", True, {}),
        ("cancellation", False, {"why": "Snow"}),
        ("follow-up", True, agreed),
        ("summary", True, {}),
    ):
        target = (a_part(world, held=held).pk,)
        yield Target(
            f"meetings:{name}", target, data, sees=reads_part, acts=leads_here, moves_on=True
        )


def a_part(world: World, *, held: bool = False) -> Party:
    """Lincoln's part of a meeting that has begun, held with a note where asked for."""
    lead = world.who(KIND)
    meeting = plan_meeting(
        [world["lincoln"]], kind=KIND, year=world.year,
        facts=Facts(starts_at=BEGUN, minutes=45), by=lead,
    )  # fmt: skip
    party = meeting.parties.select_related("meeting", "organization").get()
    if held:
        write_note(party, "data", "Seen", visibility="shared", version=0, by=lead)
        hold_meeting(meeting, by=lead)
    return party


def reads_part(visitor: Visitor) -> bool:
    """Whoever reads of meetings with Lincoln's coordinator."""
    return any(
        one.has(Can.MEETING_READ)
        and one.reaches("lincoln")
        and (one.role.reach != Reach.OWN or one.role.code in COMING)
        for one in visitor.places
    )


def leads_here(visitor: Visitor) -> bool:
    """Whoever leads meetings with Lincoln."""
    return any(
        one.role.code in LEADING and one.has(Can.MEETING_LEAD) and one.reaches("lincoln")
        for one in visitor.places
    )


def leads_somewhere(visitor: Visitor) -> bool:
    """Whoever leads meetings of anybody."""
    return any(one.role.code in LEADING and one.has(Can.MEETING_LEAD) for one in visitor.places)
