"""A team as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from trellis.organizations.models import Team, TeamMember, TeamPaper
from trellis.organizations.rules import Seat, grants
from trellis.organizations.teams import checks, queries, rules
from trellis.organizations.teams.queries import Papers, Written
from trellis.organizations.teams.questions import question_of, reviews_due
from trellis.organizations.teams.schema import Question, Review, TeamKind
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say


@dataclass(frozen=True)
class Line:
    """Somebody on the team, now or earlier."""

    member: int
    name: str
    role: str
    brings: str
    starts: date
    ends: date | None


@dataclass(frozen=True)
class Yes:
    """A role that is asked to agree to the list, and who did; None while nobody has."""

    role: str
    paper: TeamPaper | None


@dataclass(frozen=True)
class Reviewed:
    """A review of the kind: the latest one, how many came before, and whether it is asked for."""

    review: Review
    due: bool
    latest: Written | None
    earlier: list[Written]


@dataclass
class Page:
    """Everything on the page of a team."""

    exists: bool
    leads: bool
    writes: bool
    agrees: bool
    reads_year: bool
    meets: bool
    """Whether the reader may open the meetings of the school."""
    plans: bool
    """Whether they may plan one there."""
    members: list[Line]
    earlier: list[Line]
    composition: list[tuple[str, int]]
    missing: list[str]
    agreements: list[Yes]
    question: Question | None
    invite_url: str
    charter: Written | None = None
    charters: list[Written] = field(default_factory=list)
    reviews: list[Reviewed] = field(default_factory=list)
    sitting: list[int] = field(default_factory=list)
    """Appointments of those who are on the team."""


def page_of(team: Team, kind: TeamKind, seats: Sequence[Seat], *, on: date) -> Page:
    """A team with its people and papers; two queries."""
    program, place = programs.current(), team.organization
    everybody, papers = queries.all_members(team), queries.papers_of(team, on=on)
    here = queries.current(everybody, on)
    spoken = rules.agrees_for(seats, place, kind)
    waits = team.formed_on is None and team.ended_on is None
    missing = checks.missing_members(here, kind)
    missing += checks.missing_agreements(papers.agreed, kind, program) if waits else []
    gone = [one for one in everybody if one not in here and one.starts <= on]
    leads, open_ = rules.leads(seats, place), team.ended_on is None
    charters = [queries.charter_words(one, kind) for one in papers.charter]
    return Page(
        exists=team.exists_on(on),
        leads=leads and open_,
        writes=open_ and rules.takes_part(seats, place, kind),
        agrees=open_ and bool(here) and any(one not in papers.agreed for one in spoken),
        reads_year=rules.reads_year(seats, place),
        meets=any(grants(seat, Capability.MEETING_READ, at=place) for seat in seats),
        plans=any(grants(seat, Capability.MEETING_LEAD, at=place) for seat in seats),
        members=[_line(one, kind, program) for one in here],
        earlier=[_line(one, kind, program) for one in gone],
        composition=queries.composition(here, kind),
        missing=missing if open_ else [],
        agreements=[
            Yes(say(program.roles[role].name), papers.agreed.get(role)) for role in kind.agreed_by
        ],
        question=question_of(kind, on) if team.exists_on(on) else None,
        invite_url=f"{reverse('organizations:inviting')}?place={place.code}&role={kind.role}",
        charter=next(iter(charters), None),
        charters=charters[1:],
        reviews=_reviews(kind, papers, on=on),
        sitting=[one.appointment_id for one in everybody if one.ends is None],
    )


def _line(one: TeamMember, kind: TeamKind, program: Program) -> Line:
    role = program.roles.get(one.appointment.role)
    brings = {each.code: say(each.name) for each in kind.brings}
    ends = [day for day in (one.ends, one.appointment.ends) if day is not None]
    return Line(
        member=one.pk,
        name=one.appointment.person.name,
        role=say(role.name) if role else one.appointment.role,
        brings=brings.get(one.brings, one.brings),
        starts=one.starts,
        ends=min(ends, default=None),
    )


def _reviews(kind: TeamKind, papers: Papers, *, on: date) -> list[Reviewed]:
    due = reviews_due(kind, on)
    found = []
    for review in kind.reviews:
        kept = papers.reviews.get(review.code, [])
        words = [queries.review_words(one, review) for one in kept]
        fresh = any((one.on.year, one.on.month) == (on.year, on.month) for one in kept)
        asked = review.code in due and not fresh
        found.append(Reviewed(review, asked, next(iter(words), None), words[1:]))
    return found
