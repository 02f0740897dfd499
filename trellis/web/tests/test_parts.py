"""The macros that every form and list uses."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template import engines
from django.utils.safestring import mark_safe

from trellis.kit.paging import Page

pytestmark = pytest.mark.pure


class Asked(forms.Form):
    """A form with each kind of control."""

    name = forms.CharField(label="Name", help_text=mark_safe("<b>bold</b>"))  # noqa: S308
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    sure = forms.BooleanField(label="I am sure")
    way = forms.ChoiceField(label="Way", choices=[("a", "A")], widget=forms.RadioSelect)


def rendered(call: str, **context: object) -> BeautifulSoup:
    """A macro's output as a browser reads it."""
    source = '{% from "web/_parts.html" import field, error_summary, pager, mark, empty %}' + call
    page = engines["jinja2"].from_string(source).render(context)
    return BeautifulSoup(page, "html.parser")


def test_a_field_has_label_hint_error_and_control_tied_together():
    found = rendered('{{ field(form, "name") }}', form=Asked({}))
    control = found.select_one("input")
    assert found.select_one("label")["for"] == control["id"]
    described = control["aria-describedby"].split()
    assert [found.select_one(f"#{one}").get_text(strip=True) for one in described] == [
        "<b>bold</b>",
        "This field is required.",
    ]


def test_help_text_is_never_markup():
    assert rendered('{{ field(form, "name") }}', form=Asked()).select("b") == []


def test_what_is_optional_says_so():
    label = rendered('{{ field(form, "note") }}', form=Asked()).select_one("label")
    assert label.get_text(" ", strip=True) == "Note (optional)"


def test_choices_stand_in_a_group_with_a_legend():
    found = rendered('{{ field(form, "way") }}', form=Asked())
    assert found.select_one("fieldset legend").get_text(strip=True) == "Way"


def test_a_box_stands_before_its_label():
    found = rendered('{{ field(form, "sure") }}', form=Asked()).select_one(".field")
    assert [one.name for one in found.find_all(recursive=False)] == ["input", "label"]


def test_the_summary_of_errors_links_to_each_field():
    found = rendered("{{ error_summary(form) }}", form=Asked({"way": "a", "sure": "on"}))
    assert found.select_one("h2").get_text(strip=True) == "One thing to mend"
    assert [(one["href"], one.get_text()) for one in found.select("a")] == [
        ("#id_name", "Name: This field is required.")
    ]


def test_what_was_typed_is_kept_and_escaped():
    page = rendered('{{ field(form, "note") }}', form=Asked({"note": "</textarea><b>x"}))
    assert page.select("b") == []
    assert page.select_one("textarea").get_text(strip=True) == "</textarea><b>x"


def test_a_list_without_more_rows_has_no_pages():
    assert rendered("{{ pager(page) }}", page=Page()).get_text(strip=True) == ""
    more = rendered("{{ pager(page) }}", page=Page(next_url="?after=x"))
    assert more.select_one("a[rel=next]")["href"] == "?after=x"


@pytest.mark.parametrize("state", ["done", "begun", "open", "late", "waived"])
def test_a_state_is_a_sign_and_a_word(state):
    found = rendered("{{ mark(state) }}", state=state).select_one(".mark")
    assert found.select_one("i")["aria-hidden"] == "true"
    assert found.select_one("span").get_text(strip=True)
