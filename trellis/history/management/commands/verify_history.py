"""`./dev manage verify_history`: is the sealed history as it was?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from trellis.history.verification import verify


class Command(BaseCommand):
    """Computes every seal again; exit code 1 when something is wrong."""

    help = "Verify the sealed history. Exit code 1 when anything was changed."

    def add_arguments(self, parser: CommandParser) -> None:
        """A hash from elsewhere is what shows a history cut off at its end."""
        parser.add_argument("--expect", default="", metavar="HASH", help="a hash kept elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each finding, then the sums."""
        result = verify(options["expect"].strip().lower())
        for finding in result.findings:
            self.stdout.write(f"{finding.fault}: {finding.text}")
        if result.newest:
            self.stdout.write(f"newest seal: {result.seals} {result.newest}")
        self.stdout.write(
            f"{result.sealed} sealed, {result.unsealed} unsealed, {len(result.findings)} findings"
        )
        if result.findings:
            sys.exit(1)
