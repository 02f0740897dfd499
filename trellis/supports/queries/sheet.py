"""The reviewer's sheet: each entry of the newest edition beside the lines of its source."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trellis.programs.program import Program
from trellis.programs.texts import say
from trellis.supports.models import STANDING, Face, Wording
from trellis.supports.words import level_names, named


def sheet(program: Program) -> Iterator[list[str]]:
    """A head and a row per entry, in the order of the catalog; two queries.

    The last two columns are for whoever compares it with the source.
    """
    yield [
        _("Organization"), _("Level"), _("Group"), _("Title"), _("Code"), _("Lines of the source"),
        _("We concluded"), _("The source may have it wrong"), _("Remarks"), _("As printed?"),
        _("Checked by"),
    ]  # fmt: skip
    faces = {one.provider_id: one.read() for one in Face.objects.filter(STANDING)}
    levels = level_names(program)
    for row in Wording.objects.filter(STANDING).select_related("service"):
        one = row.read()
        yield [
            faces[row.provider_id].short, levels.get(one.level or 0, ""), say(one.group),
            say(one.title), row.service.code, ", ".join(map(str, one.lines)),
            ", ".join(named((), one.unsure)), ", ".join(named((), one.suspect)),
            " ".join(one.notes), "", "",
        ]  # fmt: skip
