"""Hostile files are refused with a sentence, or read as harmless text, in little memory."""

import gzip
import io
import json
import re
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from trellis.kit.tables import Unreadable, read_table

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[3]
TYPES = '<?xml version="1.0"?><Types xmlns="x"/>'
BOOK = (
    '<workbook xmlns="m" xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets>'
    "</workbook>"
)
RELATIONS = (
    '<Relationships xmlns="p"><Relationship Id="a" Target="worksheets/s.xml"/></Relationships>'
)
SHEET = '<worksheet xmlns="m"><sheetData>{}</sheetData></worksheet>'
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>Code</t></is></c></row>'


def book(rows="", *, shared=None, sheet=None, more=(), size=None):
    """A workbook by hand, since no program would write these."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/s.xml", sheet or SHEET.format(HEADER + rows))
        if shared:
            archive.writestr("xl/sharedStrings.xml", shared)
        for name, content in more:
            archive.writestr(name, content)
    return target.getvalue()


def bomb_of_zeros(megabytes):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        with archive.open("xl/worksheets/s.xml", "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b" " * 1_048_576)
    return target.getvalue()


def lying_bomb():
    """Says it is small, unpacks to far more."""
    content = bytearray(bomb_of_zeros(300))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/s.xml"))
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(content)


def gzip_of_zeros(gigabytes):
    """A stream that unpacks to many gigabytes, built from repeated members."""
    return gzip.compress(b"a,b\n" + b"1,2\n" * 4_000_000, mtime=0) * (gigabytes * 64)


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    + SHEET.format(HEADER + '<row><c t="inlineStr"><is><t>&b;</t></is></c></row>')
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SHEET.format(HEADER)
LONG_SHARED = '<sst xmlns="m"><si><t>' + "x" * 200_000 + "</t></si></sst>"
MANY_SHARED = '<sst xmlns="m">' + "".join(
    f"<si><t>{number * 7919 % 999_983}</t></si>" for number in range(1_050_000)
)

CASES = {
    "zip bomb": (lambda: bomb_of_zeros(300), "unpacks to far more"),
    "lying zip bomb": (lying_bomb, "damaged"),
    "gzip of ten gigabytes": (lambda: gzip_of_zeros(10), "holds more than 64 MB"),
    "entities": (lambda: book(sheet=ENTITIES), "document type declaration"),
    "entity from a file": (lambda: book(sheet=OUTSIDE), "document type declaration"),
    "two cells far apart": (
        lambda: book('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "more than 2,000 columns",
    ),
    "one text for all": (lambda: book(shared=LONG_SHARED), "far too much text"),
    "very many texts": (lambda: book(shared=MANY_SHARED), "far too much text"),
    "an endless tag": (
        lambda: book(sheet='<worksheet xmlns="m" x="' + "y" * 9_000_000 + '"/>'),
        "damaged|unpacks to far more",
    ),
    "a way out": (lambda: book(more=[("../../etc/passwd", "x")]), "not built as"),
    "a drive": (lambda: book(more=[("C:\\x.xml", "x")]), "not built as"),
    "many entries": (
        lambda: book(more=[(f"x/{number}", "") for number in range(2_100)]),
        "not built as",
    ),
    "a plain zip": (lambda: zipped_text(), "This is a ZIP file, not an Excel workbook"),
    "half a workbook": (lambda: book()[:-60], "damaged"),
    "a program as csv": (lambda: b"\x7fELF\x02\x01\x00\x00" * 400, "not a text table"),
    "a picture as csv": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00" * 400, "not a text table"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "old Excel workbook"),
    "a pdf": (lambda: b"%PDF-1.7\n" * 99, "This is a PDF"),
    "utf-16 without a mark": (lambda: "Code,Name\n".encode("utf-16-le"), "not a text table"),
    "neither utf-8 nor windows": (lambda: b"Code,\x81\x8d\x9d\xff\n", "not a text table"),
    "half of a character": (lambda: b"\xff\xfeC\x00o\x00d", "not a text table"),
    "a million columns": (lambda: b"," * 1_000_000 + b"\n", "far too long"),
    "too many columns": (lambda: b"a," * 3_000 + b"\n", "more than 2,000 columns"),
    "a quote never closed": (lambda: b'a,b\n"' + b"1,2\n" * 500_000, "far too long"),
    "a record without end": (lambda: b'a\n"' + b'\n","' * 500_000, "far too long"),
    "a quote in the middle": (lambda: b'a,b\n1,"2"3\n', "begins in line 2 has a quotation mark"),
    "one endless line": (lambda: b"a" * 30_000_000, "far too long"),
    "broken gzip": (lambda: gzip.compress(b"a,b\n" * 9_999)[:-20], "damaged or not complete"),
    "nothing": (lambda: b"", "The file is empty"),
    "only blank lines": (lambda: b"\n , ,\n\n", "The file is empty"),
    "too many rows": (lambda: b"a\n" * 500_010, "more than 500,000 rows"),
}


def zipped_text():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("list.csv", "a,b")
    return target.getvalue()


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_is_refused_with_a_sentence(case):
    make, sentence = CASES[case]
    with (
        pytest.raises(Unreadable, match=sentence) as refused,
        read_table(io.BytesIO(make()), name=case) as table,
    ):
        for _row in table:
            pass
    assert str(refused.value).endswith(".")


def test_only_a_header_is_a_table_without_rows():
    with read_table(io.BytesIO(b"Code,Name\n"), name="x") as table:
        assert (table.header, list(table)) == (["Code", "Name"], [])


def test_text_that_looks_like_a_formula_or_a_path_stays_text():
    content = b"Code,Name\n=cmd|'/c calc'!A1,../../etc/passwd\n"
    with read_table(io.BytesIO(content), name="../../x\0.csv") as table:
        assert [row.cells for row in table] == [["=cmd|'/c calc'!A1", "../../etc/passwd"]]


def test_no_hostile_file_takes_more_than_256_mb(tmp_path):
    files = []
    for number, (make, _sentence) in enumerate(CASES.values()):
        files.append(tmp_path / str(number))
        files[-1].write_bytes(make())
    command = [sys.executable, "-m", __name__, *map(str, files)]
    answer = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    peaks = dict(zip(CASES, json.loads(answer.stdout), strict=True))
    assert {case: peak for case, peak in peaks.items() if peak > 256} == {}


def measure(paths):
    """Peak memory after each file, in MB; runs in a process of its own."""
    peaks = []
    for path in paths:
        try:
            with read_table(path, name=path) as table:
                for _row in table:
                    pass
        except Unreadable:
            pass
        peaks.append(peak_mb())
    return peaks


def peak_mb():
    """From the system, since `getrusage` counts what the process that started this one held."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(measure(sys.argv[1:])))
