"""Who may read each route: the one policy table.

The middleware holds the door by this table; views and actions ask again for the record at hand.
A route that stands in no row answers nobody, and `test_every_route_declares_its_reader` fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trellis.programs.schema.roles import Capability


class Door(StrEnum):
    """What the middleware asks before the view runs."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    CAPABLE = "holds a capability somewhere"
    SAMPLE = "only in a database marked sample"
    SIGN_IN_PAGES = "the way in: open to all, also before a second factor"


class At(StrEnum):
    """What the view and its action ask about the record in the URL."""

    NOTHING = "no record"
    PUBLIC_RECORD = "a public record"
    REACH = "the capability in reach of the record's organization"
    HOLDER = "a seat whose work the task is"
    OWN = "the person's own"
    DRAFT = "a release before publication: only where the capability is held"
    TOLD = "a release that the person's own district was told of ahead"
    TEAM = "a team of which the person is, which they lead or work with, or whose year they read"
    KEY = "the calendar of whoever the address was made for"
    CONFIDENTIAL = "coaching of one person by one coach: these two alone, and who may take it on"
    PARTY = "an organization’s own part in a meeting, by a role there or by being asked to come"
    LETTER = "a letter that the person prepares, sends, or reads by a role that the pack names"


@dataclass(frozen=True)
class Row:
    """One route: the methods it answers, its door, and what is asked of the record."""

    route: str
    methods: tuple[str, ...]
    door: Door
    capability: Capability | None = None
    at: At = At.NOTHING


def public(route: str, *, at: At = At.NOTHING) -> Row:
    """A page anyone may read."""
    return Row(route, ("GET",), Door.PUBLIC, at=at)


def person(route: str, *methods: str, at: At = At.NOTHING) -> Row:
    """A page for whoever is signed in; the record decides the rest."""
    return Row(route, methods or ("GET",), Door.SIGNED_IN, at=at)


def capable(route: str, capability: Capability, *methods: str, at: At = At.NOTHING) -> Row:
    """A page for people who hold a capability."""
    return Row(route, methods or ("GET",), Door.CAPABLE, capability, at)


def way_in(route: str, *methods: str) -> Row:
    """A page of the sign-in."""
    return Row(route, methods or ("GET", "POST"), Door.SIGN_IN_PAGES)


def sample(route: str, *methods: str) -> Row:
    """A page that exists only in a database marked sample."""
    return Row(route, methods or ("GET",), Door.SAMPLE)


TABLE: tuple[Row, ...] = (
    # web
    public("web:tokens"),
    public("web:accessibility"),
    public("web:privacy"),
    # documents
    person("documents:file", at=At.REACH),
    # designations
    capable("designations:releases", Capability.RELEASE_MANAGE),
    capable("designations:support", Capability.RELEASE_MANAGE, "GET", "POST"),
    capable("designations:upload", Capability.RELEASE_MANAGE, "GET", "POST"),
    capable("designations:release", Capability.RELEASE_MANAGE, at=At.DRAFT),
    capable("designations:removal", Capability.RELEASE_MANAGE, "POST", at=At.DRAFT),
    capable("designations:check", Capability.RELEASE_MANAGE, "POST", at=At.DRAFT),
    capable("designations:check-withdrawal", Capability.RELEASE_MANAGE, "POST", at=At.DRAFT),
    capable("designations:changes", Capability.RELEASE_MANAGE, at=At.DRAFT),
    capable("designations:moved", Capability.RELEASE_MANAGE, at=At.DRAFT),
    capable("designations:hour", Capability.RELEASE_PUBLISH, "GET", "POST", at=At.DRAFT),
    capable("designations:hour-removal", Capability.RELEASE_PUBLISH, "POST", at=At.DRAFT),
    capable("designations:advance-notices", Capability.RELEASE_PUBLISH, "GET", "POST", at=At.DRAFT),
    person("designations:advance", at=At.TOLD),
    capable("designations:letters", Capability.RELEASE_MANAGE, at=At.DRAFT),
    capable("designations:letters-writing", Capability.RELEASE_MANAGE, "POST", at=At.DRAFT),
    capable("designations:letters-of-kind", Capability.RELEASE_MANAGE, at=At.DRAFT),
    capable("designations:letters-sending", Capability.RELEASE_PUBLISH, "POST", at=At.DRAFT),
    person("designations:my-letters", at=At.OWN),
    person("designations:letter", at=At.LETTER),
    person("designations:letter-file", at=At.LETTER),
    person("designations:letter-test", "POST", at=At.LETTER),
    person("designations:letter-departure", "POST", at=At.LETTER),
    person("designations:letter-delivery", "POST", at=At.LETTER),
    person("designations:letter-hold", "POST", at=At.LETTER),
    person("designations:letter-hold-withdrawal", "POST", at=At.LETTER),
    # learning
    public("learning:library"),
    public("learning:item", at=At.PUBLIC_RECORD),
    person("learning:viewing", "POST", at=At.OWN),
    person("learning:viewing-withdrawal", "POST", at=At.OWN),
    capable("learning:keeping", Capability.LIBRARY_MANAGE),
    capable("learning:addition", Capability.LIBRARY_MANAGE, "GET", "POST"),
    capable("learning:words", Capability.LIBRARY_MANAGE, "GET", "POST"),
    capable("learning:publication", Capability.LIBRARY_MANAGE, "POST"),
    capable("learning:publication-withdrawal", Capability.LIBRARY_MANAGE, "POST"),
    # learning: events; a guest's own page is opened by the key in a mailed link
    public("learning:events"),
    public("learning:event", at=At.PUBLIC_RECORD),
    public("learning:event-calendar", at=At.PUBLIC_RECORD),
    person("learning:registration", "POST", at=At.OWN),
    person("learning:registration-withdrawal", "POST", at=At.OWN),
    Row("learning:guest", ("POST",), Door.PUBLIC, at=At.PUBLIC_RECORD),
    public("learning:asked", at=At.PUBLIC_RECORD),
    public("learning:place", at=At.KEY),
    Row("learning:place-confirmation", ("POST",), Door.PUBLIC, at=At.KEY),
    Row("learning:place-withdrawal", ("POST",), Door.PUBLIC, at=At.KEY),
    capable("learning:event-addition", Capability.LIBRARY_MANAGE, "GET", "POST"),
    capable("learning:event-terms", Capability.LIBRARY_MANAGE, "GET", "POST"),
    capable("learning:event-publication", Capability.LIBRARY_MANAGE, "POST"),
    capable("learning:event-cancellation", Capability.LIBRARY_MANAGE, "POST"),
    capable("learning:registrations", Capability.LIBRARY_MANAGE),
    # meetings
    person("meetings:mine", at=At.OWN),
    capable("meetings:plan", Capability.MEETING_LEAD, "GET", "POST", at=At.REACH),
    capable("meetings:place", Capability.MEETING_READ, at=At.REACH),
    person("meetings:meeting", at=At.PARTY),
    person("meetings:facts", "GET", "POST", at=At.PARTY),
    person("meetings:agenda", "GET", "POST", at=At.PARTY),
    person("meetings:attendance", "GET", "POST", at=At.PARTY),
    person("meetings:holding", "POST", at=At.PARTY),
    person("meetings:holding-withdrawal", "POST", at=At.PARTY),
    person("meetings:cancellation", "POST", at=At.PARTY),
    person("meetings:note", "GET", "POST", at=At.PARTY),
    person("meetings:follow-up", "POST", at=At.PARTY),
    person("meetings:summary", "POST", at=At.PARTY),
    # meetings: series with several organizations
    capable("meetings:series-list", Capability.MEETING_LEAD, at=At.OWN),
    capable("meetings:series-new", Capability.MEETING_LEAD, "GET", "POST", at=At.REACH),
    capable("meetings:series", Capability.MEETING_LEAD, at=At.REACH),
    capable("meetings:series-members", Capability.MEETING_LEAD, "POST", at=At.REACH),
    capable("meetings:series-member-end", Capability.MEETING_LEAD, "POST", at=At.REACH),
    capable("meetings:series-meetings", Capability.MEETING_LEAD, "POST", at=At.REACH),
    capable("meetings:series-ending", Capability.MEETING_LEAD, "POST", at=At.REACH),
    # meetings: help one to one, and what a school grows in
    capable("meetings:thread", Capability.MEETING_READ, at=At.REACH),
    capable("meetings:came", Capability.MEETING_READ, at=At.REACH),
    capable("meetings:help-place", Capability.MEETING_READ, at=At.REACH),
    capable("meetings:help-asking", Capability.MEETING_READ, "POST", at=At.REACH),
    capable("meetings:help-giving", Capability.MEETING_READ, "POST", at=At.REACH),
    capable("meetings:help-answer", Capability.MEETING_READ, "GET", "POST", at=At.REACH),
    capable("meetings:help-withdrawal", Capability.MEETING_READ, "POST", at=At.REACH),
    capable("meetings:log", Capability.MEETING_LEAD, at=At.OWN),
    capable("meetings:log-file", Capability.MEETING_LEAD, at=At.OWN),
    capable("meetings:student-groups", Capability.MEETING_READ, at=At.REACH),
    # meetings: logs of past meetings, kept elsewhere before
    capable("meetings:past-logs", Capability.MEETING_IMPORT, "GET", "POST", at=At.OWN),
    capable("meetings:past-log", Capability.MEETING_IMPORT, at=At.OWN),
    capable("meetings:past-log-application", Capability.MEETING_IMPORT, "POST", at=At.OWN),
    capable("meetings:past-log-withdrawal", Capability.MEETING_IMPORT, "POST", at=At.OWN),
    # meetings: confidential coaching
    person("meetings:coaching-list", at=At.CONFIDENTIAL),
    person("meetings:coaching-asking", "GET", "POST", at=At.OWN),
    person("meetings:coaching", at=At.CONFIDENTIAL),
    person("meetings:coaching-acceptance", "POST", at=At.CONFIDENTIAL),
    person("meetings:coaching-ending", "POST", at=At.CONFIDENTIAL),
    person("meetings:coaching-sessions", "POST", at=At.CONFIDENTIAL),
    person("meetings:coaching-session", "GET", "POST", at=At.CONFIDENTIAL),
    person("meetings:coaching-sharing", "POST", at=At.CONFIDENTIAL),
    # home
    public("home:front"),
    public("home:help"),
    public("home:schools"),
    person("home:search", at=At.OWN),
    public("home:school", at=At.PUBLIC_RECORD),
    public("home:district", at=At.PUBLIC_RECORD),
    public("home:office", at=At.PUBLIC_RECORD),
    person("home:my-work", at=At.OWN),
    person("home:everything", at=At.OWN),
    person("home:messages", "GET", "POST", at=At.OWN),
    # Behind the link in a mail: what it may do is signed, and it opens nothing.
    Row("home:message-stop", ("GET", "POST"), Door.PUBLIC),
    person("home:assignees", "POST", at=At.REACH),
    person("home:calendar", at=At.OWN),
    person("home:calendar-address", "POST", at=At.OWN),
    person("home:calendar-address-withdrawal", "POST", at=At.OWN),
    public("home:calendar-feed", at=At.KEY),
    capable("home:task-day", Capability.YEAR_READ, at=At.REACH),
    person("home:handover", at=At.OWN),
    person("home:handover-reading", "POST", at=At.OWN),
    capable("home:year", Capability.YEAR_READ, at=At.REACH),
    capable("home:everyone", Capability.YEAR_READ, at=At.REACH),
    capable("home:whole", Capability.YEAR_READ, at=At.REACH),
    capable("home:print", Capability.YEAR_READ, at=At.REACH),
    capable("home:my-month", Capability.YEAR_READ, at=At.REACH),
    capable("home:task", Capability.YEAR_READ, at=At.REACH),
    person("home:completion", "POST", at=At.HOLDER),
    person("home:completion-withdrawal", "POST", at=At.HOLDER),
    person("home:waiver", "POST", at=At.HOLDER),
    person("home:waiver-withdrawal", "POST", at=At.HOLDER),
    person("home:assignee", "POST", at=At.REACH),
    person("home:note", "POST", at=At.HOLDER),
    person("home:file", "POST", at=At.HOLDER),
    capable("home:history", Capability.HISTORY_READ, at=At.REACH),
    capable("home:statewide", Capability.STATEWIDE_READ),
    capable("home:statewide-list", Capability.STATEWIDE_READ),
    capable("home:statewide-csv", Capability.STATEWIDE_READ),
    capable("home:statewide-xlsx", Capability.STATEWIDE_READ),
    # people
    way_in("people:second-factor", "GET"),
    person("people:profile", "GET", "POST", at=At.OWN),
    person("people:other-sessions", "POST", at=At.OWN),
    person("people:unsent", at=At.OWN),
    person("people:unsent-sending", "POST", at=At.OWN),
    person("people:unsent-removal", "POST", at=At.OWN),
    way_in("account_login"),
    way_in("account_request_login_code"),
    way_in("account_confirm_login_code"),
    way_in("mfa_login_webauthn"),
    way_in("mfa_authenticate"),
    way_in("account_inactive", "GET"),
    way_in("account_logout"),
    way_in("account_reset_password"),
    way_in("account_reset_password_done", "GET"),
    way_in("account_reset_password_from_key"),
    way_in("account_reset_password_from_key_done", "GET"),
    # Also before a second factor: these set one up or use one. Their views ask for a sign-in.
    way_in("account_reauthenticate"),
    way_in("mfa_reauthenticate"),
    way_in("mfa_reauthenticate_webauthn"),
    way_in("mfa_activate_totp"),
    way_in("mfa_add_webauthn"),
    way_in("mfa_view_recovery_codes", "GET"),
    way_in("mfa_download_recovery_codes", "GET"),
    person("mfa_generate_recovery_codes", "GET", "POST", at=At.OWN),
    person("account_change_password", "GET", "POST", at=At.OWN),
    person("account_set_password", "GET", "POST", at=At.OWN),
    person("mfa_index", at=At.OWN),
    person("mfa_deactivate_totp", "GET", "POST", at=At.OWN),
    person("mfa_list_webauthn", at=At.OWN),
    person("mfa_edit_webauthn", "GET", "POST", at=At.OWN),
    person("mfa_remove_webauthn", "GET", "POST", at=At.OWN),
    # cycles
    capable("cycles:publication", Capability.RELEASE_PUBLISH, "GET", "POST", at=At.DRAFT),
    capable("cycles:proposals", Capability.RELEASE_MANAGE, at=At.DRAFT),
    capable("cycles:calculation", Capability.RELEASE_MANAGE, "POST", at=At.DRAFT),
    capable("cycles:settlement", Capability.RELEASE_MANAGE, "POST", at=At.DRAFT),
    capable("cycles:corrections", Capability.RELEASE_PUBLISH, at=At.DRAFT),
    capable("cycles:application", Capability.RELEASE_PUBLISH, "POST", at=At.DRAFT),
    capable("cycles:running", Capability.RELEASE_PUBLISH),
    capable("cycles:ending", Capability.RELEASE_PUBLISH, "GET", "POST"),
    capable("cycles:earlier", Capability.RELEASE_PUBLISH, "GET", "POST"),
    capable("cycles:selections", Capability.SELECTION_MANAGE, "GET", "POST"),
    capable("cycles:years", Capability.DATES_SET),
    capable("cycles:dates", Capability.DATES_SET),
    capable("cycles:date", Capability.DATES_SET, "GET", "POST"),
    capable("cycles:date-withdrawal", Capability.DATES_SET, "POST"),
    capable("cycles:changes", Capability.DATES_SET),
    capable("cycles:wording", Capability.DATES_SET),
    capable("cycles:activity-wording", Capability.DATES_SET, "GET", "POST"),
    capable("cycles:contact-wording", Capability.DATES_SET, "GET", "POST"),
    capable("cycles:wording-withdrawal", Capability.DATES_SET, "POST"),
    capable("cycles:links", Capability.DATES_SET, "GET", "POST"),
    # monitoring
    capable("monitoring:caseload", Capability.CASELOAD_READ, at=At.OWN),
    capable("monitoring:briefs", Capability.CASELOAD_READ, at=At.REACH),
    capable("monitoring:message", Capability.MESSAGE_SEND, "GET", "POST", at=At.REACH),
    capable("monitoring:attendance", Capability.MESSAGE_SEND, "GET", "POST", at=At.OWN),
    capable("monitoring:snoozes", Capability.CASELOAD_READ, "GET", "POST", at=At.REACH),
    capable("monitoring:snooze-withdrawal", Capability.CASELOAD_READ, "POST", at=At.OWN),
    capable("monitoring:messages", Capability.YEAR_READ, at=At.REACH),
    capable("monitoring:coordinators", Capability.CASELOAD_LEAD, at=At.REACH),
    capable("monitoring:caseload-of", Capability.CASELOAD_LEAD, at=At.REACH),
    capable("monitoring:transfer", Capability.CASELOAD_LEAD, "GET", "POST", at=At.REACH),
    capable("monitoring:forecast", Capability.CASELOAD_LEAD, at=At.DRAFT),
    person("monitoring:picture", at=At.REACH),
    person("monitoring:picture-file", at=At.REACH),
    person("monitoring:picture-list", at=At.REACH),
    person("monitoring:picture-list-file", at=At.REACH),
    capable("monitoring:log", Capability.CASELOAD_READ, at=At.OWN),
    capable("monitoring:log-file", Capability.CASELOAD_READ, at=At.OWN),
    capable("monitoring:log-of", Capability.CASELOAD_LEAD, at=At.REACH),
    capable("monitoring:log-of-file", Capability.CASELOAD_LEAD, at=At.REACH),
    capable("monitoring:brief", Capability.YEAR_READ, at=At.REACH),
    capable("monitoring:brief-file", Capability.YEAR_READ, at=At.REACH),
    capable("monitoring:closing", Capability.YEAR_READ, at=At.REACH),
    capable("monitoring:closing-file", Capability.YEAR_READ, at=At.REACH),
    capable("monitoring:closing-end", Capability.YEAR_READ, "POST", at=At.REACH),
    capable("monitoring:decision", Capability.YEAR_READ, "POST", at=At.REACH),
    capable("monitoring:decision-withdrawal", Capability.YEAR_READ, "POST", at=At.REACH),
    capable("monitoring:board-updates", Capability.YEAR_READ, at=At.REACH),
    person("monitoring:board-update", "GET", "POST", at=At.REACH),
    person("monitoring:board-update-file", at=At.REACH),
    person("monitoring:board-presentation", "POST", at=At.REACH),
    person("meetings:file", at=At.PARTY),
    # meetings: offered times, and hours that are booked
    person("meetings:offers", at=At.OWN),
    person("meetings:offering", "GET", "POST", at=At.REACH),
    person("meetings:offer", at=At.REACH),
    person("meetings:picks", "POST", at=At.REACH),
    person("meetings:refusal", "POST", at=At.REACH),
    person("meetings:settlement", "POST", at=At.REACH),
    person("meetings:offer-withdrawal", "POST", at=At.REACH),
    person("meetings:hours", at=At.OWN),
    person("meetings:hours-opening", "GET", "POST", at=At.REACH),
    person("meetings:booking", "POST", at=At.REACH),
    person("meetings:booking-withdrawal", "POST", at=At.OWN),
    person("meetings:hours-closing", "POST", at=At.OWN),
    # supports
    public("supports:catalog"),
    public("supports:search"),
    public("supports:offered", at=At.PUBLIC_RECORD),
    public("supports:offered-at", at=At.PUBLIC_RECORD),
    public("supports:service", at=At.PUBLIC_RECORD),
    capable("supports:school", Capability.YEAR_READ, at=At.REACH),
    capable("supports:memberships", Capability.MEMBERSHIP_SET, "GET", "POST", at=At.REACH),
    # notices
    sample("notices:mailbox"),
    sample("notices:letter"),
    # sample
    sample("sample:month", "POST"),
    sample("sample:release-eve", "POST"),
    sample("sample:sign-in", "POST"),
    sample("sample:link", "GET", "POST"),
    # organizations
    person("organizations:acting", "POST", at=At.OWN),
    capable("organizations:administration", Capability.PEOPLE_APPOINT),
    capable("organizations:upload", Capability.DIRECTORY_IMPORT, "GET", "POST"),
    capable("organizations:import", Capability.DIRECTORY_IMPORT),
    capable("organizations:application", Capability.DIRECTORY_IMPORT, "POST"),
    capable("organizations:withdrawal", Capability.DIRECTORY_IMPORT, "POST"),
    capable("organizations:organizations", Capability.ORGANIZATION_EDIT),
    capable("organizations:addition", Capability.ORGANIZATION_EDIT, "GET", "POST"),
    capable("organizations:organization", Capability.ORGANIZATION_EDIT, "GET", "POST", at=At.REACH),
    capable("organizations:move", Capability.ORGANIZATION_EDIT, "POST", at=At.REACH),
    capable("organizations:closure", Capability.ORGANIZATION_EDIT, "POST", at=At.REACH),
    capable("organizations:reopening", Capability.ORGANIZATION_EDIT, "POST", at=At.REACH),
    person("organizations:appointments", "GET", "POST", at=At.REACH),
    person("organizations:ending", "GET", "POST", at=At.REACH),
    person("organizations:delegation", "GET", "POST", at=At.REACH),
    capable("organizations:people", Capability.PEOPLE_APPOINT),
    capable("organizations:mail-week", Capability.MAIL_MANAGE),
    capable("organizations:mail-log", Capability.MAIL_MANAGE),
    capable("organizations:mail-text", Capability.MAIL_MANAGE),
    capable("organizations:mail-hold", Capability.MAIL_MANAGE, "POST"),
    capable("organizations:mail-release", Capability.MAIL_MANAGE, "POST"),
    capable("organizations:mail-holds", Capability.MAIL_MANAGE, "POST"),
    capable("organizations:mail-hold-release", Capability.MAIL_MANAGE, "POST"),
    capable("organizations:bounces", Capability.PEOPLE_APPOINT),
    capable("organizations:bounce", Capability.PEOPLE_APPOINT, at=At.REACH),
    capable("organizations:bounce-proposal", Capability.PEOPLE_APPOINT, "POST", at=At.REACH),
    capable("organizations:bounce-correction", Capability.MAIL_MANAGE, "POST"),
    capable("organizations:bounce-retry", Capability.PEOPLE_APPOINT, "POST", at=At.REACH),
    person("organizations:person", at=At.REACH),
    capable("organizations:assignments", Capability.ASSIGN_SERVICE, "GET", "POST"),
    capable("organizations:service-ending", Capability.ASSIGN_SERVICE, "POST", at=At.REACH),
    # organizations: teams
    person("organizations:teams", at=At.TEAM),
    person("organizations:team-beginning", "POST", at=At.TEAM),
    person("organizations:team", at=At.TEAM),
    person("organizations:team-members", "POST", at=At.TEAM),
    person("organizations:team-place", "GET", "POST", at=At.TEAM),
    person("organizations:team-formation", "POST", at=At.TEAM),
    person("organizations:team-formation-withdrawal", "POST", at=At.TEAM),
    person("organizations:team-agreement", "POST", at=At.TEAM),
    person("organizations:team-end", "GET", "POST", at=At.TEAM),
    person("organizations:team-charter", "GET", "POST", at=At.TEAM),
    person("organizations:team-review", "GET", "POST", at=At.TEAM),
    # organizations: how people get in
    capable("organizations:invitations", Capability.PEOPLE_APPOINT),
    capable("organizations:inviting", Capability.PEOPLE_APPOINT, "GET", "POST"),
    capable("organizations:invitation-renewal", Capability.PEOPLE_APPOINT, "POST", at=At.REACH),
    capable("organizations:invitation-revocation", Capability.PEOPLE_APPOINT, "POST", at=At.REACH),
    public("organizations:invitation"),
    Row("organizations:acceptance", ("POST",), Door.PUBLIC),
    person("organizations:invitation-seat", "GET", "POST"),
    way_in("organizations:identity"),
    way_in("organizations:identity-start", "GET"),
    way_in("organizations:identity-answer", "GET"),
    way_in("organizations:identity-assertion", "POST"),
    way_in("organizations:identity-metadata", "GET"),
    capable(
        "organizations:identity-provider",
        Capability.ORGANIZATION_EDIT,
        "GET",
        "POST",
        at=At.REACH,
    ),
    capable(
        "organizations:identity-confirmation", Capability.ORGANIZATION_EDIT, "POST", at=At.REACH
    ),
    capable(
        "organizations:identity-trial", Capability.ORGANIZATION_EDIT, "GET", "POST", at=At.REACH
    ),
    person("organizations:welcome", "GET", "POST", at=At.OWN),
    person("organizations:role-request", "GET", "POST", at=At.OWN),
    capable("organizations:role-requests", Capability.PEOPLE_APPOINT),
    capable("organizations:role-decision", Capability.PEOPLE_APPOINT, "POST", at=At.REACH),
    # jobs
    person("jobs:job", at=At.OWN),
)

BY_ROUTE: dict[str, Row] = {row.route: row for row in TABLE}
