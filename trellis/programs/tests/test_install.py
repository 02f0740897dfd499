"""Installing a pack writes its version once, as rows for set-based work."""

import pytest

from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import Refused
from trellis.programs import queries
from trellis.programs.actions import install
from trellis.programs.loader import BrokenPack
from trellis.programs.models import (
    ActivityTemplate,
    Installation,
    TaskTemplate,
    Version,
    Waiver,
)
from trellis.programs.tests.packs import ILLINOIS, PRAIRIE, change, copy_of_prairie

pytestmark = pytest.mark.django_db
OWN = Entry.objects.filter(subject__startswith="programs.")
"""What installing itself tells; other rooms tell what they seed."""


def test_a_first_install_runs_the_pack_and_is_remembered():
    version = install(PRAIRIE, kind="sample")
    running = queries.installation()
    assert running is not None
    assert (running.version, running.kind, running.clock) == (version, "sample", None)
    assert str(version) == "prairie 3"
    entry = OWN.get()
    assert (entry.subject, entry.subject_name, entry.verb, entry.actor) == (
        "programs.installation:1", "prairie 3", "installed", "system",
    )  # fmt: skip
    assert (entry.before, entry.after) == (
        None, {"pack": "prairie", "label": "3", "digest": version.digest},
    )  # fmt: skip


def test_the_same_content_again_writes_nothing(tmp_path, django_assert_num_queries):
    version = install(PRAIRIE)
    written = Entry.objects.count()
    pack = copy_of_prairie(tmp_path)
    change(pack, "pack.yaml", "# Prairie is", "# A comment changes nothing. Prairie is")
    with django_assert_num_queries(4):  # savepoint, version, installation, savepoint
        assert install(pack, kind="sample") == version
    assert Version.objects.count() == 1
    assert Entry.objects.count() == written
    assert Installation.objects.get().kind == "live"


def test_changed_content_is_a_new_version_and_the_old_one_stays(tmp_path):
    old = install(PRAIRIE, kind="practice")
    pack = copy_of_prairie(tmp_path)
    change(pack, "pack.yaml", 'version: "3"', 'version: "4"')
    new = install(pack, kind="live")
    assert list(Version.objects.values_list("pk", "label")) == [(new.pk, "4"), (old.pk, "3")]
    assert Installation.objects.values_list("version", "kind").get() == (new.pk, "practice")
    assert TaskTemplate.objects.filter(version=old).count() == 49
    again = install(PRAIRIE)
    assert (again, Installation.objects.get().version) == (old, old)
    labels = [(one.before or {}).get("label") for one in OWN.order_by("id")]
    assert labels == [None, "3", "4"]


def test_every_activity_and_task_is_a_row():
    version = install(PRAIRIE)
    program = queries.program(version.pk)
    codes = TaskTemplate.objects.filter(version=version).values_list("code", flat=True)
    assert sorted(codes) == sorted(program.tasks)
    task = TaskTemplate.objects.get(code="focus-year/jan-council.council-1")
    names = ("role", "scope", "held_at", "act", "deed", "due")
    assert {name: getattr(task, name) for name in names} == {
        "role": "local-council", "scope": "school", "held_at": "district", "act": "board",
        "deed": "plan-decision", "due": "council-decides",
    }  # fmt: skip
    assert not TaskTemplate.objects.get(code="focus-year/apr-spare.area-1").active
    last = ActivityTemplate.objects.get(plan="area-renewal", code="review")
    assert (last.order, last.month_number, last.year_offset, last.condition) == (4, 1, 2, "")
    spare = ActivityTemplate.objects.get(code="apr-spare")
    assert (spare.order, spare.condition) == (12, "spare-money")


def test_a_task_is_held_at_the_higher_floor_of_its_role_and_its_scope():
    version = install(PRAIRIE)
    rows = TaskTemplate.objects.filter(version=version)
    held = set(rows.values_list("role", "scope", "held_at"))
    assert ("area-office", "school", "district") in held
    assert ("head-of-school", "district", "district") in held
    assert ("program-desk", "district", "state") in held
    assert ("network-lead", "school", "school") in held


def test_entries_stand_in_the_order_of_the_columns():
    version = install(ILLINOIS)
    roles = list(queries.program(version.pk).roles)
    for activity in ActivityTemplate.objects.filter(version=version).prefetch_related("tasks"):
        places = [roles.index(task.role) for task in activity.tasks.all()]
        assert places == sorted(places)


def test_an_exemption_waives_its_tasks_by_tag_and_by_name():
    install(PRAIRIE)
    waived = Waiver.objects.values_list("exemption", "organization_code", "task__code")
    codes = ["mar-money.area-1", "oct-walk.circle-1", "oct-walk.head-1", "oct-walk.head-2",
             "oct-walk.lead-1"]  # fmt: skip
    assert sorted(waived) == [
        ("own-walkthrough", "NF214D00", f"focus-year/{code}") for code in codes
    ]


def test_a_broken_pack_installs_nothing(tmp_path):
    pack = copy_of_prairie(tmp_path)
    change(pack, "roles.yaml", "reach: own", "reach: onw")
    with pytest.raises(BrokenPack):
        install(pack)
    assert not Version.objects.exists() and not Installation.objects.exists()


def test_the_program_from_the_records_is_that_of_the_files():
    version = install(PRAIRIE)
    written = queries.program(version.pk)
    queries._programs.clear()
    read = queries.program(version.pk)
    assert read.parts == written.parts
    assert list(read.tasks) == list(written.tasks)


def test_a_program_is_asked_once_and_the_installation_each_time(django_assert_num_queries):
    version = install(PRAIRIE)
    queries._programs.clear()
    with django_assert_num_queries(2):
        program = queries.current()
    with django_assert_num_queries(1):
        assert queries.current() is program
    with django_assert_num_queries(0):
        assert queries.program(version.pk) is program
    assert clock._zone.get() == "America/Denver"


def test_without_a_pack_there_is_no_program():
    assert queries.installation() is None
    with pytest.raises(Refused, match="No pack is installed yet: ./dev manage pack install"):
        queries.current()


def test_memory_keeps_a_bounded_number_of_programs():
    version = install(PRAIRIE)
    program = queries.program(version.pk)
    for number in range(100_000, 100_000 + queries.MOST_PROGRAMS):
        queries.remember(number, program)
    assert len(queries._programs) == queries.MOST_PROGRAMS
    assert version.pk not in queries._programs
    queries._programs.clear()
