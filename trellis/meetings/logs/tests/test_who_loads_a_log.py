"""A coordinator loads what they led at their own schools; the agency all; nobody else anything."""

import pytest

from tests.cast import TODAY, Relation
from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.meetings.logs.actions import (
    apply_log,
    check_log,
    drop_log,
    start_application,
    start_check,
)
from trellis.meetings.logs.tests.filing import checked, filed, leader, loaded, problems, row
from trellis.meetings.models import Meeting, Note
from trellis.organizations.models import Assignment, Import

ELSEWHERE = "CAST-ADAMS"
NOT_YOURS = "is not one of your schools."


def test_a_coordinator_loads_only_schools_they_serve(world, tmp_path):
    rows = [row(), row(code=ELSEWHERE), row(code="CAST-BIRCH"), row(code="CAST-HYDE")]
    source = checked(tmp_path, *rows, by=leader(world))
    assert problems(source) == [(line, "School code", NOT_YOURS) for line in (3, 4, 5)]


def test_a_coordinator_loads_only_meetings_they_led(world, tmp_path):
    other = world.who("coordinator", Relation.OTHER_DISTRICT)
    source = checked(tmp_path, row(leader=other.email), row(), by=leader(world))
    text = "You load meetings that you led yourself. Take the line out."
    assert problems(source) == [(2, "Coordinator", text)]


def test_the_agency_loads_all_schools_for_whoever_led(world, tmp_path):
    agency = world.who("agency")
    other = world.who("coordinator", Relation.OTHER_DISTRICT)
    rows = [row(leader=leader(world).name), row(code=ELSEWHERE, leader=other.email, internal="x")]
    assert loaded(tmp_path, *rows, by=agency).written == 2
    led = Meeting.objects.filter(imported=True).order_by("id").values_list("led_by", "created_by")
    assert sorted(led) == sorted([(leader(world).pk, agency.pk), (other.pk, agency.pk)])
    assert Note.objects.get(visibility="agency").written_by == other


def test_the_command_line_loads_all_but_guesses_no_leader(world, tmp_path):
    source = checked(tmp_path, row(), row("2026-11-11", leader=leader(world).name), by=None)
    text = "does not say who led it. Fill in the email address or name."
    assert problems(source) == [(2, "Coordinator", text)]
    assert apply_log(source, by=None, skip_bad=True) == 1
    assert Meeting.objects.get(imported=True).created_by == leader(world)


STRANGERS = [
    ("principal", Relation.OWN), ("district", Relation.OWN), ("team", Relation.OWN),
    ("regional-office", Relation.OWN), ("coach", Relation.OWN), ("board", Relation.OWN),
]  # fmt: skip


@pytest.mark.parametrize(("role", "relation"), STRANGERS)
def test_nobody_else_loads_applies_or_drops_a_log(world, tmp_path, role, relation):
    other, source = world.who(role, relation), checked(tmp_path, row(), by=leader(world))
    path = filed(tmp_path, [row()])
    tries = [
        lambda: check_log(path, name="x", by=other, on=TODAY),
        lambda: start_check([b"x"], name="x", by=other),
        lambda: start_application(source, by=other, acting_as="", skip_bad=False),
        lambda: apply_log(source, by=other),
        lambda: drop_log(source, by=other),
    ]
    for one in tries:
        with pytest.raises(NotAllowed):
            one()
    assert not Meeting.objects.filter(imported=True).exists()


@pytest.mark.parametrize("end", [apply_log, drop_log])
def test_a_colleague_does_not_apply_or_drop_what_another_loaded(world, tmp_path, end):
    source = checked(tmp_path, row(), by=leader(world))
    for other in (world.who("agency"), world.who("coordinator", Relation.OTHER_DISTRICT)):
        with pytest.raises(NotAllowed, match="Only who loaded a log"):
            end(source, by=other)


def test_who_lost_the_school_meanwhile_does_not_apply_it(world, tmp_path):
    source = checked(tmp_path, row(), by=leader(world))
    Assignment.objects.filter(person=leader(world)).update(ends=TODAY.replace(day=1))
    with pytest.raises(OutOfOrder, match="Check it again"):
        apply_log(source, by=leader(world))
    assert not Meeting.objects.filter(imported=True).exists()


def test_a_new_file_drops_only_ones_own_that_waits(world, tmp_path):
    mine = checked(tmp_path, row(), by=leader(world))
    theirs = checked(tmp_path, row(leader=leader(world).name), by=world.who("agency"))
    checked(tmp_path, row("2026-11-11"), by=leader(world))
    states = Import.objects.filter(kind="meetings").order_by("id").values_list("pk", "state")
    assert list(states)[:2] == [(mine.pk, "dropped"), (theirs.pk, "checked")]
