"""Every write about confidential coaching.

The history keeps that something happened to a coaching of an association, never who is coached or
what was said; nobody gets mail but the association's coaches, and that names nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.names import visible
from trellis.meetings.actions.shared import Overtaken
from trellis.meetings.actions.telling import reading
from trellis.meetings.coaching import rules
from trellis.meetings.coaching.queries import associations, coaches_of, headings
from trellis.meetings.coaching.records import Coaching, Session, SessionNote
from trellis.meetings.schema import KindOfMeeting
from trellis.notices.actions import post
from trellis.organizations.models import Organization
from trellis.organizations.rules import seats_of
from trellis.people.models import Person

MAIL = "coaching-asked"
LONGEST, LONGEST_WORDS = 8000, 2000


@transaction.atomic
def ask_coaching(association: Organization, kind: str, *, by: Person, words: str = "") -> Coaching:
    """Ask an association for coaching; its coaches learn that somebody asks, not who.

    NotAllowed unless the person holds a role, not lent, for which this coaching is; NotReady where
    nobody coaches there or the words are too long; OutOfOrder while another one waits or runs.
    """
    found = _kind(kind)
    seat = rules.asking(seats_of(by), found)
    if seat is None:
        raise NotAllowed(_("This coaching is not for your role."))
    if association.pk not in {one.pk for one in associations(found)}:
        raise NotReady(_("Nobody coaches there at present. Choose another association."))
    words = visible(words.replace("\r\n", "\n")).strip()
    if len(words) > LONGEST_WORDS:
        raise NotReady(_("Say it in up to 2,000 characters."))
    try:
        with transaction.atomic():
            made = Coaching.objects.create(
                kind=kind, association=association, person=by, role=seat.role,
                words=words, asked_at=clock.now(),
            )  # fmt: skip
    except IntegrityError:
        raise OutOfOrder(_("You have asked already, or are being coached.")) from None
    _keep(made, "coaching asked for")
    _tell_coaches(made, found)
    return made


def _kind(code: str) -> KindOfMeeting:
    found = next((one for one in rules.kinds() if one.code == code), None)
    if found is None:
        raise NotReady(_("The program has no such coaching."))
    return found


def _keep(coaching: Coaching, verb: str) -> None:
    """Record that something happened: neither who did it nor what, as both would tell on them."""
    name = _("Confidential coaching, %(place)s") % {"place": coaching.association.name}
    record(f"coaching:{coaching.pk}", name, verb, by=None)


def _tell_coaches(coaching: Coaching, kind: KindOfMeeting) -> None:
    link = settings.BASE_URL + reverse("meetings:coaching-list")
    for one in coaches_of(coaching.association, kind):
        with reading(one):
            subject = _("Somebody asks for coaching")
            text = _(
                "Somebody asks %(place)s for coaching. Who it is stands behind the sign-in only,"
                " for its coaches:\n\n%(link)s"
            ) % {"place": coaching.association.name, "link": link}
        post(one, MAIL, subject, text, dedupe_key=f"{MAIL}:{coaching.pk}:{one.pk}")


@transaction.atomic
def accept_coaching(coaching: Coaching, *, by: Person) -> Coaching:
    """Take on a coaching that waits; it rests on the coach's appointment from then on.

    NotAllowed unless the person coaches for that association by a role of their own; OutOfOrder
    when somebody was faster.
    """
    seat = rules.accepting(seats_of(by), coaching)
    if seat is None or coaching.person_id == by.pk:
        raise NotAllowed(_("Only a coach of the association can take this on."))
    moved = Coaching.objects.filter(pk=coaching.pk, state=rules.ASKED).update(
        state=rules.RUNNING, coach=by, appointment=seat.appointment_id, begun_at=clock.now()
    )
    if not moved:
        raise OutOfOrder(_("This request no longer waits."))
    coaching.refresh_from_db()
    _keep(coaching, "coaching taken on")
    return coaching


@transaction.atomic
def end_coaching(coaching: Coaching, *, by: Person) -> Coaching:
    """End a coaching, or take the request back; notes stay with the person coached.

    NotAllowed unless by one of the two; OutOfOrder when it has ended.
    """
    if coaching.person_id != by.pk and not rules.is_coach(seats_of(by), by, coaching):
        raise NotAllowed(_("Only the two of you can end this."))
    moved = Coaching.objects.filter(pk=coaching.pk).exclude(state=rules.ENDED)
    if not moved.update(state=rules.ENDED, ended_at=clock.now()):
        raise OutOfOrder(_("This coaching has ended already."))
    coaching.refresh_from_db()
    _keep(coaching, "coaching ended")
    return coaching


@transaction.atomic
def add_session(coaching: Coaching, *, on: date, minutes: int, by: Person) -> Session:
    """Note that a talk took place. NotAllowed; OutOfOrder; NotReady before its day."""
    held = _writing(coaching, by)
    if on > clock.today():
        raise NotReady(_("This day has not come yet. Note the talk on its day or later."))
    if not 5 <= minutes <= 600:
        raise NotReady(_("A talk takes between 5 minutes and 10 hours."))
    made = Session.objects.create(
        coaching=held, on=on, minutes=minutes, added_by=by, added_at=clock.now()
    )
    _keep(held, "talk noted")
    return made


def _writing(coaching: Coaching, by: Person) -> Coaching:
    """The coaching, locked, for one of the two while it runs. NotAllowed; OutOfOrder."""
    held = Coaching.objects.select_for_update(of=("self",)).get(pk=coaching.pk)
    seats = seats_of(by)
    if held.person_id != by.pk and not rules.is_coach(seats, by, held):
        raise NotAllowed(_("Only the two of you write here."))
    if not rules.may_write(seats, by, held):
        raise OutOfOrder(_("Notes are written while a coaching runs."))
    return held


@transaction.atomic
def write_session(
    session: Session, texts: Mapping[str, str], *, version: int, by: Person
) -> Session:
    """Write the notes of a talk, by heading; `version` is the one that was read.

    NotAllowed; Overtaken (OutOfOrder) where the other one was faster; NotReady for a text that is
    too long or a heading that the program does not have.
    """
    held = _writing(session.coaching, by)
    known = headings(held.kind)
    told = {code: visible(text.replace("\r\n", "\n")).strip() for code, text in texts.items()}
    if set(told) - set(known):
        raise NotReady(_("The program has no such heading."))
    if any(len(text) > LONGEST for text in told.values()):
        raise NotReady(_("A note holds up to 8,000 characters. Put longer text in a file."))
    if not Session.objects.filter(pk=session.pk, version=version).update(version=version + 1):
        raise Overtaken(
            _("Somebody wrote here meanwhile. Your text is kept; look at what is different.")
        )
    for code, text in told.items():
        SessionNote.objects.update_or_create(session=session, heading=code, defaults={"text": text})
    _keep(held, "talk noted")
    session.refresh_from_db()
    return session


@transaction.atomic
def open_earlier(earlier: Coaching, to: Coaching | None, *, by: Person) -> Coaching:
    """Let the coach of a running coaching read an earlier one, or with None no longer.

    NotAllowed unless by the person coached in both; OutOfOrder unless the later one runs.
    """
    if earlier.person_id != by.pk or (to is not None and to.person_id != by.pk):
        raise NotAllowed(_("Only who was coached can let somebody read this."))
    if to is not None and (to.state != rules.RUNNING or to.pk <= earlier.pk):
        raise OutOfOrder(_("Only the coach of a coaching that runs now can be let in."))
    earlier.opened_to = to
    earlier.save(update_fields=["opened_to"])
    _keep(earlier, "notes opened" if to else "notes closed")
    return earlier
