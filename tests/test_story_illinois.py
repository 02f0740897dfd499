"""A planning year as Illinois prints it, from the state's files in fall to the last step in July.

Everybody reads pages and sends forms; nothing is called behind them.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command

from tests import stories
from tests.stories import Browser
from trellis.cycles.models import ImprovementCycle
from trellis.notices.models import Notice
from trellis.organizations.models import Assignment, Organization
from trellis.people.models import Person
from trellis.programs.models import Installation
from trellis.work.models import Completion, Task

DISTRICT, CEDAR, ELM, OAK = (f"01001001026{school}" for school in ("0000", "0001", "0002", "0003"))
DIRECTORY = (
    "RCDTS,FacilityName,RecType,CountyName",
    f"{DISTRICT},River CUSD 1,Dist,Adams",
    f"{CEDAR},Cedar Elementary,Sch,Adams",
    f"{ELM},Elm High School,Sch,Adams",
    f"{OAK},Oak Middle School,Sch,Adams",
)
PEOPLE = (
    "Code,Role,Name,Email,From,Caseload",
    "ISBE,agency,Ada Lane,ada@state.example,2026-07-01,",
    "ISBE,agency,Abe Orton,abe@state.example,2026-07-01,",
    "ISBE,coordinator,Cy Boone,cy@state.example,2026-07-01,12",
    f"{DISTRICT},superintendent,Sue Field,sue@river.example,2026-07-01,",
    f"{DISTRICT},district,Di Marsh,di@river.example,2026-07-01,",
    f"{DISTRICT},board,Bo Hale,bo@river.example,2026-07-01,",
    f"{DISTRICT},board,Bea Lind,bea@river.example,2026-07-01,",
    f"{CEDAR},principal,Pam Reyes,pam@river.example,2026-07-01,",
    f"{CEDAR},team,Tess Amari,tess@river.example,2026-07-01,",
    f"{CEDAR},team,Tom Bell,tom@river.example,2026-07-01,",
    f"{ELM},principal,Pete Soto,pete@river.example,2026-07-01,",
    f"{ELM},team,Tia Cole,tia@river.example,2026-07-01,",
    f"{OAK},principal,Olga Nunn,olga@river.example,2026-07-01,",
)
DESIGNATIONS = (
    "Code,Designation,Reasons",
    f"{CEDAR},Intensive,",
    f"{ELM},Intensive,",
    f"{OAK},Commendable,",
)
MONTHS = [date(2026, month, 15) for month in (10, 11, 12)] + [
    date(2027, month, 15) for month in range(1, 8)
]
DOERS = ("ada", "cy", "vic", "sue", "di", "bo", "bea", "pam", "tess", "tom", "pete", "tia")


@pytest.fixture
def state(db, tmp_path):
    """The pack, the state's directory and its people."""
    with stories.noon(date(2026, 9, 20)):
        call_command("pack", "install", settings.PACK_FOLDER / "illinois")
        stories.load("import_directory", tmp_path, "directory.csv", DIRECTORY)
        stories.load("import_people", tmp_path, "people.csv", PEOPLE)


def browsers() -> dict[str, Browser]:
    """Everybody's browser, by first name."""
    addresses = Person.objects.values_list("email", flat=True)
    return {address.partition("@")[0]: Browser(address) for address in addresses}


def test_the_planning_year_from_october_to_july(state):
    people = browsers()
    with stories.noon(date(2026, 10, 5)):
        hire_a_vendor(people["ada"])
        table = stories.table("release.csv", DESIGNATIONS)
        stories.publish(people["ada"], people["abe"], table, year=2026)
        everybody_is_told()
        assign_the_vendor(people["ada"])
    people = browsers()
    for day in MONTHS:
        with stories.noon(day):
            live_through(people, day)
    with stories.noon(date(2027, 7, 31)):
        nothing_is_open(people)
    everything_was_done_once(people)


def hire_a_vendor(ada: Browser) -> None:
    """A provider is no school: the agency adds it by hand, with its one person."""
    ada.sign_in()
    form = ada.form("/administration/organizations/new/")
    ada.send(
        form, code="VENDOR-1", name="Clear View", kind="vendor", parent="ISBE", on="2026-10-01"
    )
    vendor = Organization.objects.get(code="VENDOR-1")
    form = ada.form(f"/administration/organizations/{vendor.pk}/appointments/")
    ada.send(form, email="vic@clear.example", name="Vic Moon", role="vendor", starts="2026-10-01")


def assign_the_vendor(ada: Browser) -> None:
    """The vendor serves both schools."""
    path = "/administration/assignments/?role=vendor"
    form = ada.form(path)
    server = f"provider-{Organization.objects.get(code='VENDOR-1').pk}"
    ada.send(form, to=path, server=server, codes=f"{CEDAR}\n{ELM}", starts="2026-10-05")


def everybody_is_told() -> None:
    """One message each; the coordinator was assigned by the opening, both schools to one."""
    told = Notice.objects.filter(kind="year-opened").values_list("address", flat=True)
    assert sorted(one.partition("@")[0] for one in told) == sorted(set(DOERS) - {"ada", "vic"})
    served = Assignment.objects.filter(role="coordinator").values_list("person__email", flat=True)
    assert list(served) == ["cy@state.example"] * 2
    assert ImprovementCycle.objects.count() == 2


def live_through(people: dict[str, Browser], day: date) -> None:
    """Everybody signs in, and does what My work offers."""
    for browser in people.values():
        browser.sign_in()
    if day == date(2027, 2, 15):
        select_the_district(people["ada"])
    done = {name: people[name].do_my_work() for name in DOERS}
    for name in ("tess", "tom", "tia"):
        stories.do_what_teams_owe(people[name], by=day)
    assert done["pam"] > 0 and done["cy"] > 0, (day, done)
    assert people["olga"].do_my_work() == 0
    month = day.replace(day=1)
    late = Task.objects.filter(state="open", month__lte=month).values_list("template_code", "role")
    assert list(late) == [], day


def select_the_district(ada: Browser) -> None:
    """The agency chooses the district for the review of its resources."""
    path = "/administration/selections/"
    form = ada.form(path)
    ada.send(form, to=path, condition="resource-review", codes=DISTRICT)


def nothing_is_open(people: dict[str, Browser]) -> None:
    """The lists are empty, and each school's year says that all is done."""
    assert Task.objects.exclude(state="done").count() == 0
    for name, code in (("pam", CEDAR), ("di", ELM), ("cy", CEDAR)):
        people[name].sign_in()
        assert people[name].do_my_work() == 0
        page = people[name].open(f"/organizations/{code}/year/whole/")
        assert "198 of 198 actions done" in " ".join(page.get_text(" ").split())


def everything_was_done_once(people: dict[str, Browser]) -> None:
    """Counts per role equal the pack's; a district's deed was done once for both schools."""
    plan = Installation.objects.get().version.tasks.filter(active=True)
    printed = Counter(plan.values_list("role", flat=True))
    done = Counter(dict(Task.objects.values_list("template_code", "role")).values())
    assert done == printed == {
        "coordinator": 31, "agency": 24, "board": 14, "district": 56, "principal": 47, "team": 16,
        "vendor": 10,
    }  # fmt: skip
    districts = Task.objects.filter(workplan__scope="district")
    assert districts.count() == plan.filter(scope="district").count()
    schools = Task.objects.filter(workplan__scope="school")
    assert schools.count() == 2 * plan.filter(scope="school").count()
    each = Task.objects.get(
        template_code__endswith="oct-series-1.team-1", workplan__organization__code=CEDAR
    )
    names = Completion.objects.filter(task=each).values_list("by__name", flat=True)
    assert sorted(names) == ["Tess Amari", "Tom Bell"]
