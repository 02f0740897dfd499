"""Telling districts ahead of everybody else, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from trellis.designations import queries, rules
from trellis.designations.actions.shared import locked
from trellis.designations.models import AdvanceNotice, Release
from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.notices.actions import deliver_soon
from trellis.notices.models import Notice
from trellis.organizations.models import Appointment, Organization
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.texts import say

KIND = "advance-notice"
BATCH = 500


@dataclass(frozen=True)
class Told:
    """Whom an advance notice reached."""

    districts: int
    people: int
    without: tuple[str, ...]
    """Names of districts where nobody holds a role that is told."""

    def summed(self) -> str:
        """The same in a sentence."""
        told = ngettext(
            "%(n)s district was told.", "%(n)s districts were told.", self.districts
        ) % {"n": self.districts}
        if not self.without:
            return told
        left = _("Nobody to tell at: %(names)s.") % {"names": ", ".join(self.without[:20])}
        return f"{told} {left}"


@transaction.atomic
def send_advance_notice(
    release: Release,
    districts: Iterable[Organization] | None = None,
    *,
    by: Person,
    acting_as: str = "",
) -> Told:
    """Tell districts of a checked release; from then on their superintendents may look.

    All of the release's districts when none are named. Those told since the check are left out. One
    message goes to each person who holds a role that the pack names. NotAllowed; OutOfOrder where
    the release is not checked; NotReady where the pack tells nobody ahead, a district is not in
    the release, or there is nobody left to tell.
    """
    if not rules.may_publish(by):
        raise NotAllowed(_("Only the people who publish releases can send the advance notice."))
    if not queries.release_day().advance.told:
        raise NotReady(_("In this state districts are not told ahead of a release."))
    kept = locked(release)
    if kept.state != Release.State.CHECKED:
        text = _("“%(title)s” is not checked, or it is public already.")
        raise OutOfOrder(text % {"title": kept.title})
    waiting = _waiting(kept, districts)
    holders = _people([one.pk for one in waiting])
    reached = {one.organization_id for one in holders}
    without = tuple(one.name for one in waiting if one.pk not in reached)
    if not reached:
        raise NotReady(_("Nobody is left to tell."))
    _write(kept, [one for one in waiting if one.pk in reached], by)
    people = _tell(kept, holders)
    after = {
        "districts": sorted(one.code for one in waiting if one.pk in reached),
        "people": people,
        "without": list(without),
    }
    record(
        f"release:{kept.pk}", kept.title, "advance notice sent",
        by=by, acting_as=acting_as, after=after,
    )  # fmt: skip
    return Told(len(reached), people, without)


def _waiting(kept: Release, districts: Iterable[Organization] | None) -> list[Organization]:
    """The districts to tell that have not been told since the check."""
    named = queries.districts_of(kept)
    if districts is not None:
        wanted = {one.pk: one for one in districts}
        named = named.filter(pk__in=wanted)
        missing = sorted(set(wanted) - set(named.values_list("pk", flat=True)))
        if missing:
            text = _("%(name)s has no organization in this release.")
            raise NotReady(*(text % {"name": wanted[pk].name} for pk in missing))
    told = AdvanceNotice.objects.in_force().filter(release=kept)
    return list(named.exclude(pk__in=told.values("district")))


def _people(districts: Sequence[int]) -> list[Appointment]:
    """Who is told at these districts, today."""
    held = queries.holders(districts, on=clock.today())
    return list(held.select_related("person", "organization"))


def _write(kept: Release, districts: Sequence[Organization], by: Person) -> None:
    at = clock.now()
    AdvanceNotice.objects.bulk_create(
        (AdvanceNotice(release=kept, district=one, sent_by=by, sent_at=at) for one in districts),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["release", "district"],
        update_fields=["sent_by", "sent_at", "opened_by", "opened_at"],
    )


def _tell(kept: Release, holders: Sequence[Appointment]) -> int:
    """One message per person, in the person's language."""
    page = settings.BASE_URL + reverse("designations:advance", args=[kept.pk])
    day = queries.release_day()

    def written() -> tuple[str, str]:
        words = {"year": kept.year}
        subject = _("Advance notice: designations for %(year)s") % words
        first = _(
            "The designations of your schools for %(year)s are ready. You can read them now, before"
            " they are public, after signing in:"
        )
        return subject, "\n\n".join(
            [first % words, page, say(day.advance.embargo or ""), _hour(kept)]
        )

    return _post(kept, holders, "sent", written)


def _hour(kept: Release) -> str:
    if kept.publish_at is None:
        return _("The page says when they become public.")
    return _("They become public on %(at)s.") % {"at": queries.public_from(kept.publish_at)}


def recall(kept: Release) -> int:
    """Tell those who were told since the check to set it aside; the check is being taken back.

    Called before the check goes, in its transaction; answers how many messages were written.
    """
    told = AdvanceNotice.objects.in_force().filter(release=kept)
    districts = [one.district_id for one in told]
    if not districts:
        return 0
    day = queries.release_day()

    def written() -> tuple[str, str]:
        words = {"year": kept.year}
        subject = _("Please wait: the designations for %(year)s are looked at again") % words
        return subject, say(day.advance.recalled or "")

    return _post(kept, _people(districts), "recalled", written)


def _post(
    kept: Release,
    holders: Iterable[Appointment],
    what: str,
    written: Callable[[], tuple[str, str]],
) -> int:
    """One message to each of these people, answered by the program; how many."""
    contact = programs.in_year(kept.year.start).pack.contact
    texts: dict[str, tuple[str, str]] = {}
    now = clock.now()
    rows = []
    for person in {one.person_id: one.person for one in holders}.values():
        language = person.language or get_language() or settings.LANGUAGE_CODE
        if language not in texts:
            with override(language):
                subject, text = written()
                foot = _("Questions: %(contact)s") % {"contact": contact.email or contact.website}
                texts[language] = (subject, f"{text}\n\n{foot}")
        subject, text = texts[language]
        rows.append(
            Notice(
                recipient=person, address=person.email, kind=KIND, subject=subject, text=text,
                reply_to=contact.email, about=f"release:{kept.pk}", group_key=f"release:{kept.pk}",
                dedupe_key=f"advance:{kept.pk}:{what}:{now.isoformat()}:{person.pk}",
                created_at=now,
            )
        )  # fmt: skip
    Notice.objects.bulk_create(rows, batch_size=BATCH)
    deliver_soon()
    return len(rows)


def open_ahead(release: Release, districts: Iterable[int], *, by: Person) -> None:
    """Note that somebody of a told district has opened the page, the first time only."""
    notices = AdvanceNotice.objects.open_to(districts).filter(release=release, opened_at=None)
    AdvanceNotice.objects.filter(pk__in=list(notices.values_list("pk", flat=True))).filter(
        opened_at=None
    ).update(opened_by=by, opened_at=clock.now())
