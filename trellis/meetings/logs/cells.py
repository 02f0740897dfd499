"""Cells of a log: days as text or as a workbook counts them, lengths, whole texts."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.names import visible
from trellis.kit.tables import Row
from trellis.meetings.logs.schema import LogLayout
from trellis.organizations.imports.cells import Cells, Wrong

EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
FORMS = {
    "month-first": ("%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%B %d, %Y", "%b %d, %Y"),
    "day-first": ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"),
}
FIRST = date(1990, 1, 1)
LONGEST_MEETING, SHORTEST_MEETING = 600, 5


def day(cells: Cells, row: Row, layout: LogLayout) -> date:
    """The day of a row; Wrong where it is none, or has not come yet."""
    said = " ".join(cells.cell(row, "date").split())
    if not said:
        raise Wrong("date", _("has no day. Fill it in, or take the line out."))
    found = _counted(cells, row, said) or _written(said, layout)
    if found is None or found < FIRST:
        words = {"text": said[:40]}
        raise Wrong("date", _("“%(text)s” is not a day. Write it as 2026-07-01.") % words)
    if found > clock.today():
        raise Wrong("date", _("has not come yet. Plan the meeting instead, or correct the day."))
    return found


def _counted(cells: Cells, row: Row, said: str) -> date | None:
    """A day that a workbook stores as the number of days since its first one."""
    if not cells.is_number(row, "date") or not re.fullmatch(r"\d{4,5}(\.\d+)?", said):
        return None
    return (EPOCH_1904 if row.since_1904 else EPOCH) + timedelta(days=int(float(said)))


def _written(said: str, layout: LogLayout) -> date | None:
    plain = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?( ?[AaPp][Mm])?$", "", said)
    for form in FORMS[layout.days]:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007  - a day, not a moment
        except ValueError:
            continue
    return None


def minutes(cells: Cells, row: Row, layout: LogLayout, *, usual: int | None) -> int:
    """How long it took; the `usual` where the cell is empty. Wrong for what makes no sense."""
    said = cells.cell(row, "minutes").strip()
    if not said and usual is not None:
        return usual
    if not said:
        raise Wrong("minutes", _("is empty. Say how many minutes the help took."))
    found = _length(said, layout)
    if found is None:
        words = {"text": said[:40]}
        raise Wrong("minutes", _("“%(text)s” is no length. Write 45, or 0:45.") % words)
    least = SHORTEST_MEETING if usual is not None else 1
    if not least <= found <= LONGEST_MEETING:
        limits = {"count": found, "least": least, "most": LONGEST_MEETING}
        text = _("is %(count)s minutes; it takes from %(least)s to %(most)s. Correct it.")
        raise Wrong("minutes", text % limits)
    return found


def _length(said: str, layout: LogLayout) -> int | None:
    clocked = re.fullmatch(r"(\d{1,2}):(\d{2})(:\d{2})?", said)
    if clocked:
        return int(clocked[1]) * 60 + int(clocked[2])
    told = re.fullmatch(r"(\d{1,4}(?:[.,]\d{1,4})?)\s*(m|min|mins|minutes?|h|hrs?|hours?)?\.?",
                        said, re.IGNORECASE)  # fmt: skip
    if told is None:
        return None
    number = float(told[1].replace(",", "."))
    unit = (told[2] or layout.minutes_in)[0].lower()
    return round(number * 60) if unit == "h" else round(number)


def longer(cells: Cells, row: Row, name: str, most: int) -> str:
    """A text of several lines, without marks that nobody sees; Wrong where it is too long."""
    text = visible(cells.cell(row, name).replace("\r\n", "\n").replace("_x000D_", "")).strip()
    if len(text) > most:
        words = {"most": f"{most:,}"}
        raise Wrong(name, _("is longer than %(most)s characters. Shorten it.") % words)
    return text
