"""Releases that go out by themselves at an hour, for the page of what mail is planned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.designations.models import Release
from trellis.notices.planned import Planned


def releases(first: datetime, last: datetime) -> Iterator[Planned]:
    """Each checked release whose hour lies between two moments."""
    timed = Release.objects.filter(state=Release.State.CHECKED, publish_at__range=(first, last))
    for release in timed.only("pk", "title", "publish_at"):
        if release.publish_at is not None:
            yield Planned(
                at=release.publish_at,
                name=_("“%(title)s” becomes public") % {"title": release.title},
                mails=None,
                sample=_("Everybody concerned gets one mail: their year is open."),
                url=reverse("designations:release", args=[release.pk]),
            )


def release_titles(numbers: Iterable[int]) -> dict[int, str]:
    """What the mail of releases is called where it is held."""
    found = Release.objects.filter(pk__in=list(numbers)).values_list("pk", "title")
    return dict(found)
