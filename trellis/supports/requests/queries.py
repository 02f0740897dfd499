"""Requests as pages show them: those of one's places, those to answer, one conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from trellis.kit import clock
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs.texts import say
from trellis.supports.models import Wording
from trellis.supports.requests import routing, rules
from trellis.supports.requests.records import SupportMessage, SupportRequest
from trellis.supports.schema import Content

ROWS = 50
NEAR = ("organization", "answering", "taken_by", "service")
State = SupportRequest.State
SHOWN = {
    "": (State.WAITING, State.TAKEN), "answered": (State.ANSWERED,), "closed": (State.CLOSED,)
}  # fmt: skip
"""Which states each part of the queue shows, by its word in the address."""


def titles(services: Iterable[int]) -> dict[int, str]:
    """What supports are called, also those that no longer stand; one query."""
    rows = Wording.objects.filter(service__in=set(services), edition_from__isnull=False)
    told = rows.order_by("edition_from").values_list("service", "content")
    return {pk: say(Content.model_validate(content).title) for pk, content in told}


def title_of(request: SupportRequest) -> str:
    """What the support of one request is called."""
    return titles([request.service_id]).get(request.service_id, request.service.code)


@dataclass(frozen=True)
class Line:
    """A request in a list; of one in confidence others see only that it is there and who has it."""

    pk: int
    hidden: bool
    title: str
    place: str
    asked_at: datetime
    answering: str
    taker: str
    answer_by: date
    state: str
    state_name: str
    late: bool


@dataclass(frozen=True)
class Listed:
    """A part of a list, and where it goes on."""

    lines: list[Line]
    after: str = ""


def of_places(person: Person, seats: Sequence[Seat], after: int | None) -> Listed:
    """What somebody asked, or their places did, newest first; two queries."""
    rows = SupportRequest.objects.filter(rules.of_places(person, seats)).select_related(*NEAR)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: ROWS + 1])
    lines = _lines(found[:ROWS], lambda one: False)
    return Listed(lines, str(found[ROWS - 1].pk) if len(found) > ROWS else "")


def to_answer(
    person: Person, seats: Sequence[Seat], show: str, after: tuple[date, int] | None
) -> Listed:
    """What waits for an organization's people, the longest due first; two queries."""
    states = SHOWN.get(show, SHOWN[""])
    rows = SupportRequest.objects.filter(rules.to_answer(seats), state__in=states)
    if after is not None:
        day, pk = after
        rows = rows.filter(Q(answer_by__gt=day) | Q(answer_by=day, pk__gt=pk))
    found = list(rows.select_related(*NEAR).order_by("answer_by", "pk")[: ROWS + 1])
    lines = _lines(
        found[:ROWS], lambda one: one.in_confidence and not rules.may_read(person, seats, one)
    )
    last = found[ROWS - 1] if len(found) > ROWS else None
    return Listed(lines, f"{last.answer_by.isoformat()}.{last.pk}" if last else "")


def _lines(rows: Sequence[SupportRequest], hidden: Callable[[SupportRequest], bool]) -> list[Line]:
    called = titles(one.service_id for one in rows)
    return [_line(one, called.get(one.service_id, one.service.code), hidden(one)) for one in rows]


def _line(one: SupportRequest, title: str, hidden: bool) -> Line:
    state = State(one.state)
    return Line(
        pk=one.pk,
        hidden=hidden,
        title="" if hidden else title,
        place="" if hidden else one.organization.name,
        asked_at=one.asked_at,
        answering=one.answering.name,
        taker=one.taken_by.name if one.taken_by else "",
        answer_by=one.answer_by,
        state=state.value,
        state_name=str(state.label),
        late=is_late(one),
    )


def is_late(one: SupportRequest) -> bool:
    """Whether the day of the answer has passed and none was given."""
    return one.state in (State.WAITING, State.TAKEN) and one.answer_by < clock.today()


@dataclass(frozen=True)
class Conversation:
    """One request with what was said, and what the reader may do."""

    request: SupportRequest
    title: str
    state: str
    late: bool
    messages: list[SupportMessage]
    answers: bool
    asked: bool
    notes: bool
    others: list[Organization]
    """To whom the reader may hand it over."""


def conversation(request: SupportRequest, person: Person, seats: Sequence[Seat]) -> Conversation:
    """A request as one person reads it; three queries at most."""
    answers = rules.answering_seat(seats, request, "") is not None
    notes = rules.reads_notes(person, seats, request)
    said = request.messages.select_related("by")
    if not notes:
        said = said.exclude(kind=SupportMessage.Kind.NOTE)
    leads = rules.leading_seat(seats, request) is not None
    gives = (answers or leads) and request.state != State.CLOSED
    return Conversation(
        request=request,
        title=title_of(request),
        state=str(State(request.state).label),
        late=is_late(request),
        messages=list(said),
        answers=answers,
        asked=request.asked_by_id == person.pk,
        notes=notes,
        others=list(routing.others(request)) if gives else [],
    )


def request_of(pk: int) -> SupportRequest | None:
    """A request with what its actions need; one query."""
    near = ("organization", "answering", "asked_by", "taken_by", "service__provider")
    return SupportRequest.objects.select_related(*near).filter(pk=pk).first()
