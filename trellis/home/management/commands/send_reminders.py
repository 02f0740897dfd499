"""`manage.py send_reminders`: write what reminds people at this moment, or on another day."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError

from trellis.home.digests import queries
from trellis.home.digests.actions import write_reminders
from trellis.kit import clock
from trellis.programs import queries as programs
from trellis.programs.models import Installation
from trellis.work.reminders import rules
from trellis.work.reminders.rules import OVERVIEW, SOON


class Command(BaseCommand):
    """Looks once whose hour has come; with a day, goes through all hours of that day."""

    help = "Write the overviews and reminders that are due, as the worker does at each hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be asked."""
        parser.add_argument("--on", metavar="DAY", help="go through this day, like 2026-12-07")

    def handle(self, *args: Any, on: str | None = None, **options: Any) -> None:
        """Write, and say how many mails there are now."""
        found = programs.installation()
        if found is None:
            raise CommandError("No pack is installed yet.")
        counts = {OVERVIEW: 0, SOON: 0}
        for moment in self._moments(found, on):
            for kind, count in write_reminders(moment).counts.items():
                counts[kind] += count
        self.stdout.write(f"{counts[OVERVIEW]} overviews, {counts[SOON]} mails of what is due soon")

    def _moments(self, found: Installation, on: str | None) -> list[datetime]:
        """The hours of a day in all zones; of a day to come only where it is a practice run."""
        if on is None:
            return [clock.now()]
        try:
            day = date.fromisoformat(on)
        except ValueError:
            raise CommandError(f"“{on}” is no day; one looks like 2026-12-07.") from None
        with programs.running_on(found.version_id, found.rewording) as program:
            zone = program.pack.time_zone
            hours, zones = rules.hours_of(program), queries.zones(zone)
        if day > clock.now().astimezone(ZoneInfo(zone)).date() and found.kind == "live":
            raise CommandError("That day has not come. Only a practice run can go ahead of time.")
        moments = {rules.moment(day, hour, one) for hour in hours for one in zones}
        return sorted(moments)
