"""Mail that came back: noting it, from the server's answer or from a report."""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction

from trellis.kit import clock
from trellis.notices.models import Bounce, Notice
from trellis.notices.reports import read_report, reason_of, stops
from trellis.notices.tokens import fits

FAREWELL = "address-changed"
"""The last word to an address that was given up: that it comes back is no news."""


class Outcome(StrEnum):
    """What became of a mail that was piped in."""

    NOTED = "noted: an address does not work"
    KNOWN = "known already"
    NOT_OURS = "not about a mail of ours: nothing done"
    NOT_A_REPORT = "not a report of failed delivery: left"
    TOO_LARGE = "too large for a report: not read"


def receive_report(raw: bytes) -> Outcome:
    """Note what a report says of a mail of ours; of anything else nothing is kept.

    Only a report that names a mail as we named it is believed.
    """
    report = read_report(raw)
    if report is None:
        return Outcome.NOT_A_REPORT
    for pk, claimed in report.claims:
        notice = Notice.objects.filter(pk=pk, attempts__gt=0).first()
        if notice is not None and fits(claimed, notice.pk, notice.dedupe_key):
            new = note_bounce(
                notice, code=report.code, said=report.said, source=Bounce.Source.REPORT
            )
            return Outcome.NOTED if new else Outcome.KNOWN
    return Outcome.NOT_OURS


@transaction.atomic
def note_bounce(
    notice: Notice, *, code: str, said: str, source: Bounce.Source, for_good: bool = True
) -> bool:
    """Keep that a mail came back, once; False if that is known."""
    reason, now = reason_of(code), clock.now()
    farewell = notice.kind == FAREWELL and notice.recipient_id is None
    old_news = farewell or (source == Bounce.Source.REPORT and _mended_since(notice))
    bounce = Bounce(
        notice=notice,
        address=notice.address,
        person_id=notice.recipient_id,
        code=code[:20],
        reason=reason,
        said=said[:300],
        source=source,
        stops=for_good and stops(reason) and not old_news,
        at=now,
        mend=Bounce.Mend.CORRECTED if old_news else "",
        mended_at=now if old_news else None,
    )
    before = Bounce.objects.filter(notice=notice).exists()
    Bounce.objects.bulk_create([bounce], ignore_conflicts=True)
    return not before


def _mended_since(notice: Notice) -> bool:
    """Whether the address was mended after this mail left: then its report says nothing new."""
    since = notice.sent_at or notice.created_at
    return Bounce.objects.filter(address=notice.address, mended_at__gte=since).exists()
