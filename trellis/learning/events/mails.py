"""Messages about events, each in its reader's language and on their clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.kit import dates
from trellis.learning.events.calendar import entry_of
from trellis.learning.events.rules import token_of
from trellis.learning.models import Event, Registration
from trellis.notices import actions as notices
from trellis.notices.models import Notice
from trellis.programs import queries as programs

ASKED, PLACE = "event-asked", "event-place"
State = Registration.State


@contextmanager
def reading(one: Registration) -> Iterator[None]:
    """Write as this person or guest reads."""
    person = one.person
    zone = (person.time_zone if person else "") or programs.current().pack.time_zone
    language = (person.language if person else one.language) or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        yield


def own_page(one: Registration) -> str:
    """Where somebody sees and gives up their place: a guest by the key in the link alone."""
    if one.person_id is not None:
        return settings.BASE_URL + reverse("learning:event", args=[one.event_id])
    return settings.BASE_URL + reverse("learning:place", args=[token_of(one)])


def ask_to_confirm(one: Registration, *, again: str) -> None:
    """The link behind which a guest confirms; it holds nothing that the asker typed."""
    with reading(one):
        words = {"title": one.event.title, "when": dates.moment(one.event.starts_at)}
        subject = _("Confirm that you come: %(title)s") % words
        text = _(
            "Somebody, probably you, asked for a place at “%(title)s”, %(when)s.\n\n"
            "Open this page and press the button to take the place:\n\n"
            "%(link)s\n\n"
            "If you did not ask for it, you can ignore this mail: nothing happens."
        ) % (words | {"link": own_page(one)})
    notices.post_to_address(
        one.address, ASKED, subject, text, secret=True, about=f"event:{one.event_id}",
        dedupe_key=f"event-asked:{one.pk}:{again}",
    )  # fmt: skip


def tell(rows: Iterable[Registration], what: str) -> int:
    """Tell each how they stand now, with the entry for their calendar; how many messages.

    `what` tells apart what happens to a registration more than once.
    """
    drafts = [_draft(one, what) for one in rows]
    notices.post_all(drafts)
    return len(drafts)


def _draft(one: Registration, what: str) -> Notice:
    event = one.event
    with reading(one):
        subject, text = _written(one)
        placed = one.state == State.PLACED
        return notices.drafted(
            one.person, one.address, PLACE, subject, text, secret=one.person_id is None,
            about=f"event:{event.pk}", calendar=entry_of(event, one) if placed else "",
            dedupe_key=f"event-place:{one.pk}:{one.number}:{one.state}:{what}",
        )  # fmt: skip


def _written(one: Registration) -> tuple[str, str]:
    event = one.event
    words = {
        "title": event.title, "when": dates.moment(event.starts_at), "place": event.place,
        "link": own_page(one), "join": event.link,
    }  # fmt: skip
    if event.state == Event.State.CANCELLED:
        text = _("“%(title)s”, %(when)s, does not take place. There is nothing for you to do.")
        return _("Cancelled: %(title)s") % words, text % words
    if one.state == State.WAITING:
        text = _(
            "Every place at “%(title)s”, %(when)s, is taken. You are on the waiting list, and get "
            "a mail as soon as a place is yours.\n\nIf you can’t come any more, say so here:"
            "\n\n%(link)s"
        )
        return _("You are on the waiting list: %(title)s") % words, text % words
    parts = [_("You have a place at “%(title)s”, %(when)s.") % words]
    if event.place:
        parts.append(_("Place: %(place)s") % words)
    if event.link:
        parts.append(_("Join here: %(join)s") % words)
    parts.append(_("If you can’t come, give your place to somebody else here:\n\n%(link)s") % words)
    return _("You have a place: %(title)s") % words, "\n\n".join(parts)
