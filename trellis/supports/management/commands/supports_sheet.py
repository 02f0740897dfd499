"""`./dev manage supports_sheet`: the catalog beside its source, for whoever checks it."""

import csv
from typing import Any

from django.core.management.base import BaseCommand

from trellis.kit.tables import safe_cell
from trellis.programs import queries as programs
from trellis.supports.queries.sheet import sheet


class Command(BaseCommand):
    """Print a CSV with a row per entry of the newest edition."""

    help = "Print the catalog of supports as a CSV, each entry with the lines of its source."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write it as it is read, so that it can be kept by `> sheet.csv`."""
        writer = csv.writer(self.stdout)
        for row in sheet(programs.current()):
            writer.writerow([safe_cell(cell) for cell in row])
