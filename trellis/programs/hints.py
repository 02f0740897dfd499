"""Words that several complaints share: what is not there, and what may have been meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _


def meant(said: str, known: Iterable[str]) -> str:
    """The end of a complaint that names the nearest known word, or nothing."""
    near = get_close_matches(said, sorted(known), n=1)
    return _('; did you mean "%(near)s"?') % {"near": near[0]} if near else ""


def unknown(what: str, said: str, where: str, known: Iterable[str]) -> str:
    """A code that the place where it must stand does not have.

    >>> unknown("role", "princpal", "roles.yaml", ["principal"])
    'role "princpal" is not in roles.yaml; did you mean "principal"?'
    """
    words = {"what": what, "said": said, "where": where}
    return _('%(what)s "%(said)s" is not in %(where)s') % words + meant(said, known)
