"""What meetings ask of this room: a school's figures, and the student groups that notes name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from trellis.designations import queries
from trellis.designations.schema import Designations
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.texts import say


def indicator_lines(
    organizations: Sequence[int], year: ProgramYear
) -> Mapping[int, Sequence[tuple[str, str]]]:
    """The published figures of a year's release by organization, as the state gave them."""
    found: dict[int, list[tuple[str, str]]] = {}
    for pk, told in queries.current_designations(organizations).items():
        lines = found.setdefault(pk, [])
        for one in told:
            if one.year != year.start:
                continue
            words = {"kind": one.label, "band": f" ({one.band})" if one.band else ""}
            figures = "; ".join(f"{name}: {figure}" for name, figure in one.indicators)
            if figures:
                told_figures = _("Look at the figures%(band)s: %(figures)s")
                lines.append((one.kind, told_figures % {**words, "figures": figures}))
            else:
                lines.append((one.kind, _("Look at the designation%(band)s: %(kind)s") % words))
    return found


def student_groups() -> dict[str, str]:
    """The student groups of the program by code."""
    told = programs.current().section("designations", Designations)
    return {one.code: say(one.label) for one in told.groups}
