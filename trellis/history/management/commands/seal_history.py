"""`./dev manage seal_history`: close what happened since the last seal."""

from typing import Any

from django.core.management.base import BaseCommand

from trellis.history import queries
from trellis.history.actions import seal_entries


class Command(BaseCommand):
    """Seals committed entries; the worker does the same after each round."""

    help = "Seal all committed history entries and print the newest seal's hash."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, then say what to keep elsewhere."""
        closed = seal_entries()
        newest = queries.newest_seal()
        if newest:
            self.stdout.write(f"newest seal: {newest.number} {newest.hash}")
        self.stdout.write(f"{closed} sealed, {queries.unsealed()} unsealed")
