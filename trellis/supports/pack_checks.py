"""What is wrong in `supports.yaml`: codes that lead nowhere, lost entries, chains in a circle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from trellis.designations.schema import Designations
from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.safe_links import is_safe_link
from trellis.programs.sections import Complaint, Section
from trellis.supports.actions.seeding import install
from trellis.supports.schema import Contact, Content, Entry, ProviderEntry, Supports

At = tuple[str | int, ...]

NAMED = {
    "audiences": "audiences", "modes": "modes", "steps": "steps", "categories": "categories",
    "topics": "topics", "aims": "aims",
}  # fmt: skip
"""Keys of an entry that name several values, and the list in which these must stand."""


def complaints(program: Program) -> Iterator[Complaint]:
    """Everything at once: lists, organizations, entries, counts."""
    told = program.section("supports", Supports)
    known = {level.number for level in program.vocabulary.support_levels}
    for number, level in enumerate(told.levels):
        if level not in known:
            yield Complaint(("levels", number), _level(level))
    for number, category in enumerate(told.categories):
        yield from _choice(
            category.step, told.steps, _("the steps"), ("categories", number, "step")
        )
        yield from _levels(category.levels, told, ("categories", number, "levels"))
    yield from _providers(told, program)
    yield from _entries(told, program)
    yield from _counts(told)
    yield from _requests(told)
    if told.helpline and told.helpline not in {one.code for one in told.services}:
        codes = [one.code for one in told.services]
        yield Complaint(("helpline",), unknown("support", told.helpline, _("the services"), codes))


def _requests(told: Supports) -> Iterator[Complaint]:
    if told.requests is None:
        return
    yield from _levels(told.requests.tailored, told, ("requests", "tailored"))
    yield from _levels(told.requests.by_level, told, ("requests", "by_level"))
    for code in told.requests.by_provider:
        yield from _choice(
            code, told.providers, _("the providers"), ("requests", "by_provider", code)
        )


def _level(level: int | None) -> str:
    return _("level %(level)s is not in vocabulary.yaml") % {"level": level}


def _faces_twice(one: ProviderEntry, at: At) -> Iterator[Complaint]:
    seen: set[int | None] = set()
    for number, face in enumerate(one.levels):
        if face.level in seen:
            text = _("level %(level)s stands here twice") % {"level": face.level}
            yield Complaint((*at, number, "level"), text)
        seen.add(face.level)


def _choice(code: str | None, values: Iterable[object], where: str, at: At) -> Iterator[Complaint]:
    codes = [str(getattr(one, "code", one)) for one in values]
    if code is not None and code not in codes:
        yield Complaint(at, unknown(_("value"), code, where, codes))


def _levels(levels: Iterable[int | None], told: Supports, at: At) -> Iterator[Complaint]:
    for number, level in enumerate(levels):
        if level is not None and level not in told.levels:
            text = _("level %(level)s is not among the levels of the catalog") % {"level": level}
            yield Complaint((*at, number), text)


def _designated(program: Program) -> tuple[set[str], set[str]]:
    """Codes of all designations and of all student groups."""
    named = program.section("designations", Designations)
    kinds = {term.code for vocabulary in named.vocabularies for term in vocabulary.terms}
    return kinds, {group.code for group in named.groups}


def _providers(told: Supports, program: Program) -> Iterator[Complaint]:
    kinds, _groups = _designated(program)
    services = {one.code: one for one in told.services}
    for number, one in enumerate(told.providers):
        at: At = ("providers", number)
        yield from _contact(one.contact, (*at, "contact"))
        yield from _faces_twice(one, (*at, "levels"))
        for place, face in enumerate(one.levels):
            where: At = (*at, "levels", place)
            yield from _levels([face.level], told, where)
            yield from _choice(face.cost, told.costs, _("the costs"), (*where, "cost"))
            yield from _codes(face.recommended, kinds, "designations.yaml", (*where, "recommended"))
            for lower in face.includes:
                if face.level is None or lower >= face.level:
                    text = _("a level includes lower ones only, not %s") % lower
                    yield Complaint((*where, "includes"), text)
        for place, carried in enumerate(one.carried):
            where = (*at, "carried", place)
            yield from _levels(carried.levels, told, (*where, "levels"))
            own = [code for code, service in services.items() if service.provider == one.code]
            yield from _choice(carried.service, own, _("its services"), (*where, "service"))


def _entries(told: Supports, program: Program) -> Iterator[Complaint]:
    kinds, groups = _designated(program)
    providers = {one.code: one for one in told.providers}
    codes = {one.code for one in told.services}
    for number, one in enumerate(told.services):
        at: At = ("services", number)
        yield from _choice(one.provider, providers.values(), _("the providers"), (*at, "provider"))
        if one.provider in providers:
            yield from _placed(one, providers[one.provider], at)
        yield from _choice(one.kind, told.kinds, _("the kinds"), (*at, "kind"))
        yield from _choice(one.cost, told.costs, _("the costs"), (*at, "cost"))
        for key, listed in NAMED.items():
            values = [value.code for value in getattr(told, listed)]
            yield from _codes(getattr(one, key), values, _("the %s") % listed, (*at, key))
        yield from _codes(one.recommended, kinds, "designations.yaml", (*at, "recommended"))
        yield from _codes(one.groups, groups, "designations.yaml", (*at, "groups"))
        yield from _codes(one.requires, codes, _("the services"), (*at, "requires"))
        for key in ("unsure", "suspect"):
            yield from _codes(getattr(one, key), Content.model_fields, _("the keys"), (*at, key))
        yield from _link(one.link, (*at, "link"))
        if one.contact is not None:
            yield from _contact(one.contact, (*at, "contact"))
    yield from _circles({one.code: one.requires for one in told.services})


def _codes(said: Iterable[str], known: Container[str], where: str, at: At) -> Iterator[Complaint]:
    for number, code in enumerate(said):
        if code not in known:
            names = [str(one) for one in known] if isinstance(known, Iterable) else []
            yield Complaint((*at, number), unknown(_("value"), code, where, names))


def _placed(one: Entry, provider: ProviderEntry, at: At) -> Iterator[Complaint]:
    """The organization says something of the level at which an entry stands."""
    if one.level not in {face.level for face in provider.levels}:
        words = {"provider": provider.code, "level": one.level}
        text = _('"%(provider)s" says nothing of level %(level)s') % words
        yield Complaint((*at, "level"), text)


def _contact(contact: Contact, at: At) -> Iterator[Complaint]:
    yield from _link(contact.url, (*at, "url"))
    if contact.email:
        yield from _link(f"mailto:{contact.email}", (*at, "email"))


def _link(link: str, at: At) -> Iterator[Complaint]:
    if link and not is_safe_link(link):
        yield Complaint(at, _("a link begins with https://"))


def _circles(requires: Mapping[str, list[str]]) -> Iterator[Complaint]:
    """Nobody can have first what needs the thing itself."""
    for number, code in enumerate(requires):
        seen, ahead = {code}, list(requires[code])
        while ahead:
            nearer = ahead.pop()
            if nearer == code:
                text = _('"%s" leads back to itself') % code
                yield Complaint(("services", number, "requires"), text)
                break
            if nearer not in seen:
                seen.add(nearer)
                ahead += requires.get(nearer, [])


def _counts(told: Supports) -> Iterator[Complaint]:
    """As many as the source has, in all, by organization and by level."""
    text = _("%(there)s supports stand here, the source has %(said)s")
    if len(told.services) != told.counts.all:
        words = {"there": len(told.services), "said": told.counts.all}
        yield Complaint(("counts", "all"), text % words)
    there: dict[str, Counter[object]] = {
        "by_provider": Counter(one.provider for one in told.services),
        "by_level": Counter(one.level for one in told.services if one.level is not None),
    }
    for key, found in there.items():
        said = getattr(told.counts, key)
        for code in [*said, *(one for one in found if one not in said)]:
            if said.get(code, 0) != found[code]:
                words = {"there": found[code], "said": said.get(code, 0)}
                yield Complaint(("counts", key), f"{code}: {text % words}")


SECTION = Section(
    "supports",
    "supports.yaml",
    Supports,
    required=False,
    check=complaints,
    needs=("vocabulary", "designations"),
    install=install,
)
