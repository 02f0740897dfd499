"""For one school: which supports are recommended, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.designations import queries as designations
from trellis.designations.queries import InWords
from trellis.designations.schema import Designations
from trellis.organizations.models import Organization
from trellis.programs.program import Program
from trellis.programs.texts import say
from trellis.supports.queries.reading import (
    Line,
    Offerer,
    line_of,
    offerers,
    recommended,
    standing,
)
from trellis.supports.schema import Content


@dataclass(frozen=True)
class ForSchool:
    """A school's designations and the supports recommended for them, by organization."""

    organization: Organization
    designations: list[InWords]
    offers: list[tuple[Offerer, list[tuple[Line, str]]]]
    """Each support with the reason why it stands here."""


def for_school(program: Program, organization: Organization) -> ForSchool:
    """What is recommended for a school, and why; three queries.

    A support for schools designated for some student groups stands here only where the school is.
    """
    told = designations.current_designations([organization.pk]).get(organization.pk, [])
    owners = offerers()
    kinds, groups = {one.kind for one in told}, _group_codes(program, told)
    found: dict[int, list[tuple[Line, str]]] = {}
    for code, provider, content in standing(Q()) if told else []:
        why = _why(content, owners[provider], told, kinds, groups)
        if why:
            line = line_of(program, code, content, owners[provider])
            found.setdefault(provider, []).append((line, why))
    offers = [(owners[pk], found[pk]) for pk in owners if pk in found]
    return ForSchool(organization, told, offers)


def _group_codes(program: Program, told: Iterable[InWords]) -> dict[str, str]:
    """Student groups for which the school was designated: code to name."""
    named = {group for one in told for group in one.groups}
    known = program.section("designations", Designations).groups
    return {one.code: say(one.label) for one in known if say(one.label) in named}


def _why(
    content: Content, owner: Offerer, told: Iterable[InWords], kinds: set[str],
    groups: dict[str, str],
) -> str:  # fmt: skip
    """The reason in words; empty where there is none."""
    shared = [name for code, name in groups.items() if code in content.groups]
    if content.groups and not shared:
        return ""
    meant = kinds.intersection(recommended(content, owner))
    labels = list(dict.fromkeys(one.label for one in told if one.kind in meant))
    if not labels and not shared:
        return ""
    words = []
    if labels:
        words.append(_("Recommended for %(designations)s") % {"designations": ", ".join(labels)})
    if shared:
        words.append(_("the designation names %(groups)s") % {"groups": ", ".join(shared)})
    return "; ".join(words)
