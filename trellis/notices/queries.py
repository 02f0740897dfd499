"""Reading the outbox: what leaves next, what goes out this week, what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Greatest, RowNumber, TruncDate

from trellis.kit import clock
from trellis.notices.models import Bounce, Hold, Notice
from trellis.notices.rules import URGENT, WARNINGS

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE = 50
WEEK = timedelta(days=7)
MOST_GROUPS = 100
"""Lines on the page of the week; more kinds, groups and days than that are no longer read."""


def waiting() -> QuerySet[Notice]:
    """Messages that have neither left nor failed for good, held ones included."""
    return Notice.objects.filter(sent_at=None, failed_at=None)


def leaving() -> QuerySet[Notice]:
    """Waiting messages that nobody holds, to addresses that work as far as anybody knows."""
    free = waiting().filter(held=False)
    return free.exclude(Exists(holds_over())).exclude(Exists(open_bounces_of()))


def due(now: datetime) -> QuerySet[Notice]:
    """What may leave at this moment: its hour has come, and no other worker has it."""
    its_hour = Q(not_before=None) | Q(not_before__lte=now)
    return leaving().filter(its_hour, unclaimed(now))


def unclaimed(now: datetime) -> Q:
    """Not in the hands of a worker."""
    return Q(claimed_until=None) | Q(claimed_until__lte=now)


def holds_over() -> QuerySet[Hold]:
    """Holds in force over the notice of the outer query."""
    return Hold.objects.filter(
        Q(kind="") | Q(kind=OuterRef("kind")),
        Q(group_key="") | Q(group_key=OuterRef("group_key")),
        ended_at=None,
    )


def open_bounces_of() -> QuerySet[Bounce]:
    """Bounces not mended that stop the address of the notice of the outer query."""
    return Bounce.objects.filter(address=OuterRef("address"), mended_at=None, stops=True)


def next_due(now: datetime, most: int) -> list[Notice]:
    """The messages to send next: what people wait for first, then what was never tried, by age."""
    urgent = ExpressionWrapper(Q(kind__in=URGENT), output_field=BooleanField())
    return list(due(now).annotate(urgent=urgent).order_by("-urgent", "attempts", "id")[:most])


def next_try(now: datetime) -> datetime | None:
    """When the earliest message that waits for its hour or for another try is due."""
    ever = Value(now)
    when = Greatest(Coalesce("not_before", ever), Coalesce("claimed_until", ever))
    found: datetime | None = leaving().aggregate(first=Min(when))["first"]
    return found


def letters(*, address: str = "", before: int | None = None) -> list[dict[str, Any]]:
    """The newest messages, one page and one more, to one address or to all."""
    rows = Notice.objects.order_by("-id")
    if address:
        rows = rows.filter(address=address.strip().lower())
    if before is not None:
        rows = rows.filter(pk__lt=before)
    fields = ("id", "address", "subject", "kind", "created_at", "sent_at", "failed_at")
    return list(rows.values(*fields)[: PAGE + 1])


def texts_about(about: str) -> QuerySet[Notice]:
    """Everything ever written about a record (`letter:12`), the newest first, as it was sent."""
    return Notice.objects.filter(about=about).select_related("bounce").order_by("-id")


def bounced(addresses: Iterable[str]) -> dict[str, Bounce]:
    """For those of the addresses from which mail came back: the newest bounce not yet mended."""
    wanted = {one.strip().lower() for one in addresses}
    found = Bounce.objects.filter(address__in=wanted, mended_at=None).order_by("id")
    return {one.address: one for one in found}


# ---- The week ----


@dataclass(frozen=True)
class Batch:
    """Waiting mail of one kind and group on one day, and how one of them reads."""

    kind: str
    group_key: str
    day: date
    count: int
    held_singly: int
    sample: Notice
    hold: Hold | None


def week(first: datetime, holds: list[Hold]) -> list[Batch]:
    """What lies in the outbox and leaves by itself within a week; codes to sign in left out.

    `holds` are those in force. One query: the first of each batch, with how many it stands for.
    """
    leaves = Coalesce("not_before", Value(first))
    parts = [F("kind"), F("group_key"), F("day")]
    alone = Case(When(held=True, then=1), default=0)
    rows = (
        waiting()
        .exclude(kind__in=URGENT | WARNINGS)
        .exclude(Exists(open_bounces_of()))
        .filter(Q(not_before=None) | Q(not_before__lt=first + WEEK))
        .annotate(day=TruncDate(Greatest(leaves, Value(first))))
        .annotate(
            count=Window(Count("id"), partition_by=parts),
            alone=Window(Sum(alone), partition_by=parts),
            place=Window(RowNumber(), partition_by=parts, order_by="id"),
        )
        .filter(place=1)
        .order_by("day", "kind", "group_key")[:MOST_GROUPS]
    )
    return [
        Batch(
            kind=one.kind,
            group_key=one.group_key,
            day=one.day,
            count=one.count,
            held_singly=one.alone,
            sample=one,
            hold=_over(holds, one.kind, one.group_key),
        )
        for one in rows
    ]


def holds_in_force() -> list[Hold]:
    """Everything that somebody holds, the newest first."""
    return list(Hold.objects.filter(ended_at=None).select_related("held_by"))


def _over(holds: list[Hold], kind: str, group_key: str) -> Hold | None:
    fitting = (one for one in holds if one.kind in ("", kind) and one.group_key in ("", group_key))
    return next(fitting, None)


# ---- What became of it ----

STATES = ("waiting", "held", "sent", "failed", "bounced")


def log(
    *, state: str = "", text: str = "", before: int | None = None, **exactly: str
) -> list[Notice]:
    """The newest mails, one page and one more: in one state, to an address that begins so.

    `exactly` narrows by `kind`, `group_key` and `about`; empty ones narrow nothing.
    """
    rows = Notice.objects.order_by("-id").select_related("bounce", "recipient").defer("text")
    rows = rows.annotate(on_hold=Exists(holds_over()), stopped=Exists(open_bounces_of()))
    if state:
        rows = rows.filter(_in_state(state))
    if text.strip():
        rows = rows.filter(address__startswith=text.strip().lower())
    rows = rows.filter(**{key: word for key, word in exactly.items() if word})
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows[: PAGE + 1])


def _in_state(state: str) -> Q:
    """Every mail is in exactly one of these."""
    came_back, waits = Q(bounce__isnull=False), Q(sent_at=None, failed_at=None)
    stands = Q(held=True) | Q(Exists(holds_over()))
    return {
        "waiting": waits & ~stands,
        "held": waits & stands,
        "sent": Q(sent_at__isnull=False) & ~came_back,
        "failed": Q(failed_at__isnull=False) & ~came_back,
        "bounced": came_back,
    }.get(state, Q())


def one(pk: int) -> Notice | None:
    """A mail with what became of it, for its page."""
    rows = Notice.objects.select_related("bounce", "recipient")
    rows = rows.annotate(on_hold=Exists(holds_over()), stopped=Exists(open_bounces_of()))
    return rows.filter(pk=pk).first()


def state_of(notice: Notice) -> str:
    """In which state a mail of `log` or `one` is; the words stand in the template."""
    if getattr(notice, "bounce", None) is not None:
        return "bounced"
    if notice.sent_at:
        return "sent"
    if notice.failed_at:
        return "failed"
    if notice.held or notice.on_hold:  # type: ignore[attr-defined]
        return "held"
    if notice.stopped:  # type: ignore[attr-defined]
        return "stopped"
    if notice.claimed_until and notice.claimed_until > clock.now():
        return "leaving"
    return "waiting"


def bounces(where: Q, *, before: int | None = None) -> list[Bounce]:
    """Bounces not yet mended, the newest first, one page and one more."""
    rows = Bounce.objects.filter(where, mended_at=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.select_related("notice", "person", "proposed_by")[: PAGE + 1])
