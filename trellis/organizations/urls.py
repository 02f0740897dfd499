"""Pages of administration."""

from django.urls import path

from trellis.organizations.views import (
    acceptance,
    arrival,
    bounces,
    identity,
    identity_setup,
    imports,
    invitations,
    mail,
    seats,
    team_papers,
    teams,
    tree,
)

app_name = "organizations"
HOME = "administration/"
ONE = f"{HOME}organizations/<int:organization_id>/"
SEAT = f"{HOME}appointments/<int:appointment_id>/"
FILE = f"{HOME}imports/<int:import_id>/"
INVITED = f"{HOME}invitations/"
LINK = "invitation/<str:token>/"
MAIL = f"{HOME}mail/"
BACK = f"{MAIL}bounces/"
TEAM = "teams/<int:team_id>/"
TEAMS_OF = "teams/of/<int:organization_id>/"

urlpatterns = [
    path("acting/", tree.acting, name="acting"),
    path(HOME, tree.administration, name="administration"),
    path(f"{HOME}upload/<str:kind>/", imports.upload, name="upload"),
    path(FILE, imports.difference, name="import"),
    path(f"{FILE}application/", imports.application, name="application"),
    path(f"{FILE}withdrawal/", imports.withdrawal, name="withdrawal"),
    path(f"{HOME}organizations/", tree.organizations, name="organizations"),
    path(f"{HOME}organizations/new/", tree.addition, name="addition"),
    path(ONE, tree.organization, name="organization"),
    path(f"{ONE}move/", tree.move, name="move"),
    path(f"{ONE}closure/", tree.closure, name="closure"),
    path(f"{ONE}reopening/", tree.reopening, name="reopening"),
    path(f"{ONE}appointments/", seats.appointments, name="appointments"),
    path(f"{SEAT}end/", seats.ending, name="ending"),
    path(f"{SEAT}delegation/", seats.delegation, name="delegation"),
    path(INVITED, invitations.invitations, name="invitations"),
    path(f"{INVITED}new/", invitations.inviting, name="inviting"),
    path(f"{INVITED}<int:invitation_id>/renewal/", invitations.renewal, name="invitation-renewal"),
    path(
        f"{INVITED}<int:invitation_id>/revocation/",
        invitations.revocation,
        name="invitation-revocation",
    ),
    path(LINK, acceptance.invitation, name="invitation"),
    path(f"{LINK}acceptance/", acceptance.acceptance, name="acceptance"),
    path(f"{LINK}seat/", acceptance.seat, name="invitation-seat"),
    path("sign-in/organization/", identity.identity, name="identity"),
    path("sign-in/organization/start/", identity.identity_start, name="identity-start"),
    path("sign-in/organization/answer/", identity.identity_answer, name="identity-answer"),
    path("sign-in/organization/assertion/", identity.identity_assertion, name="identity-assertion"),
    path("sign-in/organization/metadata/", identity.identity_metadata, name="identity-metadata"),
    path(f"{ONE}sign-in/", identity_setup.identity_provider, name="identity-provider"),
    path(
        f"{ONE}sign-in/confirmation/",
        identity_setup.identity_confirmation,
        name="identity-confirmation",
    ),
    path(f"{ONE}sign-in/trial/", identity_setup.identity_trial, name="identity-trial"),
    path("welcome/", arrival.welcome, name="welcome"),
    path("roles/request/", arrival.role_request, name="role-request"),
    path(f"{HOME}role-requests/", arrival.role_requests, name="role-requests"),
    path(
        f"{HOME}role-requests/<int:request_id>/decision/",
        arrival.role_decision,
        name="role-decision",
    ),
    path(MAIL, mail.week, name="mail-week"),
    path(f"{MAIL}all/", mail.log, name="mail-log"),
    path(f"{MAIL}all/<int:notice_id>/", mail.text, name="mail-text"),
    path(f"{MAIL}all/<int:notice_id>/hold/", mail.notice_hold, name="mail-hold"),
    path(f"{MAIL}all/<int:notice_id>/release/", mail.notice_release, name="mail-release"),
    path(f"{MAIL}holds/", mail.hold, name="mail-holds"),
    path(f"{MAIL}holds/<int:hold_id>/end/", mail.hold_release, name="mail-hold-release"),
    path(BACK, bounces.bounces, name="bounces"),
    path(f"{BACK}<int:bounce_id>/", bounces.bounce, name="bounce"),
    path(f"{BACK}<int:bounce_id>/proposal/", bounces.proposal, name="bounce-proposal"),
    path(f"{BACK}<int:bounce_id>/correction/", bounces.correction, name="bounce-correction"),
    path(f"{BACK}<int:bounce_id>/retry/", bounces.retry, name="bounce-retry"),
    path(TEAMS_OF, teams.teams, name="teams"),
    path(f"{TEAMS_OF}<slug:kind>/beginning/", teams.team_beginning, name="team-beginning"),
    path(TEAM, teams.team, name="team"),
    path(f"{TEAM}members/", teams.team_members, name="team-members"),
    path(f"{TEAM}members/<int:member_id>/end/", teams.team_place, name="team-place"),
    path(f"{TEAM}formation/", teams.team_formation, name="team-formation"),
    path(
        f"{TEAM}formation/withdrawal/",
        teams.team_formation_withdrawal,
        name="team-formation-withdrawal",
    ),  # fmt: skip
    path(f"{TEAM}agreement/", teams.team_agreement, name="team-agreement"),
    path(f"{TEAM}end/", teams.team_end, name="team-end"),
    path(f"{TEAM}charter/", team_papers.team_charter, name="team-charter"),
    path(f"{TEAM}reviews/<slug:review>/", team_papers.team_review, name="team-review"),
    path(f"{HOME}people/", seats.people, name="people"),
    path(f"{HOME}people/<int:person_id>/", seats.person, name="person"),
    path(f"{HOME}assignments/", seats.assignments, name="assignments"),
    path(
        f"{HOME}assignments/<int:assignment_id>/end/", seats.service_ending, name="service-ending"
    ),
]
