"""Names that a file may use for one thing: compared without case, spaces, line breaks and marks."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from trellis.programs.sections import Complaint

At = tuple[str | int, ...]


def plain(name: str) -> str:
    """What two spellings of one name have in common.

    >>> plain("School\\nName ") == plain("school-name")
    True
    """
    return "".join(mark for mark in name.casefold() if mark.isalnum())


def collisions(names: Mapping[At, tuple[str, str]]) -> Iterator[Complaint]:
    """Names, by place and with what they stand for, that stand for two things."""
    owners: dict[str, str] = {}
    for at, (name, owner) in names.items():
        first = owners.setdefault(plain(name), owner)
        if not plain(name):
            yield Complaint(at, _("a name without letters or digits can't be found in a file"))
        elif first != owner:
            text = _('"%(name)s" already stands for %(first)s')
            yield Complaint(at, text % {"name": name, "first": first})


def columns(told: Mapping[str, Sequence[str]], at: At) -> dict[At, tuple[str, str]]:
    """The names of a layout's columns by place, each with the column it stands for."""
    return {
        (*at, column, number): (name, column)
        for column, names in told.items()
        for number, name in enumerate(names)
    }


def needed(told: Mapping[str, Sequence[str]], wanted: Sequence[str], at: At) -> Iterator[Complaint]:
    """Columns that a layout can't do without."""
    for column in wanted:
        if not told.get(column):
            yield Complaint(at, _('the column "%(column)s" is missing') % {"column": column})
