"""The catalog: editions, who offers supports, the supports, and their words by edition."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from trellis.organizations.models import Organization, holding
from trellis.supports.schema import Content, FaceContent

__all__ = ["Edition", "Face", "Membership", "Provider", "Service", "Term", "Wording", "holding"]


class Edition(models.Model):
    """One publishing of the catalog: what stood before it stays readable under its number."""

    number = models.PositiveIntegerField(unique=True)
    on = models.DateField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)


class Provider(models.Model):
    """An organization that offers supports; by code, for it may come into the tree later.

    `seed` is what the pack said of it when that was last taken over.
    """

    code = models.CharField(max_length=60, unique=True)
    organization_code = models.CharField(max_length=40, unique=True)
    position = models.PositiveIntegerField()
    seed = models.JSONField(null=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.code

    def organization(self) -> Organization | None:
        """Itself in the tree, once it stands there; one query."""
        return Organization.objects.filter(code=self.organization_code).first()


class Service(models.Model):
    """A support by its code, which stays; what is said of it stands in its wordings.

    `seed` is what the pack said of it when that was last taken over.
    """

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="services")
    code = models.CharField(max_length=60, unique=True)
    seed = models.JSONField(null=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Worded(models.Model):
    """Words that stand from one edition to another (end exclusive); without a first, a draft."""

    content = models.JSONField()
    edition_from = models.PositiveIntegerField(null=True, blank=True)
    edition_to = models.PositiveIntegerField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True


STANDING = Q(edition_from__isnull=False, edition_to=None)
"""What the newest edition says."""


def at_edition(number: int) -> Q:
    """The filter for what an edition says: one range."""
    return Q(edition_from__lte=number) & (Q(edition_to=None) | Q(edition_to__gt=number))


class Wording(Worded):
    """What is said of a support. Level, cost and place repeat its content for filters and order.

    A draft with `withdraws` takes the support out of the next edition.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="wordings")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    cost = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    withdraws = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["service"], condition=Q(edition_from=None), name="one_draft_of_a_support"
            ),
            models.UniqueConstraint(
                fields=["service"], condition=STANDING, name="one_wording_stands"
            ),
            models.CheckConstraint(
                condition=Q(edition_to=None) | Q(edition_to__gt=F("edition_from")),
                name="wording_ends_later",
            ),
        ]
        indexes = [
            models.Index(
                fields=["position", "id"], condition=STANDING, name="wording_standing_in_order"
            ),
            models.Index(
                fields=["provider", "level", "cost", "position"],
                condition=STANDING,
                name="wording_standing_by_filter",
            ),
        ]

    def read(self) -> Content:
        """The content in its shape."""
        return Content.model_validate(self.content)


class Face(Worded):
    """What is said of an organization that offers supports, and of its levels."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="faces")

    class Meta:
        ordering = ["provider__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider"], condition=Q(edition_from=None), name="one_draft_of_a_face"
            ),
            models.UniqueConstraint(fields=["provider"], condition=STANDING, name="one_face"),
            models.CheckConstraint(
                condition=Q(edition_to=None) | Q(edition_to__gt=F("edition_from")),
                name="face_ends_later",
            ),
        ]

    def read(self) -> FaceContent:
        """The content in its shape."""
        return FaceContent.model_validate(self.content)


class Term(models.Model):
    """A word by which the newest edition finds a support, or one of its marks (`mode:online`)."""

    wording = models.ForeignKey(Wording, models.CASCADE, related_name="terms", db_index=False)
    word = models.CharField(max_length=80)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wording", "word"], name="a_word_stands_once")
        ]
        indexes = [models.Index(fields=["word", "wording", "weight"], name="term_by_word")]


class Membership(models.Model):
    """A district is a member of an organization from one day to another (both inclusive)."""

    district = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="members")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["district", "provider__position", "-starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "provider"],
                condition=Q(ends=None),
                name="a_district_is_a_member_once",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="support_membership_ends_later",
            ),
        ]


from trellis.supports.requests.records import (  # noqa: E402
    SupportMessage as SupportMessage,
)
from trellis.supports.requests.records import (  # noqa: E402
    SupportRequest as SupportRequest,
)
