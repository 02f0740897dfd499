"""Targets of the supports room: a support, a level and an organization without levels."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cast import World
from tests.objects_requests import requests
from tests.target import Target
from trellis.programs.schema.roles import Capability as Can
from trellis.supports.models import STANDING, Wording
from trellis.supports.words import catalog_of


def supports(world: World) -> Iterator[Target]:
    """The catalog of whichever pack: its deepest chain, its first level."""
    told = catalog_of(world.program)
    assert told is not None
    chained = next(one for one in told.services if one.requires)
    levels = [(one, face) for one in told.providers for face in one.levels]
    owner, face = next((one, face) for one, face in levels if face.includes)
    yield Target("supports:catalog")
    yield Target("supports:search", query="?q=" + told.topics[0].code)
    yield Target("supports:service", (chained.code,))
    yield Target("supports:offered-at", (owner.code, face.level))
    yield Target(
        "supports:school",
        (world["lincoln"].code,),
        sees=lambda v: v.may(Can.YEAR_READ, "lincoln"),
    )
    members = next(one for one in told.providers if one.memberships)
    yield Target(
        "supports:memberships",
        (world["birch"].code,),
        {"providers": [members.code]},
        sees=lambda v: v.may(Can.MEMBERSHIP_SET, "birch"),
        moves_on=True,
    )
    yield Target("supports:offered", (_without_levels(world),))
    yield from requests(world)


def _without_levels(world: World) -> str:
    """The code of an organization without levels; where a state has none, one is made so."""
    told = catalog_of(world.program)
    assert told is not None
    for one in told.providers:
        if any(face.level is None for face in one.levels):
            return one.code
    wording = Wording.objects.filter(STANDING).select_related("provider").latest("position")
    face = wording.provider.faces.get(STANDING)
    first = face.content["levels"][0]
    face.content["levels"].append({**first, "level": None})
    face.save(update_fields=["content"])
    return wording.provider.code
