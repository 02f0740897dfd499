"""The closed list of file types that are taken, and of names that never are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Media:
    """A type of file: what it is called on the wire, and the endings its name may have."""

    type: str
    endings: tuple[str, ...]
    """The first one is given to a name without a fitting ending."""


_OFFICE = "application/vnd.openxmlformats-officedocument."

PDF = Media("application/pdf", ("pdf",))
PNG = Media("image/png", ("png",))
JPEG = Media("image/jpeg", ("jpg", "jpeg"))
DOCX = Media(f"{_OFFICE}wordprocessingml.document", ("docx",))
XLSX = Media(f"{_OFFICE}spreadsheetml.sheet", ("xlsx",))
PPTX = Media(f"{_OFFICE}presentationml.presentation", ("pptx",))
CALENDAR = Media("text/calendar", ("ics",))
CSV = Media("text/csv", ("csv",))
TEXT = Media("text/plain", ("txt", "md", "tsv"))

TAKEN = (PDF, PNG, JPEG, DOCX, XLSX, PPTX, CALENDAR, CSV, TEXT)
ENDINGS = frozenset(ending for media in TAKEN for ending in media.endings)
"""Endings that belong to a type we take."""

RUNNABLE = frozenset(
    (
        *("ade", "app", "appx", "bat", "bin", "chm", "cmd", "com", "cpl", "dll", "exe", "gadget"),
        *("hta", "htm", "html", "inf", "ins", "iso", "jar", "js", "jse", "lnk", "mht", "mhtml"),
        *("msc", "msi", "msp", "pif", "pl", "ps1", "psm1", "py", "rb", "reg", "scf", "scr", "sct"),
        *("sh", "shtml", "svg", "svgz", "swf", "url", "vb", "vbe", "vbs", "wsf", "wsh", "xht"),
        *("xhtml", "xll", "xml", "xsl", "xslt"),
        *("docm", "dotm", "potm", "ppam", "ppsm", "pptm", "xlam", "xlsm", "xltm"),
    )
)
"""Endings that a computer runs or a browser renders: refused whatever the content."""
