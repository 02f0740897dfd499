"""Every write about organizations and who holds which role where."""

from trellis.organizations.actions.directory import (
    apply_directory,
    check_directory,
    drop_import,
)
from trellis.organizations.actions.identity import (
    confirm_identity_provider,
    keep_identity_provider,
    note_trial,
    remove_identity_provider,
)
from trellis.organizations.actions.invitations import (
    Invited,
    NoLongerGood,
    accept,
    accept_as_newcomer,
    invite,
    resend,
    revoke,
)
from trellis.organizations.actions.people import apply_people, check_people
from trellis.organizations.actions.role_requests import (
    ask_for_role,
    decline_request,
    grant_request,
    mark_welcomed,
)
from trellis.organizations.actions.seats import (
    appoint,
    appoint_by_address,
    close_briefing,
    delegate,
    end_appointment,
)
from trellis.organizations.actions.service import assign_service, assign_services, end_service
from trellis.organizations.actions.tree import (
    add_organization,
    close_organization,
    edit_organization,
    move_organization,
    reopen_organization,
)
from trellis.organizations.actions.uploads import start_application, start_check

__all__ = [
    "Invited",
    "NoLongerGood",
    "accept",
    "accept_as_newcomer",
    "add_organization",
    "apply_directory",
    "apply_people",
    "appoint",
    "appoint_by_address",
    "ask_for_role",
    "assign_service",
    "assign_services",
    "check_directory",
    "check_people",
    "close_briefing",
    "close_organization",
    "confirm_identity_provider",
    "decline_request",
    "delegate",
    "drop_import",
    "edit_organization",
    "end_appointment",
    "end_service",
    "grant_request",
    "invite",
    "keep_identity_provider",
    "mark_welcomed",
    "move_organization",
    "note_trial",
    "remove_identity_provider",
    "reopen_organization",
    "resend",
    "revoke",
    "start_application",
    "start_check",
]
