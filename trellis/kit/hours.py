"""A day and an hour on a state's clock as one moment; refused where the clock is changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trellis.kit.dates import full
from trellis.kit.errors import NotReady

NOTHING = timedelta()


def moment(day: date, hour: time, zone: str) -> datetime:
    """The one moment, in UTC, at which a clock in `zone` shows this; NotReady if none or two do."""
    told = datetime.combine(day, hour.replace(tzinfo=None, fold=0), ZoneInfo(zone))
    # Around a change the two readings of an hour differ: forward there is none, back there are two.
    apart = told.replace(fold=1).astimezone(UTC) - told.astimezone(UTC)
    words = {"day": full(day), "hour": date_format(told, "g:i A"), "zone": zone}
    if apart < NOTHING:
        text = _(
            "On %(day)s there is no %(hour)s in %(zone)s: the clock goes forward. Choose another"
            " hour."
        )
        raise NotReady(text % words)
    if apart > NOTHING:
        text = _(
            "On %(day)s the clock in %(zone)s shows %(hour)s twice: it goes back. Choose another"
            " hour."
        )
        raise NotReady(text % words)
    return told.astimezone(UTC)
