"""A program year has its dates; what people set outlives another run and another version."""

from datetime import date

import pytest

from trellis.history.models import Entry
from trellis.kit.errors import OutOfOrder, Refused
from trellis.people.models import Person
from trellis.programs import queries
from trellis.programs.actions import clear_day, install, resolve_year, set_day
from trellis.programs.models import ProgramYear, Version, YearDate
from trellis.programs.tests.packs import PRAIRIE, change, copy_of_prairie

pytestmark = pytest.mark.django_db

JANUARY_20 = date(2027, 1, 20)


@pytest.fixture
def version() -> Version:
    return install(PRAIRIE)


@pytest.fixture
def officer() -> Person:
    return Person.objects.create_user("desk@prairie.example", name="Dana Whitefeather")


def told(code: str, version: Version) -> tuple[date | None, str]:
    row = YearDate.objects.get(code=code, version=version, year__start=2026)
    return row.day, row.standing


def test_a_year_gets_every_date_of_the_calendar(version):
    year = resolve_year(2026)
    assert str(year) == "2026–27"
    assert year.dates.count() == len(queries.program(version.pk).dates)
    assert told("focus-due", version) == (date(2026, 12, 11), "printed")
    assert told("council-decides", version) == (None, "missing")
    assert told("spare-money-due", version) == (date(2027, 4, 9), "inferred")
    walk = YearDate.objects.get(code="walkthroughs")
    assert (walk.day, walk.words) == (date(2026, 10, 23), "in the second half of October")


def test_a_second_run_writes_nothing(version):
    year = resolve_year(2026)
    entries = Entry.objects.count()
    assert resolve_year(2026) == year
    assert (ProgramYear.objects.count(), Entry.objects.count()) == (1, entries)


def test_a_set_day_is_kept_with_who_set_it_and_dates_after_it_follow(version, officer):
    row = set_day(2026, "council-decides", JANUARY_20, by=officer)
    resolve_year(2026)
    row.refresh_from_db()
    assert (row.day, row.month, row.standing, row.set_by) == (
        JANUARY_20, date(2027, 1, 1), "confirmed", officer,
    )  # fmt: skip
    assert row.set_at is not None
    assert told("plan-published", version) == (date(2027, 1, 30), "confirmed")
    entry = Entry.objects.get(verb="confirmed")
    assert (entry.subject_name, entry.actor_name) == ("council-decides 2026–27", officer.name)
    assert entry.before == {"day": None, "standing": "missing"}
    assert entry.after == {"day": "2027-01-20", "standing": "confirmed"}


def test_confirming_an_inferred_day_lets_it_count(version, officer):
    resolve_year(2026)
    assert queries.dates(2026, version.pk)["spare-money-due"].late_after is None
    set_day(2026, "spare-money-due", date(2027, 4, 9), by=officer)
    found = queries.dates(2026, version.pk)["spare-money-due"]
    assert (found.standing, found.late_after) == ("confirmed", date(2027, 4, 9))


def test_a_date_that_only_follows_is_not_taken_for_a_set_one(version, officer):
    set_day(2026, "council-decides", JANUARY_20, by=officer)
    set_day(2026, "council-decides", date(2027, 1, 27), by=officer)
    assert told("plan-published", version) == (date(2027, 2, 6), "confirmed")
    assert YearDate.objects.filter(set_at__isnull=False).count() == 1


def test_a_set_day_outlives_another_version(tmp_path, version, officer):
    set_day(2026, "council-decides", JANUARY_20, by=officer)
    pack = copy_of_prairie(tmp_path)
    change(pack, "calendar.yaml", "month: 12, day: 11", "month: 12, day: 18")
    newer = install(pack)
    resolve_year(2026)
    assert told("council-decides", newer) == (JANUARY_20, "confirmed")
    assert told("focus-due", newer) == (date(2026, 12, 18), "printed")
    assert told("focus-due", version) == (date(2026, 12, 11), "printed")
    assert YearDate.objects.get(code="council-decides", version=newer).set_by == officer


def test_a_day_set_after_a_pack_update_holds_in_both_versions(tmp_path, version, officer):
    resolve_year(2026)
    pack = copy_of_prairie(tmp_path)
    change(pack, "calendar.yaml", "month: 12, day: 11", "month: 12, day: 18")
    newer = install(pack)
    set_day(2026, "council-decides", JANUARY_20, by=officer)
    for one in (version, newer):
        assert told("council-decides", one) == (JANUARY_20, "confirmed")
        assert told("plan-published", one) == (date(2027, 1, 30), "confirmed")
    clear_day(2026, "council-decides", by=officer)
    for one in (version, newer):
        assert told("council-decides", one) == (None, "missing")
        assert told("plan-published", one) == (None, "missing")


def test_taking_a_day_back_leaves_what_the_rule_says(version, officer):
    set_day(2026, "spare-money-due", JANUARY_20, by=officer)
    row = clear_day(2026, "spare-money-due", by=officer, acting_as="Desk")
    assert (row.day, row.standing, row.set_by) == (date(2027, 4, 9), "inferred", None)
    entry = Entry.objects.get(verb="put back")
    assert (entry.acting_as, entry.before, entry.after) == (
        "Desk",
        {"day": "2027-01-20", "standing": "confirmed"},
        {"day": "2027-04-09", "standing": "inferred"},
    )
    with pytest.raises(OutOfOrder, match="already as the program says"):
        clear_day(2026, "spare-money-due", by=officer)


def test_the_second_of_two_people_learns_that_the_date_was_changed(version, officer):
    resolve_year(2026)
    before = (None, "missing")
    set_day(2026, "council-decides", JANUARY_20, by=officer, seen=before)
    with pytest.raises(OutOfOrder, match="changed this date meanwhile"):
        set_day(2026, "council-decides", date(2027, 1, 27), by=officer, seen=before)
    with pytest.raises(OutOfOrder, match="changed this date meanwhile"):
        clear_day(2026, "council-decides", by=officer, seen=before)
    assert told("council-decides", version) == (JANUARY_20, "confirmed")


def test_another_year_keeps_its_own_days(version, officer):
    set_day(2026, "council-decides", JANUARY_20, by=officer)
    resolve_year(2027)
    row = YearDate.objects.get(year__start=2027, code="council-decides")
    assert (row.day, row.standing, row.month) == (None, "missing", date(2028, 1, 1))


def test_a_date_the_calendar_lacks_or_a_day_far_off_is_refused(version, officer):
    with pytest.raises(Refused, match='The calendar has no date "focus-deu".'):
        set_day(2026, "focus-deu", JANUARY_20, by=officer)
    for outside in (date(2062, 1, 20), date(2026, 7, 31), date(2028, 2, 1)):
        with pytest.raises(Refused, match="it runs from .* 2026 to Mon, Jan 31, 2028."):
            set_day(2026, "focus-due", outside, by=officer)
    assert not YearDate.objects.exists()


def test_without_a_pack_a_year_has_no_dates():
    with pytest.raises(Refused, match="No pack is installed yet: ./dev manage pack install"):
        resolve_year(2026)
    assert not ProgramYear.objects.exists()
