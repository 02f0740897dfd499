"""The words of a program, said once per version and language and then only looked up.

Pages show hundreds of lines; each line takes its text, reason and date words from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from trellis.kit import dates
from trellis.kit.school_year import last_of_month
from trellis.organizations.teams.rules import kinds
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.queries import Edition
from trellis.programs.schema.calendar import DateUse, Span
from trellis.programs.schema.lists import Resource
from trellis.programs.schema.year_plan import PlannedActivity, PlannedTask, YearPlan
from trellis.programs.texts import say


@dataclass(frozen=True, slots=True)
class ResourceWords:
    """Something to read or fill in; a link where one is known."""

    title: str
    url: str
    page: str
    """Its page in the library; without a library, its link."""


@dataclass(frozen=True, slots=True)
class SystemWords:
    """The state's own system in which a step happens."""

    name: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class ActivityWords:
    """A row of a year plan as people read it."""

    plan: str
    code: str
    order: int
    title: str
    why: str
    minutes: str
    help: str
    help_url: str
    contact: str
    topics: tuple[str, ...]
    resources: tuple[ResourceWords, ...]
    dates: tuple[str, ...]
    produces: tuple[str, ...]
    after: tuple[tuple[str, str], ...]
    """Code of what usually comes first, and the sentence that says so while it is open."""
    advice: tuple[tuple[str, str], ...]
    """A sentence, and the code of the activity until which it holds."""
    condition: str


@dataclass(frozen=True, slots=True)
class TaskWords:
    """One entry of a cell as people read it."""

    text: str
    activity: ActivityWords
    system: SystemWords | None
    due_code: str
    due_form: str
    span: str
    starts_with: str
    language: str
    starts_with_team: str = ""


@dataclass(frozen=True)
class Words:
    """All of a version in one language, as a year words it."""

    edition: Edition
    language: str
    months: tuple[str, ...]
    """Names of the months by number; the first is empty."""
    from_months: tuple[str, ...]
    """What a card says that comes along from an earlier month, by number."""
    tasks: dict[str, TaskWords]
    activities: dict[str, ActivityWords]
    columns: dict[str, str]
    roles: dict[str, str]
    falls_to_you: dict[str, str]
    """What a line says whose role is vacant and falls to the reader."""
    starts_with: dict[str, str]
    """What a line says that waits for the first holder of a role."""
    starts_with_team: dict[str, str]
    """What a line says that waits for a kind of team."""


def words(version: int, year: int = 0) -> Words:
    """The words of a version in the reader's language, as the year of that start has them."""
    return words_of(programs.edition(version, year))


def words_of(edition: Edition) -> Words:
    """The words of an edition in the reader's language."""
    return _words(edition, get_language() or "en")


@lru_cache(maxsize=24)
def _words(edition: Edition, language: str) -> Words:
    program = programs.worded(edition)
    months = ("", *(str(MONTHS[number]) for number in range(1, 13)))
    found = Words(
        edition=edition,
        language=language,
        months=months,
        from_months=tuple(_("from %s") % name for name in months),
        tasks={},
        activities={},
        columns={code: say(role.column) for code, role in program.roles.items()},
        roles={code: say(role.name) for code, role in program.roles.items()},
        falls_to_you={
            code: _("%s: vacant, falls to you") % say(role.name)
            for code, role in program.roles.items()
        },
        starts_with={
            code: _("Starts once there is a %s") % say(role.name)
            for code, role in program.roles.items()
        },
        starts_with_team={
            kind.code: _("Starts once this team exists: %s") % say(kind.name)
            for kind in kinds(program)
        },
    )
    for plan in program.plans.values():
        for order, activity in enumerate(plan.activities):
            row = _activity(program, plan, order, activity)
            found.activities[f"{plan.code}/{activity.code}"] = row
            for cell in activity.cells.values():
                for task in cell:
                    code = f"{plan.code}/{activity.code}.{task.code}"
                    found.tasks[code] = _task(program, row, task, language)
    return found


def _activity(
    program: Program, plan: YearPlan, order: int, activity: PlannedActivity
) -> ActivityWords:
    known = [program.resources[code] for code in activity.resources if code in program.resources]
    return ActivityWords(
        plan=plan.code,
        code=f"{plan.code}/{activity.code}",
        order=order,
        title=say(activity.title),
        why=say(activity.why),
        minutes=_minutes(activity.minutes or 0),
        help=say(activity.help),
        help_url=activity.help_url,
        contact=say(activity.contact or ""),
        topics=tuple(say(topic) for topic in activity.topics),
        resources=tuple(
            ResourceWords(say(one.title), one.url, _page_of(program, one)) for one in known
        ),
        dates=tuple(activity.dates),
        produces=tuple(say(one) for one in activity.produces),
        after=_after(plan, activity),
        advice=tuple((say(one.text), f"{plan.code}/{one.until}") for one in activity.advice),
        condition=say(plan.conditions[activity.condition]) if activity.condition else "",
    )


def _page_of(program: Program, one: Resource) -> str:
    has_library = "learning" in program.parts
    return reverse("learning:item", args=[one.code]) if has_library else one.url


def _minutes(minutes: int) -> str:
    """ "45 minutes", "2 hours", "2½ hours"."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    if hours < 2 or rest not in (0, 30):
        return ngettext("%d minute", "%d minutes", minutes) % minutes
    return _("%s hours") % (f"{hours}½" if rest else str(hours))


def _after(plan: YearPlan, activity: PlannedActivity) -> tuple[tuple[str, str], ...]:
    titles = {one.code: say(one.title) for one in plan.activities}
    sentence = _("Usually after: %(title)s (not done yet). %(why)s")
    return tuple(
        (
            f"{plan.code}/{one.activity}",
            sentence % {"title": titles[one.activity], "why": say(one.why)},
        )
        for one in activity.after
        if one.activity in titles
    )


def _task(program: Program, row: ActivityWords, task: PlannedTask, language: str) -> TaskWords:
    rule = program.dates.get(task.due or "")
    system = next((one for one in program.pack.systems if one.code == task.system), None)
    return TaskWords(
        text=say(task.text),
        activity=row,
        system=SystemWords(say(system.name), say(system.about), system.url) if system else None,
        due_code=task.due or "",
        due_form=_due_form(rule.use if rule else DateUse.DUE),
        span=say(rule.rule.words) if rule and isinstance(rule.rule, Span) else "",
        starts_with=task.starts_with or "",
        language=language,
        starts_with_team=task.starts_with_team or "",
    )


def _due_form(use: DateUse) -> str:
    """A reminder and the end of a period never carry the word due."""
    forms = {
        DateUse.DUE: _("due %s"),
        DateUse.EVENT: _("on %s"),
        DateUse.OPENS: _("opens %s"),
        DateUse.PERIOD_END: _("period ends %s"),
        DateUse.REMINDER: _("reminder %s"),
    }
    return forms[use]


def short(value: date) -> str:
    """ "Thu, Dec 3", kept, since a page says the same days many times."""
    return _short(value, get_language() or "en")


@lru_cache(maxsize=4096)
def _short(value: date, language: str) -> str:
    return dates.short(value)


def month_name(value: date) -> str:
    """ "December"."""
    return _month_name(value.month, get_language() or "en")


@lru_cache(maxsize=64)
def _month_name(month: int, language: str) -> str:
    return str(MONTHS[month])


@lru_cache(maxsize=256)
def month_end(month: date) -> date:
    """The last day of a month, from its first: where a step without a day stands in a list."""
    return last_of_month(month.year, month.month)


def missing_task(code: str) -> TaskWords:
    """A task whose words left the program; its code still tells editors which it was."""
    blank = ActivityWords("", code, 0, code, "", "", "", "", "", (), (), (), (), (), (), "")
    form = _due_form(DateUse.DUE)
    return TaskWords(code, blank, None, "", form, "", "", get_language() or "en")


def step_words(one: Words, code: str, title: str, month: date) -> TaskWords:
    """The words of a step: its own where people wrote it themselves, else its template's."""
    if title:
        return own_task(title, month)
    return one.tasks.get(code) or missing_task(code)


def own_task(title: str, month: date) -> TaskWords:
    """A step in somebody's own words; those of a month stand together, like an activity."""
    row = own_activity(month.isoformat(), get_language() or "en")
    return TaskWords(title, row, None, "", _due_form(DateUse.DUE), "", "", get_language() or "en")


@lru_cache(maxsize=64)
def own_activity(month: str, language: str) -> ActivityWords:
    """What stands around steps of a month that people wrote themselves."""
    title, why = _("Agreed in a meeting"), _("You agreed on it together; it helps your plan along.")
    return ActivityWords(
        "", f"own:{month}", 999, title, why, "", "", "", "", (), (), (), (), (), (), ""
    )


def due_words(
    one: TaskWords, due: date | None, late_after: date | None, month: date, *, late: bool = False
) -> str:
    """When something is due, in words; a day nobody has confirmed says so and has no countdown."""
    said = (one.due_code, one.due_form, one.span, one.language)
    return _due_words(said, due, late_after is None, month, late)


@lru_cache(maxsize=4096)
def _due_words(
    said: tuple[str, str, str, str], due: date | None, unconfirmed: bool, month: date, late: bool
) -> str:
    code, form, span, _language = said
    if due is None:
        name = month_name(month)
        if late:
            return _("planned for %s") % name
        return (_("in %s, day to be announced") if code else _("in %s")) % name
    day = span or short(due)
    if late:
        return _("was due %s") % day
    if unconfirmed:
        day = _("%s, not yet confirmed") % day
    return form % day


def until_words(late_after: date | None, on: date) -> str:
    """How near a firm date is, within two weeks; nothing otherwise."""
    if late_after is None:
        return ""
    days = (late_after - on).days
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Tomorrow")
    if 1 < days <= 14:
        return _("In %d days") % days
    return ""
