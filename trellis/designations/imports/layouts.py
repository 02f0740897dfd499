"""Which layout of the pack fits a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from trellis.designations.imports.rows import indicator
from trellis.designations.schema import DesignationLayout
from trellis.kit.tables import Unreadable, match_columns
from trellis.programs.texts import say


def choose(
    header: list[str], layouts: Sequence[DesignationLayout], wanted: str = ""
) -> tuple[DesignationLayout, dict[str, int]]:
    """The layout that was named, or the first that finds the most of what rows can say.

    Indicators do not count here: large files hold columns by chance that are called like one.
    """
    known = {layout.code: layout for layout in layouts}
    if wanted and wanted not in known:
        words = {"code": wanted, "known": ", ".join(known)}
        raise Unreadable(_("There is no layout “%(code)s”. There are: %(known)s.") % words)
    chosen = [known[wanted]] if wanted else list(layouts)
    fitting, refusals = [], []
    for layout in chosen:
        try:
            fitting.append((layout, match_columns(header, _titles(layout), ["code", "label"])))
        except Unreadable as error:
            refusals.append(error)
    if fitting:
        return max(fitting, key=lambda one: len(one[0].columns.keys() & one[1].keys()))
    if len(refusals) == 1:
        raise refusals[0]
    names = ", ".join(f"{say(layout.name)} ({layout.code})" for layout in layouts)
    raise Unreadable(
        _("No layout fits this file. %(first)s The layouts are: %(names)s.")
        % {"first": refusals[0], "names": names}
    )


def _titles(layout: DesignationLayout) -> dict[str, list[str]]:
    titles = {str(name): accepted for name, accepted in layout.columns.items()}
    return titles | {indicator(code): accepted for code, accepted in layout.indicators.items()}
