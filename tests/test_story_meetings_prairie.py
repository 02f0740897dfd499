"""Prairie from November to July, in Spanish: visits are moved and held, a circle, the end.

Everybody reads pages and sends forms; only the clock and the worker that writes overviews are moved
from outside.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from tests import stories
from tests import test_story_meetings as common
from tests import test_story_prairie as first
from tests.stories import MY_WORK, Browser
from trellis.meetings.models import Meeting, Party
from trellis.notices.models import Notice
from trellis.work.models import Completion, Task

PEOPLE = tuple(
    one for one in first.PEOPLE if first.NORTH not in one and first.ALDER not in one
)  # fmt: skip
CAMPUSES = ("Key,Standing,Years", f"{first.DUSK},Renewing,", f"{first.DAWN},Steady,")
VISITS = [date(2026, 11, 24), date(2026, 12, 15)] + [
    date(2027, month, 15) for month in range(1, 5)
]  # fmt: skip
PRAIRIE = common.Saga(
    "prairie", "es", first.DUSK, "leo", "hugo", ("hugo",), "campus-visit", "seen",
    "head-of-school", "circle", {"improvement-circle": "teaching", "area-office": "area"},
    ("dana", "leo", "abel", "cora", "hugo", "ines", "ivo"),
)  # fmt: skip


@pytest.fixture
def prairie(db, tmp_path):
    """The second pack, its people and its open year."""
    with stories.noon(date(2026, 8, 3)):
        call_command("pack", "install", settings.PACK_FOLDER / "prairie")
        stories.load("import_directory", tmp_path, "roll.csv", first.DIRECTORY)
        stories.load("import_people", tmp_path, "staff.csv", PEOPLE)
    with stories.noon(date(2026, 8, 4)):
        publish(PRAIRIE.people(), 2026)


def publish(people: dict[str, Browser], year: int) -> None:
    """The standings of a year go out."""
    people["dana"].sign_in()
    table = stories.table("campuses.csv", CAMPUSES)
    stories.publish(people["dana"], people["ciro"], table, year=year)


def test_the_visits_of_a_focus_year_in_prairie(prairie):
    people = PRAIRIE.people()
    november(people)
    for day in VISITS:
        with stories.noon(day):
            common.sign_in(people)
            common.meet_this_month(PRAIRIE, people["leo"], day)
            if day.month == 4:
                attending_has_done_the_closing_talk(day)
            common.everybody_does_their_work(PRAIRIE, people, day)
    with stories.noon(date(2027, 7, 2)):
        common.sign_in(people)
        common.steps_stay_open(PRAIRIE, people["leo"], due="2027-09-20")
        common.the_year_ends(PRAIRIE, people["leo"])
        nothing_is_left(people)
    with stories.noon(date(2027, 8, 4)):
        publish(people, 2027)
    with stories.noon(date(2027, 8, 5)):
        common.the_carried_step_is_done(PRAIRIE, people["hugo"])


def november(people: dict[str, Browser]) -> None:
    """A time is found, moved and kept; the circle is formed and has its question."""
    with stories.noon(date(2026, 11, 2)):
        common.sign_in(people)
        hugo_reads_spanish(people["hugo"])
        overviews_come("2026-11-02", leo=1, hugo=0)
    with stories.noon(date(2026, 11, 3)):
        common.sign_in(people)
        overviews_come("2026-11-03", leo=1, hugo=1)
        the_caseload_names_the_campus(people["leo"])
        meeting = common.a_time_is_found(PRAIRIE, people)
        feed = common.a_calendar_is_fetched(PRAIRIE, people, meeting)
        common.it_moves(PRAIRIE, people, meeting, feed)
        the_move_is_told_in_spanish(people["hugo"], meeting)
    with stories.noon(date(2026, 11, 17)):
        common.sign_in(people)
        common.it_is_held_and_noted(PRAIRIE, people, meeting)
        common.a_brief_is_printed(PRAIRIE, people)
        common.a_team_is_formed(PRAIRIE, people)
        the_circle_has_its_question(people["ines"])
        the_log_has_the_visit(people["leo"])


def hugo_reads_spanish(hugo: Browser) -> None:
    """Pages follow the browser; mails follow what somebody chose."""
    hugo.send(hugo.form(reverse("people:profile")), language="es")
    hugo.person.refresh_from_db()
    assert hugo.person.language == "es"


def overviews_come(day: str, **counts: int) -> None:
    """Heads of school have theirs on the weekday of the pack, a Tuesday, and network leads daily.

    A second look on the same day writes nothing.
    """
    for _look in range(2):
        call_command("send_reminders", "--on", day)
        for name, count in counts.items():
            mails = Notice.objects.filter(recipient__email__startswith=f"{name}@", kind="overview")
            assert mails.count() == count, (day, name)
    if counts["hugo"]:
        mail = Notice.objects.get(recipient__email__startswith="hugo@", kind="overview")
        assert "Lea la carta sobre su categoría" in mail.text
        assert "SIGUE PENDIENTE DE ANTES" in mail.text.splitlines()


def the_caseload_names_the_campus(leo: Browser) -> None:
    """The campus stands first, and why."""
    page = leo.open(reverse("monitoring:caseload"))
    rows = [str(box["value"]) for box in page.select("main input[name='at']")]
    assert rows == [first.DUSK, first.DAWN]
    assert "atrasados" in page.get_text()


def the_move_is_told_in_spanish(hugo: Browser, meeting: Meeting) -> None:
    """At once, with the entry for the calendar."""
    mails = Notice.objects.filter(recipient=hugo.person, kind="meeting-changed")
    (mail,) = mails.filter(about=f"meeting:{meeting.pk}")
    assert "Visita de la líder de red" in mail.subject + mail.text
    assert "SEQUENCE:" in mail.calendar


def the_circle_has_its_question(ines: Browser) -> None:
    """Whoever sits in the circle reads the question of the week first."""
    page = ines.open(MY_WORK)
    (question,) = page.select("main .question h2")
    assert question.get_text(strip=True) == "¿Qué se llevará de otro plantel?"


def the_log_has_the_visit(leo: Browser) -> None:
    """Whoever visits has a page of the month, and it can leave as a file."""
    page = leo.open(f"{reverse('monitoring:log')}?month=2026-11")
    assert "Dusk Campus" in page.get_text()
    assert "45" in page.get_text()


def attending_has_done_the_closing_talk(day: date) -> None:
    """April's visit is the closing talk: nobody has to press anything."""
    talk = Task.objects.get(template_code="focus-year/apr-close.lead-1")
    done = Completion.objects.get(task=talk)
    assert (talk.state, done.by.email) == ("done", "leo@unit.example")
    party = Party.objects.get(organization=PRAIRIE.at, month=day.replace(day=1))
    assert done.attended.kind == party.kind


def nothing_is_left(people: dict[str, Browser]) -> None:
    """Six months have their visit; no list has anything left; the year can be read."""
    held = Party.objects.filter(organization=PRAIRIE.at, kind="campus-visit", state="held")
    assert sorted(held.values_list("month", flat=True)) == [
        day.replace(day=1) for day in VISITS
    ]  # fmt: skip
    for name in PRAIRIE.doers:
        assert people[name].do_my_work() == 0
    page = people["hugo"].open(reverse("home:whole", args=[first.DUSK]))
    assert "Entregue el plan de enfoque" in page.get_text()
