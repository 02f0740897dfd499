"""The one message that each person gets when the year opens."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from trellis.cycles.opening import statement
from trellis.designations.models import Release
from trellis.kit import clock
from trellis.notices.actions import deliver_soon
from trellis.programs import queries as programs


def tell_everybody(release: Release) -> int:
    """Put one message per holder of a role at an opened organization into the outbox."""
    contact = programs.in_year(release.year.start).pack.contact
    foot = [
        f"{settings.BASE_URL}/my-work/",
        _("Questions: %(contact)s") % {"contact": contact.email or contact.website},
    ]
    one = _(
        "The year plan of an organization you work with is open. Your first step, its date and "
        "where to find help stand on My work."
    )
    many = _(
        "The year plans of [n] organizations you work with are open. Your first step, its date "
        "and where to find help stand on My work."
    )
    values: dict[str, Any] = {
        "release": release.pk,
        "today": clock.today(),
        "subject": _("The year %(year)s is open: see your first step") % {"year": release.year},
        "one": "\n\n".join([one, *foot]),
        "many": "\n\n".join([many, *foot]),
        "key": f"year-opened:{release.pk}:",
        "group": f"release:{release.pk}",
        "at": connection.ops.adapt_datetimefield_value(clock.now()),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("tell_everybody"), values)
        told = max(int(cursor.rowcount), 0)
    deliver_soon()
    return told
