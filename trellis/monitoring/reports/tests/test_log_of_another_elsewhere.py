"""In another state who leads in one office reads of that office's schools alone."""

from datetime import date

from django.urls import reverse

from tests.cast import Relation
from tests.visits import words
from trellis.kit import clock
from trellis.meetings.models import Help

PACK = "prairie"


def test_a_lead_of_an_office_reads_only_of_its_schools(world, sign_in):
    by = world.who("network-lead")
    for place in ("lincoln", "hyde"):
        Help.objects.create(
            organization=world[place], year=world.year, kind="money", on=date(2026, 11, 12),
            minutes=30, by=by, acting_as="x", at=clock.now(),
        )  # fmt: skip
    log = reverse("monitoring:log-of", args=[by.pk]) + "?month=2026-11"
    text = words(sign_in(world.who("unit-advisor")).get(log))
    assert (world["lincoln"].name in text, world["hyde"].name in text) == (True, False)
    far = sign_in(world.who("unit-advisor", Relation.OTHER_REGION)).get(log)
    assert far.status_code == 404
