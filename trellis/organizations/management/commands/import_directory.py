"""`import_directory FILE`: check a directory file, show what it would change, apply it."""

from __future__ import annotations

from trellis.organizations.actions import apply_directory, check_directory
from trellis.organizations.imports.telling import directory_lines
from trellis.organizations.management.importing import ImportCommand


class Command(ImportCommand):
    """Names the actions of this kind of file."""

    help = "Load the state's directory of organizations from a CSV or XLSX file."
    about_on = "the day from which moves and closings count (today)"
    check_file = staticmethod(check_directory)
    apply_file = staticmethod(apply_directory)
    lines = staticmethod(directory_lines)
