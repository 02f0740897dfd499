"""A paper of a month counts past meetings one by one, and says where they are from."""

from datetime import date

from trellis.meetings.logs.tests.filing import leader, loaded, row
from trellis.monitoring.reports.logs import log_of
from trellis.organizations.models import Assignment


def test_two_schools_met_on_one_day_are_two_meetings_each_marked(world, tmp_path):
    Assignment.objects.filter(organization=world["grant"], role="coordinator").update(
        person=leader(world)
    )
    rows = [row("2026-11-10"), row("2026-11-10", code="CAST-GRANT", minutes=30),
            row("2026-11-11", kind="Grant help", minutes=20)]  # fmt: skip
    loaded(tmp_path, *rows, by=leader(world))
    found = log_of(leader(world), date(2026, 11, 1), world.program)
    day, marked = date(2026, 11, 10), "Coordinator meeting (from an earlier log)"
    assert found.meetings == [
        (day, "Grant School", marked, 30), (day, "Lincoln School", marked, 45),
    ]  # fmt: skip
    assert found.help == [
        (date(2026, 11, 11), "Lincoln School", "Grants (from an earlier log)", 20)
    ]
    assert (len(found.held), found.minutes) == (2, 95)
