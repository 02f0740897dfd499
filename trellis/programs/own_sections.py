"""The sections of the pack that this room owns."""

from trellis.programs.checks.calendar import calendar_complaints
from trellis.programs.checks.exceptions import exception_complaints
from trellis.programs.checks.identity import (
    pack_complaints,
    resource_complaints,
    role_complaints,
    vocabulary_complaints,
)
from trellis.programs.checks.year_plans import year_plan_complaints
from trellis.programs.schema.calendar import Calendar
from trellis.programs.schema.identity import Pack
from trellis.programs.schema.lists import Exceptions, Resources, Vocabulary
from trellis.programs.schema.roles import Roles
from trellis.programs.schema.year_plan import YearPlan
from trellis.programs.sections import Section

SECTIONS = [
    Section("pack", "pack.yaml", Pack, check=pack_complaints),
    Section("roles", "roles.yaml", Roles, check=role_complaints),
    Section("calendar", "calendar.yaml", Calendar, check=calendar_complaints),
    Section("resources", "resources.yaml", Resources, check=resource_complaints, needs=("roles",)),
    Section(
        "vocabulary", "vocabulary.yaml", Vocabulary, required=False, check=vocabulary_complaints
    ),
    Section(
        "year-plans",
        "year-plans/",
        YearPlan,
        check=year_plan_complaints,
        needs=("pack", "roles", "calendar", "resources"),
    ),
    Section(
        "exceptions",
        "exceptions.yaml",
        Exceptions,
        check=exception_complaints,
        needs=("year-plans",),
    ),
]
