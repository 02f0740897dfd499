"""A browser's calendar takes a day as 2026-12-03 only, in whatever language the page is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest
from django import forms
from django.conf import settings
from django.utils import translation

DAY = date(2026, 12, 3)


def kinds_of(form: type[forms.Form]) -> Iterator[type[forms.Form]]:
    """A form and all made from it."""
    yield form
    for one in form.__subclasses__():
        yield from kinds_of(one)


def fields_for_days() -> dict[str, forms.DateInput]:
    """The widget of each field of ours that opens the browser's calendar."""
    import_module(settings.ROOT_URLCONF)
    return {
        f"{form.__module__}.{form.__name__}.{name}": field.widget
        for form in kinds_of(forms.Form)
        if form.__module__.startswith("trellis.")
        for name, field in form.base_fields.items()
        if isinstance(field.widget, forms.DateInput) and field.widget.input_type == "date"
    }


@pytest.mark.pure
def test_a_day_stands_in_its_field_in_every_language():
    found = fields_for_days()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            shown = {name: widget.format_value(DAY) for name, widget in found.items()}
        assert shown == dict.fromkeys(found, DAY.isoformat())
    assert "trellis.meetings.forms.PlanForm.day" in found
