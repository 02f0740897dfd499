"""Changing the tree by hand: add, edit, move, close and reopen an organization."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.names import sort_key, visible
from trellis.organizations import rules
from trellis.organizations.imports.layouts import kinds
from trellis.organizations.imports.rows import FLOOR
from trellis.organizations.models import Level, Organization, Placement
from trellis.organizations.moves import tell
from trellis.organizations.placing import (
    at_or_below,
    lock_organizations,
    moves_since,
    places,
    repair_ancestors,
)
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability

EDITABLE = ("name", "city", "county", "grades", "nces")


@transaction.atomic
def add_organization(
    code: str,
    *,
    name: str,
    kind: str,
    parent: Organization,
    by: Person,
    on: date,
    acting_as: str = "",
    **facts: str,
) -> Organization:
    """Add an organization that no directory file brings, such as a provider."""
    _allow(by, parent)
    lock_organizations()
    parent.refresh_from_db()
    known = kinds(programs.current())
    if kind not in known:
        raise NotReady(_("There is no kind “%(kind)s” in this program.") % {"kind": kind[:60]})
    code, called = code.strip(), " ".join(visible(name).split())
    if not code or not called:
        raise NotReady(_("An organization needs a code and a name."))
    found = Organization(code=code, kind=kind, level=known[kind].level.value, name=called)
    found.sort_name = sort_key(called)
    for field in EDITABLE[1:]:
        setattr(found, field, facts.get(field, ""))
    _hang(found, parent)
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError:
        raise OutOfOrder(_("The code %(code)s is taken already.") % {"code": code}) from None
    Placement.objects.create(organization=found, parent=parent, starts=on)
    after = {"code": code, "name": called, "kind": kind, "parent": parent.code}
    record(_subject(found), called, "added", by=by, acting_as=acting_as, after=after)
    return found


@transaction.atomic
def edit_organization(
    organization: Organization, *, by: Person, acting_as: str = "", **facts: str
) -> None:
    """Correct the name or another plain fact; the next import may bring the file's again."""
    _allow(by, organization)
    wanted: dict[str, Any] = {
        field: " ".join(visible(facts[field]).split()) for field in EDITABLE if field in facts
    }
    if wanted.get("name") == "":
        raise NotReady(_("An organization needs a name."))
    changed = {
        field: value for field, value in wanted.items() if getattr(organization, field) != value
    }
    if not changed:
        return
    before = {field: getattr(organization, field) for field in changed}
    more = {"sort_name": sort_key(changed["name"])} if "name" in changed else {}
    same = Organization.objects.filter(pk=organization.pk, **before)
    if not same.update(**changed, **more):
        raise OutOfOrder(_("Somebody has just changed this organization. Look at it again."))
    organization.refresh_from_db()
    record(
        _subject(organization),
        organization.name,
        "changed",
        by=by,
        acting_as=acting_as,
        before=before,
        after=changed,
    )


@transaction.atomic
def move_organization(
    organization: Organization, parent: Organization, *, by: Person, on: date, acting_as: str = ""
) -> None:
    """Hang an organization, with everything beneath it, under another parent from a day on."""
    _allow(by, organization)
    _allow(by, parent)
    lock_organizations()
    organization.refresh_from_db()
    parent.refresh_from_db()
    if organization.parent_id is None:
        raise NotReady(_("The organization at the top can’t be moved."))
    if organization.parent_id == parent.pk:
        raise OutOfOrder(
            _("%(name)s stands under %(parent)s already.")
            % {"name": organization.name, "parent": parent.name}
        )
    before = places(at_or_below([organization.pk]))
    earlier = organization.parent
    _hang(organization, parent)
    organization.save(update_fields=["parent", "district", "office", "state"])
    current = Placement.objects.filter(organization=organization, ends=None)
    current.filter(starts__gte=on).delete()
    current.update(ends=on)
    Placement.objects.create(organization=organization, parent=parent, starts=on)
    repair_ancestors()
    tell(moves_since(before, set()))
    record(
        _subject(organization),
        organization.name,
        "moved",
        by=by,
        acting_as=acting_as,
        before={"parent": earlier.code if earlier else ""},
        after={"parent": parent.code, "on": on.isoformat()},
    )


@transaction.atomic
def close_organization(
    organization: Organization, *, by: Person, on: date, acting_as: str = ""
) -> None:
    """Close an organization from a day on; what stands beneath it must be closed or moved first."""
    _allow(by, organization)
    lock_organizations()
    if organization.parent_id is None:
        raise NotReady(_("The organization at the top can’t be closed."))
    beneath = Organization.objects.filter(parent=organization, closed_on=None).count()
    if beneath:
        raise NotReady(
            _("%(count)s organizations stand beneath it. Close or move them first.")
            % {"count": beneath}
        )
    before = places(at_or_below([organization.pk]))
    still = Organization.objects.filter(pk=organization.pk, closed_on=None)
    if not still.update(closed_on=on):
        raise OutOfOrder(_("%(name)s is closed already.") % {"name": organization.name})
    organization.closed_on = on
    tell(moves_since(before, {organization.pk}))
    record(_subject(organization), organization.name, "closed", by=by, acting_as=acting_as,
           after={"on": on.isoformat()})  # fmt: skip


@transaction.atomic
def reopen_organization(organization: Organization, *, by: Person, acting_as: str = "") -> None:
    """Open a closed organization again; what it belongs to must be open."""
    _allow(by, organization)
    lock_organizations()
    parent = Organization.objects.filter(children=organization).first()
    if parent is not None and parent.closed_on is not None:
        raise NotReady(
            _("%(parent)s is closed. Open it first, or move %(name)s.")
            % {"parent": parent.name, "name": organization.name}
        )
    closed = Organization.objects.filter(pk=organization.pk, closed_on__isnull=False)
    if not closed.update(closed_on=None):
        raise OutOfOrder(_("%(name)s is open.") % {"name": organization.name})
    organization.closed_on = None
    record(_subject(organization), organization.name, "reopened", by=by, acting_as=acting_as)


def _allow(by: Person, organization: Organization) -> None:
    if not rules.may(by, Capability.ORGANIZATION_EDIT, at=organization):
        raise NotAllowed(_("Your roles don’t let you change this organization."))


def _hang(organization: Organization, parent: Organization) -> None:
    if FLOOR[Level(parent.level)] >= FLOOR[Level(organization.level)] or parent.closed_on:
        words = {"name": organization.name, "parent": parent.name}
        raise NotReady(_("%(name)s can’t stand under %(parent)s. Choose a higher one.") % words)
    above = parent.ancestor_ids()
    organization.parent = parent
    for floor in ("state", "office", "district"):
        setattr(organization, f"{floor}_id", above[floor])
    organization.region = organization.region or parent.region


def _subject(organization: Organization) -> str:
    return f"organization:{organization.pk}"
