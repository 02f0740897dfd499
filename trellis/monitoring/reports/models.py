"""What people write for a board, and what they decide when a year ends."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.work.models import Activity, Task, Workplan


class BoardUpdate(models.Model):
    """The text that district and principals present together, for one activity of a workplan.

    `version` moves with every change: who read an older one keeps their text and sees the newer.
    """

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="board_update")
    text = models.TextField(_("what you present"), max_length=20_000)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    presented_on = models.DateField(null=True, blank=True)
    presented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]


class Decision(models.Model):
    """What becomes of a step that was open when its year ended: carried on, or closed.

    A carried one gets a step of its own in the next year's workplan once there is one: `into`.
    """

    class Kind(models.TextChoices):
        CARRY = "carry", _("Carried into the next year")
        CLOSE = "close", _("Closed")

    task = models.ForeignKey(Task, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=5, choices=Kind)
    reason = models.CharField(max_length=300, blank=True)
    words = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acting_as = models.CharField(max_length=200)
    at = models.DateTimeField()
    into = models.OneToOneField(
        Task, models.SET_NULL, null=True, blank=True, related_name="carried_from"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(withdrawn_at=None), name="decided_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="close", reason=""), name="closing_has_a_reason"
            ),
        ]


class Closing(models.Model):
    """Somebody closed a workplan: nothing in it was left undecided."""

    workplan = models.OneToOneField(Workplan, models.CASCADE, related_name="closing")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acting_as = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
