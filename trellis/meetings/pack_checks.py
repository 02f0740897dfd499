"""What is wrong in `meetings.yaml`, and in the steps of a year that name a kind of meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from trellis.meetings.logs.pack_checks import log_complaints
from trellis.meetings.schema import Form, KindOfMeeting, Meetings, Track
from trellis.organizations.teams.schema import Teams
from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.base import Mark
from trellis.programs.schema.roles import FLOORS, Capability
from trellis.programs.schema.year_plan import Act, PlannedTask, YearPlan
from trellis.programs.sections import Complaint, Section

At = tuple[str | int, ...]


def meeting_complaints(program: Program) -> Iterator[Complaint]:
    """Codes stand once, roles are known and may lead, and steps name meetings they can have."""
    told = program.section("meetings", Meetings)
    yield from _once([one.code for one in told.kinds], ("kinds",))
    yield from _once([one.code for one in told.help_kinds], ("help_kinds",))
    for number, kind in enumerate(told.kinds):
        yield from _kind(kind, program, ("kinds", number))
        yield from _tracks_of(kind, told, ("kinds", number))
    yield from _once([one.code for one in told.tracks], ("tracks",))
    for number, track in enumerate(told.tracks):
        yield from _track(track, program, ("tracks", number))
    yield from _capacity(told)
    yield from log_complaints(told, program)
    yield from _steps(told, program)


def _tracks_of(kind: KindOfMeeting, told: Meetings, at: At) -> Iterator[Complaint]:
    """A kind takes up tracks that there are, and none of them is a heading of its own."""
    known, own = [one.code for one in told.tracks], {one.code for one in kind.headings}
    for place, code in enumerate(kind.tracks):
        where: At = (*at, "tracks", place)
        if code not in known:
            yield Complaint(where, unknown("track", code, "tracks", known))
        if code in own:
            yield Complaint(where, _("a heading has this code already, and notes go by it"))
        if code in kind.tracks[:place]:
            yield Complaint(where, _("this track is named already"))
    if kind.tracks and not kind.agenda:
        yield Complaint(at, _("tracks need an agenda on which their topics stand"))


def _track(track: Track, program: Program, at: At) -> Iterator[Complaint]:
    for place, code in enumerate(track.grown_by):
        if code not in program.roles:
            text = unknown("role", code, "roles.yaml", program.roles)
            yield Complaint((*at, "grown_by", place), text)
    if track.mark != Mark.PRINTED and not track.reason:
        yield Complaint(at, _("mark %(mark)s needs a reason") % {"mark": track.mark})


def _capacity(told: Meetings) -> Iterator[Complaint]:
    """A topic stands in a track that there is, and a month of it has one."""
    known, seen = [one.code for one in told.tracks], set()
    for number, topic in enumerate(told.capacity):
        if topic.track not in known:
            text = unknown("track", topic.track, "tracks", known)
            yield Complaint(("capacity", number, "track"), text)
        if (topic.track, topic.month) in seen:
            yield Complaint(("capacity", number, "month"), _("a month of a track has one topic"))
        seen.add((topic.track, topic.month))


def _once(codes: Sequence[str], at: At) -> Iterator[Complaint]:
    for number, code in enumerate(codes):
        if code in codes[:number]:
            yield Complaint((*at, number, "code"), _("this code is taken already"))


def _kind(kind: KindOfMeeting, program: Program, at: At) -> Iterator[Complaint]:
    named = [((*at, "led_by"), kind.led_by)]
    named += [((*at, "roles", place), code) for place, code in enumerate(kind.roles)]
    for where, code in named:
        if code not in program.roles:
            yield Complaint(where, unknown("role", code, "roles.yaml", program.roles))
    leader = program.roles.get(kind.led_by)
    lead = Capability.MEETING_LEAD
    if leader and kind.form != Form.COACHING and lead not in leader.capabilities:
        text = _('role "%(role)s" leads meetings: give it %(right)s')
        yield Complaint((*at, "led_by"), text % {"role": kind.led_by, "right": lead})
    for place, code in enumerate(kind.picked_by):
        if code not in kind.roles:
            text = unknown("role", code, _("those it is held with"), kind.roles)
            yield Complaint((*at, "picked_by", place), text)
    yield from _once([one.code for one in kind.headings], (*at, "headings"))
    if not kind.headings:
        yield Complaint((*at, "headings"), _("notes need at least one heading"))
    yield from _team(kind, program, at)
    if kind.mark != Mark.PRINTED and not kind.reason:
        yield Complaint(at, _("mark %(mark)s needs a reason") % {"mark": kind.mark})


def _team(kind: KindOfMeeting, program: Program, at: At) -> Iterator[Complaint]:
    """A meeting of a team names its kind, and no other does."""
    if (kind.form == Form.TEAM) != (kind.team is not None):
        yield Complaint(at, _("form: team and the kind of team that meets belong together"))
        return
    known = {one.code for one in program.section("teams", Teams).teams}
    if kind.team is not None and kind.team not in known:
        yield Complaint((*at, "team"), unknown("team", kind.team, "teams.yaml", known))


def _steps(told: Meetings, program: Program) -> Iterator[Complaint]:
    """A step that attending does is a meeting of its role, owed where the plan runs."""
    kinds = {kind.code: kind for kind in told.kinds}
    for stem, plan in program.plan_files.items():
        for row, activity in enumerate(plan.activities):
            for role, cell in activity.cells.items():
                for place, task in enumerate(cell):
                    if task.meeting is not None:
                        at: At = (stem, "activities", row, "cells", role, place, "meeting")
                        for text in _step(task, role, plan, kinds):
                            yield Complaint(at, text, section="year-plans")


def _step(
    task: PlannedTask, role: str, plan: YearPlan, kinds: dict[str, KindOfMeeting]
) -> Iterator[str]:
    kind = kinds.get(task.meeting or "")
    if kind is None:
        yield unknown("kind of meeting", task.meeting or "", "meetings.yaml", kinds)
        return
    if task.act != Act.MEET:
        yield _("only a step with act: meet is done by attending")
    if plan.of in FLOORS and task.scope != plan.of:
        yield _("a step done by attending is owed where the plan runs (scope: %(of)s)") % {
            "of": plan.of
        }
    if role not in (*kind.roles, kind.led_by):
        words = {"role": role, "kind": kind.code}
        yield _('role "%(role)s" does not come to "%(kind)s"') % words


SECTION = Section(
    "meetings",
    "meetings.yaml",
    Meetings,
    required=False,
    check=meeting_complaints,
    needs=("roles", "year-plans", "teams"),
)
