"""Prairie's two years, in Spanish: a campus's focus year, and the renewal of a whole area."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command

from tests import stories
from tests.stories import Browser
from trellis.cycles.models import ImprovementCycle
from trellis.people.models import Person
from trellis.programs.models import Installation, TaskTemplate
from trellis.work.models import Task

SOUTH, DUSK, DAWN = "SF300D00", "SF300S01", "SF300S02"
NORTH, ALDER = "NF214D00", "NF214S01"
DIRECTORY = (
    "Campus key,Campus or area,What it is,County seat of,Town,Years taught,In use",
    "TL-000-U00,Tall Grass,Unit,,,,yes",
    "SF-300-D00,South Area,Area,Coneflower,Cedar,,yes",
    "SF-300-S01,Dusk Campus,Evening,Coneflower,Cedar,10-12,yes",
    "SF-300-S02,Dawn Campus,Campus,Coneflower,Cedar,1-6,yes",
    "NF-214-D00,Fork Area,Area,Bluestem,Alder,,yes",
    "NF-214-S01,Alder Campus,Campus,Bluestem,Alder,1-6,yes",
)
SINCE = "2026-07-01,,"
PEOPLE = (
    "Key,Works as,Person,Mail address,Since,Until,Campuses at most",
    f"PRAIRIE,program-desk,Dana Rojas,dana@desk.example,{SINCE}",
    f"PRAIRIE,program-desk,Ciro Lima,ciro@desk.example,{SINCE}",
    f"region-SF,unit-advisor,Uri Peña,uri@unit.example,{SINCE}",
    f"region-SF,network-lead,Leo Ray,leo@unit.example,{SINCE}14",
    f"{DUSK},network-lead,Leo Ray,leo@unit.example,{SINCE}",
    f"{DAWN},network-lead,Leo Ray,leo@unit.example,{SINCE}",
    f"{ALDER},network-lead,Leo Ray,leo@unit.example,{SINCE}",
    f"{SOUTH},area-office,Abel Cruz,abel@south.example,{SINCE}",
    f"{SOUTH},local-council,Cora Vega,cora@south.example,{SINCE}",
    f"{DUSK},head-of-school,Hugo Luna,hugo@south.example,{SINCE}",
    f"{DUSK},improvement-circle,Ines Paz,ines@south.example,{SINCE}",
    f"{DUSK},improvement-circle,Ivo Sol,ivo@south.example,{SINCE}",
    f"{DAWN},head-of-school,Hebe Ríos,hebe@south.example,{SINCE}",
    f"{NORTH},area-superintendent,Sara Mora,sara@fork.example,{SINCE}",
    f"{NORTH},local-council,Caro Gil,caro@fork.example,{SINCE}",
    f"{ALDER},head-of-school,Hana Sanz,hana@fork.example,{SINCE}",
    f"{ALDER},improvement-circle,Ima Ros,ima@fork.example,{SINCE}",
)
CAMPUSES = (
    "Key,Standing,Years",
    f"{DUSK},Renewing,",
    f"{DAWN},Steady,",
    f"{ALDER},En renovación,lower",
    f"{ALDER},Renewal,upper",
)
AREAS = ("Area key,Area standing", f"{SOUTH},Area in renewal")
DAYS = [date(2026, month, 15) for month in range(8, 13)] + [
    *(date(2027, month, 15) for month in range(1, 6)),
    date(2028, 1, 15),
]
DOERS = ("dana", "leo", "abel", "cora", "hugo", "ines", "ivo", "sara", "caro", "hana", "ima")


@pytest.fixture
def state(db, tmp_path):
    """The second pack, its roll of campuses and its people."""
    with stories.noon(date(2026, 8, 3)):
        call_command("pack", "install", settings.PACK_FOLDER / "prairie")
        stories.load("import_directory", tmp_path, "roll.csv", DIRECTORY)
        stories.load("import_people", tmp_path, "staff.csv", PEOPLE)


def test_a_campus_year_and_an_area_that_renews(state):
    people = {
        address.partition("@")[0]: Browser(address, language="es")
        for address in Person.objects.values_list("email", flat=True)
    }
    with stories.noon(date(2026, 8, 4)):
        dana = people["dana"]
        dana.sign_in()
        ciro = people["ciro"]
        stories.publish(dana, ciro, stories.table("campuses.csv", CAMPUSES), year=2026)
        areas = stories.table("areas.csv", AREAS)
        stories.publish(dana, ciro, areas, year=2026, title="Áreas 2026")
        three_cycles()
    for day in DAYS:
        with stories.noon(day):
            live_through(people, day)
    everything_was_done()
    the_fork_area_walks_by_itself()
    with stories.noon(date(2028, 2, 1)):
        nothing_is_left(people)


def three_cycles() -> None:
    """A campus with two standings has one year; the area has its own; Dawn has none."""
    rows = ImprovementCycle.objects.values_list("organization__code", "plan", "stage")
    assert sorted(rows) == [
        (ALDER, "focus-year", "focus"),
        (SOUTH, "area-renewal", "renewal"),
        (DUSK, "focus-year", "focus"),
    ]


def live_through(people: dict[str, Browser], day: date) -> None:
    """Everybody does what My work offers, read in Spanish."""
    for browser in people.values():
        browser.sign_in()
    if day.month == 8:
        page = people["hugo"].open("/my-work/")
        assert page.html.get("lang") == "es"
        assert "Lea la carta sobre su categoría" in page.get_text()
        assert "Read the letter" not in page.get_text()
    for name in DOERS:
        people[name].do_my_work()
    assert people["hebe"].do_my_work() == 0, "Dawn Campus has no year."
    month = day.replace(day=1)
    late = Task.objects.filter(state="open", month__lte=month).values_list("template_code", "role")
    assert list(late) == [], day


def everything_was_done() -> None:
    """Counts per plan and role equal the pack's, but for what waits for its confirmed date."""
    version = Installation.objects.get().version
    plan = TaskTemplate.objects.filter(version=version, active=True)
    printed = Counter(plan.values_list("activity__plan", "role"))
    found = dict(Task.objects.values_list("template_code", "role"))
    assert Counter((code.partition("/")[0], role) for code, role in found.items()) == printed
    assert set(Task.objects.values_list("state", flat=True)) == {"done"}
    assert plan.model.objects.filter(active=False).count() == 1


def the_fork_area_walks_by_itself() -> None:
    """The exempted area's campus has no walkthrough, and its money report one step less."""
    codes = set(
        Task.objects.filter(workplan__organization__code__in=[ALDER, NORTH]).values_list(
            "template_code", flat=True
        )
    )
    assert {code for code in codes if "oct-walk" in code} == set()
    assert "focus-year/mar-money.area-1" not in codes
    assert "focus-year/mar-money.area-2" in codes


def nothing_is_left(people: dict[str, Browser]) -> None:
    """The lists are empty, and the area's own year can still be read."""
    for name in DOERS:
        people[name].sign_in()
        assert people[name].do_my_work() == 0
    page = people["abel"].open(f"/organizations/{SOUTH}/year/everyone/?month=all")
    assert "Firme el convenio" in page.get_text()
