"""The catalog of a pack, written once; what people change afterwards is theirs."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from trellis.history.actions import record
from trellis.kit import clock
from trellis.programs.models import Version
from trellis.programs.program import Program
from trellis.supports.indexing import cost_of, rewrite_terms
from trellis.supports.models import Edition, Face, Provider, Service, Wording
from trellis.supports.schema import Supports
from trellis.supports.words import catalog_of

APART = 10
"""Between the places of two entries, so that one may come between."""


def install(_version: Version, program: Program) -> None:
    """The first catalog of a database becomes edition 1; later ones leave the entries alone.

    Either way what a search finds is made anew, for synonyms and names of lists may be others.
    """
    told = catalog_of(program)
    if told is not None and not Edition.objects.exists():
        _seed(told)
    rewrite_terms(program)


def kept(part: BaseModel, *without: str) -> dict[str, Any]:
    """A piece of a pack as records keep it: only what differs from saying nothing."""
    return part.model_dump(mode="json", exclude=set(without), exclude_defaults=True)


def _seed(told: Supports) -> None:
    now, number = clock.now(), 1
    edition = Edition.objects.create(number=number, on=clock.today(), published_at=now)
    providers = Provider.objects.bulk_create(
        Provider(
            code=one.code,
            organization_code=one.organization,
            position=place * APART,
            seed=kept(one, "code", "organization"),
        )
        for place, one in enumerate(told.providers, start=1)
    )
    by_code = {one.code: one for one in providers}
    Face.objects.bulk_create(
        Face(provider=one, content=one.seed, edition_from=number, changed_at=now)
        for one in providers
    )
    services = Service.objects.bulk_create(
        Service(provider=by_code[one.provider], code=one.code, seed=kept(one, "code", "provider"))
        for one in told.services
    )
    faces = {one.code: one for one in told.providers}
    Wording.objects.bulk_create(
        Wording(
            service=service, provider=service.provider, content=service.seed, level=entry.level,
            cost=cost_of(entry, faces[entry.provider]), position=place * APART,
            edition_from=number, changed_at=now,
        )
        for place, (service, entry) in enumerate(zip(services, told.services, strict=True), start=1)
    )  # fmt: skip
    after = {"supports": len(services), "providers": len(providers)}
    record(f"supports.edition:{edition.pk}", str(edition), "published", by=None, after=after)
