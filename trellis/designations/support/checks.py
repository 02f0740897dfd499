"""What is wrong in `support-status.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from trellis.designations.pack_checks import every_language
from trellis.designations.schema import Designations
from trellis.designations.support.schema import StatusLayout, Support, SupportStatuses
from trellis.meetings.schema import Meetings
from trellis.programs.headers import collisions, columns, needed
from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.base import Mark
from trellis.programs.sections import Complaint, Section

At = tuple[str | int, ...]


def support_complaints(program: Program) -> Iterator[Complaint]:
    """Terms exist, designations and plans are known, every owed support has its entry."""
    told = program.section("support-status", SupportStatuses)
    terms = [term.code for term in told.terms]
    yield from _spellings(told)
    yield from _known_terms(told.cycle, terms, ("cycle",))
    taken: dict[int, int] = {}
    for number, one in enumerate(told.cohorts):
        yield from _known_terms(one.terms, terms, ("cohorts", number, "terms"))
        for cohort in one.cohorts:
            if taken.setdefault(cohort, number) != number:
                text = _("cohort %(cohort)s has terms of its own already") % {"cohort": cohort}
                yield Complaint(("cohorts", number, "cohorts"), text)
    yield from _supports(told, program, terms)
    for number, layout in enumerate(told.layouts):
        yield from _layout(layout, ("layouts", number))


def _spellings(told: SupportStatuses) -> Iterator[Complaint]:
    names: dict[At, tuple[str, str]] = {}
    for number, term in enumerate(told.terms):
        owner = f'"{term.code}"'
        names["terms", number, "code"] = (term.code, owner)
        for place, said in enumerate(every_language(term.label)):
            names["terms", number, "label", place] = (said, owner)
        for place, alias in enumerate(term.aliases):
            names["terms", number, "aliases", place] = (alias, owner)
    yield from collisions(names)


def _known_terms(codes: Sequence[str], known: Sequence[str], at: At) -> Iterator[Complaint]:
    if not codes:
        yield Complaint(at, _("a cycle needs at least one term"))
    for place, code in enumerate(codes):
        if code not in known:
            yield Complaint((*at, place), unknown("term", code, _("the terms"), known))
        if code in codes[:place]:
            yield Complaint((*at, place), _("a term stands once in a cycle"))


def _supports(told: SupportStatuses, program: Program, terms: Sequence[str]) -> Iterator[Complaint]:
    named = program.section("designations", Designations)
    known = {term.code for one in named.vocabularies for term in one.terms}
    owed = {term.code for one in named.vocabularies for term in one.terms if term.supported}
    having: set[str] = set()
    for number, support in enumerate(told.supports):
        at: At = ("supports", number)
        if support.designation in having:
            yield Complaint((*at, "designation"), _("this designation has an entry already"))
        having.add(support.designation)
        for key in ("designation", "escalates_to"):
            code = getattr(support, key)
            if code is not None and code not in known:
                yield Complaint(
                    (*at, key), unknown("designation", code, "designations.yaml", known)
                )
        if support.terms:
            yield from _known_terms(support.terms, terms, (*at, "terms"))
        yield from _plans(support, told, program, at)
        yield from _cadence(support, program, at)
        if support.mark != Mark.PRINTED and not support.reason:
            yield Complaint(at, _("mark %(mark)s needs a reason") % {"mark": support.mark})
    for code in sorted(owed - having):
        text = _('the supported designation "%(code)s" needs an entry') % {"code": code}
        yield Complaint(("supports",), text)


def _plans(
    support: Support, told: SupportStatuses, program: Program, at: At
) -> Iterator[Complaint]:
    if len(program.plans) != len(program.plan_files):
        return  # two plans of one code are told where they stand
    terms = support.terms or told.cycle
    for term, plan in support.plans.items():
        where = (*at, "plans", term)
        if term not in terms:
            yield Complaint(where, unknown("term", term, _("its cycle"), terms))
        found = program.plans.get(plan)
        if found is None:
            yield Complaint(where, unknown("plan", plan, _("the year plans"), program.plans))
        elif support.designation not in found.designations:
            text = _('the plan "%(plan)s" is not for this designation') % {"plan": plan}
            yield Complaint(where, text)
    for plan_code, plan_found in program.plans.items():
        if (
            support.designation in plan_found.designations
            and plan_code not in support.plans.values()
        ):
            text = _('say in which term its plan "%(plan)s" opens') % {"plan": plan_code}
            yield Complaint((*at, "plans"), text)


def _cadence(support: Support, program: Program, at: At) -> Iterator[Complaint]:
    """It counts meetings of a known kind, or none at all."""
    told = support.cadence
    if told is None or (told.kind is None and not told.per_month):
        return
    if told.kind is None or not told.per_month:
        yield Complaint((*at, "cadence"), _("kind and per_month are told together"))
        return
    kinds = program.section("meetings", Meetings)
    code = told.kind
    if kinds.kind(code) is None:
        known = [one.code for one in kinds.kinds]
        text = unknown("kind of meeting", code, "meetings.yaml", known)
        yield Complaint((*at, "cadence", "kind"), text)


def _layout(layout: StatusLayout, at: At) -> Iterator[Complaint]:
    told = {str(column): names for column, names in layout.columns.items()}
    yield from needed(told, ("code", "kind", "cohort", "term"), (*at, "columns"))
    yield from collisions(columns(told, (*at, "columns")))
    if not layout.separator.strip():
        yield Complaint((*at, "separator"), _("the separator can't be blank"))


SECTION = Section(
    "support-status",
    "support-status.yaml",
    SupportStatuses,
    check=support_complaints,
    needs=("designations", "meetings", "year-plans"),
)
