"""What a thing of the library still lacks before everybody may read it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trellis.learning.models import Item
from trellis.learning.schema import Learning, Of
from trellis.learning.told import address_of, library_of
from trellis.programs.program import Program
from trellis.programs.safe_links import is_safe_link
from trellis.programs.texts import say


def missing(item: Item, program: Program, *, recordings: int = 0) -> list[str]:
    """Sentences that say what to mend; empty where it may be published.

    A series may do without a link of its own once it has `recordings` that are published.
    """
    told = library_of(program)
    kind = told.kind(item.kind)
    found = []
    if kind is None:
        found.append(_("Choose what kind of thing it is."))
    if not item.title:
        found.append(_("Give it a title."))
    address = address_of(item, program)
    if not address and not recordings:
        found.append(_("Add the link. Without it nobody can open this."))
    elif address and not is_safe_link(address):
        found.append(_("The link leads nowhere. It begins with https:// and holds no spaces."))
    if not item.categories:
        found.append(_("Choose at least one category, so that people find it."))
    if kind is not None and kind.watched:
        found += _watched(item, told)
    if kind is not None and kind.headings:
        found += _headings(item, told)
    return found


def _watched(item: Item, told: Learning) -> Iterator[str]:
    if not item.minutes:
        yield _("Say how many minutes it takes.")
    if not item.captions:
        yield _("It needs captions. Mark that it has them.")
    if not is_safe_link(item.transcript):
        yield _("Add the link to its transcript.")
    if not item.topic:
        yield _("Say what it is about: its topic.")
    steps = {one.code for one in told.categories if one.of == Of.STEP}
    if item.categories and not steps & set(item.categories):
        yield _("Choose the step of the cycle that it belongs to.")


def _headings(item: Item, told: Learning) -> Iterator[str]:
    for one in told.headings:
        if not item.headings.get(one.code, "").strip():
            yield _("Write something under “%(heading)s”.") % {"heading": say(one.label)}
