"""Releases and the designations in them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef
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

    def standing(self) -> ReleaseQuerySet:
        """What counts: published, and no published correction has taken its place."""
        corrected = Release.objects.filter(state=Release.State.PUBLISHED, corrects=OuterRef("pk"))
        return self.published().filter(~Exists(corrected))

    def visible_to(
        self, person: Person | None, seats: Iterable[Seat] | None = None
    ) -> ReleaseQuerySet:
        """Published ones; drafts too for people who prepare releases."""
        if may(person, Capability.RELEASE_MANAGE, seats=seats):
            return self.all()
        return self.published()


class Release(models.Model):
    """The state's designations of one year, as imported; nothing shows before it is published.

    A second person checks it, and only then may it be published: at once, or at `publish_at` by
    `scheduled_by`. `corrects` is the published release that this one mends; that stays readable.

    `digest` tells the same content from another; `report` is what the last import found: rows
    read, left out, and the problems that people decided to leave out. `changed_by` is who last
    changed anything else that goes out with it (a letter, a proposal) since the import.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CHECKED = "checked", _("Checked")
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
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-year__start", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "title"], name="one_release_per_title")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stamp(self) -> str:
        """Names what a person looked at: the file, and the last change of anything beside it."""
        moments = [one.isoformat() if one else "" for one in (self.imported_at, self.changed_at)]
        return sha256(" ".join([self.digest, *moments]).encode()).hexdigest()[:32]


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


class AdvanceNoticeQuerySet(models.QuerySet["AdvanceNotice"]):
    """Notices as they open a release to districts before everybody else."""

    def in_force(self) -> AdvanceNoticeQuerySet:
        """Sent after the check that the release has now; a draft opens to nobody."""
        return self.filter(
            release__state__in=[Release.State.CHECKED, Release.State.PUBLISHED],
            sent_at__gte=F("release__checked_at"),
        )

    def open_to(self, districts: Iterable[int]) -> AdvanceNoticeQuerySet:
        """Those in force for some districts."""
        return self.in_force().filter(district__in=list(districts))


class AdvanceNotice(models.Model):
    """A district was told before everybody else: from then on its superintendent may look.

    It opens the page only for the check it was sent after; a release checked anew is told anew.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="advance_notices")
    district = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = AdvanceNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["release", "district"]
        constraints = [
            models.UniqueConstraint(fields=["release", "district"], name="told_ahead_once")
        ]


class SupportStatus(models.Model):
    """Where an organization stands in the support that its state owes it, in one program year.

    `cohort` is the year in which it was first identified, `term` the pack's code for the year of
    the cycle it is in; kept apart from the designation, which may change meanwhile.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="support_statuses")
    year = models.ForeignKey(ProgramYear, models.PROTECT, related_name="support_statuses")
    kind = models.CharField(max_length=60)
    cohort = models.PositiveSmallIntegerField()
    term = models.CharField(max_length=60)
    reasons = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    source = models.CharField(max_length=200, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["organization", "-year__start"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year"], name="one_support_status_a_year"
            )
        ]
        indexes = [models.Index(fields=["year", "kind"], name="support_status_by_kind")]


class Letter(models.Model):
    """One letter to a district with all its schools, kept as it was sent.

    `content` is the document tree by language; it is written while the release is prepared and
    never after the letter is sent. `sent_to` names to whom it went, in which role; `outside` says
    that it went on another way than by our mail, on `sent_on`. Where designations changed after it
    was sent, another one is written, and this one is `superseded`: kept, and shown to nobody else.
    """

    class State(models.TextChoices):
        READY = "ready", _("Ready")
        HELD = "held", _("Held")
        SENT = "sent", _("Sent")

    release = models.ForeignKey(Release, models.CASCADE, related_name="letters")
    district = models.ForeignKey(Organization, models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    subject = models.CharField(max_length=200)
    content = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    sent_to = models.JSONField(default=list, blank=True)
    outside = models.BooleanField(default=False)
    superseded = models.BooleanField(default=False)

    class Meta:
        ordering = ["release", "district"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "district", "kind"],
                condition=models.Q(superseded=False),
                name="one_letter_per_district",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_on__isnull=False),
                name="a_sent_letter_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["release", "kind", "state"], name="letters_by_state"),
            models.Index(fields=["district", "state"], name="letters_of_a_district"),
        ]


class LetterReading(models.Model):
    """A person opened a letter in the product."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["letter", "at"]
        constraints = [models.UniqueConstraint(fields=["letter", "person"], name="read_once")]
