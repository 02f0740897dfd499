"""What a right is called where people choose among the rights of a role."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.programs.schema.roles import Capability

RIGHTS: dict[str, str | Promise] = {
    Capability.YEAR_READ: _("Read the year and its steps"),
    Capability.TASK_DO: _("Do steps, add notes and files"),
    Capability.TASK_WAIVE: _("Say that an own step does not apply"),
    Capability.TASK_SETTLE: _("Say that anybody’s step does not apply"),
    Capability.TASK_ASSIGN: _("Name who does a step"),
    Capability.PEOPLE_APPOINT: _("Give roles to others and end them"),
    Capability.TEAM_LEAD: _("Form teams and say who is on them"),
    Capability.TEAM_SHARE: _("Take part in the teams of schools"),
    Capability.ASSIGN_SERVICE: _("Say who serves which school"),
    Capability.ORGANIZATION_EDIT: _("Change schools, districts and offices"),
    Capability.DIRECTORY_IMPORT: _("Load files of schools and people"),
    Capability.SELECTION_MANAGE: _("Choose for whom a conditional activity is"),
    Capability.DATES_SET: _("Set the days and words of a year"),
    Capability.MAIL_MANAGE: _("See and hold mail, correct addresses"),
    Capability.STATEWIDE_READ: _("See how the whole state stands"),
    Capability.CASELOAD_READ: _("See schools side by side, and which needs somebody"),
    Capability.CASELOAD_LEAD: _("See all caseloads and move schools between them"),
    Capability.MESSAGE_SEND: _("Write to people of several schools at once"),
    Capability.MEETING_READ: _("Read meetings and their shared notes"),
    Capability.MEETING_LEAD: _("Plan and hold meetings and write their notes"),
    Capability.MEETING_AGENCY: _("Read and write the agency’s own notes on meetings"),
    Capability.MEETING_IMPORT: _("Load logs of past meetings"),
    Capability.LIBRARY_MANAGE: _("Edit and publish what the library holds, and its events"),
    Capability.MEMBERSHIP_SET: _("Say which organizations a district is a member of"),
    Capability.SUPPORT_ANSWER: _("Answer requests for supports"),
    Capability.SUPPORT_LEAD: _("See all requests for supports and who has them"),
    Capability.HISTORY_READ: _("Read the history"),
    Capability.PACK_READ: _("See the state of the program pack"),
}


def right_words(codes: Iterable[str]) -> list[str]:
    """What rights are called, in their order; one without words goes by its code."""
    return [str(RIGHTS.get(code, code)) for code in codes]
