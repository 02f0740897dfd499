"""The data inventory: every table and every column, made from the records themselves."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from trellis.web.holdings import HOLDINGS, Of, sentence

HEAD = """\
# Data inventory

Every table that Trellis keeps, made from the records themselves by `./dev papers`; a table that
nobody described fails the tests. There is no place for data about single students. Columns that
hold words about a person, or lead to one, are set in bold.
"""
WORDS = "email address name sort_name actor actor_name acting_as recipient time_zone language"
ABOUT_PEOPLE = frozenset(WORDS.split())
"""Columns that say something of a person by themselves, in tables that are about people."""


def text() -> str:
    """The whole document, in Markdown."""
    parts = [HEAD]
    for kind in Of:
        found = [model for model in tables() if HOLDINGS[model._meta.label].of == kind]
        parts.append(f"## About {kind.value}\n")
        parts += [_table(model) for model in found]
    return "\n".join(parts)


def tables() -> list[type[models.Model]]:
    """Every record that has a table, by name."""
    return sorted(apps.get_models(), key=lambda model: model._meta.label)


def _table(model: type[models.Model]) -> str:
    held = HOLDINGS[model._meta.label]
    columns = ", ".join(_columns(model, about_people=held.of in {Of.PERSON, Of.SECRET}))
    return (
        f"### {model._meta.label}\n\n{held.says or sentence(model.__doc__)}\n\n"
        f"- Read by: {held.readers}\n- Kept: {held.kept}\n- Columns: {columns}\n"
    )


def _columns(model: type[models.Model], *, about_people: bool) -> Iterator[str]:
    person = apps.get_model("people", "Person")
    for field in model._meta.concrete_fields:
        leads_there = field.related_model is person
        said = leads_there or (about_people and field.name in ABOUT_PEOPLE)
        yield f"**{field.name}**" if said else field.name
