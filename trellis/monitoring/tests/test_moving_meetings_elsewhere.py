"""In another state what a network lead planned follows too."""

from datetime import UTC, datetime, timedelta

from tests.cast import TODAY, Relation
from trellis.meetings.models import Meeting
from trellis.meetings.tests.planning import planned
from trellis.monitoring.actions import move_schools
from trellis.organizations.models import Appointment

PACK = "prairie"


def test_a_visit_is_led_by_who_serves_the_campus_then(world):
    source, target = world.who("network-lead"), world.who("network-lead", Relation.SAME_DISTRICT)
    assert Appointment.objects.filter(person=target, role="network-lead").exists()
    at = datetime(2026, 12, 10, 16, tzinfo=UTC)
    visit = planned(world, kind="campus-visit", at=at, by=source)
    move_schools(
        "network-lead", [world["lincoln"]], source=source, target=target,
        starts=TODAY + timedelta(days=1), by=world.who("program-desk"), on=TODAY, acting_as="cast",
    )  # fmt: skip
    now = Meeting.objects.get(pk=visit.pk)
    assert (now.led_by, now.uid, now.sequence) == (target, visit.uid, visit.sequence + 1)
