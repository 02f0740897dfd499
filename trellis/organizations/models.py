"""The tree of organizations, and who holds which role where."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.jobs.models import Job


class Level(models.TextChoices):
    """The floors of the tree, top first; the pack's kinds each stand on one."""

    STATE = "state", _("State")
    OFFICE = "office", _("Office")
    DISTRICT = "district", _("District")
    SCHOOL = "school", _("School")
    OTHER = "other", _("Other")


class Organization(models.Model):
    """One body of the state's school system, known by the state's own code (text, never a number).

    `parent` is today's; earlier ones stand in `Placement`. `district`, `office` and `state` repeat
    the ancestors, kept by the actions that move an organization, so that no page walks the tree.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    level = models.CharField(max_length=10, choices=Level)
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    district = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    region = models.CharField(_("region"), max_length=20, blank=True)
    county = models.CharField(_("county"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    grades = models.CharField(_("grades"), max_length=60, blank=True)
    nces = models.CharField(max_length=20, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sort_name", "code"]
        indexes = [
            models.Index(fields=["sort_name", "code"], name="organization_by_any_name"),
            models.Index(fields=["level", "sort_name"], name="organization_by_name"),
            models.Index(fields=["region", "level", "sort_name"], name="organization_by_region"),
            models.Index(fields=["county", "level", "sort_name"], name="organization_by_county"),
            models.Index(fields=["district", "level"], name="organization_by_district"),
        ]

    def __str__(self) -> str:
        return self.name

    def ancestor_ids(self) -> dict[str, int | None]:
        """The id of the organization on each floor at or above this one."""
        found = {
            Level.STATE.value: self.state_id,
            Level.OFFICE.value: self.office_id,
            Level.DISTRICT.value: self.district_id,
        }
        return {**found, self.level: self.pk}


class Placement(models.Model):
    """Under which parent an organization stood from one day to another (end exclusive)."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organization", "starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(ends=None), name="one_parent_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")), name="placement_ends_later"
            ),
        ]


def holding(on: date) -> Q:
    """The filter for rows whose dates include that day."""
    return Q(starts__lte=on) & (Q(ends=None) | Q(ends__gte=on))


def in_force(on: date) -> Q:
    """The filter for appointments that give rights on that day.

    The account is open; and what was lent lasts only while its lender holds the role, with an
    open account.
    """
    lender = Q(delegated_by__starts__lte=on, delegated_by__person__is_active=True)
    lender &= Q(delegated_by__ends=None) | Q(delegated_by__ends__gte=on)
    return holding(on) & Q(person__is_active=True) & (Q(delegated_by=None) | lender)


class Appointment(models.Model):
    """A person holds a role at an organization from one day to another (both inclusive).

    One with `delegated_by` is lent: it gives only `rights`, codes of capabilities that were chosen
    among the role's. Own ones give what the role gives and leave `rights` empty. `briefed_at` is
    when the holder put away what happened before they came.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments"
    )
    role = models.CharField(_("role"), max_length=60)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="appointments")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    delegated_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="delegations"
    )
    rights = models.JSONField(default=list, blank=True)
    caseload = models.PositiveSmallIntegerField(null=True, blank=True)
    briefed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organization__sort_name", "role", "person__sort_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "organization"],
                condition=Q(ends=None),
                name="a_seat_is_held_once",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="appointment_ends_later"
            ),
        ]
        indexes = [models.Index(fields=["organization", "role"], name="appointment_by_seat")]


class Assignment(models.Model):
    """Who serves which organization as what: a person (coordinator) or a provider (vendor)."""

    role = models.CharField(_("role"), max_length=60)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="served_by")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
    )
    provider = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="serves"
    )
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["organization__sort_name", "role"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, provider__isnull=False)
                | Q(person__isnull=False, provider=None),
                name="served_by_one",
            ),
            models.UniqueConstraint(
                fields=["role", "organization"],
                condition=Q(ends=None),
                name="one_server_per_role",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="assignment_ends_later"
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="assignment_by_person"),
            models.Index(fields=["provider"], name="assignment_by_provider"),
        ]


class Import(models.Model):
    """A file on its way in, of organizations, people or past meetings: checked, applied as a whole.

    Only its differences are staged; `fingerprint` says on which state of the records they rest.
    """

    class Kind(models.TextChoices):
        DIRECTORY = "directory", _("Directory")
        PEOPLE = "people", _("People")
        MEETINGS = "meetings", _("Past meetings")

    class State(models.TextChoices):
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        APPLIED = "applied", _("Applied")
        DROPPED = "dropped", _("Dropped")

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    name = models.CharField(max_length=200)
    layout = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    on = models.DateField()
    read = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class Change(models.TextChoices):
    """What an import would do with an organization."""

    ADDED = "added", _("Added")
    CHANGED = "changed", _("Changed")
    MOVED = "moved", _("Moved")
    REOPENED = "reopened", _("Reopened")
    CLOSED = "closed", _("Closed")


class StagedOrganization(models.Model):
    """One organization that an import would write, as the file says it."""

    source = models.ForeignKey(Import, models.CASCADE, related_name="organizations", db_index=False)
    change = models.CharField(max_length=10, choices=Change)
    line = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    level = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200)
    parent_code = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=20, blank=True)
    county = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)
    grades = models.CharField(max_length=60, blank=True)
    nces = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["source", "change", "id"]
        indexes = [models.Index(fields=["source", "change", "id"], name="staged_by_change")]


class StagedSeat(models.Model):
    """One appointment or assignment that an import of people would write."""

    source = models.ForeignKey(Import, models.CASCADE, related_name="seats", db_index=False)
    line = models.PositiveIntegerField()
    act = models.CharField(max_length=12)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=60)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    provider = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    caseload = models.PositiveSmallIntegerField(null=True, blank=True)
    record = models.PositiveBigIntegerField(null=True, blank=True)
    """The appointment or assignment that the row changes."""

    class Meta:
        ordering = ["source", "id"]
        indexes = [models.Index(fields=["source", "id"], name="staged_seats")]


# Records of two subjects with files of their own; Django finds them here.
from trellis.organizations.identity.records import (  # noqa: E402
    IdentityProvider as IdentityProvider,
)
from trellis.organizations.invitations.records import Invitation as Invitation  # noqa: E402
from trellis.organizations.invitations.records import RoleRequest as RoleRequest  # noqa: E402
from trellis.organizations.invitations.records import Welcomed as Welcomed  # noqa: E402
from trellis.organizations.teams.records import Team as Team  # noqa: E402
from trellis.organizations.teams.records import TeamMember as TeamMember  # noqa: E402
from trellis.organizations.teams.records import TeamPaper as TeamPaper  # noqa: E402
