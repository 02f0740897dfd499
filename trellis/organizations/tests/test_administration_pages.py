"""Pages of organizations, roles and services: who sees them, and what a click does."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from trellis.organizations.actions import appoint, assign_service
from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.people.models import Person

TODAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel("2026-12-01T18:00:00Z", tick=False):
        yield


@pytest.fixture
def ana(tree, person):
    one = person("Ana")
    appoint(one, "head-of-school", tree["NF214S01"], by=None, starts=date(2026, 7, 1))
    return one


def url(name, *args):
    return reverse(f"organizations:{name}", args=args)


def page_of(answer):
    return BeautifulSoup(answer.content, "lxml")


def words(answer, selector):
    return [one.get_text(" ", strip=True) for one in page_of(answer).select(selector)]


def test_the_start_page_says_what_is_loaded_and_missing(desk, ana, visit):
    answer = visit(desk).get(url("administration"))
    assert words(answer, "tbody tr") == [
        "State 1 0",
        "Office 3 0",
        "District 2 0",
        "School 3 0",
        "Other 0 0",
        "roll.csv Applied 6 9 0 Tue, Dec 1, 2026",
    ]
    assert words(answer, "section > p.meta")[0] == (
        "Head of school: held at 1 of 3 places, nobody yet at 2."
    )


def test_a_superintendent_sees_the_own_area_only(superintendent, tree, visit):
    client = visit(superintendent)
    answer = client.get(url("administration"))
    assert words(answer, ".card h3")[:4] == [
        "Roles at Fork Area",
        "Invitations",
        "Requests for a role",
        "Find a person",
    ]
    assert client.get(url("appointments", tree["NF214S02"].pk)).status_code == 200
    assert client.get(url("appointments", tree["SF300S01"].pk)).status_code == 404
    assert client.get(url("organization", tree["NF214S01"].pk)).status_code == 404
    assert client.get(url("organizations")).status_code == 404


def test_a_role_is_given_on_the_page_and_the_person_added(superintendent, tree, visit):
    at = url("appointments", tree["NF214S02"].pk)
    form = {"email": "Eva@Example.org", "role": "head-of-school", "starts": "2026-12-01"}
    client = visit(superintendent)
    missing = client.post(at, form)
    assert missing.status_code == 422
    assert words(missing, "[role=alert] li") == ["Nobody here has this address yet. Add the name."]
    assert client.post(at, {**form, "name": "Eva Orr"}).status_code == 302
    assert words(client.get(at), "tbody th") == ["Eva Orr eva@example.org"]
    again = client.post(at, {**form, "name": "Eva Orr"})
    assert words(again, "[role=alert] li") == [
        "Eva Orr already holds this role here since Tue, Dec 1, 2026."
    ]


def test_who_only_reads_may_not_give_roles(tree, person, visit):
    member = person("Mo")
    appoint(member, "improvement-circle", tree["NF214S01"], by=None, starts=TODAY)
    client = visit(member)
    at = url("appointments", tree["NF214S01"].pk)
    assert page_of(client.get(at)).select("main form") == []
    assert client.post(at, {}).status_code == 403
    assert client.get(url("administration")).status_code == 404


def test_a_role_is_ended_and_lent_on_pages(ana, superintendent, person, visit):
    ben = person("Ben")
    one = Appointment.objects.get(person=ana)
    lend = url("delegation", one.pk)
    days = {"starts": "2026-12-01", "ends": "2026-12-31", "rights": ["year.read", "task.do"]}
    holder = visit(ana)
    assert holder.post(lend, {"email": "ben@example.org", **days}).status_code == 302
    assert words(holder.get(url("person", ana.pk)), "tbody td")[0] == "Alder Campus"
    assert Appointment.objects.get(person=ben).delegated_by == one
    client = visit(superintendent)
    assert client.post(url("ending", one.pk), {"on": "2026-12-15"}).status_code == 302
    ends = Appointment.objects.filter(organization=one.organization).values_list("ends")
    assert set(ends) == {(date(2026, 12, 15),)}
    assert visit(ben).get(url("ending", one.pk)).status_code == 403


def test_a_lender_takes_the_role_back_on_the_own_page(ana, person, visit):
    ben, client = person("Ben"), visit(ana)
    one = Appointment.objects.get(person=ana)
    days = {"starts": "2026-12-01", "ends": "2026-12-31", "rights": ["year.read", "task.do"]}
    client.post(url("delegation", one.pk), {"email": "ben@example.org", **days})
    lent = Appointment.objects.get(person=ben)
    page = page_of(client.get(url("person", ana.pk)))
    (link,) = page.select(f"main a[href='{url('ending', lent.pk)}']")
    assert client.get(link["href"]).status_code == 200
    answer = client.post(link["href"], {"on": "2026-12-02"})
    assert (answer.status_code, answer["Location"]) == (302, url("person", ana.pk))
    lent.refresh_from_db()
    assert lent.ends == date(2026, 12, 2)


def test_who_held_a_role_once_has_a_page_and_readers_meet_no_dead_link(
    ana, superintendent, person, tree, visit
):
    Appointment.objects.filter(person=ana).update(ends=date(2026, 8, 1))
    assert "No role now or later." in str(page_of(visit(superintendent).get(url("person", ana.pk))))
    member = person("Mo")
    appoint(member, "improvement-circle", tree["NF214S01"], by=None, starts=TODAY)
    seen = page_of(visit(member).get(url("appointments", tree["NF214S01"].pk)))
    assert seen.select("main table a") == []


def test_strangers_see_no_appointment_and_no_person(ana, person, visit, tree):
    eve = person("Eve")
    appoint(eve, "head-of-school", tree["SF300S01"], by=None, starts=TODAY)
    client = visit(eve)
    pk = Appointment.objects.get(person=ana).pk
    paths = [url("ending", pk), url("delegation", pk), url("person", ana.pk)]
    assert [client.get(one).status_code for one in paths] == [404, 404, 404]
    assert words(client.get(url("people"), {"q": "ana"}), "main li") == []


def test_an_organization_is_found_corrected_moved_closed_and_reopened(desk, tree, visit):
    client, school = visit(desk), tree["SF300S01"]
    found = client.get(url("organizations"), {"q": "sf-300-s"})
    assert words(found, "tbody th") == ["Cedar Evening"]
    at = url("organization", school.pk)
    client.post(at, {"name": "Cedar School", "city": "", "grades": "", "county": ""})
    client.post(url("move", school.pk), {"move-parent": "NF-214-D00", "move-on": "2026-12-01"})
    client.post(url("closure", school.pk), {"close-on": "2026-12-02"})
    one = Organization.objects.get(pk=school.pk)
    assert (one.name, one.district, one.closed_on) == (
        "Cedar School", tree["NF214D00"], date(2026, 12, 2),
    )  # fmt: skip
    client.post(url("reopening", school.pk))
    assert Organization.objects.get(pk=school.pk).closed_on is None
    wrong = client.post(url("move", school.pk), {"move-parent": "nowhere", "move-on": "x"})
    assert wrong.status_code == 422


def test_an_organization_is_added_by_hand(desk, tree, visit):
    form = {"code": "W-1", "name": "Shop", "kind": "workshop", "parent": "PRAIRIE"}
    client = visit(desk)
    assert client.post(url("addition"), {**form, "on": "2026-12-01"}).status_code == 302
    again = client.post(url("addition"), {**form, "on": "2026-12-01"})
    assert words(again, "[role=alert] li") == ["The code W-1 is taken already."]


def test_several_schools_are_assigned_at_once_and_one_ended(desk, tree, person, visit):
    leo = person("Leo")
    appoint(leo, "network-lead", tree["region-NF"], by=None, starts=TODAY, caseload=14)
    client = visit(desk)
    form = {"server": f"person-{leo.pk}", "starts": "2026-12-01"}
    wrong = client.post(url("assignments"), {**form, "codes": "NF214S01 nowhere"})
    assert words(wrong, "[role=alert] li") == ["Schools: These codes are not here: nowhere."]
    client.post(url("assignments"), {**form, "codes": "NF-214-S01\nNF-214-S02"})
    answer = client.get(url("assignments"))
    assert words(answer, "tbody th") == ["Alder Campus NF214S01", "Birch Campus NF214S02"]
    assert words(answer, "#id_server option") == ["Leo (2 / 14)"]
    one = Assignment.objects.get(organization=tree["NF214S01"])
    client.post(url("service-ending", one.pk))
    assert Assignment.objects.get(pk=one.pk).ends == TODAY


def test_the_seat_to_act_in_is_chosen_and_only_an_own_one(ana, tree, visit):
    appoint(ana, "area-office", tree["NF214D00"], by=None, starts=TODAY)
    client = visit(ana)
    second = Appointment.objects.get(person=ana, role="area-office")
    key = f"{second.pk}-{second.organization_id}"
    answer = client.post(reverse("organizations:acting"), {"seat": key, "next": "//evil.example"})
    assert (answer["Location"], client.session["acting"]) == ("/", key)
    nowhere = client.post(reverse("organizations:acting"), {"seat": "1-99", "next": "nowhere"})
    assert nowhere["Location"] == "/"
    assert client.session["acting"] == key


LISTS = {
    "organizations": (6, lambda tree: []),
    "appointments": (8, lambda tree: [tree["NF214S01"].pk]),
    "assignments": (8, lambda tree: []),
    "people": (5, lambda tree: []),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_take_the_same_queries_for_one_row_and_for_three(
    name, desk, tree, person, visit, django_assert_num_queries
):
    number, args = LISTS[name]
    client = visit(desk)
    at = url(name, *args(tree)) + ("?q=p" if name == "people" else "")
    for first in ("Pa", "Pb", "Pc"):
        one = person(first)
        appoint(one, "improvement-circle", tree["NF214S01"], by=None, starts=TODAY)
        appoint(one, "network-lead", tree["region-NF"], by=None, starts=TODAY)
        if first == "Pa":
            assign_service("network-lead", tree["NF214S01"], person=one, by=None, starts=TODAY)
        with django_assert_num_queries(number):
            client.get(at)
    assert Person.objects.count() == 4
