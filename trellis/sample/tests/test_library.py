"""The library of the sample can be opened, and its events can be joined."""

from __future__ import annotations

from django.urls import reverse

from trellis.learning import checks
from trellis.learning.models import Event, Item
from trellis.learning.told import library_of
from trellis.programs import queries as programs


def test_everything_that_the_year_names_can_be_opened_and_lacks_nothing(sample):
    items = list(Item.objects.all())
    assert {one.code for one in items} == {
        one.resource for one in library_of(programs.current()).shelves
    }
    assert [one.code for one in items if not one.is_published] == []
    program = programs.in_year()
    assert {one.code: checks.missing(one, program) for one in items} == {
        one.code: [] for one in items
    }


def test_there_is_an_event_of_each_kind_and_places_to_take(sample, client):
    kinds = [one.code for one in library_of(programs.current()).events]
    assert sorted(Event.objects.values_list("kind", flat=True)) == sorted(kinds)
    assert {one.starts_at.date() > sample.day for one in Event.objects.all()} == {True}
    open_to_all = Event.objects.get(public=True)
    page = client.get(reverse("learning:event", args=[open_to_all.pk]))
    assert page.status_code == 200
