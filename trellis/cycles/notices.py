"""The one message that each person gets when the year opens."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from trellis.cycles.opening import statement
from trellis.designations.models import Release
from trellis.kit import clock
from trellis.notices.actions import deliver_soon
from trellis.people.models import Person
from trellis.programs import queries as programs


def tell_everybody(release: Release) -> int:
    """Put one message per holder of a role at an opened organization into the outbox.

    Each in the language of its reader: one statement for every language that somebody chose.
    """
    usual = settings.LANGUAGE_CODE
    chosen = Person.objects.filter(is_active=True).exclude(language__in=("", usual)).order_by()
    others = sorted(chosen.values_list("language", flat=True).distinct())
    told = 0
    for language in (usual, *others):
        here = others if language == usual else [language]
        marks = {f"language_{n}": one for n, one in enumerate(here)}
        names = ", ".join(f"%({name})s" for name in marks)
        which = f"p.language {'NOT' if language == usual else ''} IN ({names})" if here else "1=1"
        with override(language), connection.cursor() as cursor:
            cursor.execute(statement("tell_everybody", which=which), _values(release) | marks)
            told += max(int(cursor.rowcount), 0)
    deliver_soon()
    return told


def _values(release: Release) -> dict[str, Any]:
    """What the statement writes, in the active language."""
    contact = programs.in_year(release.year.start).pack.contact
    foot = [
        settings.BASE_URL + reverse("home:my-work"),
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
    return {
        "release": release.pk,
        "today": clock.today(),
        "subject": _("The year %(year)s is open: see your first step") % {"year": release.year},
        "one": "\n\n".join([one, *foot]),
        "many": "\n\n".join([many, *foot]),
        "key": f"year-opened:{release.pk}:",
        "group": f"release:{release.pk}",
        "at": connection.ops.adapt_datetimefield_value(clock.now()),
    }
