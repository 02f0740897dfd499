"""`import_meetings FILE`: check a log of past meetings, show what it would write, apply it."""

from __future__ import annotations

from trellis.meetings.logs.actions import apply_log, check_log, drop_log
from trellis.meetings.logs.queries import log_lines
from trellis.organizations.management.importing import ImportCommand


class Command(ImportCommand):
    """Names the actions of this kind of file."""

    help = "Load a log of past meetings and of help given, from an XLSX or CSV file."
    about_on = ""
    layouts_in = "meetings.yaml"
    check_file = staticmethod(check_log)
    apply_file = staticmethod(apply_log)
    drop_file = staticmethod(drop_log)
    lines = staticmethod(log_lines)
