"""What stands in the newest edition, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from trellis.designations.schema import Designations
from trellis.programs.program import Program
from trellis.programs.texts import say
from trellis.supports.models import STANDING, Edition, Face, Wording
from trellis.supports.schema import Contact, Content, FaceContent, LevelFace
from trellis.supports.words import level_names


@dataclass(frozen=True)
class Offerer:
    """An organization that offers supports, as an edition tells of it."""

    pk: int
    code: str
    organization_code: str
    face: FaceContent

    def level(self, number: int | None) -> LevelFace | None:
        """What it says of a level."""
        return next((one for one in self.face.levels if one.level == number), None)


def newest() -> int:
    """The number of the newest edition, 0 before the first; one query."""
    return Edition.objects.aggregate(newest=Max("number"))["newest"] or 0


def offerers(where: Q = STANDING) -> dict[int, Offerer]:
    """Who offers supports, by id, in the order of the catalog; one query."""
    rows = Face.objects.filter(where).values_list(
        "provider_id", "provider__code", "provider__organization_code", "content"
    )
    return {
        pk: Offerer(pk, code, organization, FaceContent.model_validate(content))
        for pk, code, organization, content in rows.order_by("provider__position", "provider_id")
    }


@dataclass(frozen=True)
class Line:
    """A support in a list."""

    code: str
    title: str
    about: str
    owner: str
    owner_code: str
    level: str
    cost: str
    group: str
    kind: str
    recommended: str
    by_request: bool
    inherited: str = ""
    """Whence it comes to the level that is shown; empty for its own."""


def line_of(
    program: Program, code: str, content: Content, owner: Offerer, *, inherited: str = ""
) -> Line:
    """A support as lists show it."""
    return Line(
        code=code,
        title=say(content.title),
        about=say(content.about),
        owner=owner.face.short,
        owner_code=owner.code,
        level=level_names(program).get(content.level or 0, ""),
        cost=cost_words(content, owner),
        group=say(content.group),
        kind=content.kind,
        recommended=", ".join(designation_names(program, recommended(content, owner))),
        by_request=content.by_request,
        inherited=inherited,
    )


def cost_words(content: Content, owner: Offerer) -> str:
    """What it costs, in the organization's own terms."""
    if content.cost_words is not None:
        return say(content.cost_words)
    face = owner.level(content.level)
    return say(face.cost_words) if face else _("Ask what it costs")


def recommended(content: Content, owner: Offerer) -> list[str]:
    """Designations for which it or its level is recommended."""
    face = owner.level(content.level)
    return list(dict.fromkeys([*content.recommended, *(face.recommended if face else [])]))


def designation_names(program: Program, codes: Iterable[str]) -> list[str]:
    """What designations are called in the newest period that has them."""
    wanted = list(codes)
    if not wanted:
        return []
    named: dict[str, str] = {}
    for vocabulary in program.section("designations", Designations).vocabularies:
        named |= {term.code: say(term.label) for term in vocabulary.terms}
    return [named.get(code, code) for code in wanted]


def contact_of(content: Content, owner: Offerer) -> Contact:
    """Whom to ask: its own contact, else the organization's."""
    own = content.contact
    return own if own is not None and own.filled else owner.face.contact


def standing(where: Q) -> list[tuple[str, int, Content]]:
    """Code, provider and content of what stands, in order; one query."""
    rows = Wording.objects.filter(STANDING & where).order_by("position", "id")
    return [
        (code, provider, Content.model_validate(content))
        for code, provider, content in rows.values_list("service__code", "provider_id", "content")
    ]
