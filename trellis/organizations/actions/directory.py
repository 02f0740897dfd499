"""Loading the state's directory: check a file, then apply what it would change, or drop it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.imports.applying import write
from trellis.organizations.imports.checking import Check
from trellis.organizations.imports.known import fingerprint
from trellis.organizations.models import Import, StagedOrganization, StagedSeat
from trellis.organizations.placing import lock_organizations
from trellis.organizations.rules import may
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability

Progress = Callable[[str, int, int], None]


def silent(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def allow_imports(by: Person | None) -> None:
    """Only who may load the directory; `by` None is the operator at the command line."""
    if by is not None and not may(by, Capability.DIRECTORY_IMPORT):
        raise NotAllowed(_("Your roles don’t let you load files of organizations or people."))


def check_directory(
    path: Path,
    *,
    name: str,
    by: Person | None,
    on: date,
    layout: str = "",
    progress: Progress = silent,
) -> Import:
    """Read a directory file and stage what it would change; raises Unreadable.

    Not one transaction: what is staged shows nowhere until it is applied, and a check that
    breaks off is dropped by the next one.
    """
    allow_imports(by)
    source = begin(Import.Kind.DIRECTORY, path, name=name, by=by, on=on)
    check = Check(source, programs.current(), path, layout, progress)
    try:
        check.run()
    except BaseException:
        forget(source)
        raise
    return source


@transaction.atomic
def begin(kind: str, path: Path, *, name: str, by: Person | None, on: date) -> Import:
    """A new import; those of the same kind that nobody applied are dropped."""
    waiting = Import.objects.filter(kind=kind).exclude(
        state__in=[Import.State.APPLIED, Import.State.DROPPED]
    )
    for earlier in waiting:
        forget(earlier)
    return opened(kind, path, name=name, by=by, on=on)


def opened(kind: str, path: Path, *, name: str, by: Person | None, on: date) -> Import:
    """The record of a file that is read now, for rooms whose own rows wait for it."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Import.objects.create(
        kind=kind, name=name[:200], sha256=sha256, on=on, by=by, created_at=clock.now()
    )


@transaction.atomic
def forget(source: Import) -> None:
    """Drop what an import has staged."""
    StagedOrganization.objects.filter(source=source).delete()
    StagedSeat.objects.filter(source=source).delete()
    Import.objects.filter(pk=source.pk).update(state=Import.State.DROPPED)


def drop_import(source: Import, *, by: Person | None) -> None:
    """Decide not to apply a checked file."""
    allow_imports(by)
    same = Import.objects.filter(pk=source.pk, state=Import.State.CHECKED)
    if not same.update(state=Import.State.DROPPED):
        raise OutOfOrder(_("This file was applied or dropped before."))
    forget(source)


@transaction.atomic
def apply_directory(
    source: Import, *, by: Person | None, acting_as: str = "", skip_bad: bool = False
) -> int:
    """Write what a checked directory would change, as a whole; answers how many were written."""
    allow_imports(by)
    claim(source, skip_bad=skip_bad)
    lock_organizations()
    if fingerprint() != source.fingerprint:
        raise OutOfOrder(
            _("Organizations were changed since this file was checked. Check it again.")
        )
    source.written = StagedOrganization.objects.filter(source=source).count()
    if source.written:
        fields = _fields(source)
        write(source, fields, by=by, acting_as=acting_as)
        record(
            f"import:{source.pk}",
            source.name,
            "imported",
            by=by,
            acting_as=acting_as,
            after=entry(source),
        )
    finish(source)
    return source.written


def claim(source: Import, *, skip_bad: bool) -> None:
    """Take a checked import for applying; the second of two finds nothing to take."""
    if source.refused and not skip_bad:
        raise NotReady(
            _("%(count)s rows are refused. Mend them, or say that the others go in without them.")
            % {"count": source.refused}
        )
    same = Import.objects.filter(pk=source.pk, state=Import.State.CHECKED)
    if not same.update(state=Import.State.APPLIED, applied_at=clock.now()):
        raise OutOfOrder(_("This file was applied or dropped before."))


def finish(source: Import) -> None:
    """Keep the counts of an applied import, and let go of what was staged."""
    Import.objects.filter(pk=source.pk).update(written=source.written)
    StagedOrganization.objects.filter(source=source).delete()
    StagedSeat.objects.filter(source=source).delete()
    source.refresh_from_db()


def _fields(source: Import) -> list[str]:
    return list(source.counts.get("fields", []))


def entry(source: Import) -> dict[str, object]:
    """What history keeps of an import."""
    return {
        "kind": source.kind,
        "file": source.name,
        "sha256": source.sha256,
        "layout": source.layout,
        "on": source.on.isoformat(),
        "read": source.read,
        "written": source.written,
        "refused": source.refused,
        "counts": source.counts,
    }
