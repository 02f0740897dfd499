"""The one message that each person gets when the year opens."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.designations.models import Release
from trellis.kit import clock
from trellis.notices.actions import post_many
from trellis.notices.models import Notice
from trellis.programs import queries as programs

RECIPIENTS = """
SELECT p.id, p.email, COUNT(DISTINCT f.organization_id)
FROM (
    SELECT c.organization_id, o.district_id
    FROM cycles_improvementcycle c JOIN organizations_organization o ON o.id = c.organization_id
    WHERE c.release_id = %(release)s
) f
JOIN (
    SELECT person_id, organization_id, starts, ends, role FROM organizations_appointment
    UNION ALL
    SELECT person_id, organization_id, starts, ends, role FROM organizations_assignment
    WHERE person_id IS NOT NULL
    UNION ALL
    SELECT a.person_id, s.organization_id, s.starts, s.ends, s.role
    FROM organizations_assignment s
    JOIN organizations_appointment a ON a.organization_id = s.provider_id AND a.role = s.role
    WHERE (a.ends IS NULL OR a.ends >= %(today)s) AND a.starts <= %(today)s
) h ON h.organization_id = f.organization_id OR h.organization_id = f.district_id
JOIN people_person p ON p.id = h.person_id
WHERE p.is_active AND h.starts <= %(today)s AND (h.ends IS NULL OR h.ends >= %(today)s)
GROUP BY p.id, p.email
ORDER BY p.id
"""


def tell_everybody(release: Release) -> int:
    """Put one message per holder of a role at an opened organization into the outbox.

    The dedupe key names release and person, so that a second opening tells nobody twice.
    """
    with connection.cursor() as cursor:
        cursor.execute(RECIPIENTS, {"release": release.pk, "today": clock.today()})
        people = cursor.fetchall()
    if not people:
        return 0
    contact = programs.current().pack.contact
    subject = _("The year %(year)s is open: see your first step") % {"year": release.year}
    foot = _("Questions: %(email)s") % {"email": contact.email or contact.website}
    return post_many(
        Notice(
            recipient_id=person,
            address=address,
            kind="year-opened",
            subject=subject,
            text="\n\n".join([_opening_line(schools), _link(), foot]),
            dedupe_key=f"year-opened:{release.pk}:{person}",
            created_at=clock.now(),
        )
        for person, address, schools in people
    )


def _opening_line(schools: int) -> str:
    return ngettext(
        "The year plan of %(n)s organization you work with is open. Your first step, its date "
        "and where to find help stand on My work.",
        "The year plans of %(n)s organizations you work with are open. Your first step, its date "
        "and where to find help stand on My work.",
        schools,
    ) % {"n": schools}


def _link() -> str:
    return f"{settings.BASE_URL}/my-work/"
