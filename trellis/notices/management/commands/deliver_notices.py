"""`./dev manage deliver_notices`: sends what waits, where no task worker runs."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from trellis.notices.actions import deliver_waiting


class Command(BaseCommand):
    """Empties the outbox once, or stays and watches it."""

    help = "Send the mail that waits in the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be asked."""
        parser.add_argument("--watch", action="store_true", help="stay, and look every few seconds")
        parser.add_argument("--every", type=float, default=5.0, help="seconds between two looks")

    def handle(self, *args: Any, watch: bool, every: float, **options: Any) -> None:
        """Deliver, and say how much was tried."""
        while True:
            tried = deliver_waiting()
            if tried or not watch:
                self.stdout.write(f"{tried} tried")
            if not watch:
                return
            close_old_connections()
            time.sleep(every)
