"""Tables of people's files are read whatever the program that wrote them."""

import gzip
import io
from datetime import date, datetime

import pytest
import xlsxwriter

from trellis.kit.tables import Row, Unreadable, fold, match_columns, read_table, safe_cell
from trellis.kit.workbook import xlsx

pytestmark = pytest.mark.pure

TEXT = "Code,Name\r\n010,Peña\r\n"
ROWS = [Row(2, ["010", "Peña"])]


def read(content, **limits):
    with read_table(io.BytesIO(content), name="list.csv", **limits) as table:
        return table.header, list(table), table.notes


@pytest.mark.parametrize(
    ("content", "noted"),
    [
        (TEXT.encode(), []),
        (TEXT.encode("utf-8-sig"), []),
        (TEXT.encode("utf-16"), []),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), []),
        (gzip.compress(TEXT.encode(), mtime=0), ["The file was packed by gzip."]),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big endian", "gzip"],
)
def test_a_list_reads_the_same_in_every_usual_encoding(content, noted):
    assert read(content) == (["Code", "Name"], ROWS, noted)


def test_windows_text_is_read_and_the_reader_is_told():
    header, rows, notes = read(TEXT.encode("cp1252"))
    assert (header, rows, len(notes)) == (["Code", "Name"], ROWS, 1)
    assert notes[0].startswith("The file is not UTF-8; it was read as Windows-1252.")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_cells_may_be_divided_by_any_usual_mark(mark):
    assert read(f"Code{mark}Name\n010{mark}Peña\n".encode())[:2] == (["Code", "Name"], ROWS)


def test_a_file_may_say_its_own_mark():
    assert read(b"sep=;\r\nA,B;Name\r\n1;2\r\n")[0] == ["A,B", "Name"]


def test_lines_are_counted_as_an_editor_counts_them():
    content = b'Code,"Region-2\nCounty-3"\n\n1,"two\r\nlines"\n2,x\n'
    header, rows, _ = read(content)
    assert header == ["Code", "Region-2\nCounty-3"]
    assert rows == [Row(4, ["1", "two\r\nlines"]), Row(6, ["2", "x"])]


def test_a_short_row_is_filled_and_a_long_one_kept():
    assert read(b"a,b,c\n1\n1,2,3,4\n1,2,3,,\n")[1] == [
        Row(2, ["1", "", ""]),
        Row(3, ["1", "2", "3", "4"]),
        Row(4, ["1", "2", "3"]),
    ]


def workbook(*sheets):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    day = book.add_format({"num_format": "m/d/yy"})
    for name, rows in sheets:
        page = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(line, column, value, day)
                else:
                    page.write(line, column, value)
    book.close()
    return target.getvalue()


def test_a_workbook_gives_text_days_and_says_which_cells_are_numbers():
    content = workbook(
        ("Cover", []),
        (
            "Schools",
            [
                ["Code", "Name", "From", "Share"],
                [10010010260000, "Peña", date(2026, 7, 1), 0.5],
                ["010", "Lincoln", datetime(2026, 7, 1, 13, 30), -3],
            ],
        ),
    )
    assert read(content) == (
        ["Code", "Name", "From", "Share"],
        [
            Row(2, ["10010010260000", "Peña", "2026-07-01", "0.5"], frozenset({0, 3})),
            Row(3, ["010", "Lincoln", "2026-07-01 13:30:00", "-3"], frozenset({3})),
        ],
        [
            "The workbook has 2 sheets; “Schools” was read.",
            "Empty sheets before it were passed over.",
        ],
    )


def test_a_formula_is_read_as_the_value_that_was_stored():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet()
    page.write_row(0, 0, ["Code", "Name"])
    page.write_formula(1, 0, '=CONCAT("0","10")', value="010")
    page.write_formula(1, 1, '=WEBSERVICE("http://example.org")', value="Lincoln")
    book.close()
    assert read(target.getvalue())[1] == [Row(2, ["010", "Lincoln"])]


def test_what_is_written_comes_back_as_text_and_never_as_a_formula():
    content = xlsx(["Code", "Name"], [["=1+1", "@x"], ["010", None]], sheet="A/B")
    assert read(content)[:2] == (
        ["Code", "Name"],
        [Row(2, ["=1+1", "@x"]), Row(3, ["010", ""])],
    )


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("+cmd|'/c calc'!A1", "'+cmd|'/c calc'!A1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("-12.5", "-12.5"),
        (None, ""),
        ("Lincoln", "Lincoln"),
    ],
)
def test_no_cell_of_ours_begins_a_formula(value, cell):
    assert safe_cell(value) == cell


HEADER = ["CountyName", "Region-2\nCounty-3", "RCDTS ", "Nombre de la  Escuéla"]


def test_columns_are_found_without_case_breaks_marks_and_accents():
    wanted = {"code": ["School code", "rcdts"], "name": ["nombre de la escuela"], "nces": ["NCES"]}
    assert match_columns(HEADER, wanted, ["code"]) == {"code": 2, "name": 3}


def test_a_missing_column_is_named_with_those_that_are_there():
    with pytest.raises(Unreadable) as refused:
        match_columns(HEADER, {"code": ["Code", "School id"]}, ["code"])
    assert str(refused.value) == (
        "The file has no column “Code” or “School id”. Its columns are: CountyName, Region-2 "
        "County-3, RCDTS , Nombre de la Escuéla. Choose another file, or name the column so."
    )


def test_a_column_that_stands_twice_is_not_guessed():
    with pytest.raises(Unreadable, match="stands in the file 2 times. Keep one."):
        match_columns(["Code", "CODE"], {"code": ["code"]}, ["code"])


def test_folding_keeps_letters_and_digits_of_any_script():
    assert fold("Ñandú-2 学校") == "nandu2学校"
