"""For each route of the policy table the record that the matrix asks for, seen from Lincoln.

One function per room. Whoever adds a route adds its row to the policy table and its target here:
its arguments, the form that a person would send, and who may by the record at hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import cast
from tests.cast import TODAY, World
from tests.objects_calendar import calendars
from tests.objects_coaching import coaching
from tests.objects_events import events
from tests.objects_groups import groups, helping
from tests.objects_learning import learning
from tests.objects_letters import letters
from tests.objects_logs import logs
from tests.objects_meetings import meetings
from tests.objects_messages import own_mail
from tests.objects_monitoring import monitoring
from tests.objects_offers import offers
from tests.objects_organizations import arriving, getting_in, mail, organizations
from tests.objects_search import searches
from tests.objects_supports import supports
from tests.objects_teams import of_team
from tests.relations import Visitor
from tests.target import Asks, Target, everybody
from trellis.cycles.actions import propose
from trellis.cycles.models import Correction
from trellis.designations.models import AdvanceNotice, Release
from trellis.designations.schema import ReleaseDay
from trellis.jobs.kinds import registered
from trellis.jobs.models import Job
from trellis.kit import clock
from trellis.people.unsent import Unsent, put
from trellis.programs.actions import reword, set_day
from trellis.programs.models import Override
from trellis.programs.queries import words_mark
from trellis.programs.schema.roles import Capability as Can
from trellis.work import actions as work
from trellis.work.models import State, Task

PLAN = "intensive-planning"


def targets(world: World) -> dict[str, Target]:
    """Every room's targets by route; records they need are made here."""
    found: dict[str, Target] = {}
    for room in ROOMS:
        for target in room(world):
            assert target.route not in found, target.route
            found[target.route] = target
    return found


# ---- One function per room ----


def web(_world: World) -> Iterator[Target]:
    """Pages of the shell."""
    yield Target("web:tokens")
    yield Target("web:accessibility")
    yield Target("web:privacy")


def documents(world: World) -> Iterator[Target]:
    """A file kept with a step of Lincoln's team."""
    task = world.task(f"{PLAN}/oct-series-1.team-1")
    file = ContentFile(b"Seen on October 20.\n", name="seen.txt")
    kept = work.add_file(task, file, by=world.who("team"))
    yield Target(
        "documents:file",
        (kept.document_id,),
        sees=lambda v: v.may(Can.YEAR_READ, "lincoln") or v.does("team", "lincoln"),
    )


def home(world: World) -> Iterator[Target]:
    """Pages that gather."""
    yield Target("home:front")
    yield Target("home:help")
    yield Target("home:schools", query="?q=School")
    yield from searches()
    yield Target("home:school", (world["lincoln"].code,))
    yield Target("home:district", (world["birch"].code,))
    yield Target("home:office", (world["north"].code,))
    yield Target("home:my-work")
    yield Target("home:everything")
    yield from own_mail(world)
    for name in ("year", "everyone", "whole", "print", "my-month"):
        yield Target(
            f"home:{name}",
            (world["lincoln"].code,),
            sees=lambda v: v.may(Can.YEAR_READ, "lincoln"),
        )
    yield from tasks(world)
    yield from handovers(world)
    yield Target("home:statewide")
    for name in ("list", "csv", "xlsx"):
        yield Target(f"home:statewide-{name}", ("vacant-principal",), query="?show=all")
    yield Target(
        "home:history",
        ("task", world.task(f"{PLAN}/oct-designations.principal-1").pk),
        sees=lambda v: v.may(Can.HISTORY_READ, "lincoln"),
    )


def handovers(world: World) -> Iterator[Target]:
    """The team's own seat at Lincoln, and a step of its district that both schools owe."""
    member = world.who("team")
    seat = member.appointments.get(organization=world["lincoln"])
    for name in ("handover", "handover-reading"):
        yield Target(
            f"home:{name}", (seat.pk,), sees=lambda v: v.person == member, moves_on="-" in name
        )

    def leads(visitor: Visitor) -> bool:
        seats = [one for one in visitor.places if one.place == "birch"]
        return visitor.does("district", "birch") and any(one.has(Can.TASK_ASSIGN) for one in seats)

    chosen = {"step": f"{PLAN}/nov-topics.district-3", "person": str(world.who("district").pk)}
    yield Target("home:assignees", data=chosen, sees=leads, moves_on=True)


def tasks(world: World) -> Iterator[Target]:
    """A task of the team at Lincoln, and what is done with it; each route has its own task."""
    open_, done, aside = (
        _standing(world, code, state)
        for code, state in (
            ("nov-grant-start.team-1", State.OPEN),
            ("nov-topics.team-1", State.DONE),
            ("dec-conference.team-1", State.WAIVED),
        )
    )

    def steers(visitor: Visitor) -> bool:
        waives = visitor.does("team", "lincoln", Can.TASK_WAIVE)
        return waives or visitor.may(Can.TASK_SETTLE, "lincoln")

    def remarks(visitor: Visitor) -> bool:
        return visitor.does("team", "lincoln") or visitor.may(Can.TASK_SETTLE, "lincoln")

    def does(visitor: Visitor) -> bool:
        return visitor.does("team", "lincoln")

    yield _task("task", open_)
    yield _task("completion", open_, acts=does)
    yield _task("completion-withdrawal", done, acts=does)
    yield _task("waiver", open_, {"reason": "No letter came."}, acts=steers)
    yield _task("waiver-withdrawal", aside, acts=steers)
    yield _task("note", open_, {"text": "We meet on Friday."}, acts=remarks)
    file = SimpleUploadedFile("minutes.txt", b"Three came.\n", content_type="text/plain")
    yield _task("file", open_, {"file": file}, acts=remarks)
    yield _task(
        "assignee",
        open_,
        {"person": str(world.who("team").pk)},
        acts=lambda v: v.may(Can.TASK_ASSIGN, "lincoln"),
    )


def _task(
    name: str, task: Task, data: dict[str, Any] | None = None, *, acts: Asks = everybody
) -> Target:
    return Target(
        f"home:{name}",
        (task.pk,),
        data or {},
        sees=lambda v: v.reads("lincoln"),
        acts=acts,
        moves_on=True,
    )


def _standing(world: World, code: str, state: State) -> Task:
    task = world.task(f"{PLAN}/{code}")
    if state == State.DONE:
        work.complete_task(task, by=world.who("team"), on=TODAY)
    elif state == State.WAIVED:
        work.waive_task(task, by=world.who("coordinator"), on=TODAY, reason="No conference.")
    return task


def designations(world: World) -> Iterator[Target]:
    """A draft that only its team sees, one that a colleague brought in, and a checked one."""
    release = _draft(world)
    yield Target("designations:releases")
    table = SimpleUploadedFile("release.csv", b"nothing of ours\n1\n", content_type="text/csv")
    yield Target("designations:upload", data={"file": table, "year": "2026"})
    yield Target("designations:release", (release.pk,))
    statuses = SimpleUploadedFile("status.csv", b"nothing of ours\n1\n", content_type="text/csv")
    yield Target("designations:support", data={"file": statuses, "year": "2026"})
    yield Target("designations:removal", (release.pk,), moves_on=True)
    foreign = cast.draft(world, title="Brought in by a colleague", without=("hyde",))
    Release.objects.filter(pk=foreign.pk).update(imported_by=world.checker)
    yield Target("designations:check", (foreign.pk,), moves_on=True)
    checked = _checked(world)
    yield Target("designations:check-withdrawal", (checked.pk,), moves_on=True)
    yield from _on_the_way_out(world, checked)
    yield from letters(world)


def _on_the_way_out(world: World, checked: Release) -> Iterator[Target]:
    """A correction beside what it corrects, a set hour, and a district that was told ahead."""
    correction = cast.draft(world, title="A correction", without=("hyde",))
    Release.objects.filter(pk=correction.pk).update(corrects=world.release)
    kind = correction.designations.get(organization=world["adams"]).kind
    yield Target("designations:changes", (correction.pk,))
    yield Target("designations:moved", (correction.pk,), query=f"?was={kind}&now={kind}")
    hour = {"day": "2099-10-30", "hour": "10:00"}
    yield Target("designations:hour", (checked.pk,), hour, moves_on=True)
    timed = cast.checked(world, cast.draft(world, title="At an hour", without=("hyde",)))
    at = clock.now() + timedelta(days=2)
    Release.objects.filter(pk=timed.pk).update(publish_at=at, scheduled_by=world.publisher)
    yield Target("designations:hour-removal", (timed.pk,), moves_on=True)
    yield Target("designations:advance-notices", (checked.pk,), {"all": "1"}, moves_on=True)
    told = cast.checked(world, cast.draft(world, title="Told ahead", without=("hyde",)))
    AdvanceNotice.objects.create(
        release=told, district=world["birch"], sent_by=world.publisher, sent_at=clock.now()
    )
    roles = world.program.section("release", ReleaseDay).advance.roles
    yield Target(
        "designations:advance", (told.pk,),
        sees=lambda v: any(
            one.role.code in roles and one.place == "birch" and one.lent is None and not one.serves
            for one in v.places
        ),
    )  # fmt: skip


def cycles(world: World) -> Iterator[Target]:
    """Publishing a release, settling its proposals, correcting years, choosing a district."""
    propose(_checked(world), by=world.publisher)
    yield Target("cycles:publication", (_checked(world).pk,), {"knowing": "yes"}, moves_on=True)
    draft = _draft(world)
    propose(draft, by=world.publisher)
    proposal = draft.proposals.get(organization=world["lincoln"])
    yield Target("cycles:proposals", (draft.pk,))
    yield Target("cycles:calculation", (draft.pk,), moves_on=True)
    yield Target("cycles:settlement", (draft.pk,), {"proposal": str(proposal.pk)}, moves_on=True)
    cycle = world["grant"].cycles.get()
    asked = Correction.objects.create(
        release=world.release, organization=world["grant"], kind="keep", cycle=cycle
    )
    yield Target("cycles:corrections", (world.release.pk,))
    yield Target(
        "cycles:application", (world.release.pk,), {"correction": str(asked.pk)}, moves_on=True
    )
    yield Target("cycles:running")
    yield Target("cycles:ending", (world["hyde"].cycles.get().pk,), {"why": "left"}, moves_on=True)
    yield Target("cycles:earlier", data={"months": "2026-10-01"}, moves_on=True)
    chosen = {"condition": "resource-review", "codes": world["birch"].code}
    yield Target("cycles:selections", data=chosen, moves_on=True)
    yield from year_of_the_cast(world)


def year_of_the_cast(world: World) -> Iterator[Target]:
    """The dates and words that the agency sets for the year."""
    yield Target("cycles:years")
    yield Target("cycles:dates", (cast.START,))
    day = {"day": "2026-12-18", "seen": "2026-12-18|confirmed"}
    yield Target("cycles:date", (cast.START, "planning-grant-due"), day, moves_on=True)
    report = set_day(cast.START, "gprs-due", date(2027, 7, 30), by=world.publisher)
    back = {"seen": f"2027-07-30|{report.standing}"}
    yield Target("cycles:date-withdrawal", (cast.START, report.code), back, moves_on=True)
    yield Target("cycles:changes", (cast.START,))
    yield Target("cycles:wording", (cast.START,))
    reword(cast.START, "activity", f"{PLAN}/nov-grant-start", {"minutes": 50}, by=world.publisher)
    one = Override.objects.get()
    words = {"title_en": "Name your team", "seen": words_mark([])}
    place = (cast.START, PLAN, "nov-topics")
    yield Target("cycles:activity-wording", place, words, moves_on=True)
    asked = {"email": "desk@year.example", "seen": words_mark([])}
    yield Target("cycles:contact-wording", (cast.START,), asked, moves_on=True)
    yield Target("cycles:wording-withdrawal", (cast.START, one.pk), moves_on=True)
    yield Target("cycles:links", (cast.START,), {"smart-goals": ""}, moves_on=True)


def _draft(world: World) -> Release:
    title = "Draft of the matrix"
    there = Release.objects.filter(title=title).first()
    return there or cast.draft(world, title=title, without=("hyde",))


def _checked(world: World) -> Release:
    title = "Checked for the matrix"
    there = Release.objects.filter(title=title).first()
    return there or cast.checked(world, cast.draft(world, title=title, without=("hyde",)))


def people(world: World) -> Iterator[Target]:
    """A person's own account; passkey and app are a reader's in the regional office."""
    owner = world.who("regional-office")
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN):
        factor, _new = Authenticator.objects.get_or_create(
            user=owner, type=kind, defaults={"data": {"name": "Key", "secret": "x"}}
        )
    own: Asks = lambda v: v.person == owner  # noqa: E731
    yield Target("people:profile", data={"language": "en", "time_zone": ""})
    yield Target("people:other-sessions")
    waiting = Unsent(reverse("home:my-work"), (("text", world["lincoln"].name),))
    put(world.who("principal").pk, waiting)
    yield Target("people:unsent")
    yield Target("people:unsent-sending")
    yield Target("people:unsent-removal")
    for name in ("mfa_index", "mfa_list_webauthn", "mfa_generate_recovery_codes"):
        yield Target(name)
    yield Target("account_change_password")
    yield Target("account_set_password")
    yield Target("mfa_deactivate_totp", sees=own)
    yield Target("mfa_edit_webauthn", (factor.pk,), {"name": "Blue key"}, sees=own)
    yield Target("mfa_remove_webauthn", (factor.pk,), sees=own)


def notices(_world: World) -> Iterator[Target]:
    """The mailbox of a sample state."""
    yield Target("notices:mailbox")
    yield Target("notices:letter", (1,))


def sample(_world: World) -> Iterator[Target]:
    """Shortcuts of a sample state."""
    yield Target("sample:month", data={"month": "3"})
    yield Target("sample:release-eve")
    yield Target("sample:sign-in", data={"role": "principal"})
    yield Target("sample:link", ("a" * 32,))


def jobs(world: World) -> Iterator[Target]:
    """Somebody's own job."""
    job = Job.objects.create(
        kind=registered()[0].code, title="roll.csv", by=world.publisher, created_at=clock.now()
    )
    yield Target("jobs:job", (job.pk,), sees=lambda v: v.person == world.publisher)


ROOMS = (
    web, documents, home, meetings, coaching, groups, helping, logs, monitoring, calendars,
    designations, cycles, people, notices, sample, organizations, getting_in, arriving, mail,
    of_team, jobs, offers, learning, events, supports,
)  # fmt: skip
