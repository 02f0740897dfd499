"""The same reports of another state, in its words."""

from __future__ import annotations

from django.urls import reverse

from tests.visits import read
from trellis.monitoring.picture.actions import take
from trellis.monitoring.reports.boards import of_boards
from trellis.work.models import Activity, Workplan

PACK = "prairie"


def test_another_state_has_the_same_picture_and_reports(world, sign_in):
    assert take(on=world.release.published_at.date()) is not None
    client = sign_in(world.publisher)
    code = world["lincoln"].code
    for by in ("region", "district", "coordinator", "month", "activity"):
        answer = client.get(reverse("monitoring:picture"), {"by": by})
        assert len(read(answer).select("main tbody tr")) > 0
    for name in ("brief", "closing", "board-updates"):
        assert client.get(reverse(f"monitoring:{name}", args=[code])).status_code == 200


def test_what_its_councils_hear_is_drafted(world, sign_in):
    plan = Workplan.objects.get(organization=world["lincoln"], year=world.year)
    found = of_boards(Activity.objects.filter(workplan=plan))
    assert found.count() > 0
    client = sign_in(world.who("head-of-school"))
    for one in found:
        page = read(client.get(reverse("monitoring:board-update", args=[one.pk])))
        assert world.who("head-of-school").name in page.select_one("textarea").text
