"""What a release is about to do with each organization: computed, then settled by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.cycles import rules
from trellis.cycles.facts import (
    COLUMNS,
    Row,
    aim_columns,
    facts_again,
    proposals_of,
    row_of,
    rules_of,
)
from trellis.cycles.models import Proposal
from trellis.cycles.proposing import Aim, Facts, Rules, aim_of
from trellis.designations import actions as designations
from trellis.designations.models import Release
from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.people.models import Person
from trellis.programs import queries as programs

OpenFor = Mapping[str, Sequence[str]]
"""Plan code to the designations it opens for, where they differ from the plan's own."""
MOST_NAMED = 5
SETTLED = ("settled_by_id", "settled_at", "note")
EVERY = ("organization_id", *COLUMNS, *SETTLED)
OUTCOME = COLUMNS.index("outcome")


@transaction.atomic
def propose(
    release: Release, *, by: Person, acting_as: str = "", open_for: OpenFor | None = None
) -> int:
    """Compute what the release means for each organization; answers how many rows changed.

    What people settled stays, unless it leads nowhere any more. A check that the release had is
    void when anything changed. NotAllowed; OutOfOrder when it is published.
    """
    if not rules.may_settle(by):
        raise NotAllowed(_("Only the people who prepare releases can do this."))
    kept = _unpublished(release)
    had = kept.proposals.exists()
    changed = write_proposals(kept, open_for)
    if changed:
        if had:
            why = _("The proposals were made again.")
            designations.reopen_draft(release, by=by, why=why, acting_as=acting_as)
        record(f"release:{kept.pk}", kept.title, "proposed", by=by, acting_as=acting_as,
               after={"changed": changed})  # fmt: skip
    return changed


def _unpublished(release: Release) -> Release:
    kept = Release.objects.select_for_update(of=("self",)).select_related("year").get(pk=release.pk)
    if kept.state == Release.State.PUBLISHED:
        raise OutOfOrder(_("“%(title)s” is published already.") % {"title": kept.title})
    if kept.corrects_id:
        raise OutOfOrder(_("A correction has no proposals: it lists what to open, stop or keep."))
    return kept


def write_proposals(release: Release, open_for: OpenFor | None = None) -> int:
    """Bring the stored proposals up to date, in the caller's transaction; how many changed."""
    wanted, there = _wanted(release, open_for)
    gone = [pk for pk in there if wanted.get(pk) != there[pk]]
    new = [pk for pk in wanted if wanted[pk] != there.get(pk)]
    if gone:
        Proposal.objects.filter(release=release, organization__in=gone).delete()
    insert(release, {pk: wanted[pk] for pk in new})
    return len(set(gone) | set(new))


def have_changed(release: Release, open_for: OpenFor | None = None) -> bool:
    """Whether the stored proposals are no longer what would be computed."""
    wanted, there = _wanted(release, open_for)
    return wanted != there


def _wanted(release: Release, open_for: OpenFor | None) -> tuple[dict[int, Row], dict[int, Row]]:
    """The rows as they should be and as they are, by organization."""
    ready = rules_of(programs.current(), release, open_for)
    there = {
        row[0]: row[1:]
        for row in Proposal.objects.filter(release=release).order_by().values_list(*EVERY)
    }
    wanted: dict[int, Row] = {}
    for pk, (facts, proposed) in proposals_of(release, ready).items():
        wanted[pk] = _with_settlement(row_of(facts, proposed), there.get(pk), facts, ready)
    return wanted, there


def _with_settlement(row: Row, before: Row | None, facts: Facts, ready: Rules) -> Row:
    """The computed row, with what somebody settled where that still leads somewhere."""
    settled = before[len(COLUMNS) :] if before else (None, None, "")
    if before is None or settled[0] is None:
        return (*row, None, None, "")
    outcome = str(before[OUTCOME])
    aim = aim_of(outcome, facts, ready)
    if aim is None:
        return (*row, None, None, "")
    return (*row[:OUTCOME], outcome, *aim_columns(aim), *settled)


def insert(release: Release, rows: Mapping[int, Row]) -> None:
    """Write proposals as a row stream: building records for thousands costs ten times that."""
    columns = ", ".join(("release_id", *EVERY))
    places = ", ".join(["%s"] * (len(EVERY) + 1))
    adapt = connection.ops.adapt_datetimefield_value
    at = 1 + EVERY.index("settled_at")
    values = []
    for pk, row in rows.items():
        line: list[Any] = [release.pk, pk, *row]
        line[at] = adapt(line[at]) if line[at] else None
        values.append(line)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO cycles_proposal ({columns}) VALUES ({places})",  # noqa: S608 - ours
            values,
        )


@transaction.atomic
def settle(
    proposals: Iterable[Proposal],
    kind: str,
    *,
    by: Person,
    note: str = "",
    acting_as: str = "",
) -> int:
    """Decide what happens with organizations of one release; answers how many.

    An empty `kind` takes each as it is proposed. The release has to be checked anew. NotAllowed;
    OutOfOrder when it is published; NotReady where the kind leads nowhere, with names.
    """
    if not rules.may_settle(by):
        raise NotAllowed(_("Only the people who prepare releases can do this."))
    rows = _held(proposals)
    release = _unpublished(rows[0].release)
    aims = _aims(rows, kind, release)
    for one in rows:
        aim = aims[one.organization_id]
        one.outcome = kind or one.kind
        one.to_kind, one.to_cohort, one.to_term, one.plan = aim_columns(aim)
        one.settled_by, one.settled_at, one.note = by, clock.now(), note.strip()[:300]
    fields = ["outcome", "to_kind", "to_cohort", "to_term", "plan", "note"]
    Proposal.objects.bulk_update(rows, [*fields, "settled_by", "settled_at"], batch_size=200)
    _changed(release, rows, "settled", kind or "as proposed", note, by=by, acting_as=acting_as)
    return len(rows)


@transaction.atomic
def unsettle(proposals: Iterable[Proposal], *, by: Person, acting_as: str = "") -> int:
    """Take decisions back: each is as it was proposed. NotAllowed; OutOfOrder."""
    if not rules.may_settle(by):
        raise NotAllowed(_("Only the people who prepare releases can do this."))
    rows = [one for one in _held(proposals) if one.settled_at]
    if not rows:
        raise OutOfOrder(_("None of these is settled. Load the page to see them as they are now."))
    release = _unpublished(rows[0].release)
    for one in rows:
        one.settled_by = one.settled_at = None
        one.note = ""
    Proposal.objects.bulk_update(rows, ["settled_by", "settled_at", "note"], batch_size=200)
    write_proposals(release)
    _changed(release, rows, "unsettled", "", "", by=by, acting_as=acting_as)
    return len(rows)


def _held(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals as they stand, all of one release."""
    ids = [one.pk for one in proposals]
    rows = list(Proposal.objects.filter(pk__in=ids).select_related("organization", "release__year"))
    if not rows or len(rows) < len(ids):
        raise OutOfOrder(_("The proposals were made again meanwhile. Look at them first."))
    if len({one.release_id for one in rows}) > 1:
        raise NotReady(_("Settle one release at a time."))
    return rows


def _aims(rows: Sequence[Proposal], kind: str, release: Release) -> dict[int, Aim]:
    """Where each decision leads; NotReady names the organizations where it leads nowhere."""
    ready = rules_of(programs.current(), release)
    facts = facts_again(rows, release.year.start)
    aims, nowhere = {}, []
    for one in rows:
        aim = aim_of(kind or one.kind, facts[one.organization_id], ready)
        if aim is None:
            nowhere.append(one.organization.name)
        else:
            aims[one.organization_id] = aim
    if nowhere:
        words = {"names": ", ".join(nowhere[:MOST_NAMED]), "num": len(nowhere)}
        raise NotReady(
            ngettext(
                "This can’t be chosen for %(names)s: its status or the program has nothing there.",
                "This can’t be chosen for %(num)s of them: %(names)s.",
                len(nowhere),
            )
            % words
        )
    return aims


def _changed(
    release: Release,
    rows: Sequence[Proposal],
    verb: str,
    kind: str,
    note: str,
    *,
    by: Person,
    acting_as: str,
) -> None:
    """Void a check, and say so of the release only: of its schools nobody may read yet."""
    why = _("What happens with an organization was settled.")
    designations.reopen_draft(release, by=by, why=why, acting_as=acting_as)
    named = sorted(one.organization.code for one in rows)
    record(f"release:{release.pk}", release.title, verb, by=by, acting_as=acting_as,
           after={"kind": kind, "note": note.strip()[:300], "organizations": named})  # fmt: skip
