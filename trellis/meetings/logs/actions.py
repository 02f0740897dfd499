"""Every write of a log of past meetings: checked, then applied as a whole, or dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.jobs import actions as jobs
from trellis.jobs.models import Job
from trellis.kit.errors import OutOfOrder
from trellis.meetings.actions.logged import Spot, settle_logged
from trellis.meetings.logs import rules
from trellis.meetings.logs.applying import Writer
from trellis.meetings.logs.checking import LogCheck
from trellis.meetings.logs.rules import Importer
from trellis.meetings.logs.standing import Standing
from trellis.meetings.models import StagedEntry
from trellis.organizations.actions.directory import claim, entry, finish, opened, silent
from trellis.organizations.actions.uploads import keep
from trellis.organizations.models import Import
from trellis.people.models import Person
from trellis.programs import queries as programs

CHECK, APPLY = "meetings.check-log", "meetings.apply-log"
Progress = Callable[[str, int, int], None]


def start_check(chunks: Iterable[bytes], *, name: str, by: Person, layout: str = "") -> Job:
    """Keep an uploaded log for the worker, and have it checked. NotAllowed; Unreadable."""
    rules.allow(by)
    arguments = {"token": keep(chunks), "name": name[:200], "layout": layout}
    return jobs.start(CHECK, _("Checking %(name)s") % {"name": name[:150]}, arguments, by=by)


def start_application(source: Import, *, by: Person, acting_as: str, skip_bad: bool) -> Job:
    """Have the worker apply a checked log. NotAllowed."""
    rules.own(source, by)
    arguments = {"import": source.pk, "acting_as": acting_as, "skip_bad": skip_bad}
    title = _("Applying %(name)s") % {"name": source.name[:150]}
    return jobs.start(APPLY, title, arguments, by=by)


def check_log(
    path: Path,
    *,
    name: str,
    by: Person | None,
    on: date,
    layout: str = "",
    progress: Progress = silent,
) -> Import:
    """Read a log and stage what it would write; `by` None is the command line.

    Not one transaction: what is staged shows nowhere until it is applied, and earlier logs of the
    same person that nobody applied are dropped. NotAllowed; Unreadable for the file as a whole.
    """
    rules.allow(by)
    waiting = Import.objects.filter(kind=Import.Kind.MEETINGS, by=by).exclude(
        state__in=[Import.State.APPLIED, Import.State.DROPPED]
    )
    for earlier in waiting:
        _forget(earlier)
    source = opened(Import.Kind.MEETINGS, path, name=name, by=by, on=on)
    try:
        LogCheck(source, programs.current(), path, layout, progress).run()
    except BaseException:
        _forget(source)
        raise
    return source


@transaction.atomic
def _forget(source: Import) -> None:
    StagedEntry.objects.filter(source=source).delete()
    Import.objects.filter(pk=source.pk).update(state=Import.State.DROPPED)


@transaction.atomic
def drop_log(source: Import, *, by: Person | None) -> None:
    """Decide not to apply a checked log. NotAllowed; OutOfOrder."""
    rules.own(source, by)
    same = Import.objects.filter(pk=source.pk, state=Import.State.CHECKED)
    if not same.update(state=Import.State.DROPPED):
        raise OutOfOrder(_("This file was applied or dropped before."))
    _forget(source)


@transaction.atomic
def apply_log(
    source: Import, *, by: Person | None, acting_as: str = "", skip_bad: bool = False
) -> int:
    """Write the meetings and the help of a checked log, as a whole; answers how many.

    Nobody is told: these are past. NotAllowed; NotReady with refused rows unless `skip_bad`;
    OutOfOrder when it was applied or dropped, or when the schools or their meetings changed since.
    """
    rules.own(source, by)
    claim(source, skip_bad=skip_bad)
    rows = StagedEntry.objects.filter(source=source).select_related("organization")
    staged = list(rows.order_by("on", "id"))
    _must_still_fit(staged, by)
    source.written = len(staged)
    if staged:
        try:
            with transaction.atomic():
                parties = Writer(source, by=by, acting_as=acting_as).write(staged)
        except IntegrityError:
            raise _changed() from None  # somebody applied the same lines at the same time
        spots = {
            Spot(one.organization_id, one.kind, one.meeting.year_id, one.month) for one in parties
        }
        settle_logged(spots, by=by or staged[0].leader, acting_as=acting_as)
        record(f"import:{source.pk}", source.name, "imported", by=by, acting_as=acting_as,
               after=entry(source))  # fmt: skip
    StagedEntry.objects.filter(source=source).delete()
    finish(source)
    return source.written


def _must_still_fit(staged: list[StagedEntry], by: Person | None) -> None:
    """What was checked may still be written by the same person, and is not here meanwhile."""
    standing, importer = Standing(staged), Importer(by)
    for one in staged:
        closed = one.organization.closed_on
        fits = importer.may_load(one.organization) and (closed is None or closed > one.on)
        if not fits or standing.has(one.digest) or standing.collides(one):
            raise _changed()


def _changed() -> OutOfOrder:
    return OutOfOrder(
        _("Schools or their meetings were changed since this file was checked. Check it again.")
    )
