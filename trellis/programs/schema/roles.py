"""`roles.yaml`: who takes part, where they hold their role and what it lets them do."""

from enum import StrEnum

from pydantic import Field

from trellis.programs.schema.base import Code, Part, Sourced, Text


class Level(StrEnum):
    """The floors of the tree of organizations, top first."""

    STATE = "state"
    OFFICE = "office"
    DISTRICT = "district"
    SCHOOL = "school"
    OTHER = "other"


FLOORS = (Level.STATE, Level.OFFICE, Level.DISTRICT, Level.SCHOOL)
"""The floors that a year's work stands on, top first; `other` stands beside them."""


def higher(one: Level, two: Level) -> Level:
    """The higher of two floors; `other` is the lowest."""
    return next((floor for floor in FLOORS if floor in (one, two)), Level.OTHER)


class Capability(StrEnum):
    """The closed list of rights that a role may grant; code asks for these, never for a role."""

    YEAR_READ = "year.read"
    """Read the year plan of the organization and of those below it."""
    TASK_DO = "task.do"
    """Complete and undo tasks of the own role, add notes and files."""
    TASK_WAIVE = "task.waive"
    """Mark a task of the own role not applicable, with a reason."""
    TASK_SETTLE = "task.settle"
    """Mark any task in reach not applicable, or bring it back, with a reason."""
    TASK_ASSIGN = "task.assign"
    """Name which holder of a role does a task, for roles in reach."""
    PEOPLE_APPOINT = "people.appoint"
    """Give and end appointments in reach, for the roles listed in `appoints`."""
    TEAM_LEAD = "team.lead"
    """Form the teams of an organization in reach, say who is on them, end them."""
    TEAM_SHARE = "team.share"
    """Take part in the teams in reach: read them whole, write their charter and reviews."""
    ASSIGN_SERVICE = "service.assign"
    """Say who serves which organization (coordinator, vendor)."""
    ORGANIZATION_EDIT = "organization.edit"
    """Change an organization by hand."""
    DIRECTORY_IMPORT = "directory.import"
    """Load the state's directory and its people."""
    RELEASE_MANAGE = "release.manage"
    """Import designations, check a colleague's draft and see unpublished releases."""
    RELEASE_PUBLISH = "release.publish"
    """Publish a release and open the year."""
    SELECTION_MANAGE = "selection.manage"
    """Choose the organizations that a conditional activity is for."""
    DATES_SET = "dates.set"
    """Set and confirm the days of a year, and reword its activities and links for that year."""
    MAIL_MANAGE = "mail.manage"
    """See all mail and what goes out by itself, hold it, and correct addresses."""
    STATEWIDE_READ = "statewide.read"
    """See how the whole state stands, with the lists behind the figures, and take them as files."""
    CASELOAD_READ = "caseload.read"
    """See the schools in reach side by side: meetings, late steps, and which needs somebody."""
    CASELOAD_LEAD = "caseload.lead"
    """See every coordinator's caseload, and move schools from one to another."""
    MESSAGE_SEND = "message.send"
    """Write to people of several schools at once, from oneself."""
    MEETING_READ = "meeting.read"
    """Read meetings in reach: when, who came, the agenda and the notes that are shared."""
    MEETING_LEAD = "meeting.lead"
    """Plan, hold and note meetings in reach of the kinds that the role leads, or stands in for."""
    MEETING_AGENCY = "meeting.agency"
    """Read and write, in reach, the notes on meetings that are for the agency only."""
    MEETING_IMPORT = "meeting.import"
    """Load logs of past meetings in reach, kept elsewhere before."""
    LIBRARY_MANAGE = "library.manage"
    """Edit and publish what the library holds, and its events."""
    MEMBERSHIP_SET = "membership.set"
    """Say of which organizations that offer supports a district in reach is a member."""
    SUPPORT_ANSWER = "support.answer"
    """Answer requests for supports that came to the own organization."""
    SUPPORT_LEAD = "support.lead"
    """See every request of places in reach and who has it, and give it to another organization."""
    HISTORY_READ = "history.read"
    """Read the history of records in reach."""
    PACK_READ = "pack.read"
    """See the state of the pack, its marks and open questions."""


NEVER_LENT = frozenset(
    {Capability.RELEASE_MANAGE, Capability.RELEASE_PUBLISH, Capability.MAIL_MANAGE}
)
"""What nobody has who only stands in: rights of the release, which two persons must share, and the
sight of all mail, in which districts are told of a release before it is public."""


class Reach(StrEnum):
    """Over which organizations a role's rights extend."""

    OWN = "own"
    """The organization of the appointment only."""
    BELOW = "below"
    """That organization and everything beneath it."""
    ASSIGNED = "assigned"
    """Only organizations named in an assignment, and everything beneath them."""


class Role(Part):
    """One role of the program."""

    code: Code
    name: Text
    """Full name, as in a sentence: "School Improvement Coordinator"."""
    column: Text
    """Short name for a table head or chip: "Coordinator"."""
    plural: Text
    held_at: Level
    """The floor on which an appointment to this role is made."""
    works_at: Level
    """The floor whose work the role does: the tasks of a coordinator stand at schools."""
    reach: Reach = Reach.BELOW
    in_matrix: bool = True
    """False for roles without a column of their own in the year plan."""
    does_tasks_of: list[Code] = Field(default_factory=list)
    """Roles whose tasks this role does too: a superintendent does those of district staff."""
    capabilities: list[Capability] = Field(default_factory=list)
    appoints: list[Code] = Field(default_factory=list)
    second_factor: bool = False
    single: bool = False
    """One holder at a time is expected; a second one is shown as a question, not refused."""
    vacancy_falls_to: Code | None = None
    about: Text
    """What this role is for, in one sentence a newcomer understands."""


class Roles(Sourced):
    """All roles, in the order of the year plan's columns."""

    roles: list[Role]
