"""The matrix's targets for logs of past meetings: each is its own person's alone."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import TODAY, World
from tests.relations import Visitor
from tests.target import Target
from trellis.kit import clock
from trellis.meetings.models import StagedEntry
from trellis.organizations.models import Import

LINE = b"School code,Type,Date\nCAST-LINCOLN,Check-in,2026-11-10\n"


def logs(world: World) -> Iterator[Target]:
    """A log that Lincoln's coordinator loaded, with one meeting that waits."""
    lead = world.who("coordinator")
    source = Import.objects.create(
        kind="meetings", state="checked", name="past.xlsx", layout="coordinator-log",
        sha256="0" * 64, on=TODAY, by=lead, created_at=clock.now(), read=1,
    )  # fmt: skip
    StagedEntry.objects.create(
        source=source, line=2, act="meeting", organization=world["lincoln"], leader=lead,
        kind="coordinator", on=TODAY, minutes=45, digest="0" * 64,
        notes=[["data", "shared", "Seen"]],
    )  # fmt: skip

    def own(visitor: Visitor) -> bool:
        return visitor.person == lead

    file = SimpleUploadedFile("past.csv", LINE)
    yield Target("meetings:past-logs", data={"file": file, "layout": ""}, moves_on=True)
    yield Target("meetings:past-log", (source.pk,), sees=own)
    yield Target("meetings:past-log-application", (source.pk,), sees=own, moves_on=True)
    yield Target("meetings:past-log-withdrawal", (source.pk,), sees=own, moves_on=True)
