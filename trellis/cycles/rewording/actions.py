"""Saying words and links of the program otherwise for a year, by whoever may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.cycles.dates.rules import may_set_dates
from trellis.kit.errors import NotAllowed
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Override


@transaction.atomic
def reword(
    start: int,
    kind: str,
    subject: str,
    values: Mapping[str, Any],
    *,
    by: Person,
    acting_as: str = "",
    seen: str | None = None,
) -> int:
    """Give a part of the program its words for a year; answers how many fields changed.

    NotAllowed; Refused, NotReady and OutOfOrder as `programs.actions.reword` says.
    """
    _allow(by)
    return programs.reword(start, kind, subject, values, by=by, acting_as=acting_as, seen=seen)


@transaction.atomic
def set_links(start: int, links: Mapping[str, str], *, by: Person, acting_as: str = "") -> int:
    """Give resources their links for a year, all or none; answers how many changed.

    An empty link puts the pack's back. NotAllowed; Refused for an unknown resource; NotReady for a
    link that could do harm.
    """
    _allow(by)
    return sum(
        programs.reword(
            start, Override.Kind.RESOURCE, code, {"url": link}, by=by, acting_as=acting_as
        )
        for code, link in links.items()
    )


@transaction.atomic
def put_back(override: Override, *, by: Person, acting_as: str = "") -> None:
    """Let the pack's own words hold again. NotAllowed; OutOfOrder when they changed meanwhile."""
    _allow(by)
    programs.drop_override(override, by=by, acting_as=acting_as)


def _allow(by: Person) -> None:
    if not may_set_dates(by):
        raise NotAllowed(_("Only the agency changes the words of the year."))
