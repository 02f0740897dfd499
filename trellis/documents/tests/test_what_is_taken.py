"""Which files are taken, which are refused, and with which sentence."""

import io

import pytest
import xlsxwriter

from trellis.documents import media, office
from trellis.documents.errors import Unsafe
from trellis.documents.sniffing import (
    ARCHIVE,
    MARKUP,
    OLD_OFFICE,
    PICTURE,
    PROGRAM,
    RICH_TEXT,
    TWO_FACED,
    UNKNOWN,
    sniff,
)
from trellis.documents.tests import corpus
from trellis.documents.tests.corpus import JPEG, PDF, PNG

pytestmark = pytest.mark.pure


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Plan").write(0, 0, "Step")
    return out.getvalue()


GOOD = {
    "pdf": (PDF, media.PDF),
    "png": (PNG, media.PNG),
    "jpeg": (JPEG, media.JPEG),
    "docx": (corpus.office("docx"), media.DOCX),
    "xlsx": (corpus.office("xlsx"), media.XLSX),
    "xlsx as a library writes it": (workbook(), media.XLSX),
    "xlsx with printer settings": (
        corpus.office("xlsx", {"xl/printerSettings/p1.bin": b"x"}),
        media.XLSX,
    ),
    "pptx with a chart's workbook": (
        corpus.office("pptx", {"ppt/embeddings/chart.xlsx": workbook()}),
        media.PPTX,
    ),
    "text": ("Minutes of the meeting – all agreed.\n".encode(), media.TEXT),
    "text that begins like a bitmap": (b"BMI and MZ are words too.", media.TEXT),
    "text from an old export": ("Añadir señal".encode("cp1252"), media.TEXT),
    "text with a byte-order mark": ("\ufeffPlan".encode("utf-16"), media.TEXT),
    "text that is long": (("Größe\n" * 40_000).encode(), media.TEXT),
    "text with a smaller sign": (b"5 < 6 and a<b", media.TEXT),
    "calendar": (corpus.ICS, media.CALENDAR),
}

HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
JAR = corpus.archive({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe\xba\xbe"})

HOSTILE = {
    "nothing": (b"", "The file is empty."),
    "web page": (HTML, MARKUP),
    "web page after blanks": (b"\n" * 9000 + HTML, MARKUP),
    "web page in UTF-16": (HTML.decode().encode("utf-16"), MARKUP),
    "web page after words": (b"hello " + HTML, MARKUP),
    "picture that runs scripts": (SVG, MARKUP),
    "XML": (b'\xef\xbb\xbf<?xml version="1.0"?><a/>', MARKUP),
    "comment before a web page": (b"<!-- x --><html>", MARKUP),
    "program": (corpus.EICAR_LIKE, PROGRAM),
    "program of Linux": (b"\x7fELF\x02\x01\x01\0", PROGRAM),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", PROGRAM),
    "PHP": (b"<?php system($_GET[1]);", PROGRAM),
    "batch file": (b"@echo off\r\ndel *", PROGRAM),
    "shortcut": (b"[InternetShortcut]\r\nURL=file://x", PROGRAM),
    "zip": (corpus.archive({"a.txt": "x"}), ARCHIVE),
    "jar": (JAR, ARCHIVE),
    "gzip": (b"\x1f\x8b\x08\0\0\0\0\0", ARCHIVE),
    "tar": (corpus.tar(), ARCHIVE),
    "rar": (b"Rar!\x1a\x07\x01\0", ARCHIVE),
    "old or locked Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", OLD_OFFICE),
    "RTF": (b"{\\rtf1 {\\object}}", RICH_TEXT),
    "GIF": (b"GIF89a\1\0\1\0", PICTURE),
    "GIF that is a script": (b"GIF89a=1;alert(1)", PICTURE),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0", PICTURE),
    "PDF behind a web page": (b"\0<b>" + PDF, "Something stands before the beginning of this PDF."),
    "PDF in a picture": (PNG[:8] + PDF, "This picture is damaged."),
    "PDF with a web page in its head": (PDF + HTML, TWO_FACED),
    "PDF and zip": (PDF + corpus.archive({"a": "x"}), TWO_FACED),
    "picture and jar": (JPEG + JAR, TWO_FACED),
    "picture and rar": (JPEG + b"\0" * 70_000 + b"Rar!\x1a\x07\0", TWO_FACED),
    "picture with something behind": (PNG + JAR, "Something hides behind the end"),
    "half a picture": (PNG[:-8], "This picture is damaged."),
    "picture without parts": (b"\xff\xd8\xff\xd9", "This picture is damaged."),
    "text with a zero": (b"hello\0world", UNKNOWN),
    "noise": (bytes(range(256)), UNKNOWN),
    "half of UTF-16": (b"\xff\xfea", UNKNOWN),
}

OFFICE = {
    "macros by part": (corpus.with_part("word/vbaProject.bin"), office.MACROS),
    "macros by type": (
        corpus.office(main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        office.MACROS,
    ),
    "old macro sheets": (corpus.office("xlsx", {"xl/macrosheets/sheet1": "x"}), office.MACROS),
    "controls": (corpus.with_part("word/activeX/activeX1.xml"), office.MACROS),
    "a program inside": (corpus.with_part("word/media/run.exe"), office.TRICKS),
    "a path upward": (corpus.with_part("../../etc/passwd"), office.TRICKS),
    "a path from the root": (corpus.with_part("/etc/passwd"), office.TRICKS),
    "a path of Windows": (corpus.with_part("C:\\a"), office.TRICKS),
    "one name in two cases": (corpus.office("docx", {"word/A": "1", "word/a": "2"}), office.TRICKS),
    "a bomb": (corpus.office("xlsx", {"xl/sheet": b"0" * 12_000_000}), office.BOMB),
    "overlapping parts": (corpus.overlapping(), office.BOMB),
    "too many parts": (corpus.office("docx", {f"p{n}": "" for n in range(5001)}), office.BOMB),
    "something before": (b"GIF89a" + corpus.office(), PICTURE),
    "a broken end": (corpus.office()[:-4], office.DAMAGED),
    "a comment behind": (corpus.office()[:-2] + b"\x04\0evil", office.DAMAGED),
    "a wrong checksum": (corpus.damaged(), office.DAMAGED),
    "no type of its own": (corpus.office(main_type="text/plain"), office.NOT_OFFICE),
    "a table of contents too long": (
        corpus.archive({corpus.CONTENTS: b" " * 2_000_000, "word/document.xml": "x"}),
        office.NOT_OFFICE,
    ),
}


@pytest.mark.parametrize("what", GOOD)
def test_ordinary_files_are_taken_for_what_they_are(what):
    content, expected = GOOD[what]
    assert sniff(io.BytesIO(content), "a") == expected


def test_text_is_csv_when_its_name_says_so():
    assert sniff(io.BytesIO(b"a,b\n1,2\n"), "Plan.CSV") == media.CSV


@pytest.mark.parametrize("what", [*HOSTILE, *OFFICE])
def test_other_files_are_refused_with_a_sentence(what):
    content, sentence = {**HOSTILE, **OFFICE}[what]
    with pytest.raises(Unsafe) as refused:
        sniff(io.BytesIO(content), "plan.pdf")
    assert str(refused.value)[: len(sentence)] == sentence


def test_a_locked_part_is_told_from_a_broken_one():
    content = bytearray(corpus.office())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Unsafe, match="without a password"):
        sniff(io.BytesIO(bytes(content)), "a.docx")
