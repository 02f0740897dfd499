"""Every write about a request for a support."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.names import visible
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.supports.models import STANDING, Wording
from trellis.supports.requests import mails, routing, rules
from trellis.supports.requests.records import SupportMessage, SupportRequest

State, Kind = SupportRequest.State, SupportMessage.Kind
LONGEST = 4000


@dataclass(frozen=True)
class Asked:
    """A question as somebody writes it; the last two where the support is fitted to a place."""

    question: str
    priorities: str = ""
    strengths: str = ""
    in_confidence: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a request."""

    goals: str
    areas: str = ""
    connected: str = ""


@transaction.atomic
def ask_for_support(
    code: str,
    organization: Organization,
    asked: Asked,
    *,
    by: Person,
    on: date,
    acting_as: str = "",
) -> SupportRequest:
    """Ask for a support for a place; who answers gets a mail.

    NotAllowed; NotReady for an empty question, or a support that nobody asks for or answers.
    """
    fitting = [
        one for one in rules.asking_seats(seats_of(by)) if one.organization_id == organization.pk
    ]
    if not fitting:
        raise NotAllowed(_("People of the school or district ask for it."))
    seat = next((one for one in fitting if one.key == acting_as), fitting[0])
    program = programs.current()
    wording = Wording.objects.select_related("service", "provider").filter(
        STANDING, service__code=code
    ).first()  # fmt: skip
    if wording is None or not rules.can_be_asked_for(program, code, wording.read()):
        raise NotReady(_("This support is not asked for here."))
    answering = routing.receiver(wording, organization)
    if answering is None:
        raise NotReady(_("Nobody answers requests here yet."))
    made = SupportRequest.objects.create(
        service=wording.service, organization=organization, answering=answering, asked_by=by,
        acting_as=seat.called(program)[:200], asked_at=clock.now(),
        question=_written(asked.question), priorities=_fitting(asked.priorities),
        strengths=_fitting(asked.strengths),
        in_confidence=asked.in_confidence or wording.read().confidential,
        answer_by=routing.answer_day(program, wording.provider.code, wording.level, on=on),
    )  # fmt: skip
    _keep(made, "asked for a support", by=by, acting_as=made.acting_as)
    mails.tell_answerers(made, by=by)
    return made


def _fitting(text: str) -> str:
    text = visible(text.replace("\r\n", "\n")).strip()
    if len(text) > LONGEST:
        raise NotReady(_("Say it in up to 4,000 characters."))
    return text


def _written(text: str) -> str:
    text = _fitting(text)
    if not text:
        raise NotReady(_("Write something first."))
    return text


def _keep(request: SupportRequest, verb: str, *, by: Person, acting_as: str) -> None:
    after = {"state": request.state, "answering": request.answering.name}
    name = request.service.code
    record(f"supports.request:{request.pk}", name, verb, by=by, acting_as=acting_as, after=after)


def _answering(request: SupportRequest, by: Person, acting_as: str) -> str:
    """The words of the seat from which somebody answers, else NotAllowed."""
    seat = rules.answering_seat(seats_of(by), request, acting_as)
    if seat is None:
        raise NotAllowed(_("Only people of the organization that has this request answer it."))
    return _called(seat)


def _called(seat: Seat) -> str:
    return seat.called(programs.current())[:200]


def _move(request: SupportRequest, *states: SupportRequest.State, **changes: object) -> None:
    """Compare and set: the request stands in one of the states, with the same organization."""
    there = SupportRequest.objects.filter(
        pk=request.pk, state__in=states, answering=request.answering_id
    )
    if not there.update(**changes):
        raise OutOfOrder(_("Somebody was here first. Look at the request again."))
    request.refresh_from_db()


def _say(
    request: SupportRequest, kind: SupportMessage.Kind, text: str, *, by: Person, acting_as: str
) -> SupportMessage:
    made = SupportMessage.objects.create(
        request=request, kind=kind, by=by, acting_as=acting_as, text=text, at=clock.now()
    )
    _keep(request, f"support request: {kind.value}", by=by, acting_as=acting_as)
    return made


@transaction.atomic
def take_request(request: SupportRequest, *, by: Person, acting_as: str = "") -> None:
    """See to a request that waits. NotAllowed; OutOfOrder once somebody has it."""
    called = _answering(request, by, acting_as)
    _move(request, State.WAITING, state=State.TAKEN, taken_by=by)
    _keep(request, "support request taken", by=by, acting_as=called)


@transaction.atomic
def answer_support(
    request: SupportRequest, text: str, *, by: Person, acting_as: str = ""
) -> SupportMessage:
    """Answer; the asker gets a mail. NotAllowed; NotReady without words; OutOfOrder once closed."""
    called, text = _answering(request, by, acting_as), _written(text)
    _move(request, State.WAITING, State.TAKEN, State.ANSWERED, state=State.ANSWERED, taken_by=by)
    made = _say(request, Kind.ANSWER, text, by=by, acting_as=called)
    mails.tell_asker(request, made)
    return made


@transaction.atomic
def note_support(
    request: SupportRequest, text: str, *, by: Person, acting_as: str = ""
) -> SupportMessage:
    """Keep a note for those who answer. NotAllowed, also for who asked; NotReady without words."""
    called = _answering(request, by, acting_as)
    if request.asked_by_id == by.pk:
        raise NotAllowed(_("Notes are for those who answer."))
    return _say(request, Kind.NOTE, _written(text), by=by, acting_as=called)


@transaction.atomic
def reply_support(request: SupportRequest, text: str, *, by: Person) -> SupportMessage:
    """Go on asking; who has it gets a mail. NotAllowed but for the asker; OutOfOrder if closed."""
    if request.asked_by_id != by.pk:
        raise NotAllowed(_("Only who asked goes on asking."))
    text = _written(text)
    due = routing.answer_day(
        programs.current(), request.service.provider.code, None, on=clock.today()
    )
    if request.state == State.ANSWERED:
        _move(request, State.ANSWERED, state=State.TAKEN, answer_by=due)
    else:  # only holds it: whoever takes it meanwhile keeps it
        _move(request, State.WAITING, State.TAKEN, question=request.question)
    made = _say(request, Kind.REPLY, text, by=by, acting_as=request.acting_as)
    mails.tell_taker(request, made)
    return made


@transaction.atomic
def hand_over(
    request: SupportRequest, to: Organization, why: str, *, by: Person, on: date,
    acting_as: str = "",
) -> None:  # fmt: skip
    """Give a request with its whole conversation to another organization; all are told.

    NotAllowed but for who answers or leads; NotReady where nobody answers; OutOfOrder once closed.
    """
    seats = seats_of(by)
    seat = rules.answering_seat(seats, request, acting_as) or rules.leading_seat(seats, request)
    if seat is None or not rules.may_read(by, seats, request):
        raise NotAllowed(_("Only people of the organization that has this request hand it over."))
    if not routing.others(request).filter(pk=to.pk).exists():
        raise NotReady(_("Nobody answers requests there."))
    why, program = _written(why), programs.current()
    due = routing.answer_day(program, request.service.provider.code, None, on=on)
    _move(
        request, State.WAITING, State.TAKEN, State.ANSWERED, state=State.WAITING, taken_by=None,
        answering=to, answer_by=due,
    )  # fmt: skip
    made = _say(request, Kind.HANDOVER, why, by=by, acting_as=_called(seat))
    mails.tell_asker(request, made)
    mails.tell_answerers(request, by=by)


@transaction.atomic
def close_request(
    request: SupportRequest, outcome: Outcome, *, by: Person, acting_as: str = ""
) -> None:
    """Close a request with what came of it; the asker is told.

    NotAllowed; NotReady without goals; OutOfOrder unless somebody has it.
    """
    called = _answering(request, by, acting_as)
    _move(
        request, State.TAKEN, State.ANSWERED, state=State.CLOSED, goals=_written(outcome.goals),
        areas=_fitting(outcome.areas), connected=_fitting(outcome.connected),
    )  # fmt: skip
    mails.tell_asker(request, _say(request, Kind.CLOSING, "", by=by, acting_as=called))


@transaction.atomic
def reopen_request(request: SupportRequest, *, by: Person, on: date, acting_as: str = "") -> None:
    """Take a closed request up again, as waiting. NotAllowed but for its asker and who answers."""
    seat = rules.answering_seat(seats_of(by), request, acting_as)
    if seat is None and request.asked_by_id != by.pk:
        raise NotAllowed(_("Only who asked or who answers opens it again."))
    due = routing.answer_day(programs.current(), request.service.provider.code, None, on=on)
    _move(request, State.CLOSED, state=State.WAITING, taken_by=None, answer_by=due)
    called = _called(seat) if seat else request.acting_as
    _say(request, Kind.REOPENING, "", by=by, acting_as=called)
    mails.tell_answerers(request, by=by)
