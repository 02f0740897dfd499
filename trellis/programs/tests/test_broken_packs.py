"""Every slip in a pack is told by file and line, with what is wrong and what may be meant.

Each case changes one place of the invented state's pack. In the sentence, `{line}` is the line of
the change, `{next}` the one after it.
"""

import pytest

from trellis.programs.schema.roles import Capability
from trellis.programs.tests.packs import change, copy_of_prairie, problems

pytestmark = pytest.mark.pure

FOCUS = "year-plans/focus-year.yaml"
SHAPES = [
    ("roles.yaml", "status: sample", "staus: sample",
     'roles.yaml:{line} "staus" is not known here; did you mean "status"?'),
    ("roles.yaml", "    single: true\n", "    singel: true\n",
     'roles.yaml:{line} role "head-of-school": "singel" is not known here; did you mean "single"?'),
    ("roles.yaml", "    held_at: school\n", "",
     'roles.yaml:{back4} role "head-of-school": "held_at" is missing'),
    ("roles.yaml", "reach: own", "reach: onw",
     'roles.yaml:{line} role "head-of-school": reach "onw" is not known; it is one of own, below,'
     ' assigned; did you mean "own"?'),
    ("roles.yaml", "year.read, task.do", "year.read, task.dou",
     'roles.yaml:{line} role "head-of-school": capabilities "task.dou" is not known; it is one of '
     + ", ".join(Capability) + '; did you mean "task.do"?'),
    ("roles.yaml", "code: head-of-school", "code: Head of School",
     'roles.yaml:{line} role "Head of School": code "Head of School" is not a code: small letters'
     " and digits, with hyphens or dots between"),
    ("roles.yaml", "single: true", "single: perhaps",
     'roles.yaml:{line} role "head-of-school": single "perhaps" must be true or false'),
    ("pack.yaml", 'version: "3"', "version: 3",
     'pack.yaml:{line} version "3" must be text; put it in quotes'),
    ("pack.yaml", 'version: "3"', "version:",
     "pack.yaml:{line} version is empty; write something or leave the line out"),
    ("pack.yaml", 'version: "3"', 'version: " "', 'pack.yaml:{line} version " " is empty'),
    ("pack.yaml", "state: Prairie", "state: [Prairie]", "pack.yaml:{line} state must be text"),
    ("pack.yaml", "as_of: 2026-05-01", "as_of: spring",
     'pack.yaml:{line} as_of "spring" must be a date like 2026-10-30'),
    ("pack.yaml", "school_year_starts: 8", "school_year_starts: 13",
     'pack.yaml:{line} school_year_starts "13" is more than 12'),
    ("pack.yaml", "school_year_starts: 8", "school_year_starts: August",
     'pack.yaml:{line} school_year_starts "August" must be a whole number'),
    ("pack.yaml", "school_year_starts: 8", "school_year_starts: 0",
     'pack.yaml:{line} school_year_starts "0" is less than 1'),
    ("pack.yaml", '{en: "Prairie Schools Forward", es: "Escuelas Prairie Adelante"}', "7",
     'pack.yaml:{line} name "7" must be text; put it in quotes'),
    ("pack.yaml", 'en: "Prairie Schools Forward"', "en: 7",
     'pack.yaml:{line} en "7" must be text; put it in quotes'),
    ("pack.yaml", 'en: "Prairie Schools Forward"', "en: {en: Forward}",
     "pack.yaml:{line} en must be text"),
    ("pack.yaml", "{code: en, name: English}", "English",
     'pack.yaml:{line} languages "English" must be lines of the form name: value'),
    ("pack.yaml", "    leaf:", "    7:",
     'pack.yaml:{line} the name "7" must be text; put it in quotes'),
    ("pack.yaml", "code: prairie", "code: prairie\ncode: steppe",
     'pack.yaml:{next} "code" stands here twice; first on line 5'),
    ("pack.yaml", "code: prairie", "code: !!str prairie\n<<: {}",
     'pack.yaml:{next} "<<" is not read here; write the lines out'),
    ("pack.yaml", "state: Prairie", "state: !state Prairie",
     'pack.yaml:{line} the tag "!state" is not allowed'),
    ("pack.yaml", "state: Prairie", 'state: "Prai\\0rie"',
     "pack.yaml:{line} there is a character here that nobody can see; remove it"),
    ("pack.yaml", "as_of: 2026-05-01", "as_of: 2026-02-30",
     'pack.yaml:{line} "2026-02-30" can\'t be read here'),
    ("calendar.yaml", "kind: last-day, month: 9", "kind: last-dya, month: 9",
     'calendar.yaml:{line} date "first-visit": rule needs a "kind" that is one of fixed, last-day,'
     ' after, nth-weekday, twice-a-month, span, month; did you mean "last-day"?'),
    ("calendar.yaml", "kind: last-day, month: 9", "month: 9",
     'calendar.yaml:{line} date "first-visit": rule needs a "kind"'),
    ("calendar.yaml", "kind: month, month: 1", "kind: month, moth: 1",
     'calendar.yaml:{line} date "council-decides": "month" is missing\n'
     'calendar.yaml:{line} date "council-decides": "moth" is not known here; did you mean'
     ' "month"?'),
    ("calendar.yaml", "days: [5, 19]", "days: [5, 19, 25]",
     'calendar.yaml:{line} date "network-days": days has more than 2 entries'),
    (FOCUS, "kind: release", "kind:",
     f'{FOCUS}:{{line}} activity "aug-standings": kind is empty; write something or leave the line'
     " out"),
    (FOCUS, "    dates: [standings-out]", "    dates: standings-out",
     f'{FOCUS}:{{line}} activity "aug-standings": dates "standings-out" must be a list, one entry'
     " per line that begins with a hyphen"),
    (FOCUS, "act: meet", "act: met",
     f'{FOCUS}:{{line}} activity "sep-visit", task "head-1": act "met" is not known; it is one of'
     ' do, meet, approve, board, submit; did you mean "meet"?'),
]  # fmt: skip
CROSS = [
    ("pack.yaml", "America/Denver", "America/Denvre",
     'pack.yaml:{line} time_zone "America/Denvre" is not known; did you mean "America/Denver"?'),
    ("pack.yaml", "America/Denver", "../../etc/passwd",
     'pack.yaml:{line} time_zone "../../etc/passwd" is not known'),
    ("pack.yaml", 'version: "3"', f'version: "{"3" * 61}"',
     "pack.yaml:{line} version is longer than 60 characters"),
    ("pack.yaml", "leaf-deep:", "leaf-depe:",
     'pack.yaml:{line} token "leaf-depe" is not in the look; did you mean "leaf-deep"?'),
    ("pack.yaml", '"#54320b"', '"brown;"',
     'pack.yaml:{line} "brown;" is not a color like #1f6b4f'),
    ("pack.yaml", "https://ledger", "javascript://ledger",
     'pack.yaml:{line} system "ledger": url "javascript://ledger.prairie.example" must begin with'
     " https:// or http://"),
    ("pack.yaml", 'es: "Área"', 'fr: "Aire"',
     'pack.yaml:{line} language "fr" is not in pack.yaml'),
    ("pack.yaml", 'en: "Area", ', "",
     'pack.yaml:{line} the text in "en", the first language of pack.yaml, is missing'),
    ("organizations.yaml", "code: workshop", "code: campus",
     'organizations.yaml:{line} kind "campus": the code "campus" stands in this list 2 times'),
    ("roles.yaml", "appoints: [improvement-circle,", "appoints: [improvment-circle,",
     'roles.yaml:{line} role "head-of-school": role "improvment-circle" is not in roles.yaml; did'
     ' you mean "improvement-circle"?'),
    ("roles.yaml", "does_tasks_of: [area-office]", "does_tasks_of: [area-offce]",
     'roles.yaml:{line} role "area-superintendent": role "area-offce" is not in roles.yaml; did you'
     ' mean "area-office"?'),
    ("roles.yaml", "does_tasks_of: [area-office]", "does_tasks_of: [area-superintendent]",
     'roles.yaml:{line} role "area-superintendent": does_tasks_of names the role itself'),
    ("roles.yaml", "vacancy_falls_to: unit-advisor", "vacancy_falls_to: nobody",
     'roles.yaml:{line} role "network-lead": role "nobody" is not in roles.yaml'),
    ("roles.yaml", "vacancy_falls_to: unit-advisor", "vacancy_falls_to: network-lead",
     'roles.yaml:{line} role "network-lead": vacancies fall in a circle: network-lead >'
     " network-lead"),
    ("calendar.yaml", "date: standings-out", "date: standing-out",
     'calendar.yaml:{line} date "circle-named": date "standing-out" is not in calendar.yaml; did'
     ' you mean "standings-out"?'),
    ("calendar.yaml", "date: standings-out", "date: circle-named",
     'calendar.yaml:{line} date "circle-named": dates count from each other: circle-named >'
     " circle-named"),
    ("calendar.yaml", "month: 12, day: 11", "month: 11, day: 31",
     'calendar.yaml:{line} date "focus-due": day is 31, but month 11 ends on 30'),
    ("calendar.yaml", "first: 12", "first: 24",
     'calendar.yaml:{back3} date "walkthroughs": first must not come after last'),
    ("calendar.yaml", "in the second half of October", "x" * 121,
     'calendar.yaml:{back5} date "walkthroughs": words are longer than 120 characters'),
    ("calendar.yaml", "days: [5, 19]", "days: [19, 5]",
     'calendar.yaml:{line} date "network-days": the first of days must come before the second'),
    ("calendar.yaml", "nth: 2", "nth: 0",
     'calendar.yaml:{line} date "standings-out": nth is 1 to 5, or -1 for the last'),
    ("vocabulary.yaml", "number: 2", "number: 1",
     'designations.yaml:25 vocabulary "colors", term "watch": level 2 is not in vocabulary.yaml\n'
     'vocabulary.yaml:{line} support level "near": level 1 stands here twice'),
    ("resources.yaml", "audience: [head-of-school, imp", "audience: [head-of-schol, imp",
     'resources.yaml:{line} resource "circle-guide": role "head-of-schol" is not in roles.yaml; did'
     ' you mean "head-of-school"?'),
    ("resources.yaml", "https://learning.prairie.example/circle", "learning.prairie.example/circle",
     'resources.yaml:{line} resource "circle-guide": url "learning.prairie.example/circle" must'
     " begin with https://, http://, mailto: or tel:"),
    ("exceptions.yaml", "plan: focus-year", "plan: focus-yaer",
     'exceptions.yaml:{line} exception "own-walkthrough": plan "focus-yaer" is not in year-plans;'
     ' did you mean "focus-year"?'),
    ("exceptions.yaml", "[walkthrough]", "[walkthru]",
     'exceptions.yaml:{line} exception "own-walkthrough": tag "walkthru" is not in the tags of plan'
     ' focus-year; did you mean "walkthrough"?'),
    ("exceptions.yaml", "mar-money.area-1", "mar-money.area-7",
     'exceptions.yaml:{line} exception "own-walkthrough": task "mar-money.area-7" is not in plan'
     ' focus-year; did you mean "mar-money.area-2"?'),
    ("exceptions.yaml", "    tags: [walkthrough]\n    tasks: [mar-money.area-1]\n", "",
     'exceptions.yaml:{back3} exception "own-walkthrough": neither tags nor tasks say what is not'
     " owed"),
    ("exceptions.yaml", "[NF214D00]", "[]",
     'exceptions.yaml:{line} exception "own-walkthrough": no organization is named'),
    ("exceptions.yaml", "[NF214D00]", f"[{'N' * 41}]",
     f'exceptions.yaml:{{line}} exception "own-walkthrough": "{"N" * 41}" is no code of an'
     " organization"),
]  # fmt: skip
PLANS = [
    ("of: school", "of: other",
     "{line} a year is run by a state, office, district or school"),
    ("code: october, month: 10", "code: october, month: 9",
     '{line} month "october": month "october" must come after "september"'),
    ("month: september\n    kind: meeting", "month: april\n    kind: meeting",
     '{next19} activity "oct-walk": activities stand in the order of the months; this one comes'
     " too late"),
    ("    month: september\n", "    month: septembre\n",
     '{line} activity "sep-visit": month "septembre" is not in the months of the plan; did you mean'
     ' "september"?'),
    ("dates: [midyear-count]", "dates: [midyear-cuont]",
     '{line} activity "feb-count": date "midyear-cuont" is not in calendar.yaml; did you mean'
     ' "midyear-count"?'),
    ("due: midyear-count", "due: midyear",
     '{line} activity "feb-count", task "head-1": date "midyear" is not in calendar.yaml; did you'
     ' mean "midyear-count"?'),
    ("resources: [circle-guide, circle-film]", "resources: [circle-giude, circle-film]",
     '{line} activity "aug-circle": resource "circle-giude" is not in resources.yaml; did you mean'
     ' "circle-guide"?'),
    ("condition: spare-money", "condition: spare",
     '{line} activity "apr-spare": condition "spare" is not in the conditions of the plan; did you'
     ' mean "spare-money"?'),
    ("activity: oct-walk", "activity: oct-wlak",
     '{line} activity "dec-plan": activity "oct-wlak" is not in this plan; did you mean'
     ' "oct-walk"?'),
    ("activity: oct-walk", "activity: dec-plan",
     '{line} activity "dec-plan": the activity names itself'),
    ("until: feb-count", "until: feb-cuont",
     '{line} activity "mar-council": activity "feb-cuont" is not in this plan; did you mean'
     ' "feb-count"?'),
    ("system: ledger", "system: legder",
     '{line} activity "mar-money", task "area-1": system "legder" is not in pack.yaml; did you mean'
     ' "ledger"?'),
    ("starts_with: improvement-circle", "starts_with: improvement-cirlce",
     '{line} activity "aug-circle", task "circle-1": role "improvement-cirlce" is not in'
     ' roles.yaml; did you mean "improvement-circle"?'),
    ("tags: [walkthrough]", "tags: [walktrough]",
     '{line} activity "oct-walk", task "head-1": tag "walktrough" is not in the tags of the plan;'
     ' did you mean "walkthrough"?'),
    ("      network-lead:", "      network-laed:",
     '{line} activity "aug-standings": role "network-laed" is not in roles.yaml; did you mean'
     ' "network-lead"?'),
    ("      network-lead:", "      area-superintendent:",
     '{line} activity "aug-standings": role "area-superintendent" has no column in the year plan'
     " (in_matrix: false)"),
    ("scope: state, due: standings-out", "scope: other, due: standings-out",
     '{line} activity "aug-standings", task "desk-1": a deed is owed by a state, office, district'
     " or school"),
    ("scope: school, act: board, deed", "scope: district, act: board, deed",
     '{next2} activity "jan-council", task "area-1": deed "plan-decision" has scope district in'
     ' jan-council.head-1\n{next4} activity "jan-council", task "council-1": deed "plan-decision"'
     " has scope district in jan-council.head-1"),
    ("scope: school, act: board, deed", "scope: school, act: meet, deed",
     '{line} activity "jan-council", task "head-1": a meeting is no shared deed; each role attends'
     " for itself"),
    ("act: board, deed", "each_member: true, deed",
     '{line} activity "jan-council", task "head-1": a shared deed is done once; each_member asks'
     " every person"),
    ("          reason: The poster names no sender; taken as the department.\n", "",
     '{back5} activity "nov-reminder", task "desk-1": mark inferred needs a reason'),
    ("due: year-closes}", "due: year-closes, active: false}",
     '{line} activity "apr-close", task "head-1": an inactive task names a due date that needs to'
     " be confirmed"),
    ("{code: head-2, text: {en: \"Sum up", "{code: head-1, text: {en: \"Sum up",
     '{line} activity "oct-walk", task "head-1": the code "head-1" stands in this list 2 times'),
    ("{code: circle-1, text: {en: \"Walk and", "{code: head-1, text: {en: \"Walk and",
     '{back5} activity "oct-walk": the task code "head-1" stands in this activity 2 times'),
    ("Seeing lessons together shows more than any table.", "so " * 26,
     '{line} activity "oct-walk": why has 26 words; 25 is the most'),
    ("      program-desk:\n        - {code: desk-1, text: {en: \"Invite every campus\", es:"
     " \"Invite a todos los planteles\"}, scope: state}", "      program-desk: []",
     '{line} activity "nov-network": the cell of "program-desk" is empty; leave it out'),

]  # fmt: skip


def told(sentences: str, line: int) -> list[str]:
    """The expected sentences with their lines filled in."""
    lines = {"line": line, "next": line + 1, "back": line - 1}
    lines |= {f"next{step}": line + step for step in range(2, 40)}
    lines |= {f"back{step}": line - step for step in range(2, 10)}
    return sentences.format(**lines).split("\n")


@pytest.mark.parametrize(("file", "old", "new", "sentence"), SHAPES + CROSS)
def test_a_slip_is_told_by_file_and_line(tmp_path, file, old, new, sentence):
    pack = copy_of_prairie(tmp_path)
    line = change(pack, file, old, new)
    assert problems(pack) == told(sentence, line)


@pytest.mark.parametrize(("old", "new", "sentence"), PLANS)
def test_a_slip_in_a_year_plan_is_told_by_file_and_line(tmp_path, old, new, sentence):
    pack = copy_of_prairie(tmp_path)
    line = change(pack, FOCUS, old, new)
    assert problems(pack) == [f"{FOCUS}:{one}" for one in told(sentence, line)]
