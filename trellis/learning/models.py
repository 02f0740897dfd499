"""What stands in the library, and who has watched it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.programs.safe_links import LONGEST_LINK
from trellis.work.models import Completion

if TYPE_CHECKING:
    from trellis.programs.schema.base import Text


class Item(models.Model):
    """One thing to read, watch or fill in; the public reads it once it is published.

    Its code is that of the program's resource which it is, where it is one. Texts are told per
    language where the program has several.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    code = models.CharField(max_length=60, unique=True)
    series = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="recordings"
    )
    kind = models.CharField(max_length=60)
    title: models.JSONField[Text, Text] = models.JSONField()
    about: models.JSONField[Text, Text] = models.JSONField(default=str, blank=True)
    topic: models.JSONField[Text, Text] = models.JSONField(default=str, blank=True)
    headings: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        default=dict, blank=True
    )
    categories: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    audience: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    url = models.CharField(max_length=LONGEST_LINK, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    captions = models.BooleanField(default=False)
    transcript = models.CharField(max_length=LONGEST_LINK, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]

    @property
    def is_published(self) -> bool:
        """Whether everybody reads it."""
        return self.state == self.State.PUBLISHED


class Viewing(models.Model):
    """Somebody says that they have watched a thing in a school year; which steps that did."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="viewings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="viewings")
    year = models.PositiveSmallIntegerField()
    on = models.DateField()
    acting_as = models.CharField(max_length=200, blank=True)
    steps = models.ManyToManyField(Completion, related_name="+", blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person", "year"], name="watched_once_in_a_year"
            )
        ]
