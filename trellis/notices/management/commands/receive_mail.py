"""`./dev manage receive_mail`: reads one mail, for reports of failed delivery."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from trellis.notices.actions import Outcome, receive_report
from trellis.notices.reports import LIMIT


class Command(BaseCommand):
    """Notes what a report says; says one line about any other mail, and keeps nothing of it."""

    help = "Read a mail from the standard input; note an address that does not work."

    def handle(self, *args: Any, **options: Any) -> None:
        """Never an error that would send a mail back; only that the server try again later."""
        raw = sys.stdin.buffer.read(LIMIT + 1)
        if len(raw) > LIMIT:
            while sys.stdin.buffer.read(LIMIT):
                pass  # whoever pipes must not find the pipe broken
            self.stdout.write(Outcome.TOO_LARGE)
            return
        try:
            outcome = receive_report(raw)
        except DatabaseError as failure:
            self.stderr.write(f"The database does not answer; try again later: {failure}")
            sys.exit(os.EX_TEMPFAIL)
        self.stdout.write(outcome)
