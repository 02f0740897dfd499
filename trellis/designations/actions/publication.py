"""From draft to published: checked by a second person, at once or at a set hour."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.designations import checks, hours, rules
from trellis.designations.actions.advance import recall
from trellis.designations.actions.shared import facts, locked, moved
from trellis.designations.models import Release
from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.people.models import Person

DRAFT, CHECKED, PUBLISHED = Release.State.DRAFT, Release.State.CHECKED, Release.State.PUBLISHED
UNCHECKED = {"state": DRAFT, "checked_by": None, "checked_at": None}
NO_HOUR = {"publish_at": None, "scheduled_by": None}


@transaction.atomic
def check(release: Release, *, by: Person, acting_as: str = "", seen: str = "") -> None:
    """Say as a second person that a draft is right; only then can it be published.

    `seen` is the stamp of what the person looked at. NotAllowed to whoever brought the file in or
    changed it last; OutOfOrder when it is no draft or was changed meanwhile; NotReady where it
    holds nothing.
    """
    if not rules.may_manage(by):
        raise NotAllowed(_("Only the people who prepare releases can check a draft."))
    kept = locked(release)
    if kept.state != DRAFT:
        raise OutOfOrder(_("“%(title)s” is no draft any more.") % {"title": kept.title})
    if seen and seen != kept.stamp:
        raise OutOfOrder(_("The draft was changed meanwhile. Look at it again first."))
    if refusal := rules.own_work(kept, by):
        raise NotAllowed(refusal)
    if missing := checks.before_check(kept):
        raise NotReady(*missing)
    moved(release, kept, state=CHECKED, checked_by=by, checked_at=clock.now())
    _record(kept, "checked", by=by, acting_as=acting_as)


@transaction.atomic
def withdraw_check(release: Release, *, by: Person, acting_as: str = "", why: str = "") -> None:
    """Make a draft of a checked release again; its set hour and its advance notices lapse."""
    if not rules.may_manage(by):
        raise NotAllowed(_("Only the people who prepare releases can take a check back."))
    kept = locked(release)
    if kept.state != CHECKED:
        raise OutOfOrder(_not_checked(kept))
    _take_back(release, kept, by=by, acting_as=acting_as, why=why)


@transaction.atomic
def reopen_draft(release: Release, *, by: Person | None, why: str, acting_as: str = "") -> None:
    """Note that somebody changes what goes out with a release; a check that it had is void.

    Called by whatever changes a letter, a proposal or the designations, in its transaction; `by`
    None is the command line. OutOfOrder when the release is published.
    """
    kept = locked(release)
    if kept.state == PUBLISHED:
        raise OutOfOrder(_published_already(kept))
    if kept.state == CHECKED:
        _take_back(release, kept, by=by, acting_as=acting_as, why=why)
    moved(release, kept, changed_by=by, changed_at=clock.now())


def _take_back(
    release: Release, kept: Release, *, by: Person | None, acting_as: str, why: str
) -> None:
    before = {"checked_by": kept.checked_by_id, "publish_at": _iso(kept.publish_at)}
    recalled = recall(kept)
    moved(release, kept, **UNCHECKED, **NO_HOUR)
    after = {"state": str(DRAFT), "why": why, "told to wait": recalled}
    record(
        f"release:{kept.pk}", kept.title, "check withdrawn",
        by=by, acting_as=acting_as, before=before, after=after,
    )  # fmt: skip


@transaction.atomic
def schedule(release: Release, *, at: datetime, by: Person, acting_as: str = "") -> None:
    """Set the hour at which a checked release is published in this person's name.

    NotAllowed to who may not publish it; OutOfOrder where it is not checked; NotReady for an hour
    that has passed.
    """
    kept = _publishable(release, by)
    if at <= clock.now():
        raise NotReady(_("This hour has passed. Choose a later one."))
    before = {"publish_at": _iso(kept.publish_at)}
    moved(release, kept, publish_at=at, scheduled_by=by)
    record(
        f"release:{kept.pk}", kept.title, "scheduled",
        by=by, acting_as=acting_as, before=before, after={"publish_at": _iso(at)},
    )  # fmt: skip
    hours.arrange(kept.pk, at)


@transaction.atomic
def unschedule(release: Release, *, by: Person, acting_as: str = "") -> None:
    """Take the set hour away; the release stays checked. OutOfOrder where there is none."""
    if not rules.may_publish(by):
        raise NotAllowed(_("Only the people who publish releases can do this."))
    kept = locked(release)
    if kept.state == PUBLISHED:
        raise OutOfOrder(_published_already(kept))
    if kept.publish_at is None:
        raise OutOfOrder(_("“%(title)s” has no set hour.") % {"title": kept.title})
    before = {"publish_at": _iso(kept.publish_at)}
    moved(release, kept, **NO_HOUR)
    record(
        f"release:{kept.pk}", kept.title, "unscheduled",
        by=by, acting_as=acting_as, before=before,
    )  # fmt: skip


@transaction.atomic
def publish(
    release: Release, *, by: Person, at: datetime, acting_as: str = "", due: datetime | None = None
) -> None:
    """Let everybody see a checked release; called by the action that opens the year.

    `due` is the set hour that has come. NotAllowed to who may not publish, and to the one person
    behind a file from the command line and its check; OutOfOrder where it is not checked, or was
    published, or its correction was, or where the hour was moved or taken away meanwhile.
    """
    kept = _publishable(release, by)
    if due is not None and kept.publish_at != due:
        raise OutOfOrder(_("The hour was moved or taken away meanwhile."))
    if kept.corrects_id is not None:
        _require_uncorrected(kept)
    moved(release, kept, state=PUBLISHED, published_by=by, published_at=at, **NO_HOUR)
    _record(kept, "published", by=by, acting_as=acting_as)


def _publishable(release: Release, by: Person) -> Release:
    """The held release, checked, and not by this person alone."""
    if not rules.may_publish(by):
        raise NotAllowed(_("Only the people who publish releases can do this."))
    kept = locked(release)
    if kept.state != CHECKED:
        raise OutOfOrder(_not_checked(kept))
    if refusal := rules.own_check(kept, by):
        raise NotAllowed(refusal)
    return kept


def _require_uncorrected(kept: Release) -> None:
    """Two corrections of one release: the second must correct the first."""
    corrected = Release.objects.select_for_update().get(pk=kept.corrects_id or 0)
    other = Release.objects.published().filter(corrects=corrected).first()
    if other is not None:
        text = _("“%(other)s” corrected the same release first. Import the file as its correction.")
        raise OutOfOrder(text % {"other": other.title})


def require_checked(release: Release) -> None:
    """Refuse early what can't be published, before somebody prepares an opening for nothing."""
    if not Release.objects.filter(pk=release.pk, state=CHECKED).exists():
        now = Release.objects.filter(pk=release.pk).first()
        raise OutOfOrder(_not_checked(now or release))


@transaction.atomic
def discard(release: Release, *, by: Person, acting_as: str = "") -> None:
    """Remove a draft that nobody wants; what is checked or published stays."""
    if not rules.may_manage(by):
        raise NotAllowed(_("Only the people who prepare releases can remove a draft."))
    kept = locked(release)
    if kept.state != DRAFT:
        raise OutOfOrder(_("“%(title)s” is no draft any more.") % {"title": kept.title})
    record(
        f"release:{kept.pk}", kept.title, "discarded",
        by=by, acting_as=acting_as, before=facts(kept),
    )  # fmt: skip
    kept.delete()


def _record(kept: Release, verb: str, *, by: Person, acting_as: str) -> None:
    record(
        f"release:{kept.pk}", kept.title, verb, by=by, acting_as=acting_as, after=facts(kept)
    )  # fmt: skip


def _not_checked(release: Release) -> str:
    if release.state == PUBLISHED:
        return _published_already(release)
    return _("“%(title)s” has not been checked by a second person.") % {"title": release.title}


def _published_already(release: Release) -> str:
    return _("“%(title)s” is published already.") % {"title": release.title}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
