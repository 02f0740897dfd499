"""What stands in the library and who has watched it; events and who comes to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

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


class Event(models.Model):
    """Something that people come to on a day: a webinar, a conference, a training, a launch.

    `counter` numbers registrations in the order in which they are committed; `taken` places are
    given of `capacity`, or of as many as come where that is empty.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        CANCELLED = "cancelled", _("Cancelled")

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    about = models.TextField(max_length=4000, blank=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=LONGEST_LINK, blank=True)
    """Where one joins; only those who have a place read it."""
    public = models.BooleanField(default=False)
    audience: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    waits = models.BooleanField(default=True)
    taken = models.PositiveIntegerField(default=0)
    counter = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity=None) | models.Q(taken__lte=models.F("capacity")),
                name="no_more_places_than_there_are",
            )
        ]

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


class Registration(models.Model):
    """Somebody wants to come: a person, or a guest known by a name and an address that answered.

    `asked` is a guest who has not pressed the button behind the mailed link yet.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("not confirmed yet")
        PLACED = "placed", _("has a place")
        WAITING = "waiting", _("on the waiting list")
        GIVEN_UP = "given-up", _("given up")

    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    address = models.EmailField(max_length=254)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=State)
    number = models.PositiveIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "address"], name="registered_once"),
            models.UniqueConstraint(fields=["event", "number"], name="one_number_each"),
        ]
        indexes = [models.Index(fields=["event", "state", "number"], name="learning_queue")]
