"""What is still missing before a release may go on, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.designations.models import Release


def before_check(release: Release) -> list[str]:
    """What keeps anybody from checking a draft."""
    if release.designations.exists():
        return []
    return [_("The draft holds no designation. Import the file again.")]
