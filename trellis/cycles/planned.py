"""Releases that go out by themselves at an hour, for the page of what mail is planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.designations.models import Release
from trellis.notices.planned import Hour, Hours, Planned


def _timed(first: datetime, last: datetime) -> QuerySet[Any, Any]:
    """Each checked release whose hour lies between two moments."""
    timed = Release.objects.filter(state=Release.State.CHECKED, publish_at__range=(first, last))
    return timed.values_list("publish_at", "pk", "title")


def _told(hour: Hour) -> Planned:
    return Planned(
        at=hour.at,
        name=_("“%(title)s” becomes public") % {"title": hour.title},
        mails=None,
        sample=_("Everybody concerned gets one mail: their year is open."),
        url=reverse("designations:release", args=[hour.number]),
    )


RELEASES = Hours(_timed, _told)


def release_titles(numbers: Iterable[int]) -> dict[int, str]:
    """What the mail of releases is called where it is held."""
    found = Release.objects.filter(pk__in=list(numbers)).values_list("pk", "title")
    return dict(found)
