"""Living through a year as its people do: pages are read, forms are filled in and sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import time_machine
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.visits import read, sign_in_as
from trellis.organizations.rules import seats_of
from trellis.organizations.teams.rules import kinds_by_role
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.actions import set_day
from trellis.programs.date_rules import resolve
from trellis.work.models import Task

MY_WORK = "/my-work/"


class Browser:
    """One person's browser: opens pages, fills in forms, presses buttons."""

    def __init__(self, address: str, language: str = "en") -> None:
        self.person = Person.objects.get(email=address)
        self.language = language
        self.path = ""
        self.page = BeautifulSoup("", "html.parser")
        self._client = Client(enforce_csrf_checks=True)

    def sign_in(self) -> None:
        """Sign in anew: sessions end after some hours, stories last a year."""
        sign_in_as(self._client, self.person)
        self._client.cookies[settings.LANGUAGE_COOKIE_NAME] = self.language

    def open(self, path: str) -> BeautifulSoup:
        """Read a page that must be there."""
        answer = self._client.get(path, follow=True)
        assert answer.status_code == 200, (self.person.name, path, answer.status_code)
        self.path, self.page = answer.request["PATH_INFO"], read(answer)
        return self.page

    def form(self, path: str, which: str = "form[method='post']") -> Tag:
        """The form on a page."""
        found = self.open(path).select_one(f"main {which}")
        assert found is not None, path
        return found

    def send(self, form: Tag, to: str = "", **filled: Any) -> BeautifulSoup:
        """Send a form with what it holds and what the person fills in; stay where it leads."""
        data = {**_held(form), **filled}
        path = to or str(form.get("action") or self.path)
        answer = self._client.post(path, data, follow=True)
        told = read(answer).select_one("main")
        assert answer.status_code == 200, (self.person.name, path, told and told.get_text(" "))
        self.path, self.page = answer.request["PATH_INFO"], read(answer)
        return self.page

    def do_my_work(self) -> int:
        """Do everything that My work offers, lists of several organizations included; how much."""
        done = 0
        for _round in range(60):
            waiting = [MY_WORK, *self._lists()]
            pressed = sum(self._press_all(path) for path in waiting)
            done += pressed
            if not pressed:
                return done
        raise AssertionError(f"{self.person.name} never gets to the end of the list.")

    def _lists(self) -> list[str]:
        page = self.open(MY_WORK)
        links = {str(link["href"]) for link in page.select("main a[href*='step=']")}
        return [f"{MY_WORK}{link}" for link in sorted(links)]

    def _press_all(self, path: str) -> int:
        page = self.open(path)
        buttons = page.select("main button[formaction$='/completion/']")
        for button in buttons:
            form = button.find_parent("form")
            assert isinstance(form, Tag)
            self.path = path
            self.send(form, to=str(button["formaction"]))
        return len(buttons)


def do_what_teams_owe(member: Browser, *, by: date) -> None:
    """Steps about money are not put before members of a team: they do theirs on the step's page."""
    seats = {one.organization_id: one.role for one in seats_of(member.person)}
    teams = kinds_by_role(programs.current())
    for task in Task.objects.filter(state="open", month__lte=by, held_at__in=seats):
        if task.role in teams and seats[task.held_at_id] == task.role:
            page = member.open(reverse("home:task", args=[task.pk]))
            form = page.select_one("main form[action$='/completion/']")
            if form is not None:
                member.send(form)


def _held(form: Tag) -> dict[str, str]:
    """What the fields of a form hold."""
    held = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            held[str(field["name"])] = str(chosen["value"]) if chosen else ""
        elif field.get("type") not in {"checkbox", "radio", "file", "submit"}:
            held[str(field["name"])] = str(field.get("value") or field.get_text())
    return held


def noon(day: date) -> time_machine.travel:
    """Midday of a day in every zone of the country."""
    return time_machine.travel(datetime(day.year, day.month, day.day, 18, tzinfo=UTC), tick=True)


def load(command: str, folder: Path, name: str, lines: Iterable[str]) -> None:
    """Write a file and load it by its command."""
    path = folder / name
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    call_command(command, path)


def table(name: str, lines: Iterable[str]) -> SimpleUploadedFile:
    """A CSV file as a browser sends it."""
    content = "\n".join([*lines, ""]).encode()
    return SimpleUploadedFile(name, content, content_type="text/csv")


def announce(person: Person, year: int) -> None:
    """Set the days that the pack asks for before a year opens, where nobody has."""
    program = programs.current()
    days = resolve(program.dates.values(), year)
    for code, rule in program.dates.items():
        if rule.required and days[code].day is None:
            set_day(year, code, days[code].month.replace(day=18), by=person)


def publish(
    agency: Browser, second: Browser, file: SimpleUploadedFile, *, year: int, title: str = ""
) -> None:
    """Upload designations; a second person checks them; publish them and open the year."""
    announce(agency.person, year)
    upload = "/administration/designations/upload/"
    form = agency.form(upload, "form[enctype='multipart/form-data']")
    draft = agency.send(form, file=file, year=str(year), title=title)
    assert draft.select_one("main form[action$='/check/']") is None, "not one's own work"
    second.sign_in()
    second.send(second.form(agency.path, "form[action$='/check/']"))
    page = agency.open(second.path)
    link = page.select_one("main a[href$='/publication/']")
    assert link is not None, page.select_one("main")
    form = agency.form(str(link["href"]))
    assert form.select_one("input[name='knowing']") is not None, "no district was told ahead"
    agency.send(form, knowing="yes")
