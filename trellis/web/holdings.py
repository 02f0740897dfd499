"""What is kept in each table: of whom, who reads it, how long; the data inventory is made of it.

A table without a row here fails the tests, so nobody adds one without saying these things.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Of(StrEnum):
    """Whom or what the rows are about."""

    PROGRAM = "the program"
    ORGANIZATION = "organizations"
    PERSON = "people who work in the program"
    SECRET = "people, secret"  # noqa: S105 - a class of data
    MACHINE = "the running of the site"


@dataclass(frozen=True)
class Held:
    """One table's entry of the inventory."""

    of: Of
    readers: str
    kept: str
    says: str = ""
    """What it is, for tables of other packages; ours say it in the first line of the record."""


EVERYBODY = "everybody"
AGENCY = "the agency"
REACH = "people with a role there or above"
NOBODY = "nobody; only the program reads it"
WITH_OWNER = "as long as what it belongs to"
FOR_GOOD = "for good"
UNTIL_DONE = "until it is done"
NEVER_DELETED = "not deleted by the program yet"

NEVER_USED = "it stays empty"
NEVER_FILLED = "Of the account package; sign-in by an organization writes nothing into it."

HOLDINGS: dict[str, Held] = {
    # people
    "people.Person": Held(Of.PERSON, REACH, NEVER_DELETED),
    "people.CalendarKey": Held(
        Of.SECRET, NOBODY, WITH_OWNER, "That a calendar program may read; only a hash of its key."
    ),
    "account.EmailAddress": Held(
        Of.PERSON, NOBODY, WITH_OWNER, "The address a person signs in with, and that it is theirs."
    ),
    "account.EmailConfirmation": Held(
        Of.SECRET, NOBODY, "three days", "A link by which an address is shown to be somebody's."
    ),
    "mfa.Authenticator": Held(
        Of.SECRET, NOBODY, "until the person removes it", "A second factor or a passkey."
    ),
    "sessions.Session": Held(
        Of.SECRET, NOBODY, "eight hours at most", "That a browser is signed in."
    ),
    # history
    "history.Entry": Held(Of.PERSON, REACH, "for good; its content can be removed, its hash stays"),
    "history.Seal": Held(Of.MACHINE, AGENCY, FOR_GOOD),
    # programs
    "programs.Version": Held(Of.PROGRAM, AGENCY, FOR_GOOD),
    "programs.Installation": Held(Of.PROGRAM, EVERYBODY, FOR_GOOD),
    "programs.ProgramYear": Held(Of.PROGRAM, EVERYBODY, FOR_GOOD),
    "programs.YearDate": Held(Of.PROGRAM, REACH, FOR_GOOD),
    "programs.ActivityTemplate": Held(Of.PROGRAM, REACH, FOR_GOOD),
    "programs.TaskTemplate": Held(Of.PROGRAM, REACH, FOR_GOOD),
    "programs.Override": Held(Of.PROGRAM, REACH, FOR_GOOD),
    "programs.Waiver": Held(Of.PROGRAM, REACH, FOR_GOOD),
    # organizations
    "organizations.Organization": Held(Of.ORGANIZATION, EVERYBODY, FOR_GOOD),
    "organizations.Placement": Held(Of.ORGANIZATION, EVERYBODY, FOR_GOOD),
    "organizations.Appointment": Held(Of.PERSON, REACH, NEVER_DELETED),
    "organizations.Assignment": Held(Of.PERSON, REACH, NEVER_DELETED),
    "organizations.Invitation": Held(
        Of.PERSON, "who gives roles there", FOR_GOOD, "Only a hash of the link is kept."
    ),
    "organizations.RoleRequest": Held(Of.PERSON, "the person, and who gives roles there", FOR_GOOD),
    "organizations.Team": Held(Of.ORGANIZATION, REACH, FOR_GOOD),
    "organizations.TeamMember": Held(
        Of.PERSON,
        "the team, who leads it and who works with it; others with a role there see how many"
        " bring what",
        FOR_GOOD,
    ),
    "organizations.TeamPaper": Held(
        Of.ORGANIZATION, "the team, who leads it and who works with it", FOR_GOOD
    ),
    "organizations.Welcomed": Held(Of.PERSON, NOBODY, WITH_OWNER),
    "organizations.IdentityProvider": Held(
        Of.ORGANIZATION, AGENCY, "until it is removed", "Its secret is encrypted and never shown."
    ),
    "socialaccount.SocialAccount": Held(Of.MACHINE, NOBODY, NEVER_USED, NEVER_FILLED),
    "socialaccount.SocialApp": Held(Of.MACHINE, NOBODY, NEVER_USED, NEVER_FILLED),
    "socialaccount.SocialToken": Held(Of.MACHINE, NOBODY, NEVER_USED, NEVER_FILLED),
    "organizations.Import": Held(Of.MACHINE, AGENCY, NEVER_DELETED),
    "organizations.StagedOrganization": Held(Of.ORGANIZATION, AGENCY, "until applied or dropped"),
    "organizations.StagedSeat": Held(Of.PERSON, AGENCY, "until applied or dropped"),
    # meetings
    "learning.Item": Held(Of.PROGRAM, EVERYBODY, FOR_GOOD),
    "learning.Event": Held(Of.PROGRAM, EVERYBODY, FOR_GOOD),
    "learning.Registration": Held(
        Of.PERSON,
        "the agency, and whoever registered",
        "two days for guests who never confirm; else not deleted by the program yet",
    ),
    "learning.Viewing": Held(Of.PERSON, "the person", NEVER_DELETED),
    "meetings.Cadence": Held(Of.ORGANIZATION, REACH, FOR_GOOD),
    "meetings.Series": Held(Of.ORGANIZATION, REACH, NEVER_DELETED),
    "meetings.Membership": Held(Of.ORGANIZATION, REACH, NEVER_DELETED),
    "meetings.Meeting": Held(Of.ORGANIZATION, REACH, NEVER_DELETED),
    "meetings.Party": Held(Of.ORGANIZATION, REACH, WITH_OWNER),
    "meetings.Attendance": Held(Of.PERSON, REACH, WITH_OWNER),
    "meetings.AgendaItem": Held(Of.ORGANIZATION, REACH, WITH_OWNER),
    "meetings.Note": Held(
        Of.ORGANIZATION,
        "as marked: people with a role there, or the agency",
        WITH_OWNER,
    ),
    "meetings.NoteGroup": Held(Of.ORGANIZATION, REACH, WITH_OWNER),
    "work.TeamCredit": Held(Of.PERSON, REACH, WITH_OWNER),
    "meetings.Credit": Held(Of.PERSON, REACH, WITH_OWNER),
    "meetings.FollowUp": Held(Of.ORGANIZATION, REACH, WITH_OWNER),
    "meetings.Offer": Held(Of.ORGANIZATION, REACH, NEVER_DELETED),
    "meetings.Slot": Held(Of.ORGANIZATION, REACH, WITH_OWNER),
    "meetings.Pick": Held(Of.PERSON, REACH, WITH_OWNER),
    "meetings.Refusal": Held(Of.PERSON, REACH, WITH_OWNER),
    "meetings.Help": Held(Of.ORGANIZATION, REACH, NEVER_DELETED),
    "meetings.StagedEntry": Held(Of.ORGANIZATION, "who loads the log", "until applied or dropped"),
    "meetings.LoggedEntry": Held(Of.ORGANIZATION, REACH, WITH_OWNER),
    "meetings.LoggedStep": Held(Of.ORGANIZATION, NOBODY, WITH_OWNER),
    "meetings.HelpRequest": Held(Of.ORGANIZATION, REACH, NEVER_DELETED),
    "meetings.Coaching": Held(
        Of.PERSON,
        "the person, who coaches them, and while it waits the association's coaches; others see"
        " how many asked",
        NEVER_DELETED,
    ),
    "meetings.Session": Held(Of.PERSON, "the person coached and their coach", WITH_OWNER),
    "meetings.SessionNote": Held(Of.PERSON, "the person coached and their coach", WITH_OWNER),
    # supports
    "supports.Edition": Held(Of.PROGRAM, EVERYBODY, FOR_GOOD),
    "supports.Provider": Held(Of.PROGRAM, EVERYBODY, FOR_GOOD),
    "supports.Service": Held(Of.PROGRAM, EVERYBODY, FOR_GOOD),
    "supports.Wording": Held(
        Of.PROGRAM,
        "everybody; drafts, and what editors are unsure of: the organization and the agency",
        FOR_GOOD,
    ),
    "supports.Face": Held(
        Of.PROGRAM,
        "everybody; drafts, and what editors are unsure of: the organization and the agency",
        FOR_GOOD,
    ),
    "supports.Term": Held(Of.MACHINE, NOBODY, WITH_OWNER),
    "supports.Membership": Held(Of.ORGANIZATION, REACH, FOR_GOOD),
    "supports.SupportRequest": Held(
        Of.PERSON,
        "who asked and who answers; unless in confidence, people with a role there or above",
        NEVER_DELETED,
    ),
    "supports.SupportMessage": Held(
        Of.PERSON, "as the request; internal notes only who answers and who leads", WITH_OWNER
    ),
    # monitoring
    "monitoring.Snooze": Held(Of.PERSON, "the person, and who leads caseloads", NEVER_DELETED),
    "monitoring.Message": Held(Of.PERSON, REACH, NEVER_DELETED),
    "monitoring.Addressee": Held(Of.PERSON, REACH, WITH_OWNER),
    "monitoring.Taken": Held(Of.PROGRAM, REACH, FOR_GOOD),
    "monitoring.Standing": Held(Of.ORGANIZATION, REACH, FOR_GOOD),
    "monitoring.BoardUpdate": Held(Of.ORGANIZATION, REACH, FOR_GOOD),
    "monitoring.Decision": Held(Of.ORGANIZATION, REACH, FOR_GOOD),
    "monitoring.Closing": Held(Of.ORGANIZATION, REACH, FOR_GOOD),
    # designations
    "designations.Release": Held(Of.PROGRAM, "everybody, once published", FOR_GOOD),
    "designations.Designation": Held(Of.ORGANIZATION, "everybody, once published", FOR_GOOD),
    "designations.AdvanceNotice": Held(Of.ORGANIZATION, "the agency and the district", FOR_GOOD),
    "designations.SupportStatus": Held(Of.ORGANIZATION, EVERYBODY, FOR_GOOD),
    "designations.Letter": Held(Of.ORGANIZATION, "the agency and the addressees", NEVER_DELETED),
    "designations.LetterReading": Held(Of.PERSON, AGENCY, WITH_OWNER),
    # cycles
    "cycles.Correction": Held(Of.ORGANIZATION, AGENCY, FOR_GOOD),
    "cycles.ImprovementCycle": Held(Of.ORGANIZATION, EVERYBODY, FOR_GOOD),
    "cycles.Proposal": Held(Of.ORGANIZATION, AGENCY, FOR_GOOD),
    "cycles.ScheduledTask": Held(Of.PROGRAM, REACH, FOR_GOOD),
    "cycles.Selection": Held(Of.ORGANIZATION, AGENCY, FOR_GOOD),
    # work
    "work.Workplan": Held(Of.ORGANIZATION, REACH, NEVER_DELETED),
    "work.Activity": Held(Of.ORGANIZATION, REACH, WITH_OWNER),
    "work.Task": Held(Of.ORGANIZATION, REACH, WITH_OWNER),
    "work.Completion": Held(Of.PERSON, REACH, WITH_OWNER),
    "work.Note": Held(Of.PERSON, REACH, WITH_OWNER),
    "work.Evidence": Held(Of.ORGANIZATION, REACH, WITH_OWNER),
    # documents, notices, jobs
    "documents.Document": Held(Of.ORGANIZATION, REACH, WITH_OWNER),
    "notices.Notice": Held(Of.PERSON, AGENCY, "for good; codes and links are removed once sent"),
    "notices.Hold": Held(Of.MACHINE, AGENCY, FOR_GOOD),
    "notices.Bounce": Held(Of.PERSON, "the agency, and who appoints the person", WITH_OWNER),
    "notices.Preference": Held(Of.PERSON, "the person", WITH_OWNER),
    "notices.Turn": Held(Of.MACHINE, NOBODY, WITH_OWNER),
    "jobs.Job": Held(Of.MACHINE, "whoever started it", NEVER_DELETED),
    "django_tasks_database.DBTaskResult": Held(
        Of.MACHINE, NOBODY, UNTIL_DONE, "Work that waits for the worker."
    ),
    # sample
    "sample.Made": Held(Of.MACHINE, NOBODY, "only in a database marked sample"),
    "sample.PlannedAct": Held(Of.MACHINE, NOBODY, "only in a database marked sample"),
    # what Django brings along
    "auth.Permission": Held(Of.MACHINE, NOBODY, FOR_GOOD, "Not used; rights follow from roles."),
    "auth.Group": Held(Of.MACHINE, NOBODY, FOR_GOOD, "Not used; rights follow from roles."),
    "contenttypes.ContentType": Held(Of.MACHINE, NOBODY, FOR_GOOD, "The names of the tables."),
}


def sentence(text: str | Promise | None) -> str:
    """The first line of a docstring."""
    return str(text or "").strip().partition("\n")[0]
