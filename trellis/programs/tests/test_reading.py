"""Files that are not YAML, not text, or made to do harm get a sentence, never a traceback."""

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.programs.reading import MOST_BYTES, Unreadable, read
from trellis.programs.tests.packs import change, copy_of_prairie, problems

pytestmark = pytest.mark.pure

BOMB = b"a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 12)
)
NESTED = "The file is nested too deeply."
CASES = [
    (b"", "1 The file is empty."),
    (b"# nothing\n", "1 The file is empty."),
    (b"a: 1\nb: \xff\n", "2 This is not UTF-8 text; save the file as UTF-8."),
    ("a: é\n".encode("utf-16"), "1 This is not UTF-8 text; save the file as UTF-8."),
    (b"a: 1\nb: \x00\n", "2 There is a character here that nobody can see; remove it."),
    (b"a:\n\tb: 1\n", "2 There is a tab here; indent with spaces."),
    (b"a: [\n", "2 The file can't be read as YAML here: expected the node content, but found"
     " '<stream end>'."),
    (b"a: *b\n", "1 The file can't be read as YAML here: found undefined alias 'b'."),
    (b"a: 1\n---\na: 2\n", "2 The file can't be read as YAML here: but found another document."),
    (b"[" * 2_000, "1 " + NESTED),
    (b"- " * 100_000, "1 " + NESTED),
    (b"&a [*a]", "1 " + NESTED),
    (BOMB, None),
    (b"x" * (MOST_BYTES + 1), "1 The file has 1,000,001 bytes; 1,000,000 is the most."),
]  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), CASES)
def test_a_hostile_file_gets_a_sentence(content, sentence):
    began = time.process_time()
    with pytest.raises(Unreadable) as caught:
        read(content)
    said = f"{caught.value.line} {caught.value.text}"
    assert said == (sentence or f"{caught.value.line} The file holds more than 100,000 pieces.")
    assert time.process_time() - began < 10


def test_scalars_follow_yaml_1_2():
    tree = read(b"\xef\xbb\xbfa: no\r\nb: 012\r\nc: true\r\nd: 2026-10-30\r\ne:\r\nf: 1:30\r\n")
    told = {key: str(value) for key, value in tree.data.items()}
    assert told == {
        "a": "no",
        "b": "12",
        "c": "True",
        "d": "2026-10-30",
        "e": "None",
        "f": "1:30",
    }
    assert [tree.line((key,)) for key in "abcdef"] == [1, 2, 3, 4, 5, 6]


def test_a_tag_that_names_code_stays_a_word():
    tree = read(b"a: !!python/object/apply:os.system [id]\nb: 1\n")
    assert tree.data == {"a": None, "b": 1}
    assert [(slip.line, slip.text) for slip in tree.slips] == [
        (1, 'the tag "tag:yaml.org,2002:python/object/apply:os.system" is not allowed')
    ]


@given(st.binary(max_size=60) | st.text("{}[]-:?&*!|>'\"%@` \n#a1,~<=", max_size=60))
def test_no_bytes_break_the_reader(content):
    data = content if isinstance(content, bytes) else content.encode()
    try:
        read(data)
    except Unreadable as slip:
        assert slip.line >= 1
        assert slip.text


def test_a_file_that_is_no_mapping_is_told(tmp_path):
    pack = copy_of_prairie(tmp_path)
    (pack / "vocabulary.yaml").write_text("- 1\n- 2\n")
    (pack / "regions.yaml").write_text("just words\n")
    assert problems(pack) == [
        "regions.yaml:1 the file must be lines of the form name: value",
        "vocabulary.yaml:1 the file must be lines of the form name: value",
    ]


def test_a_link_out_of_the_pack_and_a_pipe_are_not_read(tmp_path):
    pack = copy_of_prairie(tmp_path)
    (pack / "pack.yaml").unlink()
    (pack / "pack.yaml").symlink_to("/etc/hostname")
    (pack / "roles.yaml").unlink()
    os.mkfifo(pack / "roles.yaml")
    assert problems(pack) == [
        "pack.yaml:1 This is not a plain file of the pack.",
        "roles.yaml:1 This is not a plain file of the pack.",
    ]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    assert problems(tmp_path / "nowhere") == [f"{tmp_path}/nowhere:1 There is no such folder."]


def test_missing_and_misnamed_files_are_told(tmp_path):
    pack = copy_of_prairie(tmp_path)
    (pack / "calendar.yaml").rename(pack / "calender.yaml")
    (pack / "year-plans").rename(pack / "year-plan")
    assert problems(pack) == [
        "calendar.yaml:1 The file is missing.",
        'calender.yaml:1 No section of a pack has this name; did you mean "calendar.yaml"?',
        'year-plan/:1 No section of a pack has this name; did you mean "year-plans/"?',
        "year-plans/:1 The folder holds no file.",
    ]


def test_all_problems_come_at_once_sorted_by_file_and_line(tmp_path):
    pack = copy_of_prairie(tmp_path)
    focus = "year-plans/focus-year.yaml"
    one = change(pack, focus, "due: midyear-count", "due: midyear")
    two = change(pack, focus, "activity: oct-walk", "activity: oct-wlak")
    three = change(pack, "pack.yaml", "America/Denver", "America/Nowhere")
    four = change(pack, "regions.yaml", "region: NF", "regio: NF")
    files = [sentence.split(" ")[0] for sentence in problems(pack)]
    assert files == [
        f"pack.yaml:{three}", f"regions.yaml:{four}", f"regions.yaml:{four}",
        f"{focus}:{two}", f"{focus}:{one}",
    ]  # fmt: skip


def test_a_code_too_long_for_the_records_is_told(tmp_path):
    pack = copy_of_prairie(tmp_path)
    focus = "year-plans/focus-year.yaml"
    line = change(pack, focus, "code: sep-visit", f"code: {'s' * 60}")
    change(pack, focus, 'lead-1, text: {en: "Visit', f'{"v" * 60}, text: {{en: "Visit')
    name = f"{'s' * 60}.{'v' * 60}"
    assert problems(pack) == [
        f'{focus}:{line} activity "{"s" * 60}": the full code "focus-year/{name}" is longer'
        " than 121 characters"
    ]


def test_two_plans_of_one_code_are_told(tmp_path):
    pack = copy_of_prairie(tmp_path)
    line = change(pack, "year-plans/focus-year.yaml", "code: focus-year", "code: area-renewal")
    assert problems(pack)[1:] == [
        f'year-plans/focus-year.yaml:{line} the code "area-renewal" is also that of the plan in'
        " area-renewal"
    ]
