"""`./dev manage import_designations FILE --year 2018`: the state's designations into a draft."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trellis.designations.actions import Outcome, import_release
from trellis.kit.errors import Refused

SHOWN = 50


class Command(BaseCommand):
    """Reads a file, tells what is wrong in it, and writes a draft release."""

    help = "Import designations (CSV, XLSX, packed by gzip or not) into a draft release."

    def add_arguments(self, parser: CommandParser) -> None:
        """The year is required: most files do not say it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, required=True, help="calendar year of its opening")
        parser.add_argument("--title", default="")
        parser.add_argument("--layout", default="", help="code of a layout of the pack")
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, metavar="DAY")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--skip-bad", action="store_true", help="write the good rows")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then print problems, counts, and the sum as the last line."""
        path: Path = options["file"]
        wanted = {name: options[name] for name in ("year", "title", "layout", "as_of")}
        choices = {name: options[name] for name in ("dry_run", "skip_bad")}
        try:
            outcome = import_release(path, name=path.name, by=None, **wanted, **choices)
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}.") from error
        except Refused as error:
            raise CommandError(str(error)) from error
        self._tell(outcome, dry_run=options["dry_run"])
        if outcome.reading.refused and not options["skip_bad"]:
            sys.exit(1)

    def _tell(self, outcome: Outcome, *, dry_run: bool) -> None:
        reading = outcome.reading
        for problem in reading.problems[:SHOWN]:
            self.stdout.write(problem.sentence())
        if reading.refused > SHOWN:
            self.stdout.write(f"… and {reading.refused - SHOWN} more")
        for note in reading.notes:
            self.stdout.write(note)
        counts = ", ".join(f"{kind} {count}" for kind, count in sorted(reading.kinds.items()))
        self.stdout.write(f"{counts or 'no designations'}; {reading.blank} without a designation")
        if reading.refused and not outcome.release:
            self.stdout.write("Nothing was written. --skip-bad imports the good rows.")
        elif dry_run:
            self.stdout.write(f"Dry run: {len(reading.found)} designations can be imported.")
        elif outcome.release:
            self.stdout.write(f"{outcome.release.title} ({outcome.release.get_state_display()})")
        self.stdout.write(outcome.line())
