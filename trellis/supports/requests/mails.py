"""What is written about requests; words said in confidence stay out of the mail."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.kit import dates
from trellis.meetings.actions.telling import reading
from trellis.notices.actions import post
from trellis.people.models import Person
from trellis.supports.requests import routing
from trellis.supports.requests.queries import title_of
from trellis.supports.requests.records import SupportMessage, SupportRequest

ASKED, ANSWERED, REPLIED = "support-asked", "support-answered", "support-replied"


def _words(request: SupportRequest, said: str) -> dict[str, str]:
    return {
        "support": title_of(request),
        "place": request.organization.name,
        "by": request.answering.name,
        "day": dates.full(request.answer_by),
        "said": _("This is in confidence: read it in Trellis.") if request.in_confidence else said,
        "link": settings.BASE_URL + reverse("supports:request", args=[request.pk]),
    }


def tell_answerers(request: SupportRequest, *, by: Person) -> None:
    """A request has come to an organization: everybody who answers there hears."""
    last = request.messages.count()
    for one in routing.people_answering(request.answering):
        if one.pk == by.pk:
            continue
        with reading(one):
            words = _words(request, request.question)
            if request.in_confidence:
                subject = _("A request in confidence, to be answered by %(day)s") % words
            else:
                subject = _("%(place)s asks by %(day)s: %(support)s") % words
            text = _("%(said)s\n\nTake it and answer here: %(link)s") % words
        key = f"{ASKED}:{request.pk}:{last}:{one.pk}"
        post(one, ASKED, subject, text, dedupe_key=key)


def tell_asker(request: SupportRequest, message: SupportMessage) -> None:
    """An answer, a handover or a closing, to who asked."""
    asker = request.asked_by
    if message.by_id == asker.pk:
        return
    with reading(asker):
        words = _words(request, message.text) | {"name": message.by.name}
        match message.kind:
            case SupportMessage.Kind.HANDOVER:
                subject = _("%(by)s has your request now: %(support)s") % words
                text = _(
                    "%(name)s handed it over with all that was said; you need not repeat it. "
                    "%(by)s answers by %(day)s.\n\n%(link)s"
                ) % words  # fmt: skip
            case SupportMessage.Kind.CLOSING:
                subject = _("Your request is closed: %(support)s") % words
                text = _("What came of it, and how to open it again: %(link)s") % words
            case _kind:
                subject = _("Your request is answered: %(support)s") % words
                text = _("%(name)s answers:\n\n%(said)s\n\nReply here: %(link)s") % words
    post(asker, ANSWERED, subject, text, dedupe_key=f"{ANSWERED}:{message.pk}")


def tell_taker(request: SupportRequest, message: SupportMessage) -> None:
    """A reply of the asker, to who has the request; while nobody has it, they find it waiting."""
    one = request.taken_by
    if one is None or one.pk == message.by_id:
        return
    with reading(one):
        words = _words(request, message.text) | {"name": message.by.name}
        subject = _("A reply about a request: %(support)s") % words
        text = _("%(name)s writes:\n\n%(said)s\n\nAnswer here: %(link)s") % words
    post(one, REPLIED, subject, text, dedupe_key=f"{REPLIED}:{message.pk}")
