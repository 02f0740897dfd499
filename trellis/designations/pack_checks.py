"""This room's section of the pack and what is wrong in it."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from trellis.designations.schema import (
    DesignationLayout,
    Designations,
    Named,
    Term,
    Vocabulary,
)
from trellis.programs.headers import collisions, columns, needed
from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.base import Text
from trellis.programs.sections import Complaint, Section

At = tuple[str | int, ...]


def designation_complaints(program: Program) -> Iterator[Complaint]:
    """Words mean one thing in one period; layouts find their columns; plans name known words."""
    found = program.section("designations", Designations)
    yield from _periods(found.vocabularies)
    for number, vocabulary in enumerate(found.vocabularies):
        yield from _spellings(vocabulary.terms, ("vocabularies", number, "terms"))
    for name in ("bands", "reasons", "groups", "indicators"):
        yield from _spellings(getattr(found, name), (name,))
    for number, layout in enumerate(found.layouts):
        yield from _layout(layout, found, ("layouts", number))
    terms = {term.code for one in found.vocabularies for term in one.terms}
    for plan in program.plans.values():
        for code in plan.designations:
            if code not in terms:
                text = unknown("designation", code, "designations.yaml", terms)
                where = _('year plan "%(plan)s": ') % {"plan": plan.code}
                yield Complaint(("vocabularies",), where + text)


def _periods(vocabularies: Sequence[Vocabulary]) -> Iterator[Complaint]:
    """A day has one vocabulary, and codes of vocabularies are different."""
    last: date | None = date.min
    order = sorted(range(len(vocabularies)), key=lambda number: vocabularies[number].valid_from)
    for number in order:
        one = vocabularies[number]
        at: At = ("vocabularies", number)
        if last is None or one.valid_from <= last:
            yield Complaint((*at, "valid_from"), _("the vocabulary before is still valid then"))
        if one.valid_to is not None and one.valid_to < one.valid_from:
            yield Complaint((*at, "valid_to"), _("ends before it begins"))
        last = one.valid_to
    codes = [one.code for one in vocabularies]
    for number, code in enumerate(codes):
        if code in codes[:number]:
            text = _('vocabulary "%(code)s" stands here twice') % {"code": code}
            yield Complaint(("vocabularies", number, "code"), text)


def _spellings(named: Sequence[Term | Named], at: At) -> Iterator[Complaint]:
    """Codes, labels and aliases of one list stand for one thing each."""
    names: dict[At, tuple[str, str]] = {}
    codes: set[str] = set()
    for number, one in enumerate(named):
        owner = f'"{one.code}"'
        if one.code in codes:
            text = _("%(code)s stands here twice") % {"code": owner}
            yield Complaint((*at, number, "code"), text)
        codes.add(one.code)
        names[*at, number, "code"] = (one.code, owner)
        for label in every_language(one.label):
            names[*at, number, "label", label] = (label, owner)
        for place, alias in enumerate(one.aliases):
            names[*at, number, "aliases", place] = (alias, owner)
    for complaint in collisions(names):
        short = complaint.at[: len(at) + 2]
        yield Complaint(short, complaint.text)


def every_language(text: Text) -> list[str]:
    """A pack text as it reads in each of its languages."""
    return [text] if isinstance(text, str) else list(text.values())


def _layout(layout: DesignationLayout, found: Designations, at: At) -> Iterator[Complaint]:
    told = {str(column): names for column, names in layout.columns.items()}
    yield from needed(told, ("code", "label"), (*at, "columns"))
    yield from collisions(
        {
            **columns(told, (*at, "columns")),
            **columns(layout.indicators, (*at, "indicators")),
        }
    )
    known = {one.code for one in found.indicators}
    for code in layout.indicators:
        if code not in known:
            yield Complaint(
                (*at, "indicators", code), unknown("indicator", code, _("the indicators"), known)
            )
    if not layout.separator.strip():
        yield Complaint((*at, "separator"), _("the separator can't be blank"))


SECTION = Section(
    "designations",
    "designations.yaml",
    Designations,
    check=designation_complaints,
    needs=("year-plans",),
)
