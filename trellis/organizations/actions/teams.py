"""Forming a team, saying who is on it, agreeing to its list, ending it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from trellis.history.actions import Facts, record
from trellis.kit import clock
from trellis.kit.dates import full
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations import formations
from trellis.organizations import rules as roles
from trellis.organizations.models import (
    Appointment,
    Organization,
    Team,
    TeamMember,
    TeamPaper,
)
from trellis.organizations.teams import checks, queries, rules
from trellis.organizations.teams.schema import TeamKind
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.year_plan import TeamEvent
from trellis.programs.texts import say


@transaction.atomic
def begin_team(organization: Organization, kind: str, *, by: Person, acting_as: str = "") -> Team:
    """Start to form a team of a kind at an organization; it does not exist yet.

    NotAllowed but for who leads teams there; NotReady where there is none of this kind or the
    organization is closed; OutOfOrder if one is begun already.
    """
    _require_lead(by, organization)
    found = rules.kind_of(programs.current(), kind)
    if found is None or found.of.value != organization.level:
        raise NotReady(_("There is no such team at this level."))
    if organization.closed_on is not None and organization.closed_on <= clock.today():
        words = {"name": organization.name, "day": full(organization.closed_on)}
        raise NotReady(_("%(name)s closed on %(day)s.") % words)
    try:
        with transaction.atomic():
            team = Team.objects.create(
                organization=organization, kind=kind, begun_by=by, begun_at=clock.now()
            )
    except IntegrityError:
        raise OutOfOrder(_("This team is begun already.")) from None
    note(team, found, "began a team", by=by, acting_as=acting_as)
    return team


@transaction.atomic
def add_members(
    team: Team, brings: Mapping[int, str], *, by: Person, on: date, acting_as: str = ""
) -> int:
    """Put people on a team from a day on, each by an appointment (its id) and what they bring.

    Answers how many. NotAllowed but for who leads teams there; OutOfOrder if the team has ended;
    NotReady for nobody, an unknown category, or somebody who can't sit on it.
    """
    _require_lead(by, team.organization)
    kind = locked(team)
    known = {one.code for one in kind.brings}
    if not brings:
        raise NotReady(_("Say for at least one person what they bring."))
    if set(brings.values()) - known:
        raise NotReady(_("Choose what each person brings from the list."))
    there = [one.appointment_id for one in TeamMember.objects.filter(team=team, ends=None)]
    able = {one.pk: one for one in queries.candidates(team, kind, on=on, without=there)}
    if set(brings) - set(able):
        raise NotReady(_("Somebody you chose is on the team already, or can’t sit on it."))
    TeamMember.objects.bulk_create(
        TeamMember(
            team=team, appointment_id=pk, brings=code, starts=on, added_by=by,
            added_at=clock.now(),
        )
        for pk, code in brings.items()
    )  # fmt: skip
    _turn_list(team)
    names = ", ".join(sorted(able[pk].person.name for pk in brings))
    note(team, kind, "added to a team", by=by, acting_as=acting_as, people=names, on=str(on))
    return len(brings)


@transaction.atomic
def end_membership(member: TeamMember, *, by: Person, on: date, acting_as: str = "") -> None:
    """Let somebody's place on a team end with a day; they keep the role they sit by.

    NotAllowed but for who leads teams there; NotReady for a day before the first one; OutOfOrder
    if it has ended.
    """
    team = member.team
    _require_lead(by, team.organization)
    kind = locked(team)
    if on < member.starts:
        raise NotReady(
            _("The last day can’t be before the first, %(day)s.") % {"day": full(member.starts)}
        )
    if not TeamMember.objects.filter(pk=member.pk, ends=None).update(ends=on):
        raise OutOfOrder(_("This person’s place on the team has ended already."))
    member.ends = on
    _turn_list(team)
    name = Appointment.objects.select_related("person").get(pk=member.appointment_id).person.name
    note(team, kind, "ended a place on a team", by=by, acting_as=acting_as, person=name,
          on=str(on))  # fmt: skip


@transaction.atomic
def form_team(team: Team, *, by: Person, on: date, acting_as: str = "") -> None:
    """Let a team exist from a day on; steps that wait for it start.

    NotAllowed but for who leads teams there; OutOfOrder if it exists or has ended; NotReady with
    what is missing: members from each side, agreements, a day that has come.
    """
    _require_lead(by, team.organization)
    kind = locked(team, formed=False)
    missing = missing_of(team, kind, on=on)
    if on > clock.today():
        missing.append(_("Choose today or an earlier day."))
    if missing:
        raise NotReady(*missing)
    Team.objects.filter(pk=team.pk, formed_on=None, ended_on=None).update(formed_on=on)
    team.formed_on = on
    formations.tell(formations.Formed(team.organization_id, team.kind, on))
    note(team, kind, "formed a team", by=by, acting_as=acting_as, on=str(on))
    formed = _formed(team, by=by, on=on, acting_as=acting_as)
    formations.tell_done(formed)
    _tell_written(team, formed)


@transaction.atomic
def undo_formation(team: Team, *, by: Person, acting_as: str = "") -> None:
    """Take back that a team exists: it is being formed again, and keeps its people and papers.

    Steps that were done by forming it are open again. NotAllowed but for who leads teams there;
    OutOfOrder if it does not exist or has ended.
    """
    _require_lead(by, team.organization)
    kind = locked(team)
    if not Team.objects.filter(pk=team.pk, formed_on__isnull=False).update(formed_on=None):
        raise OutOfOrder(_("This team does not exist yet."))
    done = _formed(team, by=by, on=team.formed_on or clock.today(), acting_as=acting_as)
    team.formed_on = None
    note(team, kind, "took back that a team is formed", by=by, acting_as=acting_as)
    formations.tell_done(replace(done, undone=True))


def _tell_written(team: Team, formed: formations.Done) -> None:
    """What was written while the team was being formed is its deed from its first day on."""
    papers = TeamPaper.objects.filter(team=team).exclude(what=TeamPaper.What.AGREEMENT)
    latest = {(one.what, one.code): one for one in papers.select_related("by").order_by("number")}
    for (what, code), paper in latest.items():
        formations.tell_done(
            replace(
                formed, what=TeamEvent(what), review=code, by=paper.by, acting_as=paper.acting_as,
                on=max(paper.on, formed.on),
            )
        )  # fmt: skip


def _formed(team: Team, *, by: Person, on: date, acting_as: str) -> formations.Done:
    return formations.Done(
        team.pk, team.organization_id, team.kind, TeamEvent.FORMED, on, by, acting_as
    )


def missing_of(team: Team, kind: TeamKind, *, on: date) -> list[str]:
    """What is missing before the team exists: people on that day, then agreements."""
    members = queries.current(queries.all_members(team), on)
    missing = checks.missing_members(members, kind)
    agreed = queries.papers_of(team).agreed if kind.agreed_by else {}
    return missing + checks.missing_agreements(agreed, kind, programs.current())


@transaction.atomic
def agree(team: Team, *, by: Person, on: date, acting_as: str = "") -> list[str]:
    """Agree to today's list of members for one's role; answers the roles it counts for.

    NotAllowed for roles that are not asked; OutOfOrder if each has agreed to this list or the team
    has ended; NotReady while nobody is on the list.
    """
    kind = kind_now(team)
    spoken = rules.agrees_for(roles.seats_of(by), team.organization, kind)
    if not spoken:
        raise NotAllowed(_("Your roles are not asked to agree to this list."))
    locked(team)
    agreed = queries.papers_of(team).agreed
    open_ = [role for role in spoken if role not in agreed]
    if not open_:
        raise OutOfOrder(_("Your role has agreed to this list already."))
    if not queries.current(queries.all_members(team), on):
        raise NotReady(_("Nobody is on the list yet."))
    for role in open_:
        TeamPaper.objects.create(
            team=team, what=TeamPaper.What.AGREEMENT, code=role, number=team.list_number, on=on,
            by=by, acting_as=acting_as, at=clock.now(),
        )  # fmt: skip
    program = programs.current()
    named = ", ".join(say(program.roles[role].name) for role in open_)
    note(team, kind, "agreed to the list of a team", by=by, acting_as=acting_as, role=named)
    return open_


@transaction.atomic
def end_team(team: Team, *, by: Person, on: date, acting_as: str = "") -> None:
    """Let a team end with a day, and every place on it; what it wrote stays.

    NotAllowed but for who leads teams there; NotReady for a day before it existed; OutOfOrder if
    it has ended.
    """
    _require_lead(by, team.organization)
    kind = locked(team)
    members = TeamMember.objects.filter(team=team)
    if team.formed_on is not None and on < team.formed_on:
        raise NotReady(
            _("The last day can’t be before the first, %(day)s.") % {"day": full(team.formed_on)}
        )
    Team.objects.filter(pk=team.pk, ended_on=None).update(ended_on=on)
    team.ended_on = on
    members.filter(starts__gt=on).delete()
    members.filter(Q(ends=None) | Q(ends__gt=on)).update(ends=on)
    note(team, kind, "ended a team", by=by, acting_as=acting_as, on=str(on))


# ---- What they share ----


def _require_lead(by: Person, organization: Organization) -> None:
    if not rules.leads(roles.seats_of(by), organization):
        raise NotAllowed(_("Your roles don’t let you say who is on this team."))


def kind_now(team: Team) -> TeamKind:
    """The kind of a team as the program has it today. NotReady."""
    found = rules.kind_of(programs.current(), team.kind)
    if found is None:
        raise NotReady(_("This kind of team is not in the program any more."))
    return found


def locked(team: Team, *, formed: bool | None = None) -> TeamKind:
    """Hold the team's row, read what may have moved since the page was opened; its kind.

    OutOfOrder if it has ended, or with `formed` False if it exists already.
    """
    held = Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    if held.ended_on is not None:
        raise OutOfOrder(_("This team ended on %(day)s.") % {"day": full(held.ended_on)})
    if formed is False and held.formed_on is not None:
        words = {"day": full(held.formed_on)}
        raise OutOfOrder(_("This team exists already, since %(day)s.") % words)
    team.formed_on, team.list_number = held.formed_on, held.list_number
    return kind_now(team)


def _turn_list(team: Team) -> None:
    """Another list from now on: who agreed to the former one is asked again."""
    Team.objects.filter(pk=team.pk).update(list_number=F("list_number") + 1)
    team.list_number += 1


def note(
    team: Team, kind: TeamKind, verb: str, *, by: Person, acting_as: str, **facts: str | int
) -> None:
    """Record what happened to a team in the history of its organization."""
    told: Facts = {"team": say(kind.name), **facts}
    place = team.organization
    record(f"organization:{place.pk}", place.name, verb, by=by, acting_as=acting_as, after=told)
