"""What a row of the policy table says: the door of a route, and what is asked of its record."""

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
    CONVERSATION = "a request: who asked, who answers; its place, too, unless it is in confidence"
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
