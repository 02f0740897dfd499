"""What people set for a year comes out in the pack's own form and can be taken over into it."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from trellis.people.models import Person
from trellis.programs import queries
from trellis.programs.actions import install, reword, set_day
from trellis.programs.date_rules import CONFIRMED, INFERRED, MISSING, resolve
from trellis.programs.loader import load
from trellis.programs.tests.packs import PRAIRIE, copy_of_prairie
from trellis.programs.year_changes import as_yaml, year_changes
from trellis.programs.year_span import span

PROGRAM = load(PRAIRIE).program
FIRST, LAST = span(PROGRAM, 2026)
SET_DAYS = st.dictionaries(st.sampled_from(sorted(PROGRAM.dates)), st.dates(FIRST, LAST))


def take_over(text: str, pack: Path) -> None:
    """Do what a pack's author does: put each entry in place of the one with its code."""
    yaml = YAML()
    for file, parts in (yaml.load(text) or {}).items():
        told = yaml.load(pack / file)
        for name, entries in parts.items():
            if isinstance(entries, dict):
                told[name].update(entries)
                continue
            for entry in entries:
                there = next(one for one in told[name] if one["code"] == entry["code"])
                if name == "dates":
                    there.clear()
                there.update(entry)
        yaml.dump(told, pack / file)


@pytest.mark.django_db
def test_what_the_command_prints_goes_through_the_loader_and_says_the_same(tmp_path):
    version = install(PRAIRIE)
    desk = Person.objects.create_user("desk@prairie.example", name="Dana Whitefeather")
    set_day(2026, "council-decides", date(2027, 1, 20), by=desk)
    set_day(2026, "spare-money-due", date(2027, 4, 9), by=desk)
    words: dict[str, Any] = {
        "title": {"en": 'Name: "the circle" # yes', "es": "Forme el círculo"},
        "help_url": "https://help.prairie.example/circle?a=1&b=2",
        "minutes": 45,
    }
    reword(2026, "activity", "focus-year/aug-circle", words, by=desk)
    reword(2026, "resource", "renewal-film", {"url": "tel:+1-555-0100"}, by=desk)
    contact = {"office": {"en": "Room 2", "es": "Sala 2"}, "phone": "555 0199 ext. 4"}
    reword(2026, "contact", "", contact, by=desk)
    out = StringIO()
    call_command("pack", "overrides", "--year", "2026", stdout=out)
    pack = copy_of_prairie(tmp_path)
    take_over(out.getvalue(), pack)
    taken = load(pack).program
    here = queries.worded(queries.edition(version.pk, 2026))
    assert taken.activities == here.activities
    assert taken.resources == here.resources
    assert taken.pack.contact == here.pack.contact != load(PRAIRIE).program.pack.contact
    found = resolve(taken.dates.values(), 2026)
    told = queries.dates(2026, version.pk)
    assert {code: at.day for code, at in found.items()} == {
        code: at.day for code, at in told.items()
    }
    assert found["council-decides"].standing == INFERRED


@pytest.mark.django_db
def test_without_changes_the_command_says_only_whose_they_would_be(capsys):
    install(PRAIRIE)
    call_command("pack", "overrides", "--year", "2026")
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "# Set for 2026–27 over the pack prairie, version 3."
    assert all(line.startswith("#") for line in told)


@pytest.mark.django_db
def test_without_a_pack_the_command_says_what_to_do():
    with pytest.raises(CommandError, match="No pack is installed yet"):
        call_command("pack", "overrides")


@pytest.mark.pure
@given(days=SET_DAYS)
def test_any_days_that_people_set_stand_and_only_followers_move(days):
    before = resolve(PROGRAM.dates.values(), 2026)
    after = resolve(PROGRAM.dates.values(), 2026, set_days=days)
    for code, at in after.items():
        if code in days:
            assert (at.day, at.standing, at.late_after) == (days[code], CONFIRMED, days[code])
        elif at != before[code]:
            base = getattr(PROGRAM.dates[code].rule, "date", None)
            assert base in days or after[base] != before[base]
        assert (at.day is None) == (at.standing == MISSING)


@pytest.mark.pure
@given(days=SET_DAYS)
def test_any_days_taken_over_into_the_calendar_are_the_same_days(days):
    text = as_yaml(year_changes(PROGRAM, 2026, days, []), PROGRAM, 2026)
    told = {
        one["code"]: one
        for one in (YAML().load(text) or {}).get("calendar.yaml", {}).get("dates", [])
    }
    rules = [
        type(rule).model_validate(told[code]) if code in told else rule
        for code, rule in PROGRAM.dates.items()
    ]
    found, meant = resolve(rules, 2026), resolve(PROGRAM.dates.values(), 2026, set_days=days)
    assert {code: at.day for code, at in found.items()} == {
        code: at.day for code, at in meant.items()
    }
