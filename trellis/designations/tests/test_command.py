"""`import_designations`, also with a state's real file."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from trellis.designations.models import Designation, Release
from trellis.designations.tests.conftest import PACKS
from trellis.programs.actions import install

pytestmark = pytest.mark.django_db
REAL = Path(settings.BASE_DIR).parent / "shared" / "data" / "illinois"


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_the_last_line_is_the_sum(prairie, file, capsys):
    path = str(file("NF214S01,,Steady,,,,,", "NF214S02,,Leading,,,,,"))
    call_command("import_designations", path, year=2026)
    call_command("import_designations", path, year=2026, dry_run=True)
    assert lines(capsys) == [
        "leading 1, steady 1; 0 without a designation",
        "Designations 2026–27 (Draft)",
        "2 read, 2 written, 0 refused",
        "leading 1, steady 1; 0 without a designation",
        "Dry run: 2 designations can be imported.",
        "2 read, 0 written, 0 refused",
    ]


def test_wrong_rows_are_printed_and_end_the_command_with_a_fault(prairie, file, capsys):
    path = str(file("NF214S01,,Stedy,,,,,", "NF214S02,,Leading,,,,,"))
    with pytest.raises(SystemExit) as ended:
        call_command("import_designations", path, year=2026)
    assert (ended.value.code, Release.objects.count()) == (1, 0)
    assert lines(capsys) == [
        "Line 2, column “Standing”: “Stedy” is no designation of this period. The nearest is"
        " “Steady”.",
        "leading 1; 0 without a designation",
        "Nothing was written. --skip-bad imports the good rows.",
        "2 read, 0 written, 1 refused",
    ]
    call_command("import_designations", path, year=2026, skip_bad=True)
    assert lines(capsys)[-1] == "2 read, 1 written, 1 refused"


def test_a_file_that_is_not_there_is_told_in_a_sentence(prairie):
    with pytest.raises(CommandError, match="^nowhere.csv can't be read: No such file"):
        call_command("import_designations", "nowhere.csv", year=2026)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not beside this repository")
def test_the_real_designations_of_2018_come_in_whole(db, capsys):
    install(PACKS / "illinois")
    call_command("import_directory", str(REAL / "IL_RCDTS_codes.csv"))
    path = str(REAL / "il_reportcard_2018_df_18.csv.gz")
    call_command("import_designations", path, year=2018)
    first = lines(capsys)
    assert first[-3:] == [
        "commendable 2540, comprehensive 176, exemplary 369, targeted 543;"
        " 169 without a designation",
        "Designations 2018–19 (Draft)",
        "3797 read, 3628 written, 0 refused",
    ]
    call_command("import_designations", path, year=2018)
    assert lines(capsys)[-1] == "3797 read, 0 written, 0 refused"
    in_one = Designation.objects.filter(kind="comprehensive").values_list(
        "organization__district__code", flat=True
    )
    assert max(list(in_one).count(code) for code in set(in_one)) == 85
