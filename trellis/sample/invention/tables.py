"""The files in which the invented state reaches the product: in the forms that states publish."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random

from trellis.programs.texts import say
from trellis.sample.invention.places import School, State

DIRECTORY = (
    *("CountyName", "RecType", "Region-2\nCounty-3\nDistrict-4", "Type", "School"),
    *("RCDTS", "FacilityName", "NCES ID", "City", "Grades served"),
)
DESIGNATIONS = (
    *("Code", "Name", "Designation", "Grade band", "Reasons", "Student groups"),
    *("ELA proficiency", "Math proficiency", "Attendance", "Graduation rate"),
)
OFFICES = {"regional-office": "ROE", "service-center": "ISC"}
GROUPS = (
    *("children-with-disabilities", "low-income", "english-learners"),
    *("black", "hispanic", "multiracial"),
)


def write_directory(state: State, path: Path) -> int:
    """Write the directory as the state publishes it, with city and grades; answers the rows."""
    rows = [
        _row("", OFFICES[office.kind], office.organization, say(office.name, "en"))
        for office in state.offices
        if office.kind in OFFICES
    ]
    for district in state.districts:
        rows.append(_row(district.county, "Dist", district.code, district.name, district.place))
        rows += [
            _row(district.county, one.type, one.code, one.name, one.city, one.grades)
            for one in district.schools
        ]
    alone = state.alone
    rows.append(_row("", alone.type, alone.code, alone.name, alone.city, alone.grades))
    return _write(path, DIRECTORY, rows)


def _row(
    county: str, kind: str, code: str, name: str, city: str = "", grades: str = ""
) -> list[str]:
    parts = [code[:9], code[9:11], code[11:]]
    return [county, kind, *parts, code, name, "", city, grades]


def write_designations(state: State, path: Path, *, seed: int) -> int:
    """Write what the state says of every school, with reasons; answers the rows."""
    rng = Random(f"designations {seed}")  # noqa: S311 - only invented figures
    rows: list[list[str]] = []
    for one in state.schools:
        if one.span == "p":  # spans both bands, so it has a designation for each
            rows.append([*_said(one, one.label, "es", rng), *_figures(one.label, "", rng)])
            rows.append([*_said(one, "comprehensive", "hs", rng), *_figures(one.label, "h", rng)])
        else:
            rows.append([*_said(one, one.label, "", rng), *_figures(one.label, one.span, rng)])
    return _write(path, DESIGNATIONS, rows)


EARLIER = {
    "intensive": ("comprehensive", "comprehensive", "comprehensive", "targeted"),
    "comprehensive": ("comprehensive", "comprehensive", "commendable"),
    "targeted": ("targeted", "commendable"),
    "developing": ("commendable",),
    "approaching": ("commendable",),
    "commendable": ("commendable", "commendable", "commendable", "exemplary", "targeted"),
    "exemplary": ("exemplary", "commendable"),
}
"""What schools were designated a year before, in the words of then, by what they are now."""

TERMS = ("planning", "year-1", "year-2", "year-3")
STATUSES = ("Code", "Name", "Status", "Cohort", "Term")


def write_earlier(state: State, path: Path, *, seed: int) -> dict[str, str]:
    """Write what the state said of every school a year before; answers the label by code."""
    rng = Random(f"a year before {seed}")  # noqa: S311 - only invented figures
    labels, rows = {}, []
    for one in state.schools:
        label = rng.choice(EARLIER[one.label])
        labels[one.code] = label
        rows.append([*_said(one, label, "", rng), *_figures(label, "", rng)])
    _write(path, DESIGNATIONS, rows)
    return labels


def write_statuses(state: State, path: Path, labels: Mapping[str, str], *, start: int) -> int:
    """Write the support status of last year, of schools that run no year now; answers the rows."""
    held = [
        one
        for one in state.schools
        if one.label != "intensive" and labels[one.code] in ("comprehensive", "targeted")
    ]
    rows = []
    for number, one in enumerate(held):
        # Whoever needs no support any more is at the end of the cycle, the others are within it.
        within = number % (len(TERMS) - 1) if one.label in ("comprehensive", "targeted") else 3
        rows.append([one.code, one.name, labels[one.code], str(start - 1 - within), TERMS[within]])
    return _write(path, STATUSES, rows)


def _said(one: School, label: str, band: str, rng: Random) -> list[str]:
    reasons, groups = "", ""
    if label == "intensive":
        reasons = "school-after-cycle"
    elif label == "comprehensive":
        upper = one.span == "h" and rng.random() < 0.5
        reasons = "low-graduation" if upper else "lowest-performing"
    elif label == "targeted":
        reasons = "group-lowest"
        groups = "; ".join(rng.sample(GROUPS, rng.choice((1, 1, 2))))
    return [one.code, one.name, label, band, reasons, groups]


def _figures(label: str, span: str, rng: Random) -> list[str]:
    middle = {
        "intensive": 9, "comprehensive": 13, "targeted": 27, "developing": 31, "approaching": 38,
        "commendable": 47, "exemplary": 63,
    }[label]  # fmt: skip
    language = max(2.0, rng.gauss(middle, 3))
    absent = max(4.0, rng.gauss(52 - middle * 0.6, 4))
    found = [language, max(1.5, language - rng.uniform(1, 6)), absent]
    figures = [f"{one:.1f}%" for one in found]
    return [*figures, f"{min(97.0, 58 + middle * 0.6):.1f}%" if span == "h" else ""]


def _write(path: Path, head: Iterable[str], rows: list[list[str]]) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(head)
        sheet.writerows(rows)
    return len(rows)
