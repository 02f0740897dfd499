"""The matrix's targets for organizations, roles, invitations and mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tests.cast import TODAY, World
from tests.mails import came_back, waiting_mail
from tests.relations import Visitor
from tests.target import Asks, Target
from trellis.kit import clock
from trellis.notices.models import Hold, Notice
from trellis.organizations.actions import ask_for_role
from trellis.organizations.invitations.tokens import hash_of
from trellis.organizations.models import (
    Assignment,
    IdentityProvider,
    Import,
    Invitation,
    RoleRequest,
)
from trellis.programs.schema.roles import Capability as Can


def organizations(world: World) -> Iterator[Target]:
    """Administration: files, the tree, roles, service."""
    lincoln, hyde = world["lincoln"].pk, world["hyde"].pk
    source = Import.objects.create(
        kind="directory", state="checked", name="roll.csv", layout="illinois", sha256="0" * 64,
        on=TODAY, by=world.publisher, created_at=clock.now(),
    )  # fmt: skip
    yield Target("organizations:acting", data={"seat": "", "next": "/"})
    yield Target("organizations:administration")
    yield Target("organizations:upload", ("directory",))
    yield Target("organizations:import", (source.pk,))
    yield Target("organizations:application", (source.pk,), moves_on=True)
    yield Target("organizations:withdrawal", (source.pk,), moves_on=True)
    yield Target("organizations:organizations", query="?q=School")
    yield Target("organizations:addition")
    for name, data in (
        ("organization", {"name": "Lincoln School", "city": "Springfield"}),
        ("move", {"move-parent": world["cedar"].code, "move-on": TODAY.isoformat()}),
        ("closure", {"close-on": TODAY.isoformat()}),
    ):
        edits: Asks = lambda v: v.may(Can.ORGANIZATION_EDIT, "lincoln")  # noqa: E731
        yield Target(f"organizations:{name}", (lincoln,), data, sees=edits, moves_on=True)
    edits = lambda v: v.may(Can.ORGANIZATION_EDIT, "mill")  # noqa: E731
    yield Target("organizations:reopening", (world["mill"].pk,), sees=edits)
    yield from seats(world)
    served = Assignment.objects.get(role="coordinator", organization=hyde)
    serves: Asks = lambda v: v.may(Can.ASSIGN_SERVICE, "hyde")  # noqa: E731
    yield Target("organizations:assignments")
    yield Target(
        "organizations:service-ending", (served.pk,), sees=serves, acts=serves, moves_on=True
    )


def seats(world: World) -> Iterator[Target]:
    """The roles at Lincoln: its second team member is given, ended and lent."""
    team, member = world.program.roles["team"], world.who("team")
    held = member.appointments.get(organization=world["lincoln"])

    def sees(visitor: Visitor) -> bool:
        own = visitor.person == member
        right = visitor.may(Can.PEOPLE_APPOINT, "lincoln")
        return own or right or visitor.may(Can.YEAR_READ, "lincoln")

    def gives(visitor: Visitor) -> bool:
        return visitor.appoints(team, "lincoln")

    day = {"starts": TODAY.isoformat()}
    new = {"email": world.persons["stranger"].email, "role": "team", **day}
    yield Target(
        "organizations:appointments",
        (world["lincoln"].pk,),
        new,
        sees=sees,
        acts=gives,
        moves_on=True,
    )
    yield Target(
        "organizations:ending", (held.pk,), {"on": TODAY.isoformat()},
        sees=sees, acts=gives, refuses_get=True, moves_on=True,
    )  # fmt: skip
    yield Target(
        "organizations:delegation", (held.pk,), sees=sees, refuses_get=True,
        acts=lambda v: v.person == member or v.lends(team, "lincoln"),
    )  # fmt: skip
    yield Target("organizations:people", query="?q=a")
    yield Target(
        "organizations:person", (member.pk,),
        sees=lambda v: v.person == member or v.may(Can.PEOPLE_APPOINT, "lincoln"),
    )  # fmt: skip


def getting_in(world: World) -> Iterator[Target]:
    """An invitation to Lincoln's team, a stranger's request for it, and the first page."""
    team, lincoln = world.program.roles["team"], world["lincoln"]
    there = RoleRequest.objects.filter(person=world.persons["ended"]).first()
    asked = there or ask_for_role(world.persons["ended"], "team", lincoln, "Since August.")
    token = "t" * 43  # whoever has it reads who sent it: the agency, whose name is no secret
    one, _new = Invitation.objects.get_or_create(
        token_hash=hash_of(token),
        defaults={
            "address": "new@cast.example", "role": "team", "organization": lincoln,
            "starts": TODAY, "invited_by": world.publisher, "created_at": clock.now(),
            "sent_at": clock.now(), "expires_at": clock.now() + timedelta(days=14),
        },
    )  # fmt: skip

    def sees(visitor: Visitor) -> bool:
        return visitor.may(Can.PEOPLE_APPOINT, "lincoln")

    def gives(visitor: Visitor) -> bool:
        return visitor.appoints(team, "lincoln")

    new = {"role": "team", "place": lincoln.code, "addresses": "x@cast.example"}
    yield Target("organizations:invitations")
    yield Target("organizations:inviting", data=new | {"starts": TODAY.isoformat()})
    for name in ("invitation-renewal", "invitation-revocation"):
        yield Target(f"organizations:{name}", (one.pk,), sees=sees, acts=gives, moves_on=True)
    yield Target("organizations:invitation", (token,))
    yield Target("organizations:acceptance", (token,), {"name": "New"}, moves_on=True)
    yield Target("organizations:invitation-seat", (token,), {"as_me": "yes"}, moves_on=True)
    yield Target(
        "organizations:role-decision", (asked.pk,), {"decision": "yes"},
        sees=sees, acts=gives, moves_on=True,
    )  # fmt: skip


def arriving(world: World) -> Iterator[Target]:
    """The first page, asking for a role at Lincoln, and its own sign-in."""
    lincoln = world["lincoln"]
    yield Target("organizations:welcome", query="?seat=", moves_on=True)
    own = {"issuer": "https://id.example", "client_id": "trellis", "domains": "birch.example"}
    kept, _new = IdentityProvider.objects.get_or_create(
        organization=lincoln,
        defaults={
            "issuer": "https://127.0.0.1:1", "domains": ["birch.example"], "vouched": True,
            "changed_by": world.publisher, "changed_at": clock.now(),
        },
    )  # fmt: skip
    yield Target(
        "organizations:identity-confirmation", (lincoln.pk,), {"mark": kept.mark}, moves_on=True,
        sees=lambda v: v.may(Can.ORGANIZATION_EDIT, "lincoln"),
        acts=lambda v: v.may_own(Can.ORGANIZATION_EDIT, "lincoln") and v.person != world.publisher,
    )  # fmt: skip
    yield Target(
        "organizations:identity-trial", (lincoln.pk,), moves_on=True, refuses_get=True,
        sees=lambda v: v.may(Can.ORGANIZATION_EDIT, "lincoln"),
        acts=lambda v: v.may_own(Can.ORGANIZATION_EDIT, "lincoln"),
    )  # fmt: skip
    yield Target(
        "organizations:identity-provider", (lincoln.pk,), own, moves_on=True, refuses_get=True,
        sees=lambda v: v.may(Can.ORGANIZATION_EDIT, "lincoln"),
        acts=lambda v: v.may_own(Can.ORGANIZATION_EDIT, "lincoln"),
    )  # fmt: skip
    ask = {"place": lincoln.code, "role": "team"}
    yield Target("organizations:role-request", data=ask, query=f"?place={lincoln.code}")
    yield Target("organizations:role-requests")


def mail(world: World) -> Iterator[Target]:
    """Mail that waits, mail that is held, and mail to Lincoln's team that came back."""
    member, team = world.who("team"), world.program.roles["team"]
    waits, stays = waiting_mail(member, "waits"), waiting_mail(member, "stays")
    Notice.objects.filter(pk=stays.pk).update(held=True)
    back = came_back(member, "went").pk
    held, _new = Hold.objects.get_or_create(
        kind="release-hour", held_by=world.publisher, defaults={"held_at": clock.now()}
    )
    right: Asks = lambda v: v.has(Can.MAIL_MANAGE) or v.appoints(team, "lincoln")  # noqa: E731
    yield Target("organizations:mail-week")
    yield Target("organizations:mail-log", query="?state=sent")
    yield Target("organizations:mail-text", (waits.pk,))
    yield Target("organizations:mail-hold", (waits.pk,), moves_on=True)
    yield Target("organizations:mail-release", (stays.pk,), moves_on=True)
    yield Target("organizations:mail-holds", data={"kind": "year-opened"}, moves_on=True)
    yield Target("organizations:mail-hold-release", (held.pk,), moves_on=True)
    yield Target("organizations:bounces")
    yield Target("organizations:bounce", (back,), sees=right)
    new = {"email": "right@cast.example"}
    yield Target("organizations:bounce-proposal", (back,), new, sees=right, moves_on=True)
    yield Target("organizations:bounce-correction", (back,), new, moves_on=True)
    yield Target("organizations:bounce-retry", (back,), sees=right, moves_on=True)
