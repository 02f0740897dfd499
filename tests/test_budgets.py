"""The sizes that code may not outgrow, and the words that belong to a state's pack."""

from pathlib import Path

import pytest

from tools import budgets, state_words

pytestmark = pytest.mark.pure


def function(name: str, lines: int, *, above: str = "") -> str:
    return f"{above}def {name}():\n" + "    pass\n" * (lines - 1)


def found(where: str, source: str) -> list[str]:
    return list(budgets.module_faults(where, source))


@pytest.mark.parametrize(
    ("where", "name", "most"),
    [
        ("trellis/work/actions.py", "complete", 40),
        ("trellis/work/tests/test_complete.py", "test_a_promise", 30),
        ("trellis/work/tests/test_complete.py", "helper", 40),
    ],
)
def test_a_function_may_be_as_long_as_its_budget_and_no_longer(where, name, most):
    assert found(where, function(name, most)) == []
    assert found(where, function(name, most + 1)) == [
        f":1 {name}: {most + 1} lines, {most} at most"
    ]


def test_a_story_may_be_long():
    assert found("trellis/home/tests/test_story_year.py", function("test_a_year", 300)) == []


def test_a_long_test_gives_its_reason_on_the_line_above():
    excused = function("test_a_promise", 31, above="# long: a table of cases\n")
    without = function("test_a_promise", 31, above="# long:\n")
    assert found("tests/test_it.py", excused) == []
    assert found("tests/test_it.py", without) == [":2 test_a_promise: 31 lines, 30 at most"]


def test_code_has_no_excuse():
    excused = function("complete", 41, above="# long: it is hard\n")
    assert found("trellis/work/actions.py", excused) == [":2 complete: 41 lines, 40 at most"]


def test_a_module_and_a_class_have_budgets():
    source = "class Long:\n" + "    x = 1\n" * 400
    assert found("trellis/work/models.py", source) == [
        ": 401 lines, 400 at most",
        ":1 Long: 401 lines, 200 at most",
    ]


def test_a_view_file_has_twelve_pages_at_most():
    pages = "".join(f"def page_{number}(request):\n    pass\n" for number in range(13))
    helper = "def _find(request):\n    pass\n"
    assert found("trellis/work/views.py", helper + pages) == [": 13 pages, 12 at most"]
    assert found("trellis/work/views/board.py", pages) == [": 13 pages, 12 at most"]
    assert found("trellis/work/queries.py", pages) == []


def test_templates_and_dependencies_have_budgets_and_migrations_have_none(tmp_path: Path):
    names = ", ".join(f'"package-{number}"' for number in range(26))
    (tmp_path / "pyproject.toml").write_text(f"[project]\ndependencies = [{names}]\n")
    page = tmp_path / "trellis/work/templates/work/year.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>\n" * 151)
    migration = tmp_path / "trellis/work/migrations/0001_first.py"
    migration.parent.mkdir()
    migration.write_text("x = 1\n" * 500)
    assert budgets.faults(tmp_path) == [
        "pyproject.toml: 26 direct dependencies, 25 at most",
        "trellis/work/templates/work/year.html: 151 lines, 150 at most",
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("class IsbeRegion(models.Model):", ["isbe"]),
        ("roe_number = row['RCDTS']", ["roe", "rcdts"]),
        ("the IL-EMPOWER partners", ["il-empower"]),
        ("<a href='/IQFSR/'>", ["iqfsr"]),
        ("heroes and procedures in a proejct, isbelow", []),
    ],
)
def test_a_states_word_is_found_inside_names_but_not_inside_words(line, words):
    assert state_words.state_words(line) == words


def test_one_line_may_name_the_default_pack(tmp_path: Path):
    settings = tmp_path / "trellis/web/settings.py"
    settings.parent.mkdir(parents=True)
    line = f'PACK = "illinois"  {state_words.MARK}\n'
    settings.write_text(line)
    assert state_words.faults(tmp_path) == []
    settings.write_text(line + 'OTHER = "illinois"\n')
    assert state_words.faults(tmp_path) == ["trellis/web/settings.py:2 says illinois"]
    settings.write_text(line + line)
    assert state_words.faults(tmp_path) == [
        "only one line names the default pack, not trellis/web/settings.py:1,"
        " trellis/web/settings.py:2"
    ]


def test_tests_and_the_sample_may_speak_of_a_state(tmp_path: Path):
    for place in ("sample/story.py", "work/tests/test_year.py"):
        path = tmp_path / "trellis" / place
        path.parent.mkdir(parents=True)
        path.write_text('name = "Prairie"\n')
    assert state_words.faults(tmp_path) == []
