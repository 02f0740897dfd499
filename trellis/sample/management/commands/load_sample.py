"""`load_sample`: fill an empty database with the invented state."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trellis.kit import dates
from trellis.kit.errors import Refused
from trellis.sample.actions.load import load


class Command(BaseCommand):
    """Parses arguments and calls the action."""

    help = "Load the invented sample state into an empty database, and mark it as a sample."

    def add_arguments(self, parser: CommandParser) -> None:
        """A seed makes the same state again."""
        parser.add_argument("--small", action="store_true", help="about 40 schools instead of 400")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and tell."""
        try:
            found = load(seed=options["seed"], small=options["small"], tell=self.stdout.write)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Sample data stand on {dates.full(found.day)}.")
