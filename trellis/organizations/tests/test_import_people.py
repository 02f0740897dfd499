"""A file of people becomes appointments and assignments, and the same again changes nothing."""

from datetime import date

import pytest

from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.actions import apply_people, appoint, check_people, delegate
from trellis.organizations.models import Appointment, Assignment
from trellis.organizations.rules import seats_of
from trellis.organizations.tests.conftest import JULY
from trellis.people.models import Person

HEADER = "Key,Works as,Person,Mail address,Since,Until,Campuses at most"
HEAD = "NF-214-S01,Head,Ana Díaz,ana@example.org,2026-07-01,,"
LEAD = "region-NF,Network lead,Leo Ray,leo@example.org,2026-07-01,,14"
SERVES = "NF-214-S01,network-lead,Leo Ray,leo@example.org,,,"
SERVES_TOO = "NF-214-S02,Líder de red,Leo Ray,LEO@example.org,,,"


@pytest.fixture
def load_people(tree, write):
    def load_people(*rows, on=JULY, skip_bad=False, by=None):
        path = write(*rows, header=HEADER, name="people.csv")
        source = check_people(path, name="people.csv", by=by, on=on)
        apply_people(source, by=by, skip_bad=skip_bad)
        return source

    return load_people


def held():
    rows = Appointment.objects.order_by("person__email", "organization__code", "starts")
    return list(
        rows.values_list(
            "person__email", "role", "organization__code", "starts", "ends", "caseload"
        )
    )


ANA = ("ana@example.org", "head-of-school", "NF214S01", JULY, None, None)
LEO = ("leo@example.org", "network-lead", "region-NF", JULY, None, 14)


def test_rows_become_people_roles_and_services(load_people):
    source = load_people(HEAD, SERVES, LEAD)
    assert held() == [ANA, LEO]
    served = Assignment.objects.values_list("organization__code", "person__email", "starts")
    assert list(served) == [("NF214S01", "leo@example.org", JULY)]
    assert (source.read, source.written, source.refused) == (3, 3, 0)
    leo = Person.objects.get(email="leo@example.org")
    assert (leo.name, leo.sort_name, leo.has_usable_password()) == ("Leo Ray", "leo ray", False)
    assert [seat.organization_code for seat in seats_of(leo, on=JULY)] == ["region-NF", "NF214S01"]


def test_the_same_file_again_writes_nothing(load_people):
    load_people(HEAD, LEAD, SERVES)
    entries = Entry.objects.count()
    again = load_people(HEAD, LEAD, SERVES, on=date(2026, 9, 1))
    assert (again.read, again.written, again.refused) == (3, 0, 0)
    assert Entry.objects.count() == entries


def test_who_serves_is_appointed_at_the_office_when_nothing_says_where(load_people):
    load_people(SERVES)
    assert held() == [LEO[:-1] + (None,)]


def test_a_service_passed_on_keeps_the_days_of_the_one_before(load_people):
    load_people(LEAD, SERVES)
    load_people("NF-214-S01,Network lead,Mia Fox,mia@example.org,2026-10-01,,")
    rows = Assignment.objects.order_by("starts").values_list("person__email", "starts", "ends")
    assert list(rows) == [
        ("leo@example.org", JULY, date(2026, 9, 30)),
        ("mia@example.org", date(2026, 10, 1), None),
    ]


def test_an_end_and_a_caseload_change_the_appointment_that_is_there(load_people):
    load_people(HEAD, LEAD)
    source = load_people(HEAD.replace(",,", ",6/30/2027,"), LEAD.replace("14", "12"))
    assert source.written == 2
    assert held() == [ANA[:4] + (date(2027, 6, 30), None), LEO[:-1] + (12,)]


def test_what_was_lent_ends_with_the_appointment_that_a_file_ends(load_people, person):
    load_people(HEAD)
    one, ben = Appointment.objects.get(), person("Ben")
    june = date(2027, 6, 30)
    lent = delegate(one, ben, by=one.person, starts=JULY, ends=june)
    load_people(HEAD.replace(",,", ",11/30/2026,"))
    lent.refresh_from_db()
    assert lent.ends == date(2026, 11, 30)


BAD = {
    "NF-999-S09,Head,X,x@example.org,,,": "“NF-999-S09” is no organization here.",
    "NF-214-S01,King,X,x@example.org,,,": "“King” is no role. Roles are: Head, Circle,",
    "NF-214-S01,Head,X,nobody,,,": "“nobody” is not an email address.",
    "NF-214-S01,Head,,x@example.org,,,": "has no name, and x@example.org is new here.",
    "NF-214-S01,Head,X,x@example.org,soon,,": "“soon” is not a day. Write it as 2026-07-01.",
    "NF-214-S01,Head,X,x@example.org,2026-07-02,2026-07-01,": "is before the first day.",
    "NF-214-S01,Head,X,x@example.org,,,many": "“many” is not a number.",
    "NF-214-D00,Head,X,x@example.org,,,": "Fork Area can’t have a Head of school; that is a role",
    "PRAIRIE,Network lead,X,x@example.org,,,": "Choose a school, a district or an office",
    "NF-214-S01,Head,Ana,ana@example.org,2026-08-01,,": "overlaps line 2: the same person, role",
}


@pytest.mark.parametrize("row", BAD)
def test_a_bad_row_says_what_is_wrong_and_holds_the_file_back(load_people, row):
    with pytest.raises(NotReady, match="1 rows are refused"):
        load_people(HEAD, row)
    assert held() == []
    source = load_people(HEAD, row, skip_bad=True)
    assert (source.read, source.written, source.refused) == (2, 1, 1)
    assert source.problems[0][2].startswith(BAD[row])
    assert held() == [ANA]


def test_other_dates_of_the_same_appointment_are_not_guessed(load_people):
    load_people(HEAD)
    source = load_people(HEAD.replace("07-01", "08-01"), skip_bad=True)
    assert (source.written, source.refused) == (0, 1)
    assert "holds this role here since Wed, Jul 1, 2026" in source.problems[0][2]


def test_a_file_is_not_applied_to_other_appointments_than_it_was_checked_with(tree, write, person):
    source = check_people(write(HEAD, header=HEADER), name="x", by=None, on=JULY)
    appoint(person("Eva"), "head-of-school", tree["NF214S01"], by=None, starts=JULY)
    with pytest.raises(OutOfOrder, match="Appointments were changed"):
        apply_people(source, by=None)
    assert len(held()) == 1


def test_only_who_may_load_people_does(tree, superintendent, write):
    with pytest.raises(NotAllowed):
        check_people(write(HEAD, header=HEADER), name="x", by=superintendent, on=JULY)
