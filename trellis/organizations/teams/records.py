"""Teams, who is on them from when to when, and what they wrote down.

A team exists from `formed_on` on, so what stands on a day follows from dates alone.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

NEVER = date(9999, 12, 31)


def formed_by(on: date) -> Q:
    """The filter for teams that exist on a day."""
    return Q(formed_on__lte=on) & (Q(ended_on=None) | Q(ended_on__gte=on))


class Team(models.Model):
    """A team of an organization, of a kind from the pack: being formed, then formed, then ended.

    `list_number` moves with every change of its members: an agreement is to one list of them.
    """

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="teams"
    )
    kind = models.CharField(max_length=60)
    formed_on = models.DateField(_("exists since"), null=True, blank=True)
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    list_number = models.PositiveIntegerField(default=0)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        app_label = "organizations"
        ordering = ["organization", "kind", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind"],
                condition=Q(ended_on=None),
                name="one_team_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(formed_on=None) | Q(ended_on__gte=F("formed_on")),
                name="team_ends_later",
            ),
        ]

    def exists_on(self, on: date) -> bool:
        """Whether the team is formed and not ended on a day."""
        return (self.formed_on or NEVER) <= on <= (self.ended_on or NEVER)


class TeamMember(models.Model):
    """Somebody who sits on a team by a role they hold, from one day to another (both inclusive).

    `brings` is a category of work from the pack. Nothing about the person is kept here.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    appointment = models.ForeignKey(
        "organizations.Appointment", models.CASCADE, related_name="memberships"
    )
    brings = models.CharField(_("brings"), max_length=60)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        app_label = "organizations"
        ordering = ["team", "starts", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "appointment"],
                condition=Q(ends=None),
                name="on_a_team_once",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="membership_ends_later"
            ),
        ]


class TeamPaper(models.Model):
    """What a team wrote down: a version of its charter, a review, somebody's yes to its list.

    `code` names the review, or the role that agreed; `number` counts versions and reviews, and is
    the list's for an agreement. `texts` are answers by the code of their question.
    """

    class What(models.TextChoices):
        CHARTER = "charter", _("Charter")
        REVIEW = "review", _("Review")
        AGREEMENT = "agreement", _("Agreement to the list")

    team = models.ForeignKey(Team, models.CASCADE, related_name="papers")
    what = models.CharField(max_length=10, choices=What)
    code = models.CharField(max_length=60, blank=True)
    number = models.PositiveIntegerField()
    texts = models.JSONField(default=dict, blank=True)
    on = models.DateField(_("day"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acting_as = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "organizations"
        ordering = ["team", "what", "code", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "what", "code", "number"], name="a_paper_is_numbered_once"
            )
        ]
