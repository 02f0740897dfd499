"""Releases of the cast in the states that letters care about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import cast
from tests.cast import World
from trellis.designations.actions import send_advance_notice
from trellis.designations.letters import queries
from trellis.designations.letters.actions import write_letters
from trellis.designations.models import Letter, Release
from trellis.kit import clock

Find = Callable[..., Letter]


@pytest.fixture
def draft(world: World) -> Release:
    """A second release of the year, that only the agency sees; its letters are written."""
    release = cast.draft(world, title="Second release")
    write_letters(release, by=world.publisher)
    return Release.objects.get(pk=release.pk)


@pytest.fixture
def checked(world: World, draft: Release) -> Release:
    """The same, checked by a second person."""
    cast.checked(world, draft)
    return Release.objects.get(pk=draft.pk)


@pytest.fixture
def told(world: World, checked: Release) -> Release:
    """The same, and every district was told ahead."""
    send_advance_notice(checked, by=world.publisher)
    return checked


@pytest.fixture
def public(world: World) -> Release:
    """The published release of the cast, with its letters written."""
    write_letters(world.release, by=world.publisher)
    return Release.objects.get(pk=world.release.pk)


@pytest.fixture
def find() -> Find:
    """The letter of a kind to a district, as it is now and with what opens its way."""

    def letter(release: Release, kind: str, district: object) -> Letter:
        rows = queries.with_gates(queries.current(release))
        found: Letter = rows.get(kind=kind, district=district)
        return found

    return letter


def publish(release: Release, by: object) -> None:
    """Let everybody see a release, without opening a year for it."""
    Release.objects.filter(pk=release.pk).update(
        state=Release.State.PUBLISHED, published_by=by, published_at=clock.now()
    )
    release.refresh_from_db()
