"""What the loaded sample holds."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from trellis.cycles.models import ImprovementCycle
from trellis.designations.models import Designation
from trellis.history.models import Entry
from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.people.models import Person
from trellis.programs.models import Installation
from trellis.work.models import Completion, Evidence, Note, Task


def test_the_database_is_marked_and_stands_in_december(sample):
    installation = Installation.objects.get()
    assert (installation.kind, installation.clock) == ("sample", sample.day)
    assert sample.day.month == 12
    assert sample.day.year == sample.year


def test_schools_are_designated_and_only_intensive_ones_run_a_year(sample):
    now = Designation.objects.filter(release__year__start=sample.year)
    kinds = Counter(now.values_list("kind", flat=True))
    assert (kinds["intensive"], kinds["comprehensive"], kinds["targeted"]) == (10, 5, 3)
    assert Organization.objects.filter(level="school").count() == 40
    cycles = ImprovementCycle.objects.values_list("designation", flat=True)
    assert Counter(cycles) == {"intensive": 10}


def test_no_code_of_the_sample_can_be_a_real_one(sample):
    exempted = "150162990250000"
    codes = Organization.objects.filter(level__in=["district", "school"]).exclude(code=exempted)
    for code in codes.values_list("code", flat=True):
        part = code[11:] if code.startswith(exempted[:11]) or code[5:11] == "000000" else code[5:9]
        assert part[0] == "S", code


def test_every_address_belongs_to_nobody(sample):
    addresses = Person.objects.values_list("email", flat=True)
    assert {one.rpartition(".example.")[2] for one in addresses} == {"org"}


def test_the_exempted_district_has_no_rubric_work(sample):
    tasks = Task.objects.filter(template_code__endswith="dec-topics.principal-2")
    places = set(tasks.values_list("workplan__organization__code", flat=True))
    now = Designation.objects.filter(release__year__start=sample.year)
    intensive = now.filter(kind="intensive")
    codes = set(intensive.values_list("organization__code", flat=True))
    assert codes - places == {one for one in codes if one.startswith("15016299025")}
    assert len(codes - places) == 2


def test_one_school_stands_without_a_district_and_has_two_bands(sample):
    alone = Organization.objects.get(level="school", district=None)
    assert alone.parent is not None
    assert alone.parent.level == "office"
    now = Designation.objects.filter(release__year__start=sample.year)
    bands = now.filter(organization=alone).values_list("band", "kind")
    assert set(bands) == {("es", "intensive"), ("hs", "comprehensive")}


def test_one_school_has_lost_its_principal_and_one_principal_has_two_schools(sample):
    principals = Appointment.objects.filter(role="principal")
    ended = principals.get(ends__isnull=False)
    assert not principals.filter(organization=ended.organization, ends=None).exists()
    held = Counter(principals.filter(ends=None).values_list("person", flat=True))
    assert sorted(held.values())[-2:] == [1, 2]


def test_seven_coordinators_share_the_schools_within_their_caseload(sample):
    most = dict(Appointment.objects.filter(role="coordinator").values_list("person", "caseload"))
    assert len(most) == 7
    load_of = Counter(
        Assignment.objects.filter(role="coordinator").values_list("person", flat=True)
    )
    assert sum(load_of.values()) == 15 - 1  # ten intensive, five comprehensive, one is both
    assert all(load_of[person] <= (most[person] or 0) for person in most)


def test_progress_is_believable(sample):
    october = Task.objects.filter(month=date(sample.year, 10, 1))
    november = Task.objects.filter(month=date(sample.year, 11, 1))
    december = Task.objects.filter(month=date(sample.year, 12, 1))
    shares = [one.exclude(state="open").count() / one.count() for one in (october, november)]
    assert shares[0] > 0.9
    assert 0.6 < shares[1] < 0.97
    assert 0.02 < december.exclude(state="open").count() / december.count() < 0.3
    assert Task.objects.filter(state="waived").exclude(reason="").exists()
    assert Task.objects.filter(each_member=True, state="open", begun=True).exists()
    assert Task.objects.filter(assignee__isnull=False).exists()
    assert Note.objects.exists()
    assert Evidence.objects.exists()


def test_people_work_on_working_days_and_nobody_works_tomorrow(sample):
    days = set(Completion.objects.values_list("on", flat=True))
    assert max(days) <= sample.day
    assert {day for day in days if day.weekday() > 4} == set()


def test_history_says_once_per_school_and_month_what_the_story_holds(sample):
    entries = Entry.objects.filter(verb="worked through")
    assert entries.count() == 10 * 3
    assert not Entry.objects.filter(subject__startswith="task:").exists()
    assert Entry.objects.filter(verb="opened the year").count() == 1


def test_a_second_loading_changes_nothing(sample):
    before = (Person.objects.count(), Task.objects.count(), Entry.objects.count())
    with pytest.raises(CommandError, match="loaded here already"):
        call_command("load_sample", "--small")
    assert (Person.objects.count(), Task.objects.count(), Entry.objects.count()) == before
