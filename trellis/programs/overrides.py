"""What may be said otherwise for a year, and a program in which it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from trellis.programs.models import Override
from trellis.programs.program import Program
from trellis.programs.safe_links import is_safe_link
from trellis.programs.schema.identity import Contact
from trellis.programs.schema.lists import Resource, Resources
from trellis.programs.schema.year_plan import MOST_WORDS_OF_WHY, PlannedActivity, YearPlan

P = TypeVar("P", PlannedActivity, Resource, Contact)

Part = PlannedActivity | Resource | Contact

TEXTS = ("title", "why", "help", "contact", "office", "hours")
"""Fields that may be told in each language."""

FIELDS: dict[str, tuple[str, ...]] = {
    Override.Kind.ACTIVITY.value: ("title", "why", "minutes", "help", "help_url", "contact"),
    Override.Kind.RESOURCE.value: ("url",),
    Override.Kind.CONTACT.value: ("office", "website", "email", "phone", "hours"),
}
"""What may be overridden, in the order in which it is shown; the names are the pack's keys."""


LINKS = ("help_url", "url", "website")
MOST_MINUTES = 2000
MOST_EMAIL = 254
LONGEST = {"title": 200, "why": 300, "help": 500, "contact": 300, "office": 200, "hours": 200}
PHONE = re.compile(r"\+?[0-9][0-9 ().-]{2,30}(?: ?(?:x|ext\.?) ?[0-9]{1,6})?")


def tidy(field: str, value: Any, program: Program) -> Any:
    """A value as a pack would tell it: a text per language only where there are several; or None.

    Texts come as one per language code; a text without the main language is none.
    """
    if field not in TEXTS:
        return value.strip() or None if isinstance(value, str) else value
    languages = [one.code for one in program.pack.languages]
    told = {code: " ".join(value.get(code, "").split()) for code in languages}
    if not told[languages[0]]:
        return None
    kept = {code: text for code, text in told.items() if text}
    return kept if len(languages) > 1 else kept[languages[0]]


def same(field: str, value: Any, packs: Any, program: Program) -> bool:
    """Whether a tidy value says nothing else than the pack."""
    if value is None:
        return True
    packs = packs or ""
    main = program.pack.languages[0].code
    if field in TEXTS and not isinstance(packs, dict):
        packs = {main: packs}
    if field in TEXTS and not isinstance(value, dict):
        value = {main: value}
    return bool(value == packs)


def complaints_about(field: str, value: Any) -> Iterator[str]:
    """Why a tidy value can't stand on a page; sentences for the person who wrote it."""
    if value is None:
        return
    if field == "minutes":
        if not isinstance(value, int) or not 1 <= value <= MOST_MINUTES:
            yield _("Give the minutes as a number from 1 to %(most)s.") % {"most": MOST_MINUTES}
    elif field in LINKS:
        if not is_safe_link(value):
            yield _("A link begins with https://, mailto: or tel: and holds no spaces.")
    elif field == "email":
        if not _is_address(value):
            yield _("Give one email address, like desk@state.example.")
    elif field == "phone":
        if not PHONE.fullmatch(value):
            yield _("Give one phone number with digits, spaces, dots, dashes and parentheses.")
    else:
        yield from _too_long(field, value.values() if isinstance(value, dict) else [value])


def _is_address(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return len(value) <= MOST_EMAIL


def _too_long(field: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if any(ord(one) < 32 for one in text):
            yield _("Leave out characters that can't be printed.")
        if len(text) > LONGEST[field]:
            yield _("Use at most %(most)s characters.") % {"most": LONGEST[field]}
        elif field == "why" and len(text.split()) > MOST_WORDS_OF_WHY:
            yield _("Say why in at most %(most)s words.") % {"most": MOST_WORDS_OF_WHY}


def part_of(program: Program, kind: str, subject: str) -> Part | None:
    """The part of the program that an override is about; None once it left the program."""
    if kind == Override.Kind.CONTACT:
        return program.pack.contact
    if kind == Override.Kind.RESOURCE:
        return program.resources.get(subject)
    plan, _slash, code = subject.partition("/")
    return program.activities.get((plan, code))


def reworded(program: Program, overrides: Iterable[Override]) -> Program:
    """The program with a year's own words in place; overrides without their part are left out."""
    told: dict[tuple[str, str], dict[str, Any]] = {}
    for one in overrides:
        told.setdefault((one.kind, one.subject), {})[one.field] = one.value
    parts = dict(program.parts)
    parts["year-plans"] = {stem: _plan(plan, told) for stem, plan in program.plan_files.items()}
    parts["resources"] = Resources.model_copy(
        program.section("resources", Resources),
        update={"resources": [
            _changed(one, told.get((Override.Kind.RESOURCE, code)))
            for code, one in program.resources.items()
        ]},
    )  # fmt: skip
    contact = _changed(program.pack.contact, told.get((Override.Kind.CONTACT, "")))
    parts["pack"] = program.pack.model_copy(update={"contact": contact})
    return Program(parts)


def _plan(plan: YearPlan, told: Mapping[tuple[str, str], dict[str, Any]]) -> YearPlan:
    activities = [
        _changed(one, told.get((Override.Kind.ACTIVITY, f"{plan.code}/{one.code}")))
        for one in plan.activities
    ]
    return plan.model_copy(update={"activities": activities})


def _changed(part: P, values: Mapping[str, Any] | None) -> P:
    return part.model_copy(update=dict(values)) if values else part
