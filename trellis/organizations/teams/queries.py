"""What pages show of teams; the number of statements is the same for one member and for many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import (
    Case,
    CharField,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from trellis.organizations.models import (
    Appointment,
    Invitation,
    Organization,
    Team,
    TeamMember,
    TeamPaper,
    holding,
)
from trellis.organizations.teams.rules import kinds
from trellis.organizations.teams.schema import Review, TeamKind
from trellis.programs.program import Program
from trellis.programs.texts import say


@dataclass(frozen=True)
class Answer:
    """One question of a charter or review with what was written, or the choices ticked."""

    label: str
    text: str
    chosen: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """A version of the charter, or a review, as a page shows it."""

    number: int
    on: date
    by: str
    acting_as: str
    answers: tuple[Answer, ...]


@dataclass
class Papers:
    """All that a team wrote down, the latest of each first."""

    charter: list[TeamPaper] = field(default_factory=list)
    reviews: dict[str, list[TeamPaper]] = field(default_factory=dict)
    agreed: dict[str, TeamPaper] = field(default_factory=dict)
    """Who agreed to today's list, by role."""


@dataclass(frozen=True)
class Card:
    """A kind of team at an organization as the list shows it; `team` None before it is begun."""

    kind: TeamKind
    team: Team | None
    exists: bool
    members: int
    composition: list[tuple[str, int]]


def team_for_page(pk: int, program: Program) -> Team | None:
    """A team with its organization and those above it, and how many are invited to its role."""
    role = Case(
        *(When(kind=one.code, then=Value(one.role)) for one in kinds(program)),
        default=Value(""), output_field=CharField(),
    )  # fmt: skip
    open_ = (
        Invitation.objects.filter(
            organization=OuterRef("organization"), role=OuterRef("role"),
            state=Invitation.State.SENT,
        )
        .order_by()
        .values("organization")
        .annotate(count=Count("pk"))
        .values("count")
    )  # fmt: skip
    found = Team.objects.select_related(
        "organization__district", "organization__office", "organization__state"
    )
    counted = Coalesce(Subquery(open_, output_field=IntegerField()), 0)
    return found.annotate(role=role).annotate(invited=counted).filter(pk=pk).first()


def all_members(team: Team) -> list[TeamMember]:
    """Everybody who was ever on a team, as they joined; one query."""
    rows = TeamMember.objects.filter(team=team).select_related("appointment__person")
    return list(rows.order_by("starts", "appointment__person__sort_name", "pk"))


def sits(member: TeamMember, on: date) -> bool:
    """Whether somebody is on the team on a day: added, and still holding the role they sit by."""
    held = member.appointment
    inside = member.starts <= on and (member.ends is None or member.ends >= on)
    holds = held.starts <= on and (held.ends is None or held.ends >= on)
    return inside and holds and held.person.is_active


def current(members: Iterable[TeamMember], on: date) -> list[TeamMember]:
    """Those of the members who are on the team on a day."""
    return [one for one in members if sits(one, on)]


def candidates(
    team: Team, kind: TeamKind, *, on: date, without: Sequence[int] = ()
) -> list[Appointment]:
    """Who could be added: holders of the team's role there, and of the other roles; one query."""
    place = team.organization
    above = [pk for pk in place.ancestor_ids().values() if pk and pk != place.pk]
    near = Q(organization=place, role__in=[kind.role, *kind.also])
    near |= Q(organization__in=above, role__in=kind.also)
    rows: QuerySet[Appointment] = Appointment.objects.filter(
        near, holding(on), delegated_by=None, person__is_active=True
    )
    rows = rows.exclude(pk__in=without).select_related("person", "organization")
    found = list(rows.order_by("person__sort_name", "pk"))
    return sorted(found, key=lambda one: one.role != kind.role)


def composition(members: Iterable[TeamMember], kind: TeamKind) -> list[tuple[str, int]]:
    """How many bring what, in the order of the pack; what nobody brings is left out."""
    counts = Counter(one.brings for one in members)
    return [(say(one.name), counts[one.code]) for one in kind.brings if counts[one.code]]


def papers_of(team: Team, *, on: date | None = None) -> Papers:
    """The charter's versions, the reviews, and who agreed to today's list; one query.

    With `on` only what was written up to that day.
    """
    found = Papers()
    rows = TeamPaper.objects.filter(team=team, **({"on__lte": on} if on else {}))
    for one in rows.select_related("by").order_by("-number", "-pk"):
        if one.what == TeamPaper.What.CHARTER:
            found.charter.append(one)
        elif one.what == TeamPaper.What.REVIEW:
            found.reviews.setdefault(one.code, []).append(one)
        elif one.number == team.list_number:
            found.agreed[one.code] = one
    return found


def charter_words(paper: TeamPaper, kind: TeamKind) -> Written:
    """A version of the charter in words."""
    answers = tuple(
        Answer(say(ask.label), str(paper.texts.get(ask.code, "")), ()) for ask in kind.charter
    )
    return _written(paper, answers)


def review_words(paper: TeamPaper, review: Review) -> Written:
    """A review in words."""
    answers = []
    for ask in review.asks:
        told = paper.texts.get(ask.code, "")
        ticked = told if isinstance(told, list) else []
        names = tuple(say(one.label) for one in ask.choices if one.code in ticked)
        answers.append(Answer(say(ask.label), "" if ask.choices else str(told), names))
    return _written(paper, tuple(answers))


def _written(paper: TeamPaper, answers: tuple[Answer, ...]) -> Written:
    return Written(paper.number, paper.on, paper.by.name, paper.acting_as, answers)


def cards(place: Organization, program: Program, *, on: date) -> list[Card]:
    """Each kind of team that an organization has or could have; two queries."""
    rows = Team.objects.filter(organization=place, ended_on=None)
    rows |= Team.objects.filter(organization=place, ended_on__gte=on)
    teams = {one.kind: one for one in rows.order_by("pk")}
    everybody: dict[int, list[TeamMember]] = {}
    there = TeamMember.objects.filter(team__in=[one.pk for one in teams.values()])
    for member in there.select_related("appointment__person"):
        everybody.setdefault(member.team_id, []).append(member)
    found = []
    for kind in kinds(program):
        team = teams.get(kind.code)
        if kind.of.value != place.level:
            continue
        here = current(everybody.get(team.pk, ()), on) if team else []
        exists = team is not None and team.exists_on(on)
        found.append(Card(kind, team, exists, len(here), composition(here, kind)))
    return found
