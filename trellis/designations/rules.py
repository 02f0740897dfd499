"""Who may prepare, check and publish releases.

Two persons stand behind a release, and persons are compared, never their appointments. The rights
asked for here are never lent: `trellis.programs.schema.roles.NEVER_LENT`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from trellis.designations.models import Release
from trellis.designations.schema import ReleaseDay
from trellis.organizations.rules import Seat, may
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability


def may_manage(person: Person, *, seats: Iterable[Seat] | None = None) -> bool:
    """Whether a person imports designations, checks a colleague's draft and sees drafts."""
    return may(person, Capability.RELEASE_MANAGE, seats=seats)


def may_publish(person: Person, *, seats: Iterable[Seat] | None = None) -> bool:
    """Whether a person may let everybody see a release."""
    return may(person, Capability.RELEASE_PUBLISH, seats=seats)


def districts_told(seats: Iterable[Seat]) -> list[int]:
    """Districts of which a person may read what was sent ahead: own seats in the pack's roles.

    What is only lent, and service to a district, open nothing.
    """
    advance = programs.current().section("release", ReleaseDay).advance
    return [
        seat.organization_id
        for seat in seats
        if advance.told and seat.role in advance.roles and not seat.delegated and not seat.assigned
    ]


def own_work(release: Release, person: Person) -> str:
    """Why a person can't check this draft: it is the person's own work; empty if it is not."""
    if person.pk == release.imported_by_id:
        return _("You imported this file. Somebody else has to check it.")
    if person.pk == release.changed_by_id:
        return _("You changed this draft last. Somebody else has to check it.")
    return ""


def own_check(release: Release, person: Person) -> str:
    """Why a person can't publish: nobody else has seen the release; empty if somebody has.

    A file from the command line has no importer, so its checker is the first of two persons.
    """
    if release.imported_by_id is None and release.checked_by_id == person.pk:
        return _("You checked this release. Somebody else has to publish it.")
    return ""
