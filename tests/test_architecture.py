"""What the list of rooms cannot see: keys between records, registries, and which engine renders."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, ForeignObject, signals
from django.dispatch import Signal
from django.test.signals import template_rendered
from django.urls import reverse

from tests import objects
from trellis.documents import readers
from trellis.jobs import kinds
from trellis.notices import kinds as mails
from trellis.notices import outlet, planned
from trellis.organizations import endings, formations, links, moves
from trellis.programs import sections
from trellis.web.policy import BY_ROUTE

ROOT = Path(__file__).resolve().parent.parent


def floors() -> list[set[str]]:
    """The rooms from the top, as pyproject.toml lists them for imports."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contract = config["tool"]["importlinter"]["contracts"][0]
    return [{room.strip(" ()") for room in layer.split("|")} for layer in contract["layers"]]


FLOOR = {room: number for number, layer in enumerate(floors()) for room in layer}


def keys() -> list[tuple[str, str, Field[Any, Any]]]:
    """Every key of our records: the room it stands in, the room it points to."""
    return [
        (model._meta.app_label, field.related_model._meta.app_label, field)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in FLOOR
        for field in model._meta.get_fields()
        if isinstance(field, ForeignObject) and not isinstance(field.related_model, str)
    ]


@pytest.mark.pure
def test_no_key_points_to_a_higher_room_or_a_neighbor():
    ours = [key for key in keys() if key[1] in FLOOR]
    assert len(ours) > 60
    upward = [
        str(field) for room, other, field in ours if room != other and FLOOR[room] >= FLOOR[other]
    ]
    assert upward == []


@pytest.mark.pure
def test_history_keeps_no_key_into_another_room():
    assert [str(field) for room, other, field in keys() if room == "history" != other] == []


@pytest.mark.pure
def test_every_model_has_a_room_and_says_what_it_is():
    for model in apps.get_models():
        if model.__module__.startswith("trellis."):
            room = model.__module__.split(".")[1]
            assert room in FLOOR
            assert model.__doc__ and not model.__doc__.startswith(f"{model.__name__}(")


@pytest.mark.pure
def test_no_room_listens_for_signals_of_records():
    for name, signal in vars(signals).items():
        if isinstance(signal, Signal):
            listening = [str(receiver[1]) for receiver in signal.receivers]
            assert [one for one in listening if "trellis" in one] == [], name


# ---- Registries


@pytest.mark.pure
def test_the_registry_of_pack_sections():
    names = [section.name for section in sections.registered()]
    assert len(names) == len(set(names))
    for section in sections.registered():
        assert set(section.needs) <= set(names), section.name
        assert _owner(section.model) in FLOOR
        assert section.model.__doc__


@pytest.mark.pure
def test_the_registry_of_document_readers():
    assert readers.registered(), "nobody reads documents"
    for kind, may_read in readers.registered().items():
        readers.require_known(kind)
        assert FLOOR[_owner(may_read)] < FLOOR["documents"], kind
    with pytest.raises(LookupError):
        readers.require_known("nobody-registered-this")


@pytest.mark.pure
def test_the_registry_of_jobs():
    codes = [one.code for one in kinds.registered()]
    assert len(codes) == len(set(codes))
    for one in kinds.registered():
        assert kinds.kind(one.code) is one
        assert FLOOR[_owner(one.run)] < FLOOR["jobs"], one.code
    with pytest.raises(LookupError):
        kinds.kind("nobody-registered-this")


@pytest.mark.pure
def test_the_registry_of_links_on_the_administration_page():
    for link in links.registered():
        row = BY_ROUTE[link.route]
        assert reverse(link.route)
        assert row.capability == link.capability, link.route
        assert str(link.label) and str(link.about)


@pytest.mark.pure
def test_the_registry_of_those_who_follow_moved_organizations():
    for name, handler in moves.registered().items():
        assert FLOOR[_owner(handler)] <= FLOOR["organizations"], name


@pytest.mark.pure
def test_the_registry_of_those_who_hear_of_ended_roles():
    for name, handler in endings.registered().items():
        assert FLOOR[_owner(handler)] <= FLOOR["organizations"], name


@pytest.mark.pure
def test_the_registry_of_those_who_hear_of_formed_teams():
    assert formations.registered(), "nobody hears of a team"
    for name, handler in formations.registered().items():
        assert FLOOR[_owner(handler)] < FLOOR["organizations"], name


@pytest.mark.pure
def test_the_registry_of_what_will_write_mail():
    assert planned.registered(), "nobody plans mail"
    for name, handler in planned.registered().items():
        assert FLOOR[_owner(handler)] < FLOOR["notices"], name


@pytest.mark.pure
def test_the_registry_of_kinds_of_mail():
    for code in mails._names:
        assert mails.called(code) != code
    assert mails.called("nobody-named-this") == "Nobody named this"


@pytest.mark.pure
def test_the_outlet_of_mail_has_somebody_to_ask():
    assert outlet._answer is not None
    assert FLOOR[_owner(outlet._answer)] < FLOOR["notices"]


def _owner(part: object) -> str:
    """The room whose code it is."""
    module = str(getattr(part, "__module__", ""))
    assert module.startswith("trellis."), module
    return module.split(".")[1]


# ---- Templates


def test_no_page_is_rendered_by_djangos_own_engine(world, sign_in):
    seen: list[str] = []

    def note(template, **_more: object) -> None:
        seen.append(str(template.name))

    client = sign_in(world.publisher)
    template_rendered.connect(note)
    try:
        for target in objects.targets(world).values():
            if "GET" in BY_ROUTE[target.route].methods:
                client.get(reverse(target.route, args=target.args) + target.query)
    finally:
        template_rendered.disconnect(note)
    assert seen == []
