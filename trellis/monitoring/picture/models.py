"""What was counted on a day, kept so that progress over time can be drawn."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from trellis.organizations.models import Organization
from trellis.programs.models import ProgramYear


class Taken(models.Model):
    """On this day everything was counted. A day without a row was missed, and stays a gap."""

    day = models.DateField(unique=True)
    year = models.ForeignKey(ProgramYear, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["day"]
        verbose_name_plural = "days taken"

    def __str__(self) -> str:
        return self.day.isoformat()


class Standing(models.Model):
    """How the steps of one role and month stood at an organization, from one day to another.

    Only what changed since the day before is written: `until` is the first day on which it was
    different, empty while it lasts. With no role it tells meetings expected and held. `region` is
    the one of that time.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    year = models.ForeignKey(ProgramYear, models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=60, blank=True)
    month = models.DateField()
    region = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    ahead = models.PositiveIntegerField()
    earlier = models.PositiveIntegerField()
    waived = models.PositiveIntegerField()
    expected = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organization", "month", "role", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year", "month", "role"],
                condition=Q(until=None),
                name="one_standing_lasts",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="standing_ends_later"
            ),
        ]
        indexes = [models.Index(fields=["year", "organization"], name="standing_by_year")]
