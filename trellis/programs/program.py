"""A pack in memory: what pages and actions ask of a state's program."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel

from trellis.programs.schema.calendar import Calendar, DateRule, DayOff
from trellis.programs.schema.identity import Pack
from trellis.programs.schema.lists import Exceptions, Resource, Resources, Vocabulary
from trellis.programs.schema.roles import Capability, Role, Roles
from trellis.programs.schema.year_plan import PlannedActivity, PlannedTask, YearPlan

S = TypeVar("S", bound=BaseModel)


class Program:
    """The validated sections of one version, by name; a folder section maps stem to part."""

    def __init__(self, sections: Mapping[str, Any]) -> None:
        self._sections = sections

    @property
    def parts(self) -> Mapping[str, Any]:
        """Every section by name: a part, or parts by stem; for those who walk the whole pack."""
        return self._sections

    def section(self, name: str, kind: type[S]) -> S:
        """The section of that name, which must be of that kind (KeyError, TypeError)."""
        found = self._sections[name]
        if not isinstance(found, kind):
            raise TypeError(f"Pack section {name} is not a {kind.__name__}.")
        return found

    @cached_property
    def pack(self) -> Pack:
        """Identity, contact, look."""
        return self.section("pack", Pack)

    @cached_property
    def roles(self) -> dict[str, Role]:
        """Roles by code, in the order of the columns."""
        return {role.code: role for role in self.section("roles", Roles).roles}

    @cached_property
    def dates(self) -> dict[str, DateRule]:
        """Date rules by code."""
        return {rule.code: rule for rule in self.section("calendar", Calendar).dates}

    @cached_property
    def days_off(self) -> list[DayOff]:
        """Days on which offices are closed."""
        return self.section("calendar", Calendar).days_off

    @cached_property
    def exceptions(self) -> Exceptions:
        """Exemptions of organizations from tasks."""
        return self.section("exceptions", Exceptions)

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """Named resources by code."""
        return {one.code: one for one in self.section("resources", Resources).resources}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Small shared lists."""
        return self.section("vocabulary", Vocabulary)

    @cached_property
    def plan_files(self) -> dict[str, YearPlan]:
        """Year plans by the stem of their file."""
        return dict(self._sections["year-plans"])

    @cached_property
    def plans(self) -> dict[str, YearPlan]:
        """Year plans by code."""
        return {plan.code: plan for plan in self.plan_files.values()}

    def columns(self, activity: PlannedActivity) -> list[tuple[Role, list[PlannedTask]]]:
        """The filled cells of an activity in the order of the roles' columns."""
        return [
            (role, activity.cells[role.code])
            for role in self.roles.values()
            if role.code in activity.cells
        ]

    @cached_property
    def activities(self) -> dict[tuple[str, str], PlannedActivity]:
        """Activities by plan code and own code."""
        return {
            (plan.code, activity.code): activity
            for plan in self.plans.values()
            for activity in plan.activities
        }

    @cached_property
    def tasks(self) -> dict[str, PlannedTask]:
        """Planned tasks by the code that records carry: `plan/activity.task`."""
        return {
            f"{plan.code}/{activity.code}.{task.code}": task
            for plan in self.plans.values()
            for activity in plan.activities
            for _role, cell in self.columns(activity)
            for task in cell
        }

    def roles_with(self, capability: Capability) -> frozenset[str]:
        """Codes of the roles that grant a capability."""
        return self._granting.get(capability, frozenset())

    @cached_property
    def _granting(self) -> dict[Capability, frozenset[str]]:
        return {
            capability: frozenset(
                role.code for role in self.roles.values() if capability in role.capabilities
            )
            for capability in Capability
        }
