"""The outbox, holds on it, and addresses from which mail came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

SECRET = frozenset({"sign-in-code", "password-reset"})
"""Kinds whose text opens an account; it is not kept once the mail has left."""


class Notice(models.Model):
    """One message to one person; written with the deed, delivered after it.

    `dedupe_key` names the reason, so the same reason never writes twice. It waits while neither
    `sent_at` nor `failed_at` is set: until `not_before`, and while a worker holds it until
    `claimed_until`. `about` names the record that it belongs to, `group_key` what is held together.
    Columns with a default of the database may be left out by set-based inserts.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    address = models.EmailField(max_length=254)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    from_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    reply_to = models.EmailField(max_length=254, blank=True, default="", db_default="")
    calendar = models.TextField(blank=True, default="", db_default="")
    """An iCalendar object that goes with it, so that a calendar takes the meeting over."""
    about = models.CharField(max_length=60, blank=True, default="", db_default="")
    group_key = models.CharField(max_length=60, blank=True, default="", db_default="")
    secret = models.BooleanField(default=False, db_default=False)
    """Its text opens something; nobody else reads it, and it is not kept once it has left."""
    dedupe_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    held = models.BooleanField(default=False)
    not_before = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["id"],
                name="notices_waiting",
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
            ),
            models.Index(fields=["address", "-id"], name="notices_by_address"),
            models.Index(
                fields=["about", "-id"], name="notices_by_record", condition=~models.Q(about="")
            ),
            models.Index(
                fields=["-id"],
                name="notices_failed",
                condition=models.Q(failed_at__isnull=False),
            ),
        ]

    @property
    def opens_something(self) -> bool:
        """Whether its text is for its reader alone, like a code to sign in."""
        return self.secret or self.kind in SECRET


class Hold(models.Model):
    """Somebody stopped all mail of a kind, of a group, or of a kind in a group, until it is let go.

    It also stops what is written later, and lies in the database: no restart ends it.
    """

    kind = models.CharField(max_length=40, blank=True)
    group_key = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "group_key"],
                condition=models.Q(ended_at__isnull=True),
                name="one_hold_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="", group_key=""), name="a_hold_holds_something"
            ),
        ]


class Bounce(models.Model):
    """A mail came back; while `stops` and not mended, nothing more is tried at that address."""

    class Reason(models.TextChoices):
        UNKNOWN = "unknown", _("Nobody has this address")
        DOMAIN = "domain", _("The part after the @ does not exist or takes no mail")
        FULL = "full", _("The mailbox is full")
        REFUSED = "refused", _("The other side refused this mail")
        EXPIRED = "expired", _("The other side could not be reached for days")
        OTHER = "other", _("It came back, without a clear reason")

    class Source(models.TextChoices):
        SERVER = "server", _("refused when it was handed over")
        REPORT = "report", _("reported back later")

    class Mend(models.TextChoices):
        CORRECTED = "corrected", _("address corrected")
        AGAIN = "again", _("to be tried again")

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="bounce")
    address = models.EmailField(max_length=254)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="bounces"
    )
    code = models.CharField(max_length=20)
    reason = models.CharField(max_length=10, choices=Reason)
    said = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    stops = models.BooleanField()
    at = models.DateTimeField()
    proposed = models.EmailField(max_length=254, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    mend = models.CharField(max_length=10, choices=Mend, blank=True)
    mended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    mended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["address"],
                name="bounces_to_mend",
                condition=models.Q(mended_at__isnull=True),
            )
        ]


class Preference(models.Model):
    """What a person chose about mail that is not sent anyway; without a row the roles decide.

    `rhythm` is how often an overview comes, empty where the roles decide; `off` are the kinds of
    single mails that the person does without.
    """

    class Rhythm(models.TextChoices):
        USUAL = "", _("As usual for my roles")
        DAILY = "daily", _("On every working day")
        WEEKLY = "weekly", _("Once a week")
        NONE = "none", _("Never")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="preference"
    )
    rhythm = models.CharField(max_length=6, choices=Rhythm, blank=True, default="")
    off = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField()


class Turn(models.Model):
    """Up to which day a person's overview and reminders have been seen to, each day once.

    Days are those of the person's own clock, so whoever moves to another time zone is neither
    written to twice nor left out.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    overview_on = models.DateField(null=True, blank=True)
    soon_on = models.DateField(null=True, blank=True)
