"""`./dev manage purge_history --before DAY`: forget what old entries say, keep who and when."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from trellis.history.actions import purge


class Command(BaseCommand):
    """Empties payloads older than a day; seals over them still verify."""

    help = "Empty the payload of history entries from before a day (YYYY-MM-DD)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The day is required: there is no default age at which history may be forgotten."""
        parser.add_argument("--before", type=date.fromisoformat, required=True, metavar="DAY")

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge and say how many."""
        self.stdout.write(f"{purge(options['before'], by=None)} emptied")
