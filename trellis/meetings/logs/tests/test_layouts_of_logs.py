"""Layouts are data of the program, checked with it; the command line reads by them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from trellis.meetings.logs.pack_checks import log_complaints
from trellis.meetings.logs.schema import LogLayout
from trellis.meetings.logs.tests.filing import filed, leader, row
from trellis.meetings.schema import Meetings

USUAL = {"code": "ours", "name": "Ours", "columns": {
    "code": ["Code"], "date": ["Date"], "kind": ["Kind"],
}}  # fmt: skip
WRONG = {
    "no place": ({"columns": {"date": ["Date"], "kind": ["Kind"]}}, 'the column "code" is missing'),
    "no kind": ({"columns": {"code": ["C"], "date": ["D"]}}, 'the column "kind" is missing'),
    "district alone": (
        {"columns": USUAL["columns"] | {"district": ["District"]}},
        "a district's name says nothing without the column of the school's name",
    ),
    "two columns": (
        {"notes": [{"titles": ["kind"], "under": ["data"]}]}, '"kind" already stands for kind',
    ),
    "kind": ({"kinds": {"coordinatr": ["X"]}},
             'kind of meeting "coordinatr" is not in meetings.yaml; did you mean "coordinator"?'),
    "confidential": ({"kinds": {"leader-coaching": ["X"]}},
                     "meetings of form coaching never come from files"),
    "two kinds": ({"kinds": {"coordinator": ["Call"]}, "help_kinds": {"grants": ["call"]}},
                  '"call" already stands for coordinator'),
    "help": ({"help_kinds": {"grant": ["X"]}},
             'kind of help "grant" is not in meetings.yaml; did you mean "grants"?'),
    "usual": ({"default_kind": "x"}, 'kind "x" is not in meetings.yaml'),
    "heading": ({"notes": [{"titles": ["N"], "under": ["x"]}]},
                'heading "x" is not in meetings.yaml'),
    "two notes": ({"notes": [{"titles": ["N"], "under": ["data"]},
                             {"titles": ["M"], "under": ["data"]}]},
                  'another column leads to heading "data" of "coordinator" already'),
    "role": ({"roles": {"princpal": ["P"]}},
             'role "princpal" is not in roles.yaml; did you mean "principal"?'),
    "separator": ({"separator": " "}, "the separator can't be blank"),
    "mark": ({"mark": "ours"}, "mark ours needs a reason"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_layout_that_cannot_work_is_told(world, name):
    change, text = WRONG[name]
    layout = LogLayout.model_validate(USUAL | change)
    told = world.program.section("meetings", Meetings)
    told = told.model_copy(update={"log_layouts": [layout]})
    assert [one.text for one in log_complaints(told, world.program)] == [text]


def run(*arguments: object) -> list[str]:
    told = StringIO()
    call_command("import_meetings", *map(str, arguments), stdout=told)
    return told.getvalue().splitlines()


def test_the_command_tells_what_it_would_write_and_writes_it(world, tmp_path):
    good = row(leader=leader(world).email)
    path = filed(tmp_path, [good, row("soon", leader=leader(world).email)])
    with pytest.raises(CommandError, match="Mend the rows, or add --skip-bad"):
        run(path)
    wrong = "Line 3, column “Date”: “soon” is not a day. Write it as 2026-07-01."
    assert run(path, "--dry-run") == [
        wrong, "Meetings to add: 1", "Nothing was written: this was a dry run.",
        "2 read, 0 written, 1 refused",
    ]  # fmt: skip
    assert run(path, "--skip-bad", "--layout", "coordinator-log")[-1] == (
        "2 read, 1 written, 1 refused"
    )
    assert run(path, "--skip-bad")[-2:] == ["Unchanged: 1", "2 read, 0 written, 1 refused"]
