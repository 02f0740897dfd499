"""The command line of packs."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from trellis.programs.models import Installation, Version
from trellis.programs.tests.packs import ILLINOIS, PRAIRIE, change, copy_of_prairie


def run(*words: object) -> str:
    out = StringIO()
    call_command("pack", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.mark.pure
def test_check_says_which_packs_are_in_order():
    assert run("check", PRAIRIE, ILLINOIS) == (
        f"{PRAIRIE}: version 3 is in order.\n{ILLINOIS}: version 1 is in order.\n"
    )


@pytest.mark.pure
def test_check_says_every_problem_and_fails(tmp_path):
    pack = copy_of_prairie(tmp_path)
    line = change(pack, "roles.yaml", "reach: own", "reach: onw")
    change(pack, "pack.yaml", "state: Prairie\n", "")
    err = StringIO()
    with pytest.raises(CommandError, match=r"^Problems found: 2\.$"):
        call_command("pack", "check", str(PRAIRIE), str(pack), stdout=StringIO(), stderr=err)
    assert err.getvalue() == (
        f'{pack}\npack.yaml:5 "state" is missing\n'
        f'roles.yaml:{line} role "head-of-school": reach "onw" is not known; it is one of own,'
        ' below, assigned; did you mean "own"?\n'
    )


@pytest.mark.pure
def test_show_prints_counts_months_and_roles():
    lines = run("show", PRAIRIE).splitlines()
    assert lines[:4] == [
        "Prairie Schools Forward 3 (prairie, sample)",
        "",
        "area-renewal: Renewal of an area",
        "  source: 0 rows, 9 cells, 9 entries (0 printed, 9 ours), and 0 inferred",
    ]
    months = [line.split() for line in lines[4:10]]
    assert months == [
        ["month", "head-of-school", "area-office", "local-council", "program-desk", "all"],
        ["september", "0", "1", "0", "1", "2"],
        ["december", "0", "1", "1", "1", "3"],
        ["may", "1", "1", "0", "0", "2"],
        ["january-after", "0", "1", "0", "1", "2"],
        ["all", "1", "4", "1", "3", "9"],
    ]


@pytest.mark.pure
def test_show_prints_open_dates_and_every_mark_with_its_reason():
    lines = run("show", PRAIRIE).splitlines()
    at = lines.index("Dates that somebody must set or confirm (2)")
    assert lines[at + 1 : at + 3] == [
        "  calendar.yaml council-decides: only the month is known; needed before the year opens;"
        " Councils meet on days of their own. On which day do all decisions have to be in?",
        "  calendar.yaml spare-money-due: to be confirmed each year; The notice of last year named"
        " April 9. Does it hold this year?",
    ]
    head = next(line for line in lines if line.startswith("Not official ("))
    marks = lines[lines.index(head) + 1 :]
    assert head == f"Not official ({len(marks)})"
    focus = "  year-plans/focus-year.yaml focus-year"
    assert [line for line in marks if line.startswith(focus)] == [
        f"{focus}: sample",
        f"{focus} aug-circle after aug-standings: inferred – You know then what the circle is for.",
        f"{focus} nov-reminder desk-1: inferred – The poster names no sender; taken as the"
        " department.",
        f"{focus} dec-plan after oct-walk: inferred – The walk shows what to choose.",
        f"{focus} jan-council after dec-plan: inferred – The plan is handed in first.",
        f"{focus} mar-council head-2: ours – The poster leaves this half of the cell to a picture"
        " of families.",
        f"{focus} apr-spare area-1: inferred – The date is last year's; off until it is confirmed.",
    ]


@pytest.mark.pure
def test_show_of_a_broken_pack_says_what_is_wrong(tmp_path):
    pack = copy_of_prairie(tmp_path)
    change(pack, "pack.yaml", "state: Prairie\n", "")
    with pytest.raises(CommandError, match=r'^pack\.yaml:5 "state" is missing$'):
        run("show", pack)


@pytest.mark.pure
def test_schema_writes_one_file_per_section(tmp_path):
    names = [line.rsplit("/", 1)[1] for line in run("schema", tmp_path / "new").splitlines()]
    assert sorted(names) == sorted(path.name for path in (tmp_path / "new").iterdir())
    assert {"pack.schema.json", "year-plans.schema.json"} <= set(names)


@pytest.mark.django_db
def test_install_takes_the_default_pack_of_the_settings(settings):
    settings.TRELLIS_PACK = "prairie"
    assert run("install", "--kind", "sample") == "Runs prairie 3.\n"
    assert Installation.objects.values_list("version__pack", "kind").get() == ("prairie", "sample")
    assert run("show", "--installed") == run("show", PRAIRIE)


@pytest.mark.django_db
def test_install_of_another_folder(tmp_path):
    pack = copy_of_prairie(tmp_path)
    change(pack, "pack.yaml", 'version: "3"', 'version: "3.1"')
    assert run("install", pack) == "Runs prairie 3.1.\n"
    change(pack, "pack.yaml", "state: Prairie\n", "")
    with pytest.raises(CommandError, match=r'^pack\.yaml:5 "state" is missing$'):
        run("install", pack)
    assert Version.objects.count() == 1


@pytest.mark.django_db
def test_show_installed_before_the_first_install_says_so():
    with pytest.raises(CommandError, match="^No pack is installed yet"):
        run("show", "--installed")
