"""`./dev manage import_support_status FILE --year 2026`: the state's support statuses of a year."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trellis.designations.support.actions import StatusOutcome, import_support_status
from trellis.kit.errors import Refused

SHOWN = 50


class Command(BaseCommand):
    """Reads a file, tells what is wrong in it, and writes the statuses that differ."""

    help = "Import support statuses (CSV, XLSX, packed by gzip or not) of one program year."

    def add_arguments(self, parser: CommandParser) -> None:
        """The year is required: files seldom say it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, required=True, help="calendar year of its opening")
        parser.add_argument("--layout", default="", help="code of a layout of the pack")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--skip-bad", action="store_true", help="write the good rows")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then print problems and the sum as the last line."""
        path: Path = options["file"]
        wanted = {name: options[name] for name in ("year", "layout", "dry_run", "skip_bad")}
        try:
            outcome = import_support_status(path, name=path.name, by=None, **wanted)
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}.") from error
        except Refused as error:
            raise CommandError(str(error)) from error
        self._tell(outcome, skip_bad=options["skip_bad"], dry_run=options["dry_run"])
        if outcome.reading.refused and not options["skip_bad"]:
            sys.exit(1)

    def _tell(self, outcome: StatusOutcome, *, skip_bad: bool, dry_run: bool) -> None:
        reading = outcome.reading
        for problem in reading.problems[:SHOWN]:
            self.stdout.write(problem.sentence())
        if reading.refused > SHOWN:
            self.stdout.write(f"… and {reading.refused - SHOWN} more")
        for note in reading.notes:
            self.stdout.write(note)
        if dry_run:
            self.stdout.write(f"Dry run: {len(reading.found)} support statuses can be imported.")
        elif reading.refused and not skip_bad:
            self.stdout.write("Nothing was written. --skip-bad imports the good rows.")
        self.stdout.write(outcome.line())
