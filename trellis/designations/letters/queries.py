"""What letters are made of, to whom they go, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from trellis.designations.letters import rules
from trellis.designations.letters.schema import LetterKind, Letters, Named
from trellis.designations.letters.writing import Addressee, Standing, Told
from trellis.designations.models import Designation, Letter, LetterReading, Release
from trellis.kit import clock
from trellis.organizations.models import Appointment, Assignment, holding
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.texts import say

PAGE = 50


@dataclass(frozen=True)
class Tally:
    """How the letters of one kind stand, out of those that are written."""

    kind: LetterKind
    name: str
    districts: int
    """Districts that the release concerns with this kind."""
    ready: int
    held: int
    sent: int
    opened: int
    """Sent ones that at least one reader has opened here."""
    stale: int
    """Not yet sent ones that were written before the designations were imported again."""
    nobody: int
    """Not yet sent ones that have nobody to go to."""

    @property
    def written(self) -> int:
        """All that are written."""
        return self.ready + self.held + self.sent

    @property
    def unread(self) -> int:
        """Sent ones that nobody has opened here."""
        return self.sent - self.opened


# ---- What a letter says


def told(release: Release, *, districts: Collection[int] | None = None) -> list[Told]:
    """Each district with what the release says of it and of its schools; one query.

    What belongs to no district is told to itself.
    """
    rows = _standings(release)
    if districts is not None:
        rows = rows.filter(about__in=districts)
    found = rows.values_list(
        "about", "about_name", "organization_id", "organization__name", "organization__code",
        "kind", "label", "band", "reasons", "groups",
    )  # fmt: skip
    return [
        Told(pk, name, tuple(_standing(row) for row in rows_of))
        for (pk, name), rows_of in groupby(found, key=lambda row: (row[0], row[1]))
    ]


def _standing(row: Any) -> Standing:
    _about, _name, place, name, code, kind, label, band, reasons, groups = row
    return Standing(place, name, code, kind, label, band, tuple(reasons), tuple(groups))


def _standings(release: Release) -> QuerySet[Any]:
    """Designations with the district that they are told to; typed loosely for its annotations."""
    district = "organization__district"
    return (
        Designation.objects.filter(release=release)
        .annotate(
            about=Coalesce(f"{district}_id", "organization_id"),
            about_name=Coalesce(f"{district}__name", "organization__name"),
            about_sort=Coalesce(f"{district}__sort_name", "organization__sort_name"),
        )
        .order_by("about_sort", "about", "organization__level", "organization__sort_name",
                  "organization_id", "band")
    )  # fmt: skip


def of_kind(one: Told, kind: LetterKind, program: Program) -> Told | None:
    """What a kind of letter tells of it; None where it has nothing to tell this district."""
    if kind.schools == Named.ALL:
        return one
    wanted = rules.supported(program)
    kept = tuple(standing for standing in one.standings if standing.kind in wanted)
    return Told(one.district_id, one.name, kept) if kept else None


def anybody_serves(letter: Letter, kind: LetterKind) -> bool:
    """Whether a place of the release in the letter's district has somebody in the sending role."""
    held = Assignment.objects.filter(holding(clock.today()), role=kind.sender)
    named = Q(organization__designations__release=letter.release_id)
    here = Q(organization__district=letter.district_id) | Q(organization=letter.district_id)
    return held.filter(named & here).exists()


def servers(role: str, organizations: Collection[int]) -> dict[int, tuple[int | None, str]]:
    """Who serves each organization in a role today: person (None for a provider) and name."""
    held = Assignment.objects.filter(holding(clock.today()), role=role)
    rows = held.filter(organization__in=organizations).values_list(
        "organization_id", "person_id", Coalesce("person__name", "provider__name")
    )
    return {place: (person, name) for place, person, name in rows}


# ---- To whom it goes


def addressees(
    kind: LetterKind, release: Release, districts: Collection[int]
) -> dict[int, list[Addressee]]:
    """Who gets a kind of letter, by district; each person once; one query."""
    program = programs.current()
    named = Q(organization__designations__release=release)
    if kind.schools == Named.SUPPORTED:
        named &= Q(organization__designations__kind__in=rules.supported(program))
    rows: QuerySet[Any] = _holders(kind, program).filter(Q(organization__in=districts) | named)
    rows = rows.annotate(about=Coalesce("organization__district_id", "organization_id"))
    told = rows.filter(about__in=districts).values_list(
        "about", "person_id", "person__name", "person__email", "person__language", "role",
        "organization__name",
    )  # fmt: skip
    told = told.order_by(
        "organization__level", "organization__sort_name", "person__sort_name", "id"
    )
    found: dict[int, dict[int, Addressee]] = {pk: {} for pk in districts}
    for about, person, *facts in told:
        found[about].setdefault(person, Addressee(person, *facts))
    return {pk: list(them.values()) for pk, them in found.items()}


def _holders(kind: LetterKind, program: Program) -> QuerySet[Appointment]:
    """Own holders of the roles that a kind is addressed to; who stands in reads on the page."""
    return Appointment.objects.filter(
        holding(clock.today()), role__in=kind.to, delegated_by=None, person__is_active=True
    )


# ---- What became of them


def current(release: Release) -> QuerySet[Letter]:
    """Letters of a release but for those that another one replaced."""
    return Letter.objects.filter(release=release, superseded=False)


def tallies(release: Release) -> list[Tally]:
    """The kinds of letters of a release in the order of the pack; three queries."""
    program = programs.current()
    kinds = program.section("letters", Letters).kinds
    concerned = _concerned(release, program)
    counts = _counts(release)
    nobody = _without_anybody(release, kinds, program)
    return [
        _tally(kind, concerned[kind.schools], counts, nobody.get(kind.code, 0)) for kind in kinds
    ]


def _tally(
    kind: LetterKind, districts: int, counts: dict[tuple[str, str], list[int]], nobody: int
) -> Tally:
    none = [0, 0, 0]
    ready, held, sent = (counts.get((kind.code, state), none) for state in Letter.State)
    return Tally(
        kind=kind,
        name=say(kind.name),
        districts=districts,
        ready=ready[0],
        held=held[0],
        sent=sent[0],
        opened=sent[1],
        nobody=nobody,
        stale=ready[2] + held[2],
    )


def _concerned(release: Release, program: Program) -> dict[Named, int]:
    wanted = Q(kind__in=rules.supported(program))
    found = (
        _standings(release)
        .order_by()
        .aggregate(
            every=Count("about", distinct=True),
            owed=Count("about", distinct=True, filter=wanted),
        )
    )
    return {Named.ALL: found["every"], Named.SUPPORTED: found["owed"]}


def _counts(release: Release) -> dict[tuple[str, str], list[int]]:
    """By kind and state: all, opened, and written before the designations were imported again."""
    opened = Exists(LetterReading.objects.filter(letter=OuterRef("pk")))
    rows = current(release).annotate(was_opened=opened).order_by().values_list("kind", "state")
    found = rows.annotate(
        every=Count("pk"),
        seen=Count("pk", filter=Q(was_opened=True)),
        stale=Count("pk", filter=Q(written_at__lt=release.imported_at)),
    )
    return {(kind, state): numbers for kind, state, *numbers in found}


def _without_anybody(
    release: Release, kinds: Iterable[LetterKind], program: Program
) -> dict[str, int]:
    """Unsent letters that have nobody to go to, by kind."""
    lost = Q(pk__in=[])
    for kind in kinds:
        lost |= Q(kind=kind.code) & ~_reachable(kind, program)
    rows = current(release).exclude(state=Letter.State.SENT).filter(lost)
    return dict(rows.order_by().values_list("kind").annotate(Count("pk")))


def _reachable(kind: LetterKind, program: Program) -> Q:
    """Letters that have somebody to go to: at the district, or at a place that they name."""
    holders = _holders(kind, program)
    named = Q(organization__designations__release=OuterRef("release"))
    if kind.schools == Named.SUPPORTED:
        named &= Q(organization__designations__kind__in=rules.supported(program))
    beneath = holders.filter(named, organization__district=OuterRef("district"))
    itself = holders.filter(organization=OuterRef("district"))
    return Q(Exists(itself)) | Q(Exists(beneath))


STATES = {
    "": Q(),
    "unsent": ~Q(state=Letter.State.SENT),
    "held": Q(state=Letter.State.HELD),
    "sent": Q(state=Letter.State.SENT),
    "unread": Q(state=Letter.State.SENT, times_read=0),
    "nobody": ~Q(state=Letter.State.SENT) & Q(reachable=False),
}
"""What a list of letters can be narrowed to."""


def listed(release: Release, kind: LetterKind, *, state: str = "", after: str = "") -> list[Letter]:
    """A page of the letters of a kind and one more, by district; one query.

    Each with `times_read`, `reachable`, and `is_open`: whether the letter before it was sent.
    """
    program = programs.current()
    rows = with_gates(current(release).filter(kind=kind.code))
    rows = rows.select_related("district", "sent_by").annotate(
        times_read=Count("readings"), reachable=_yes(_reachable(kind, program))
    )
    rows = rows.filter(STATES.get(state, Q()))
    name, _mark, number = after.rpartition("|")
    if number.isdecimal():
        later = Q(district__sort_name__gt=name) | Q(pk__gt=int(number))
        rows = rows.filter(later, district__sort_name__gte=name)
    return list(rows.defer("content").order_by("district__sort_name", "pk")[: PAGE + 1])


def with_gates(rows: QuerySet[Letter]) -> QuerySet[Any]:
    """Letters with what opens their way: `is_open`, the one before was sent; `told_ahead`."""
    kinds = programs.current().section("letters", Letters).kinds
    unlocked = Q(kind__in=[kind.code for kind in kinds if not kind.after])
    for kind in kinds:
        if kind.after:
            before = Letter.objects.filter(
                release=OuterRef("release"), district=OuterRef("district"), kind=kind.after,
                superseded=False, state=Letter.State.SENT,
            )  # fmt: skip
            unlocked |= Q(kind=kind.code) & Q(Exists(before))
    return rows.annotate(is_open=_yes(unlocked), told_ahead=_yes(Q(Exists(rules.told_ahead()))))


def readings(letter: Letter) -> list[LetterReading]:
    """Who opened a letter here, and when."""
    return list(letter.readings.select_related("person"))


# ---- For one person


@dataclass(frozen=True)
class Seen:
    """A letter, whether these seats may open it, and whether it goes out in their name."""

    letter: Letter
    is_read: bool
    is_sent: bool


def seen_by(letter_id: int, seats: list[Seat]) -> Seen | None:
    """A letter and how some seats stand to it; one query. None where there is no such letter."""
    program = programs.current()
    rows = Letter.objects.select_related("district", "release__year", "sent_by")
    rows = with_gates(rows).annotate(
        is_read=_yes(rules.readable(seats, program) & Q(superseded=False)),
        is_mine=_yes(rules.sendable(seats, program) & Q(superseded=False)),
    )
    found: Any = rows.filter(pk=letter_id).first()
    return Seen(found, bool(found.is_read), bool(found.is_mine)) if found else None


def _yes(where: Q) -> Case:
    return Case(When(where, then=Value(True)), default=Value(False), output_field=BooleanField())


def letters_for(person: Person, seats: list[Seat]) -> list[Letter]:
    """Letters that a person may read, the newest first, with `read_at`; one query."""
    program = programs.current()
    opened = LetterReading.objects.filter(letter=OuterRef("pk"), person=person)
    rows = Letter.objects.filter(rules.readable(seats, program), superseded=False)
    return list(
        rows.select_related("district", "release__year", "sent_by")
        .annotate(read_at=Subquery(opened.values("at")[:1]))
        .defer("content")
        .order_by("-sent_at", "-pk")[:PAGE]
    )


def letters_from(seats: list[Seat]) -> list[Letter]:
    """Letters that wait to go out in a person's name, by district, with `is_open`; one query."""
    program = programs.current()
    rows = Letter.objects.filter(rules.sendable(seats, program), superseded=False)
    return list(
        with_gates(rows.exclude(state=Letter.State.SENT))
        .select_related("district", "release__year")
        .defer("content")
        .order_by("district__sort_name", "pk")[:PAGE]
    )
