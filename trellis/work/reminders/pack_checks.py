"""What is wrong in `reminders.yaml`: roles that do not exist, stand twice, or are forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.programs.sections import Complaint, Section
from trellis.work.reminders.schema import Reminders


def reminder_complaints(program: Program) -> Iterator[Complaint]:
    """Each role that does steps has exactly one rule, and a mail within days needs days."""
    rules = program.section("reminders", Reminders).roles
    seen: set[str] = set()
    for number, rule in enumerate(rules):
        if rule.role not in program.roles:
            text = unknown("role", rule.role, "roles.yaml", program.roles)
            yield Complaint(("roles", number, "role"), text)
        elif rule.role in seen:
            text = _('the role "%s" stands in this list twice') % rule.role
            yield Complaint(("roles", number, "role"), text)
        seen.add(rule.role)
        if rule.rhythm == "none" and not rule.may_stop:
            text = _("nobody who gets no overview has to have one: say may_stop: true")
            yield Complaint(("roles", number, "may_stop"), text)
    for code in sorted(program.roles_with(Capability.TASK_DO) - seen):
        text = _('the role "%s" does steps: say how often it is reminded of them') % code
        yield Complaint(("roles",), text)


SECTION = Section(
    "reminders", "reminders.yaml", Reminders, check=reminder_complaints, needs=("roles",)
)
