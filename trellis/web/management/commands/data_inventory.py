"""Prints the data inventory."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from trellis.web import inventory


class Command(BaseCommand):
    """`./dev manage data_inventory`: every table, of whom, who reads it, how long."""

    help = "Print every table that is kept: of whom, who reads it, how long (Markdown)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the document."""
        self.stdout.write(inventory.text(), ending="")
