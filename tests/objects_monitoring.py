"""The matrix's targets for caseloads, seen from Lincoln."""

from __future__ import annotations

from collections.abc import Iterator

from tests import cast
from tests.cast import TODAY, Relation, World
from tests.objects_picture import pictures
from tests.relations import Visitor
from tests.target import Asks, Target
from trellis.designations.models import Release
from trellis.kit import clock
from trellis.monitoring.models import Snooze
from trellis.programs.schema.roles import Capability as Can


def monitoring(world: World) -> Iterator[Target]:
    """A caseload, what is put off in it, and word to Lincoln's people."""
    lincoln, owner = world["lincoln"], world.who("coordinator")
    reads: Asks = lambda v: v.may(Can.CASELOAD_READ, "lincoln")  # noqa: E731
    writes: Asks = lambda v: v.may(Can.MESSAGE_SEND, "lincoln")  # noqa: E731
    word = {
        "at": lincoln.code,
        "roles": "principal",
        "subject": "Thursday",
        "text": "See you on Thursday.",
        "key": "6f2b9a44-7a1e-4bb0-9a51-3b0f3c1d2e4f",
    }
    later = {"rule": "late", "until": "2026-12-10", "note": "They are on it."}
    snooze, _new = Snooze.objects.get_or_create(
        organization=lincoln, rule="behind", by=owner,
        defaults={"until": "2026-12-20", "note": "Snow days", "acting_as": "cast",
                  "at": clock.now()},
    )  # fmt: skip
    chosen = f"?at={lincoln.code}"
    yield Target("monitoring:caseload")
    yield Target("monitoring:briefs", query=chosen, sees=reads)
    yield Target("monitoring:message", data=word, query=chosen, sees=writes, moves_on=True)
    yield Target("monitoring:attendance", data={"at": lincoln.code}, query=chosen)
    yield Target("monitoring:snoozes", (lincoln.code,), later, sees=reads, moves_on=True)
    yield Target(
        "monitoring:snooze-withdrawal", (snooze.pk,), sees=lambda v: v.person == owner,
        moves_on=True,
    )  # fmt: skip
    yield Target(
        "monitoring:messages", (lincoln.pk,), sees=lambda v: v.may(Can.YEAR_READ, "lincoln")
    )
    yield from leading(world)
    yield from pictures(world)


def leading(world: World) -> Iterator[Target]:
    """Lincoln's coordinator, seen by whoever leads them; and a release that is not out."""
    served, other = world.who("coordinator"), world.who("coordinator", Relation.OTHER_REGION)
    leads: Asks = lambda v: v.may(Can.CASELOAD_LEAD, "lincoln")  # noqa: E731

    def assigns(visitor: Visitor) -> bool:
        return visitor.has(Can.ASSIGN_SERVICE)

    move = {
        "schools": str(world["lincoln"].pk),
        "target": str(other.pk),
        "starts": TODAY.isoformat(),
    }
    title = "Draft to look ahead"
    draft = Release.objects.filter(title=title).first()
    draft = draft or cast.draft(world, title=title, without=("hyde",))
    yield Target("monitoring:coordinators")
    yield Target("monitoring:caseload-of", (served.pk,), sees=leads)
    yield Target("monitoring:log-of", (served.pk,), sees=leads)
    yield Target("monitoring:log-of-file", (served.pk, "docx"), sees=leads)
    yield Target(
        "monitoring:transfer", (served.pk,), move, sees=leads, acts=assigns, refuses_get=True,
        moves_on=True,
    )  # fmt: skip
    yield Target(
        "monitoring:forecast", (draft.pk,), sees=lambda v: v.may(Can.RELEASE_MANAGE, "state")
    )
