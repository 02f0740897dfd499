"""What `pack show` prints: counts, marks that are not official, open dates and questions."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from pydantic import BaseModel

from trellis.programs.program import Program
from trellis.programs.schema.base import Mark, Status
from trellis.programs.schema.calendar import MonthOnly
from trellis.programs.schema.year_plan import Dependency, YearPlan
from trellis.programs.sections import registered
from trellis.programs.shape import NAMED_BY, walk
from trellis.programs.source_counts import per_month_and_role, source_counts
from trellis.programs.texts import say

At = tuple[str | int, ...]

REASONS = ("reason", "question", "notes")


def overview(program: Program) -> Iterator[str]:
    """All lines, in the order people read them."""
    pack = program.pack
    yield f"{say(pack.name)} {pack.version} ({pack.code}, {pack.status})"
    for plan in program.plans.values():
        yield ""
        yield from plan_lines(plan, program)
    yield from _titled(_("Dates that somebody must set or confirm"), list(open_dates(program)))
    yield from _titled(_("Not official"), list(marks(program)))


def plan_lines(plan: YearPlan, program: Program) -> Iterator[str]:
    """Source counts of a plan, then a table of months by roles."""
    counts = source_counts(plan, program)
    yield f"{plan.code}: {say(plan.name)}"
    words = {key: getattr(counts, key) for key in counts.__dataclass_fields__}
    line = _(
        "  source: %(rows)s rows, %(cells)s cells, %(entries)s entries"
        " (%(printed)s printed, %(ours)s ours), and %(inferred)s inferred"
    )
    yield line % words
    table = per_month_and_role(plan, program)
    roles = [code for code in program.roles if any(role == code for _month, role in table)]
    months = [month.code for month in plan.months]
    grid = [[_("month"), *roles, _("all")]]
    for month in months:
        row = [table[month, role] for role in roles]
        grid.append([month, *map(str, row), str(sum(row))])
    sums = [sum(table[month, role] for month in months) for role in roles]
    grid.append([_("all"), *map(str, sums), str(sum(sums))])
    widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
    for first, *others in grid:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        yield "  " + "  ".join(cells)


def open_dates(program: Program) -> Iterator[str]:
    """Dates without a firm day, and questions about others."""
    for code, rule in program.dates.items():
        facts = []
        if isinstance(rule.rule, MonthOnly):
            facts.append(_("only the month is known"))
        if rule.confirm:
            facts.append(_("to be confirmed each year"))
        if rule.required:
            facts.append(_("needed before the year opens"))
        if rule.question:
            facts.append(say(rule.question))
        if facts:
            yield f"calendar.yaml {code}: {'; '.join(facts)}"


def marks(program: Program) -> Iterator[str]:
    """Every piece that is inferred, partial, a sample or ours, with its place and reason."""
    for section in registered():
        for file, part in _files(program, section.name, section.file):
            trail: dict[At, BaseModel] = {}
            for at, value, _shape in walk(part, type(part)):
                if isinstance(value, BaseModel):
                    trail[at] = value
                if _is_unofficial(value):
                    owners = [trail[at[:end]] for end in range(len(at)) if at[:end] in trail]
                    yield _mark_line(file, owners, str(at[-1]), str(value))


def _files(program: Program, name: str, file: str) -> Iterator[tuple[str, BaseModel]]:
    part = program.parts.get(name)
    if isinstance(part, BaseModel):
        yield file, part
    elif part:
        for stem, one in part.items():
            yield f"{file}{stem}.yaml", one


def _is_unofficial(value: object) -> bool:
    if isinstance(value, Mark):
        return value != Mark.PRINTED
    return isinstance(value, Status) and value != Status.OFFICIAL


def _mark_line(file: str, owners: list[BaseModel], key: str, value: str) -> str:
    names = [_name(owner) for owner in owners]
    place = " ".join([file, *(name for name in names if name)])
    told = key.removesuffix("_mark")
    said = value if key in ("mark", "status") else f"{told} {value}"
    reason = str(getattr(owners[-1], told, "")) if key == "federal_mark" else _reason(owners[-1])
    return f"{place}: {said}" + (f" – {reason}" if reason else "")


def _name(owner: BaseModel) -> str:
    if isinstance(owner, Dependency):
        return _("after %(activity)s") % {"activity": owner.activity}
    return next((str(getattr(owner, key)) for key in NAMED_BY if getattr(owner, key, "")), "")


def _reason(owner: BaseModel) -> str:
    if isinstance(owner, Dependency):
        return say(owner.why)
    for key in REASONS:
        said = getattr(owner, key, None)
        if isinstance(said, list) and said:
            return str(said[0])
        if isinstance(said, str | dict) and said:
            return say(said)
    return ""


def _titled(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"{title} ({len(lines)})"
        yield from (f"  {line}" for line in lines)
