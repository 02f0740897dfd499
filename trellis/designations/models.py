"""Releases and the designations in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, may
from trellis.programs.models import ProgramYear
from trellis.programs.schema.roles import Capability

if TYPE_CHECKING:
    from trellis.people.models import Person


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases as different readers may see them."""

    def published(self) -> ReleaseQuerySet:
        """What everybody may see."""
        return self.filter(state=Release.State.PUBLISHED)

    def visible_to(
        self, person: Person | None, seats: Iterable[Seat] | None = None
    ) -> ReleaseQuerySet:
        """Published ones; drafts too for people who prepare releases."""
        if may(person, Capability.RELEASE_MANAGE, seats=seats):
            return self.all()
        return self.published()


class Release(models.Model):
    """The state's designations of one year, as imported; nothing shows before it is published.

    `digest` tells the same content from another; `report` is what the last import found: rows
    read, left out, and the problems that people decided to leave out.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    title = models.CharField(_("title"), max_length=120)
    year = models.ForeignKey(ProgramYear, models.PROTECT, related_name="releases")
    vocabulary = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    source = models.CharField(max_length=200)
    as_of = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    report = models.JSONField(default=dict, blank=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    imported_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-year__start", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "title"], name="one_release_per_title")
        ]

    def __str__(self) -> str:
        return self.title


class Designation(models.Model):
    """What the state said of one organization (and grade band), with its reasons; not recomputed.

    `kind` is a term's code in the release's vocabulary, `label` the word the file used.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="designations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="designations")
    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=120)
    band = models.CharField(max_length=60, blank=True)
    reasons = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    indicators = models.JSONField(default=dict)

    class Meta:
        ordering = ["organization", "band"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "organization", "band"], name="one_designation_per_band"
            )
        ]
        indexes = [models.Index(fields=["release", "kind"], name="designation_by_kind")]
