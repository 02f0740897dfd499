"""Installed packs: versions, their year plans as rows for set-based work, and program years."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Version(models.Model):
    """One installed state of a pack; never changed, only followed by another.

    `content` is the whole validated pack by section; pages read it through `queries.pack`, which
    keeps the parsed form in memory by id.
    """

    pack = models.CharField(max_length=60)
    label = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    installed_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "digest"], name="one_version_per_content")
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.label}"


class Installation(models.Model):
    """What this database runs: one row. Only one marked sample may be reset or moved in time."""

    class Kind(models.TextChoices):
        LIVE = "live", _("Live")
        SAMPLE = "sample", _("Sample data")
        PRACTICE = "practice", _("Practice run")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.LIVE)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    clock = models.DateField(null=True, blank=True)
    rewording = models.CharField(max_length=32, blank=True, default="")
    """Another word after every override written, never used twice: what pages keep goes by it."""

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_installation")]


class ProgramYear(models.Model):
    """A school year of the program, named by the calendar year in which it opens."""

    start = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["-start"]

    def __str__(self) -> str:
        return f"{self.start}–{(self.start + 1) % 100:02d}"


class YearDate(models.Model):
    """A date of a program year as its rule resolved, or as somebody set or confirmed it.

    What follows from it (the last day on which nothing is late) is worked out by
    `queries.dates`, never stored beside it.
    """

    class Standing(models.TextChoices):
        PRINTED = "printed", _("as printed")
        INFERRED = "inferred", _("not yet confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        MISSING = "missing", _("day to be announced")

    year = models.ForeignKey(ProgramYear, models.CASCADE, related_name="dates")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    day = models.DateField(null=True, blank=True)
    month = models.DateField()
    words = models.CharField(max_length=120, blank=True)
    standing = models.CharField(max_length=10, choices=Standing)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day", "month", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "version", "code"], name="a_date_stands_once_a_year"
            )
        ]


class Override(models.Model):
    """What a program year says in place of a pack's words; keyed by code, so it outlives a version.

    `subject` is `plan/activity`, the code of a resource, or nothing for the program's contact.
    """

    class Kind(models.TextChoices):
        ACTIVITY = "activity", _("activity")
        RESOURCE = "resource", _("resource")
        CONTACT = "contact", _("contact")

    year = models.ForeignKey(ProgramYear, models.CASCADE, related_name="overrides")
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.CharField(max_length=121)
    field = models.CharField(max_length=20)
    value = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "subject", "field"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind", "subject", "field"], name="one_override_per_field"
            )
        ]


class ActivityTemplate(models.Model):
    """A row of a year plan in one version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="activities")
    plan = models.CharField(max_length=60)
    code = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    month_number = models.PositiveSmallIntegerField()
    year_offset = models.SmallIntegerField()
    condition = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "plan", "code"], name="one_activity_per_code"
            )
        ]


class TaskTemplate(models.Model):
    """An entry of a year plan in one version; its words are read from the version's content."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="tasks")
    activity = models.ForeignKey(ActivityTemplate, models.CASCADE, related_name="tasks")
    code = models.CharField(max_length=121)
    order = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=60)
    scope = models.CharField(max_length=10)
    held_at = models.CharField(max_length=10)
    act = models.CharField(max_length=10)
    deed = models.CharField(max_length=60, blank=True)
    each_member = models.BooleanField(default=False)
    due = models.CharField(max_length=60, blank=True)
    mark = models.CharField(max_length=10)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["activity__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="one_task_per_code")
        ]


class Waiver(models.Model):
    """A task template that does not exist for the organizations of an exemption, in one version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="waivers")
    exemption = models.CharField(max_length=60)
    organization_code = models.CharField(max_length=40)
    task = models.ForeignKey(TaskTemplate, models.CASCADE, related_name="waivers")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["exemption", "organization_code", "task"], name="one_waiver_per_task"
            )
        ]
