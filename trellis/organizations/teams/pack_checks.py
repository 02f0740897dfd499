"""What is wrong in `teams.yaml`, and in the steps of a year that wait for a team."""

from collections.abc import Container, Iterator

from django.utils.translation import gettext as _

from trellis.organizations.teams.schema import TeamKind, Teams
from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.roles import FLOORS, Level
from trellis.programs.schema.year_plan import PlannedTask, TeamDeed, TeamEvent
from trellis.programs.sections import Complaint, Section

At = tuple[str | int, ...]


def team_complaints(program: Program) -> Iterator[Complaint]:
    """Roles, sides and steps that kinds of teams name are there; what waits for one has no day."""
    kinds = program.section("teams", Teams).teams
    seen: set[str] = set()
    for number, kind in enumerate(kinds):
        at: At = ("teams", number)
        if kind.role in seen:
            text = _('role "%(role)s" makes up two teams') % {"role": kind.role}
            yield Complaint((*at, "role"), text)
        seen.add(kind.role)
        yield from _roles(kind, program, at)
        yield from _sides(kind, at)
        yield from _months(kind, at)
        yield from _away(kind, program, at)
    yield from _unseen(kinds, program)
    yield from _deeds(program, kinds)
    yield from _waiting(program, {kind.code for kind in kinds})


def _roles(kind: TeamKind, program: Program, at: At) -> Iterator[Complaint]:
    named = [((*at, "role"), kind.role)]
    named += [((*at, "also", n), one) for n, one in enumerate(kind.also)]
    named += [((*at, "agreed_by", n), one) for n, one in enumerate(kind.agreed_by)]
    for where, code in named:
        if code not in program.roles:
            yield Complaint(where, unknown("role", code, "roles.yaml", program.roles))
    if kind.of not in FLOORS or kind.of == Level.STATE:
        yield Complaint((*at, "of"), _("a team is of a school, a district or an office"))
        return
    role = program.roles.get(kind.role)
    if role is not None and role.held_at != kind.of:
        words = {"role": kind.role, "level": role.held_at, "of": kind.of}
        text = _('role "%(role)s" is held at level %(level)s, and this team is of each %(of)s')
        yield Complaint((*at, "role"), text % words)
    above = FLOORS[: FLOORS.index(kind.of) + 1]
    for key, codes in (("also", kind.also), ("agreed_by", kind.agreed_by)):
        for number, code in enumerate(codes):
            other = program.roles.get(code)
            if other is not None and other.held_at not in above:
                text = _('role "%(role)s" is held neither here nor above') % {"role": code}
                yield Complaint((*at, key, number), text)


def _sides(kind: TeamKind, at: At) -> Iterator[Complaint]:
    sides = {one.side for one in kind.brings}
    if not kind.brings:
        yield Complaint((*at, "brings"), _("say what members can bring to the team"))
    for number, need in enumerate(kind.needs):
        if need.side not in sides:
            text = unknown("side", need.side, _("what members bring"), sides)
            yield Complaint((*at, "needs", number, "side"), text)


def _months(kind: TeamKind, at: At) -> Iterator[Complaint]:
    seen: set[int] = set()
    for number, one in enumerate(kind.questions):
        if one.month in seen:
            text = _("month %(month)s has two lists of questions") % {"month": one.month}
            yield Complaint((*at, "questions", number, "month"), text)
        seen.add(one.month)
    for number, review in enumerate(kind.reviews):
        for place, month in enumerate(review.months):
            if not 1 <= month <= 12:  # noqa: PLR2004 - a year has twelve
                text = _("month %(month)s is none of a year") % {"month": month}
                yield Complaint((*at, "reviews", number, "months", place), text)


def _away(kind: TeamKind, program: Program, at: At) -> Iterator[Complaint]:
    activities = [(plan, one) for plan in program.plan_files.values() for one in plan.activities]
    known = {one.kind for _plan, one in activities}
    codes = {f"{plan.code}.{one.code}" for plan, one in activities}
    lists: list[tuple[str, list[str], str, Container[str], set[str]]] = [
        ("kinds", kind.away.kinds, _("kind of activity"), known, known),
        ("activities", kind.away.activities, _("activity"), codes, codes),
    ]
    for key, said, what, there, near in lists:
        for number, code in enumerate(said):
            if code not in there:
                text = unknown(what, code, _("the year plans"), near)
                yield Complaint((*at, "away", key, number), text)


def _unseen(kinds: list[TeamKind], program: Program) -> Iterator[Complaint]:
    """A step that members are never asked for is one deed with a step of somebody who is."""
    for stem, plan in program.plan_files.items():
        shared = {
            task.deed
            for activity in plan.activities
            for role, cell in activity.cells.items()
            for task in cell
            if task.deed and role not in {kind.role for kind in kinds}
        }
        for row, activity in enumerate(plan.activities):
            for kind in kinds:
                named = f"{plan.code}.{activity.code}"
                if activity.kind not in kind.away.kinds and named not in kind.away.activities:
                    continue
                for number, task in enumerate(activity.cells.get(kind.role, ())):
                    if task.deed not in shared:
                        at: At = (stem, "activities", row, "cells", kind.role, number, "deed")
                        text = _("members are never asked for this, so it would run late unseen:"
                                 " make it one deed with a step of whoever leads")  # fmt: skip
                        yield Complaint(at, text, "year-plans")


def _deeds(program: Program, kinds: list[TeamKind]) -> Iterator[Complaint]:
    """A step that a team does names a team of its floor and what it does, and is done once."""
    known = {one.code: one for one in kinds}
    for stem, plan in program.plan_files.items():
        for row, activity in enumerate(plan.activities):
            for role, cell in activity.cells.items():
                for number, task in enumerate(cell):
                    if task.team_deed is not None:
                        at: At = (stem, "activities", row, "cells", role, number, "team_deed")
                        for text in _deed(task, task.team_deed, known):
                            yield Complaint(at, text, "year-plans")


def _deed(task: PlannedTask, deed: TeamDeed, known: dict[str, TeamKind]) -> Iterator[str]:
    kind = known.get(deed.team)
    if kind is None:
        yield unknown("team", deed.team, "teams.yaml", known)
        return
    if kind.of != task.scope:
        yield _("this team is of each %(of)s, and the step is owed elsewhere") % {"of": kind.of}
    if (deed.when == TeamEvent.REVIEW) != (deed.review is not None):
        yield _("when: review and the name of the review belong together")
    reviews = {one.code for one in kind.reviews}
    if deed.review is not None and deed.review not in reviews:
        yield unknown("review", deed.review, _("the reviews of this team"), reviews)
    if deed.when == TeamEvent.CHARTER and not kind.charter:
        yield _("this team has no charter")
    if task.each_member or task.meeting:
        yield _("a step that a team does is done once: neither each_member nor meeting")


def _waiting(program: Program, kinds: set[str]) -> Iterator[Complaint]:
    """A step that starts with a team names one, and can't be late before the team exists."""
    for stem, plan in program.plan_files.items():
        for row, activity in enumerate(plan.activities):
            for role, cell in activity.cells.items():
                for number, task in enumerate(cell):
                    if task.starts_with_team is None:
                        continue
                    at: At = (stem, "activities", row, "cells", role, number)
                    if task.starts_with_team not in kinds:
                        text = unknown("team", task.starts_with_team, "teams.yaml", kinds)
                        yield Complaint((*at, "starts_with_team"), text, "year-plans")
                    if task.due is not None:
                        text = _("a step that starts with a team has no due date of its own")
                        yield Complaint((*at, "due"), text, "year-plans")


SECTION = Section(
    "teams",
    "teams.yaml",
    Teams,
    required=False,
    check=team_complaints,
    needs=("roles", "year-plans"),
)
