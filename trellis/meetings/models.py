"""Meetings of those who support with those who are supported: expected, offered, held, noted.

What a kind of meeting is (its words, who leads it, who comes, the headings of its notes) is pack
data, named here by its code. Every meeting has parties: the organizations it is held with, each of
which sees its own part only.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.organizations.models import Organization
from trellis.programs.models import ProgramYear
from trellis.work.models import Completion, Task


class Cadence(models.Model):
    """How many meetings of a kind one organization can expect each month, set from above.

    Both months are first days; the last is included. Leaving a support ends it by moving
    `last_month`, so that what was expected stays readable.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="cadences")
    year = models.ForeignKey(ProgramYear, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    per_month = models.PositiveSmallIntegerField()
    first_month = models.DateField()
    last_month = models.DateField()

    class Meta:
        ordering = ["organization", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year", "kind"], name="one_cadence_per_kind"
            ),
        ]


class Series(models.Model):
    """Meetings that belong together: a school's year, a group of districts, office hours, a team.

    `at` is where it lives when it is a team's; `led_by` leads it and may change.
    """

    kind = models.CharField(max_length=60)
    year = models.ForeignKey(ProgramYear, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    at = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    led_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    link = models.URLField(_("video link"), max_length=500, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    """An organization that takes part in a series, from one meeting on."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="members")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["series", "organization__sort_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "organization"],
                condition=Q(ends=None),
                name="one_place_in_a_series",
            )
        ]


class Meeting(models.Model):
    """One meeting at a time and place; `month` is the one it counts for.

    `version` moves with every change of its facts: an edit names the version it read. `uid` and
    `sequence` are what calendars know it by.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    kind = models.CharField(max_length=60)
    year = models.ForeignKey(ProgramYear, models.PROTECT, related_name="+")
    month = models.DateField()
    title = models.CharField(_("title"), max_length=200)
    led_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="led")
    starts_at = models.DateTimeField(_("starts at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("video link"), max_length=500, blank=True)
    topic = models.CharField(_("capacity-building topic"), max_length=200, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    version = models.PositiveIntegerField(default=1)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    imported = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["led_by", "starts_at"], name="meeting_by_leader"),
            models.Index(fields=["year", "month"], name="meeting_by_month"),
        ]

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """An organization's own part in a meeting: its agenda, who came, its notes.

    `kind`, `month` and `state` repeat the meeting's, so that what was held in a month is counted
    in one index. `summary_sent_at` is when its notes were last mailed.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="parties")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=60)
    month = models.DateField()
    state = models.CharField(max_length=10, choices=Meeting.State, default=Meeting.State.PLANNED)
    summary_sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["meeting", "organization__sort_name"]
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "organization"], name="one_part_each")
        ]
        indexes = [
            models.Index(
                fields=["organization", "month", "kind", "state"], name="party_by_organization"
            )
        ]


class Attendance(models.Model):
    """Somebody asked to a meeting for one party, in the role they come in, and whether they came.

    `answer` is what they said before, `attended` what the leader noted after; empty is unknown.
    """

    class Answer(models.TextChoices):
        NONE = "", _("No answer yet")
        YES = "yes", _("Will come")
        NO = "no", _("Can't come")

    party = models.ForeignKey(Party, models.CASCADE, related_name="attendance")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invited_to")
    role = models.CharField(max_length=60)
    answer = models.CharField(max_length=3, choices=Answer, blank=True, default="")
    attended = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["party", "id"]
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["party", "person"], name="asked_once_per_party")
        ]


class AgendaItem(models.Model):
    """A point of a party's agenda: from the month's topics, an open task, an indicator, or typed.

    `source` names what drafted it (`topic:…`, `task:…`, `indicator:…`), empty when typed.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("point"), max_length=500)
    source = models.CharField(max_length=140, blank=True)

    class Meta:
        ordering = ["party", "order", "id"]


class Note(models.Model):
    """What was written under one heading for one party: shared with it, or the agency's own.

    `groups` are codes of student groups that the text is about. `version` moves with every change;
    a second writer who read an older one keeps their text and sees the difference.
    """

    class Visibility(models.TextChoices):
        SHARED = "shared", _("Shared with the school and the district")
        AGENCY = "agency", _("For the agency only")

    party = models.ForeignKey(Party, models.CASCADE, related_name="notes")
    visibility = models.CharField(max_length=10, choices=Visibility)
    heading = models.CharField(max_length=60)
    text = models.TextField(_("note"), max_length=8000, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["party", "visibility", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "visibility", "heading"], name="one_note_per_heading"
            )
        ]


class NoteGroup(models.Model):
    """A student group that a note is about, by its code in the pack."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="groups")
    group = models.CharField(max_length=60)

    class Meta:
        ordering = ["note", "group"]
        constraints = [
            models.UniqueConstraint(fields=["note", "group"], name="a_group_is_tagged_once")
        ]


class FollowUp(models.Model):
    """A task that a meeting agreed on."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="follow_ups")
    task = models.OneToOneField(Task, models.CASCADE, related_name="agreed_in")

    class Meta:
        ordering = ["id"]


class Credit(models.Model):
    """A step that was done by attending: taken back with the attendance it rests on.

    Who undoes the completion by hand leaves the credit standing, so that nothing does it again.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    month = models.DateField()
    completion = models.OneToOneField(Completion, models.CASCADE, related_name="attended")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["organization", "month", "kind"], name="credit_by_organization")
        ]


class Offer(models.Model):
    """Times offered for one meeting: to one organization, or open to many (office hours).

    Who must pick is the kind's (`picked_by`); a meeting made from it is kept in the slot.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for a pick")
        SETTLED = "settled", _("Time found")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    kind = models.CharField(max_length=60)
    year = models.ForeignKey(ProgramYear, models.PROTECT, related_name="+")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="offers"
    )
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="offers")
    month = models.DateField()
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("video link"), max_length=500, blank=True)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organization", "state"], name="offer_by_organization")]


class Slot(models.Model):
    """One offered time; taken when a meeting stands in it."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    meeting = models.OneToOneField(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="slot"
    )

    class Meta:
        ordering = ["offer", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "starts_at"], name="a_time_is_offered_once")
        ]


class Pick(models.Model):
    """A person said that a time suits, in a role; the time stands when every needed role did."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="picks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ["slot", "id"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "person"], name="a_time_is_picked_once_each")
        ]


class Refusal(models.Model):
    """Somebody said, in a role, that none of the offered times suits, and what would."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="refusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)
    words = models.CharField(_("what would suit"), max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["offer", "id"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "person"], name="refused_once_each")
        ]


class Help(models.Model):
    """Help given one to one, logged with its kind (pack) and minutes; no meeting of its own."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="help_given")
    year = models.ForeignKey(ProgramYear, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind of help"), max_length=60)
    on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    text = models.TextField(_("what it was about"), max_length=2000, blank=True)
    asked_for = models.BooleanField(_("the school asked for it"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acting_as = models.CharField(max_length=200)
    at = models.DateTimeField()
    imported = models.BooleanField(default=False)

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["organization", "-on"], name="help_by_organization")]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="help_takes_time"),
        ]


from trellis.meetings.coaching.records import Coaching as Coaching  # noqa: E402
from trellis.meetings.coaching.records import Session as Session  # noqa: E402
from trellis.meetings.coaching.records import SessionNote as SessionNote  # noqa: E402
from trellis.meetings.helping.records import HelpRequest as HelpRequest  # noqa: E402
from trellis.meetings.logs.records import LoggedEntry as LoggedEntry  # noqa: E402
from trellis.meetings.logs.records import LoggedStep as LoggedStep  # noqa: E402
from trellis.meetings.logs.records import StagedEntry as StagedEntry  # noqa: E402
