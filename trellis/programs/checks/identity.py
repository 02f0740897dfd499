"""Checks of `pack.yaml`, `roles.yaml` and `resources.yaml`."""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from trellis.programs.hints import meant, unknown
from trellis.programs.program import Program
from trellis.programs.safe_links import is_safe_link
from trellis.programs.schema.identity import LOOK_TOKENS
from trellis.programs.schema.roles import Role
from trellis.programs.sections import Complaint

COLOR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
LONGEST_LABEL = 60


def pack_complaints(program: Program) -> Iterator[Complaint]:
    """Time zone, look, addresses and languages can be used as they are written."""
    pack = program.pack
    if not time_zone_exists(pack.time_zone):
        text = _('time_zone "%(zone)s" is not known') % {"zone": pack.time_zone}
        yield Complaint(("time_zone",), text + meant(pack.time_zone, available_timezones()))
    if not pack.languages:
        yield Complaint(("languages",), _("at least one language is needed"))
    if len(pack.version) > LONGEST_LABEL:
        most = {"most": LONGEST_LABEL}
        yield Complaint(("version",), _("version is longer than %(most)s characters") % most)
    for token, color in pack.look.tokens.items():
        at = ("look", "tokens", token)
        if token not in LOOK_TOKENS:
            yield Complaint(at, unknown("token", token, _("the look"), LOOK_TOKENS))
        if not COLOR.fullmatch(color.lower()):
            text = _('"%(color)s" is not a color like #1f6b4f') % {"color": color}
            yield Complaint(at, text)
    for number, system in enumerate(pack.systems):
        yield from address_complaints(system.url, ("systems", number, "url"))


def time_zone_exists(zone: str) -> bool:
    """Whether this machine knows the time zone; a path or an odd name is none."""
    try:
        ZoneInfo(zone)
    except (ValueError, LookupError, OSError):
        return False
    return True


def address_complaints(url: str, at: tuple[str | int, ...]) -> Iterator[Complaint]:
    """A link is empty or a web address; other schemes could run script."""
    if url and not WEB_ADDRESS.fullmatch(url):
        text = _('url "%(url)s" must begin with https:// or http://') % {"url": url[:80]}
        yield Complaint(at, text)


def link_complaints(
    url: str, at: tuple[str | int, ...], *, key: str = "url"
) -> Iterator[Complaint]:
    """A link to help is empty, a web address, an address to write to or a number to call."""
    if url and not WEB_ADDRESS.fullmatch(url) and not is_safe_link(url):
        text = _('%(key)s "%(url)s" must begin with https://, http://, mailto: or tel:')
        yield Complaint(at, text % {"key": key, "url": url[:80]})


def role_complaints(program: Program) -> Iterator[Complaint]:
    """Roles that a role names exist; a vacancy falls to somebody in the end."""
    for number, role in enumerate(program.roles.values()):
        at = ("roles", number)
        for name in ("does_tasks_of", "appoints"):
            for place, code in enumerate(getattr(role, name)):
                if code not in program.roles:
                    text = unknown("role", code, "roles.yaml", program.roles)
                    yield Complaint((*at, name, place), text)
        if role.code in role.does_tasks_of:
            text = _("does_tasks_of names the role itself")
            yield Complaint((*at, "does_tasks_of"), text)
        yield from _vacancy(role, program, (*at, "vacancy_falls_to"))


def _vacancy(role: Role, program: Program, at: tuple[str | int, ...]) -> Iterator[Complaint]:
    seen = [role.code]
    heir = role.vacancy_falls_to
    if heir is not None and heir not in program.roles:
        yield Complaint(at, unknown("role", heir, "roles.yaml", program.roles))
    while heir in program.roles:
        if heir in seen:
            circle = " > ".join([*seen, heir])
            yield Complaint(at, _("vacancies fall in a circle: %(circle)s") % {"circle": circle})
            return
        seen.append(heir)
        heir = program.roles[heir].vacancy_falls_to


def resource_complaints(program: Program) -> Iterator[Complaint]:
    """Resources are for roles that exist and open safely."""
    for number, resource in enumerate(program.resources.values()):
        at = ("resources", number)
        yield from link_complaints(resource.url, (*at, "url"))
        for place, code in enumerate(resource.audience):
            if code not in program.roles:
                text = unknown("role", code, "roles.yaml", program.roles)
                yield Complaint((*at, "audience", place), text)


def vocabulary_complaints(program: Program) -> Iterator[Complaint]:
    """A number names one level of support."""
    numbers: set[int] = set()
    for place, level in enumerate(program.vocabulary.support_levels):
        if level.number in numbers:
            text = _("level %(number)s stands here twice") % {"number": level.number}
            yield Complaint(("support_levels", place, "number"), text)
        numbers.add(level.number)
