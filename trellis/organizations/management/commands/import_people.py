"""`import_people FILE`: check a file of people, show what it would write, apply it."""

from __future__ import annotations

from trellis.organizations.actions import apply_people, check_people
from trellis.organizations.imports.telling import people_lines
from trellis.organizations.management.importing import ImportCommand


class Command(ImportCommand):
    """Names the actions of this kind of file."""

    help = "Load people with their roles from a CSV or XLSX file."
    about_on = "the first day where a row names none (today)"
    check_file = staticmethod(check_people)
    apply_file = staticmethod(apply_people)
    lines = staticmethod(people_lines)
