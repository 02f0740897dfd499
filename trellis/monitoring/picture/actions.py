"""Counting everything once a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction

from trellis.kit import clock
from trellis.monitoring.picture.models import Taken
from trellis.monitoring.picture.statements import text, year_running


@transaction.atomic
def take(*, on: date) -> Taken | None:
    """Keep how everything stands on a day; None where that day was taken, or a later one.

    A day that was missed is never filled in: what stood then is not known any more.
    """
    year = year_running()
    if year is None or Taken.objects.filter(day__gte=on).exists():
        return None
    try:
        with transaction.atomic():
            taken = Taken.objects.create(day=on, year=year, at=clock.now())
    except IntegrityError:  # another worker was first
        return None
    named: dict[str, Any] = {"on": on, "after": on + timedelta(days=1), "year": year.pk}
    with connection.cursor() as cursor:
        for name in ("close", "keep"):
            cursor.execute(text(name, fresh=text("fresh")), named)
    return taken
