"""A pack brings the first edition of the catalog, with every entry of its source."""

import csv
import io
from collections import Counter

import pytest
from django.conf import settings
from django.core.management import call_command

from trellis.history.models import Entry
from trellis.programs.actions import install
from trellis.programs.loader import load
from trellis.programs.tests.packs import change, copy_of_prairie
from trellis.supports.models import STANDING, Edition, Face, Service, Term, Wording
from trellis.supports.words import catalog_of

PACKS = ["illinois", "prairie"]


@pytest.mark.parametrize("pack", PACKS)
def test_the_first_edition_has_as_many_supports_as_the_source(db, pack):
    install(settings.PACK_FOLDER / pack)
    told = catalog_of(load(settings.PACK_FOLDER / pack).program)
    rows = list(Wording.objects.filter(STANDING).select_related("provider"))
    assert len(rows) == Service.objects.count() == told.counts.all
    assert Counter(one.provider.code for one in rows) == told.counts.by_provider
    levels = Counter(one.level for one in rows if one.level is not None)
    assert levels == told.counts.by_level
    assert [one.service.code for one in rows] == [one.code for one in told.services]
    assert [edition.number for edition in Edition.objects.all()] == [1]


@pytest.mark.parametrize("pack", PACKS)
def test_the_reviewers_sheet_has_a_row_per_entry_with_the_lines_of_its_source(db, pack):
    install(settings.PACK_FOLDER / pack)
    told = catalog_of(load(settings.PACK_FOLDER / pack).program)
    out = io.StringIO()
    call_command("supports_sheet", stdout=out)
    head, *rows = csv.reader(io.StringIO(out.getvalue()))
    code, lines = head.index("Code"), head.index("Lines of the source")
    assert [(row[code], row[lines]) for row in rows] == [
        (one.code, ", ".join(map(str, one.lines))) for one in told.services
    ]


def test_another_installation_leaves_the_entries_alone_and_learns_new_synonyms(db, tmp_path):
    pack = copy_of_prairie(tmp_path)
    install(pack)
    before = list(Wording.objects.values_list("pk", "content"))
    change(pack, "supports.yaml", "A guest every week", "A guest each week")
    change(pack, "supports.yaml", "[council, consejo, board]", "[council, consejo, trustee]")
    install(pack)
    assert list(Wording.objects.values_list("pk", "content")) == before
    assert Edition.objects.count() == Face.objects.count() - 2 == 1
    words = set(Term.objects.values_list("word", flat=True))
    assert {"~council", "modes:there"} <= words


def test_the_first_edition_stands_in_the_history(db):
    install(settings.PACK_FOLDER / "prairie")
    told = Entry.objects.get(verb="published")
    assert (told.actor, told.after) == ("system", {"supports": 11, "providers": 3})
