"""Messages about offered times, each in its reader's language and on their clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit import dates
from trellis.meetings.actions.telling import reading
from trellis.meetings.models import Offer
from trellis.meetings.queries.people import Asked
from trellis.meetings.rules import called
from trellis.notices import actions as notices
from trellis.notices.models import Notice
from trellis.people.models import Person

KIND = "meeting-times"


def page(offer: Offer) -> str:
    """Where one reads and picks."""
    return settings.BASE_URL + reverse("meetings:offer", args=[offer.pk])


def tell_offered(
    offers: Sequence[Offer],
    times: Sequence[datetime],
    asked: Mapping[int, Sequence[Asked]],
    *,
    by: Person,
) -> int:
    """One message to each person whose word counts, over all their organizations; how many."""
    mine: dict[int, tuple[Person, list[Offer]]] = {}
    for offer in offers:
        for one in asked.get(offer.organization_id or 0, ()):
            if one.person.pk != by.pk:
                mine.setdefault(one.person.pk, (one.person, []))[1].append(offer)
    drafts = [_offered(person, those, times, by) for person, those in mine.values()]
    notices.post_all(drafts)
    return len(drafts)


def _offered(person: Person, offers: Sequence[Offer], at: Sequence[datetime], by: Person) -> Notice:
    first = offers[0]
    with reading(person):
        places = [_place(one) for one in offers]
        words = {"kind": called(first.kind), "place": places[0], "name": by.name,
                 "minutes": first.minutes, "count": len(places)}  # fmt: skip
        subject = ngettext(
            "Pick a time: %(kind)s, %(place)s", "Pick times: %(kind)s, %(count)s schools",
            len(places),
        ) % words  # fmt: skip
        begin = _("%(name)s offers these times (%(minutes)s minutes):") % words
        times = [f"- {dates.moment(one)}" for one in at]
        links = [f"{place}: {page(one)}" for place, one in zip(places, offers, strict=True)]
        ask = _("Say here which of them suit you, or that none does:")
        parts = [first.message, "\n".join([begin, *times]), "\n".join([ask, *links])]
    return _draft(first, person, subject, parts, by, "offered")


def _place(offer: Offer) -> str:
    return offer.organization.name if offer.organization else ""


def tell_refused(offer: Offer, said: str, *, by: Person, again: str) -> None:
    """Tell whoever offered that somebody can't come at any of the times."""
    with reading(offer.offered_by):
        words = {"name": by.name, "place": _place(offer), "kind": called(offer.kind)}
        subject = _("None of the times suits: %(kind)s, %(place)s") % words
        first = _("%(name)s says that none of the times you offered suits.") % words
        parts = [first, said, page(offer)]
    notices.post_all([_draft(offer, offer.offered_by, subject, parts, by, f"refused{again}")])


def tell_withdrawn(offer: Offer, asked: Iterable[Asked], *, by: Person) -> None:
    """Tell everybody who could pick that the times are no longer offered."""
    drafts = []
    for one in asked:
        if one.person.pk == by.pk:
            continue
        with reading(one.person):
            words = {"place": _place(offer), "kind": called(offer.kind), "name": by.name}
            subject = _("Times no longer offered: %(kind)s, %(place)s") % words
            parts = [_("%(name)s took the offered times back. There is nothing to pick.") % words]
        drafts.append(_draft(offer, one.person, subject, parts, by, "withdrawn"))
    notices.post_all(drafts)


def tell_passed(offer: Offer) -> Notice:
    """For whoever offered: all times went by and no time was found."""
    with reading(offer.offered_by):
        words = {"place": _place(offer), "kind": called(offer.kind)}
        subject = _("No time was found: %(kind)s, %(place)s") % words
        parts = [_("All the times that you offered went by. Offer new ones here:"), page(offer)]
    return _draft(offer, offer.offered_by, subject, parts, offer.offered_by, "passed")


def remind(offer: Offer, person: Person, left: int, last: str) -> Notice:
    """For somebody whose word is still missing, after one of the times went by."""
    with reading(person):
        words = {"place": _place(offer), "kind": called(offer.kind), "count": left}
        subject = _("Still to pick: %(kind)s, %(place)s") % words
        first = ngettext(
            "One of the offered times went by; %(count)s is left.",
            "One of the offered times went by; %(count)s are left.",
            left,
        ) % words  # fmt: skip
        parts = [first, _("Say here which of them suit you, or that none does:"), page(offer)]
    return _draft(offer, person, subject, parts, offer.offered_by, f"left-{last}")


def _draft(
    offer: Offer, person: Person, subject: str, parts: Sequence[str], by: Person, reason: str
) -> Notice:
    return notices.drafted(
        person, person.email, KIND, subject, "\n\n".join(part for part in parts if part),
        dedupe_key=f"offer-{reason}:{offer.pk}:{person.pk}"[:200],
        from_name=by.name, reply_to=by.email, about=f"offer:{offer.pk}",
    )  # fmt: skip
