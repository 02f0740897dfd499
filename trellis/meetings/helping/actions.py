"""Every write about help one to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock, dates
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.names import visible
from trellis.meetings import rules as meetings
from trellis.meetings.actions.telling import reading
from trellis.meetings.helping import rules
from trellis.meetings.models import Help, HelpRequest
from trellis.notices.actions import post
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear

ASKED, ANSWERED = "help-asked", "help-answered"
OPEN = HelpRequest.State.OPEN
LONGEST = 2000


@dataclass(frozen=True)
class Given:
    """Help as somebody logs it."""

    kind: str
    on: date
    minutes: int
    text: str = ""


@transaction.atomic
def ask_help(
    organization: Organization, kind: str, text: str, *, year: ProgramYear, by: Person
) -> HelpRequest:
    """Ask for help; who answers gets a mail. NotAllowed; NotReady for what is missing."""
    seat = rules.asking_seat(seats_of(by), organization)
    if seat is None:
        raise NotAllowed(_("Help is asked for by the school or its district."))
    _must_know(kind)
    text = _fitting(text)
    if not text:
        raise NotReady(_("Say what you need help with."))
    people = rules.answerers(organization, on=clock.today())
    made = HelpRequest.objects.create(
        organization=organization, year=year, kind=kind, text=text, asked_by=by,
        acting_as=seat.called(programs.current())[:200], asked_at=clock.now(),
        answerer=people[0] if people else None, answer_by=rules.answer_day(clock.today()),
    )  # fmt: skip
    _keep(made, "help asked for", by=by, seat=seat)
    for one in people:
        _tell(one, ASKED, made, said=text, by=by)
    return made


def _must_know(kind: str) -> None:
    if meetings.told().help_kind(kind) is None:
        raise NotReady(_("The program has no such kind of help."))


def _fitting(text: str) -> str:
    text = visible(text.replace("\r\n", "\n")).strip()
    if len(text) > LONGEST:
        raise NotReady(_("Say it in up to 2,000 characters."))
    return text


def _keep(request: HelpRequest, verb: str, *, by: Person, seat: Seat) -> None:
    record(
        f"organization:{request.organization_id}", request.organization.name, verb, by=by,
        acting_as=seat.called(programs.current()), after={"kind": request.kind},
    )  # fmt: skip


def _tell(person: Person, mail: str, request: HelpRequest, *, said: str, by: Person) -> None:
    if person.pk == by.pk:
        return
    link = reverse("meetings:help-place", args=[request.organization.code])
    with reading(person):
        words = {
            "place": request.organization.name, "kind": rules.called(request.kind), "said": said,
            "name": by.name, "day": dates.full(request.answer_by),
            "link": settings.BASE_URL + link,
        }  # fmt: skip
        if mail == ASKED:
            subject = _("%(place)s asks for help by %(day)s: %(kind)s") % words
            text = _("%(name)s writes:\n\n%(said)s\n\nAnswer here: %(link)s") % words
        else:
            subject = _("Your question is answered: %(kind)s, %(place)s") % words
            text = _("%(name)s answers:\n\n%(said)s\n\nIt stands here: %(link)s") % words
    post(person, mail, subject, text, dedupe_key=f"{mail}:{request.pk}:{person.pk}",
         from_name=by.name, reply_to=by.email)  # fmt: skip


@transaction.atomic
def withdraw_request(request: HelpRequest, *, by: Person) -> HelpRequest:
    """Take a question back. NotAllowed; OutOfOrder once it was answered or taken back."""
    seat = rules.asking_seat(seats_of(by), request.organization)
    if seat is None:
        raise NotAllowed(_("Only the school or its district takes a question back."))
    moved = HelpRequest.objects.filter(pk=request.pk, state=OPEN)
    if not moved.update(state=HelpRequest.State.WITHDRAWN):
        raise OutOfOrder(_("This question no longer waits."))
    _keep(request, "help request withdrawn", by=by, seat=seat)
    request.refresh_from_db()
    return request


@transaction.atomic
def log_help(
    organization: Organization, given: Given, *, year: ProgramYear, by: Person, acting: str = ""
) -> Help:
    """Log help that was given. NotAllowed; NotReady for what makes no sense."""
    seat = _giving(organization, by, acting)
    made = _log(organization, given, year=year, by=by, seat=seat)
    record(
        f"organization:{organization.pk}", organization.name, "help given", by=by,
        acting_as=made.acting_as, after={"kind": given.kind, "minutes": given.minutes},
    )  # fmt: skip
    return made


def _giving(organization: Organization, by: Person, acting: str) -> Seat:
    seat = rules.giving_seat(seats_of(by), organization, acting)
    if seat is None:
        raise NotAllowed(_("Help is logged by those who lead meetings here."))
    return seat


def _log(
    organization: Organization, given: Given, *, year: ProgramYear, by: Person, seat: Seat,
    asked: bool = False,
) -> Help:  # fmt: skip
    _must_know(given.kind)
    if given.on > clock.today():
        raise NotReady(_("This day has not come yet. Log help on its day or later."))
    if not 1 <= given.minutes <= 600:
        raise NotReady(_("Help takes between one minute and 10 hours."))
    return Help.objects.create(
        organization=organization, year=year, kind=given.kind, on=given.on,
        minutes=given.minutes, text=_fitting(given.text), asked_for=asked, by=by,
        acting_as=seat.called(programs.current())[:200], at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def answer_request(request: HelpRequest, given: Given, *, by: Person, acting: str = "") -> Help:
    """Answer a question: what was given is logged, and who asked is told.

    NotAllowed; OutOfOrder when it no longer waits; NotReady for what makes no sense.
    """
    seat = _giving(request.organization, by, acting)
    if not given.text.strip():
        raise NotReady(_("Write the answer, or how you helped."))
    made = _log(request.organization, given, year=request.year, by=by, seat=seat, asked=True)
    moved = HelpRequest.objects.filter(pk=request.pk, state=OPEN)
    if not moved.update(state=HelpRequest.State.ANSWERED, given=made, answerer=by):
        raise OutOfOrder(_("This question no longer waits."))
    _keep(request, "help given", by=by, seat=seat)
    _tell(request.asked_by, ANSWERED, request, said=made.text, by=by)
    request.refresh_from_db()
    return made
