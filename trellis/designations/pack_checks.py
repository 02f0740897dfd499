"""Pack sections of releases and what is wrong in them."""

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from trellis.designations.schema import (
    DesignationLayout,
    Designations,
    Named,
    ReleaseDay,
    Vocabulary,
)
from trellis.programs.headers import collisions, columns, needed
from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.base import Text
from trellis.programs.schema.roles import Capability, Level
from trellis.programs.sections import Complaint, Section

At = tuple[str | int, ...]


def designation_complaints(program: Program) -> Iterator[Complaint]:
    """Periods, terms, named lists and layouts; and the designations that year plans are for."""
    told = program.section("designations", Designations)
    levels = {level.number for level in program.vocabulary.support_levels}
    yield from _periods(told.vocabularies)
    for number, vocabulary in enumerate(told.vocabularies):
        yield from _terms(vocabulary, levels, ("vocabularies", number))
    for name in ("bands", "reasons", "groups", "indicators"):
        named: list[Named] = getattr(told, name)
        yield from collisions(_names(named, (name,)))
    for number, layout in enumerate(told.layouts):
        indicators = {indicator.code for indicator in told.indicators}
        yield from _layout(layout, indicators, ("layouts", number))
    yield from _plans(told, program)


def _periods(vocabularies: Sequence[Vocabulary]) -> Iterator[Complaint]:
    """At most one vocabulary is valid on any day."""
    for number, one in enumerate(vocabularies):
        at: At = ("vocabularies", number)
        if one.valid_to is not None and one.valid_to < one.valid_from:
            yield Complaint((*at, "valid_to"), _("valid_to must not come before valid_from"))
            continue
        for other in vocabularies[:number]:
            last, other_last = one.valid_to or date.max, other.valid_to or date.max
            if one.valid_from <= other_last and other.valid_from <= last:
                text = _('its period overlaps that of vocabulary "%(other)s"')
                yield Complaint((*at, "valid_from"), text % {"other": other.code})


def _terms(vocabulary: Vocabulary, levels: set[int], at: At) -> Iterator[Complaint]:
    names: dict[At, tuple[str, str]] = {}
    ranks: dict[int, str] = {}
    for number, term in enumerate(vocabulary.terms):
        where: At = (*at, "terms", number)
        names |= _spellings(where, term.code, term.label, term.aliases)
        first = ranks.setdefault(term.rank, term.code)
        if first != term.code:
            text = _('rank %(rank)s is already that of "%(first)s"')
            yield Complaint((*where, "rank"), text % {"rank": term.rank, "first": first})
        if term.level is not None and term.level not in levels:
            text = _("level %(level)s is not in vocabulary.yaml") % {"level": term.level}
            yield Complaint((*where, "level"), text)
    yield from collisions(names)


def _names(named: Sequence[Named], at: At) -> dict[At, tuple[str, str]]:
    found: dict[At, tuple[str, str]] = {}
    for number, one in enumerate(named):
        found |= _spellings((*at, number), one.code, one.label, one.aliases)
    return found


def _spellings(at: At, code: str, label: Text, aliases: Sequence[str]) -> dict[At, tuple[str, str]]:
    """Every name under which a file may bring a term, by place."""
    owner = f'"{code}"'
    found: dict[At, tuple[str, str]] = {(*at, "code"): (code, owner)}
    for number, said in enumerate(every_language(label)):
        found[*at, "label", number] = (said, owner)
    for number, alias in enumerate(aliases):
        found[*at, "aliases", number] = (alias, owner)
    return found


def every_language(text: Text) -> list[str]:
    """A pack text as it reads in each of its languages."""
    return [text] if isinstance(text, str) else list(text.values())


def _layout(layout: DesignationLayout, indicators: set[str], at: At) -> Iterator[Complaint]:
    told = {str(column): names for column, names in layout.columns.items()}
    yield from needed(told, ("code", "label"), (*at, "columns"))
    named = columns(told, (*at, "columns")) | columns(layout.indicators, (*at, "indicators"))
    yield from collisions(named)
    for code in layout.indicators:
        if code not in indicators:
            text = unknown("indicator", code, _("the indicators"), indicators)
            yield Complaint((*at, "indicators", code), text)
    if not layout.separator.strip():
        yield Complaint((*at, "separator"), _("the separator can't be blank"))


def _plans(told: Designations, program: Program) -> Iterator[Complaint]:
    """Year plans are for designations that some vocabulary has."""
    known = {term.code for vocabulary in told.vocabularies for term in vocabulary.terms}
    for stem, plan in program.plan_files.items():
        for place, code in enumerate(plan.designations):
            if code not in known:
                text = unknown("designation", code, "designations.yaml", known)
                yield Complaint((stem, "designations", place), text, section="year-plans")


SECTION = Section(
    "designations",
    "designations.yaml",
    Designations,
    check=designation_complaints,
    needs=("vocabulary", "year-plans"),
)


def release_complaints(program: Program) -> Iterator[Complaint]:
    """Who is told ahead, and the zone of the hour."""
    told = program.section("release", ReleaseDay)
    for place, one in enumerate(program.roles.values()):
        publishes = Capability.RELEASE_PUBLISH in one.capabilities
        if publishes and Capability.RELEASE_MANAGE not in one.capabilities:
            text = _("who may publish a release must see it first: add release.manage")
            yield Complaint(("roles", place, "capabilities"), text, section="roles")
    for number, code in enumerate(told.advance.roles):
        at: At = ("advance", "roles", number)
        role = program.roles.get(code)
        if role is None:
            yield Complaint(at, unknown("role", code, "roles.yaml", program.roles))
        elif role.held_at != Level.DISTRICT:
            yield Complaint(at, _('the role "%s" is not held at a district') % code)
    if told.advance.told and not told.advance.roles:
        text = _("districts are told ahead: say which of their roles")
        yield Complaint(("advance", "roles"), text)
    for name in ("embargo", "recalled"):
        if told.advance.told and not getattr(told.advance, name):
            yield Complaint(("advance", name), _("districts are told ahead: say it in words"))
    if told.publication.zone and told.publication.zone not in available_timezones():
        text = _('"%s" is no time zone; one looks like America/Chicago')
        yield Complaint(("publication", "zone"), text % told.publication.zone)
    codes = [one.code for one in told.checklist]
    for number, code in enumerate(codes):
        if code in codes[:number]:
            text = _('the code "%s" stands in this list twice') % code
            yield Complaint(("checklist", number, "code"), text)


RELEASE = Section(
    "release", "release.yaml", ReleaseDay, check=release_complaints, needs=("roles", "pack")
)
