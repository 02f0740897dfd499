"""Targets of requests for supports: of Lincoln's principal, to the state's helpline."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cast import TODAY, World
from tests.relations import Visitor
from tests.target import Asks, Target
from trellis.programs.schema.roles import Capability as Can
from trellis.supports.requests import actions
from trellis.supports.requests.records import SupportRequest
from trellis.supports.requests.routing import others
from trellis.supports.words import helpline

SCHOOLS = {"lincoln", "grant", "oak", "adams", "hyde", "birch", "cedar", "harbor"}


def asked(world: World, *, in_confidence: bool = False) -> SupportRequest:
    """A question to the helpline, which the agency answers."""
    found = helpline(world.program)
    assert found is not None
    return actions.ask_for_support(
        found[0], world["lincoln"], actions.Asked("Who helps us?", in_confidence=in_confidence),
        by=world.who("principal"), on=TODAY,
    )  # fmt: skip


def requests(world: World) -> Iterator[Target]:
    """One request for each thing that is done with it."""
    found = helpline(world.program)
    assert found is not None
    question = {"place": world["lincoln"].code, "question": "Who helps us?"}
    yield Target("supports:asking", (found[0],), question, sees=_asks)
    yield Target("supports:requests")
    yield Target("supports:queue")
    yield Target("supports:request", (asked(world).pk,), sees=_reads(world))
    text = {"text": "This is how."}
    for part, data, acts in (
        ("taking", {}, answers), ("answer", text, answers), ("note", text, answers),
        ("reply", text, lambda v: v.person == world.who("principal")),
    ):  # fmt: skip
        yield Target(
            f"supports:request-{part}", (asked(world).pk,), data, sees=_reads(world), acts=acts,
            moves_on=True,
        )  # fmt: skip
    given = asked(world)
    to = {"to": others(given)[0].code, "text": "Theirs."}
    yield Target(
        "supports:request-handover", (given.pk,), to, sees=_reads(world),
        acts=lambda v: answers(v) or v.may(Can.SUPPORT_LEAD, "lincoln"), moves_on=True,
    )  # fmt: skip
    taken, closed = asked(world), asked(world)
    for one in (taken, closed):
        actions.take_request(one, by=world.who("agency"))
    actions.close_request(closed, actions.Outcome("Clear"), by=world.who("agency"))
    yield Target(
        "supports:request-closing", (taken.pk,), {"goals": "Clear"}, sees=_reads(world),
        acts=answers, moves_on=True,
    )  # fmt: skip
    yield Target(
        "supports:request-reopening", (closed.pk,), sees=_reads(world), moves_on=True,
        acts=lambda v: answers(v) or v.person == world.who("principal"),
    )  # fmt: skip


def _asks(visitor: Visitor) -> bool:
    return any(
        one.has(Can.YEAR_READ) and one.place in SCHOOLS and not one.serves for one in visitor.places
    )


def answers(visitor: Visitor) -> bool:
    """Whether somebody answers for the agency."""
    return any(
        one.has(Can.SUPPORT_ANSWER) and one.place == "state" and not one.serves
        for one in visitor.places
    )


def _reads(world: World) -> Asks:
    def asked(visitor: Visitor) -> bool:
        return (
            visitor.person == world.who("principal")
            or visitor.may(Can.YEAR_READ, "lincoln")
            or visitor.may(Can.SUPPORT_LEAD, "lincoln")
            or answers(visitor)
        )

    return asked
