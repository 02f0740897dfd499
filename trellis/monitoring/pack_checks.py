"""This room's section of the pack and what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import Formatter

from django.utils.translation import gettext as _

from trellis.monitoring.schema import Looks, Spotlight, SpotlightRule
from trellis.organizations.teams.schema import Teams
from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.base import Text
from trellis.programs.schema.roles import Capability, Level
from trellis.programs.sections import Complaint, Section

At = tuple[str | int, ...]

NAMED: dict[Looks, frozenset[str]] = {
    Looks.MEETINGS: frozenset({"held", "planned", "of", "missing", "month", "last"}),
    Looks.STEPS: frozenset({"count", "days", "of"}),
    Looks.NOBODY: frozenset({"roles"}),
    Looks.TEAM: frozenset({"teams"}),
    Looks.LETTER: frozenset({"day", "days"}),
    Looks.NEW: frozenset({"role", "day"}),
}
"""What the words of a rule may name in braces."""

OF_ROLES = (Looks.NOBODY, Looks.NEW)


def spotlight_complaints(program: Program) -> Iterator[Complaint]:
    """Rules have a code of their own, known roles and known figures; so have the lists."""
    told = program.section("spotlight", Spotlight)
    codes = [rule.code for rule in told.rules]
    for number, rule in enumerate(told.rules):
        at: At = ("rules", number)
        if rule.code in codes[:number]:
            text = _('the code "%s" stands in this list twice') % rule.code
            yield Complaint((*at, "code"), text)
        yield from _rule(rule, program, at)
    yield from _roles(told.told_of_moves, program, ("told_of_moves",))
    yield from _roles(told.written_to, program, ("written_to",))
    for number, role in enumerate(program.roles.values()):
        leads = Capability.CASELOAD_LEAD in role.capabilities
        if leads and Capability.CASELOAD_READ not in role.capabilities:
            text = _("who leads caseloads must be able to read them: add caseload.read")
            yield Complaint(("roles", number, "capabilities"), text, section="roles")


def _rule(rule: SpotlightRule, program: Program, at: At) -> Iterator[Complaint]:
    if rule.looks_at in OF_ROLES and not rule.roles:
        yield Complaint((*at, "roles"), _("say which roles it looks at"))
    yield from _roles(rule.roles, program, (*at, "roles"))
    if rule.looks_at == Looks.TEAM and not rule.teams:
        yield Complaint((*at, "teams"), _("say which teams it looks at"))
    known = {one.code for one in program.section("teams", Teams).teams}
    for number, code in enumerate(rule.teams):
        if code not in known:
            yield Complaint((*at, "teams", number), unknown("team", code, "teams.yaml", known))
    for key, text in (("why", rule.why), ("tile", rule.tile)):
        yield from _braces(text, rule.looks_at, (*at, key))


def _braces(text: Text | None, looks_at: Looks, at: At) -> Iterator[Complaint]:
    allowed = NAMED[looks_at] if at[-1] == "why" else frozenset({"month"})
    for sentence in [text] if isinstance(text, str) else (text or {}).values():
        try:
            named = {name for _text, name, _spec, _turn in Formatter().parse(sentence) if name}
        except ValueError:
            yield Complaint(at, _("a brace stands alone"))
            continue
        for name in sorted(named - allowed):
            yield Complaint(at, unknown("figure", name, _("the figures of this rule"), allowed))


def _roles(codes: Sequence[str], program: Program, at: At) -> Iterator[Complaint]:
    for number, code in enumerate(codes):
        role = program.roles.get(code)
        if role is None:
            yield Complaint((*at, number), unknown("role", code, "roles.yaml", program.roles))
        elif role.held_at not in (Level.SCHOOL, Level.DISTRICT):
            text = _('the role "%s" is held neither at a school nor at a district') % code
            yield Complaint((*at, number), text)


SECTION = Section(
    "spotlight",
    "spotlight.yaml",
    Spotlight,
    check=spotlight_complaints,
    needs=("roles", "teams"),
)
