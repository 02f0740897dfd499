"""The agency edits and publishes; nothing is published that somebody could not open."""

from dataclasses import replace

import pytest

from tests.cast import START
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.learning import actions
from trellis.learning.actions import Words
from trellis.learning.actions.keeping import mark_of
from trellis.learning.models import Item
from trellis.programs import queries as programs
from trellis.programs.actions import reword

LINK = "https://state.example/film"
FILM = Words(
    title="A film", kind="video", url=LINK, topic="Teams", minutes=20, captions=True,
    transcript=f"{LINK}.txt", categories=("identify-local-needs", "planning-grant"),
)  # fmt: skip


def test_every_resource_of_the_program_stands_in_the_library_as_a_draft_without_a_link(world):
    items = Item.objects.all()
    assert [one.code for one in items] == list(world.program.resources)
    assert {one.state for one in items} == {"draft"}
    assert all(one.categories for one in items)


def test_installing_again_leaves_alone_what_people_changed(world, agency):
    item = Item.objects.get(code="smart-goals")
    actions.change_item(item, Words(title="SMART goals", kind="guide"), by=agency)
    Item.objects.filter(code="iqfsr").delete()
    actions.seed_library(programs.installation().version, world.program)
    assert Item.objects.get(code="smart-goals").title == "SMART goals"
    assert Item.objects.count() == 19


@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [
        ({"url": ""}, "Add the link. Without it nobody can open this."),
        ({"minutes": None}, "Say how many minutes it takes."),
        ({"captions": False}, "It needs captions. Mark that it has them."),
        ({"transcript": ""}, "Add the link to its transcript."),
        ({"topic": ""}, "Say what it is about: its topic."),
        ({"categories": ("planning-grant",)}, "Choose the step of the cycle that it belongs to."),
        ({"categories": ()}, "Choose at least one category, so that people find it."),
    ],
)
def test_what_lacks_something_is_not_published_and_says_what(world, agency, lacks, sentence):
    item = actions.add_item(replace(FILM, **lacks), by=agency)
    with pytest.raises(NotReady) as refused:
        actions.publish_item(item, by=agency)
    assert refused.value.missing == (sentence,)
    assert Item.objects.get(pk=item.pk).state == "draft"


def test_a_webinar_says_something_under_each_of_its_headings(world, agency):
    told = (("allocation", "How much."), ("processes", "How."), ("deliverables", "What."))
    item = actions.add_item(replace(FILM, kind="webinar", headings=told), by=agency)
    with pytest.raises(NotReady, match="under “Allowable expenses”"):
        actions.publish_item(item, by=agency)
    whole = replace(FILM, kind="webinar", headings=(*told, ("allowable-expenses", "What for.")))
    actions.change_item(item, whole, by=agency)
    actions.publish_item(item, by=agency)
    assert Item.objects.get(pk=item.pk).is_published


def test_a_link_set_for_the_year_is_the_link_of_its_resource(world, agency):
    item = Item.objects.get(code="smart-goals")
    with pytest.raises(NotReady, match="Add the link"):
        actions.publish_item(item, by=agency)
    reword(START, "resource", "smart-goals", {"url": LINK}, by=agency)
    actions.publish_item(item, by=agency)
    assert Item.objects.get(pk=item.pk).is_published


def test_a_series_is_opened_by_its_recordings(world, agency):
    series = actions.add_item(replace(FILM, kind="series", url=""), by=agency)
    part = actions.add_item(replace(FILM, series_id=series.pk), by=agency)
    with pytest.raises(NotReady):
        actions.publish_item(series, by=agency)
    actions.publish_item(part, by=agency)
    actions.publish_item(series, by=agency)
    assert Item.objects.get(pk=series.pk).is_published


def test_what_is_published_stays_whole(world, agency):
    item = actions.add_item(FILM, by=agency)
    actions.publish_item(item, by=agency)
    with pytest.raises(NotReady, match="Add the link"):
        actions.change_item(item, replace(FILM, url=""), by=agency)
    assert Item.objects.get(pk=item.pk).url == LINK
    assert actions.change_item(item, replace(FILM, minutes=21), by=agency)
    assert not actions.change_item(item, replace(FILM, minutes=21), by=agency)


def test_of_two_who_change_it_the_second_is_told(world, agency):
    item = actions.add_item(FILM, by=agency)
    seen = mark_of(item)
    actions.change_item(item, replace(FILM, minutes=21), by=agency, seen=seen)
    with pytest.raises(OutOfOrder):
        actions.change_item(item, replace(FILM, minutes=22), by=agency, seen=seen)


def test_each_step_is_taken_once_and_kept(world, agency):
    item = actions.add_item(FILM, by=agency)
    with pytest.raises(OutOfOrder):
        actions.withdraw_item(item, by=agency)
    actions.publish_item(item, by=agency)
    with pytest.raises(OutOfOrder):
        actions.publish_item(item, by=agency)
    actions.withdraw_item(item, by=agency)
    verbs = Entry.objects.filter(subject=f"item:{item.pk}").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["added", "published", "withdrawn"]


def test_nobody_else_touches_the_library(world, agency):
    item = actions.add_item(FILM, by=agency)
    for name in ("stranger", "ended"):
        person = world.persons[name]
        for deed in (
            lambda p: actions.add_item(FILM, by=p),
            lambda p: actions.change_item(item, FILM, by=p),
            lambda p: actions.publish_item(item, by=p),
            lambda p: actions.withdraw_item(item, by=p),
        ):
            with pytest.raises(NotAllowed):
                deed(person)
    with pytest.raises(NotAllowed):
        actions.publish_item(item, by=world.who("principal"))
