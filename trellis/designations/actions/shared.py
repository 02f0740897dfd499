"""What the actions of a release have in common."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.designations.models import Release
from trellis.history.actions import Facts
from trellis.kit.errors import OutOfOrder

MOVING = (
    "state", "checked_by", "checked_at", "publish_at", "scheduled_by", "published_by",
    "published_at", "changed_by", "changed_at",
)  # fmt: skip
"""What changes in a release while it stays the same release."""


def locked(release: Release) -> Release:
    """The release as it stands now, held until the transaction ends; OutOfOrder if it is gone."""
    kept = Release.objects.select_for_update().filter(pk=release.pk).first()
    if kept is None:
        raise OutOfOrder(_("“%(title)s” is gone.") % {"title": release.title})
    return kept


def moved(release: Release, kept: Release, **to: object) -> None:
    """Write new values to a held release, and show them on the caller's own copy."""
    for name, value in to.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(to))
    for name in MOVING:
        setattr(release, name, getattr(kept, name))


def facts(release: Release) -> Facts:
    """What the history keeps of a release."""
    return {
        "state": str(release.state),
        "vocabulary": release.vocabulary,
        "source": release.source,
        "designations": release.designations.count(),
        "digest": release.digest,
        "corrects": release.corrects_id,
    }
