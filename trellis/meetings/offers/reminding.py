"""After an offered time went by: whose word is missing is reminded, or whoever offered hears."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import CharField, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, default_task_backend, task
from django_tasks_db.models import DBTaskResult

from trellis.kit import clock
from trellis.meetings.models import Offer, Pick, Slot
from trellis.meetings.offers import mails, queries
from trellis.notices import actions as notices
from trellis.notices.models import Notice
from trellis.notices.planned import Hour, Hours, Planned
from trellis.programs import queries as programs
from trellis.programs.models import Installation

if TYPE_CHECKING:
    from trellis.people.models import Person

BACK = timedelta(days=2)
"""A worker that was away so long still reminds; older times are nobody's concern any more."""


@task()
def look() -> None:
    """Plan the next look first, so that no crash ends the chain; then remind."""
    keep_coming()
    remind(clock.now())


def keep_coming() -> None:
    """See that the worker comes when the next offered time goes by; a sample stands still."""
    found = programs.installation()
    if found is None or found.kind == Installation.Kind.SAMPLE:
        return
    coming = _times().filter(starts_at__gt=clock.now()).order_by("starts_at").first()
    if coming is None or not default_task_backend.supports_defer:
        return
    visits: QuerySet[DBTaskResult[Any, Any]] = DBTaskResult.objects.filter(
        task_path=look.module_path, status=TaskResultStatus.READY, run_after=coming.starts_at
    )
    if not visits.exists():
        look.using(run_after=coming.starts_at).enqueue()


@transaction.atomic
def remind(now: datetime) -> int:
    """Write what is due for times that went by lately; how many messages, each reason once."""
    passed = _times().filter(starts_at__gt=now - BACK, starts_at__lte=now).order_by("starts_at")
    latest = {slot.offer_id: slot for slot in passed.select_related(*OF_OFFER)}
    drafts = [draft for slot in latest.values() for draft in _drafts(slot)]
    notices.post_all(drafts)
    return len(drafts)


OF_OFFER = ("offer__organization", "offer__offered_by", "offer__year")


def _times() -> QuerySet[Slot]:
    """Times that were offered to one organization and wait for a pick."""
    return Slot.objects.filter(offer__state=Offer.State.OPEN, offer__organization__isnull=False)


def _drafts(slot: Slot) -> list[Notice]:
    offer = slot.offer
    left = queries.free_slots(offer, offer.slots.all())
    if not left:
        return [mails.tell_passed(offer)]
    return [mails.remind(offer, one, len(left), str(slot.pk)) for one in _missing(offer)]


def _missing(offer: Offer) -> list[Person]:
    """Holders of the needed roles of which nobody has said a word."""
    picked = set(Pick.objects.filter(slot__offer=offer).values_list("role", flat=True))
    picked |= set(offer.refusals.values_list("role", flat=True))
    return [one.person for one in queries.asked(offer) if one.role not in picked]


def _going_by(first: datetime, last: datetime) -> QuerySet[Any, Any]:
    """Each moment between two at which an offered time goes by and somebody may be reminded."""
    times = _times().filter(starts_at__range=(first, last))
    bare = times.annotate(number=Value(0), title=Value("", CharField()))
    return bare.values_list("starts_at", "number", "title").distinct()


def _told(hour: Hour) -> Planned:
    return Planned(
        at=hour.at,
        name=_("Offered times go by"),
        mails=None,
        sample=_("Whoever has not picked yet is reminded; if none is left, who offered hears."),
        url=reverse("meetings:offers"),
    )


OFFERED = Hours(_going_by, _told)
