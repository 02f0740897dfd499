"""What the public reads of a designation."""

from dataclasses import asdict

import pytest
from django.utils.translation import override

from trellis.designations import queries
from trellis.designations.actions import check, import_release, publish
from trellis.designations.models import Release
from trellis.kit import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(desk, second, file):
    """Import rows, have them checked, and publish them."""

    def go(*rows: str, year: int = 2026, title: str = "") -> Release:
        path = file(*rows)
        release = import_release(path, year=year, title=title, name="a.csv", by=desk).release
        assert release is not None
        check(release, by=second)
        publish(release, by=desk, at=clock.now())
        return release

    return go


def test_a_designation_reads_in_plain_words_with_its_reasons(out, prairie):
    release = out("NF214S01,,Renewal,lower,Finish|All,ML,45.3%,*")
    aspen = prairie["NF214S01"]
    assert [asdict(one) for one in queries.of(aspen)] == [
        {
            "organization_id": aspen.pk,
            "release_id": release.pk,
            "release": "Designations 2026–27",
            "year": 2026,
            "kind": "renewing",
            "label": "Renewing",
            "plain": "The campus as a whole needs much more.",
            "band": "Lower years",
            "reasons": ("Too few finish", "Results of all students"),
            "groups": ("Multilingual students",),
            "indicators": (("Reading", "45.3%"), ("Belonging", "*")),
            "supported": True,
            "level": 3,
            "rank": 3,
            "has_plan": True,
            "no_plan": "",
            "replaced_by": "",
        }
    ]


def test_words_come_in_the_readers_language(out, prairie):
    out("NF214S01,,Renewing,,Finish,,,")
    with override("es"):
        told = queries.of(prairie["NF214S01"])[0]
    assert (told.label, told.reasons) == ("En renovación", ("Terminan muy pocos",))


def test_a_designation_without_a_year_plan_says_so(out, prairie):
    out("NF214S01,,Leading,,,,,")
    told = queries.of(prairie["NF214S01"])[0]
    assert (told.has_plan, told.no_plan) == (
        False,
        "The department has set no year for this standing. The rings show what is open to the"
        " campus.",
    )


def test_earlier_years_stay_readable_in_their_own_words(out, prairie):
    out("NF214S01,,Green,,,,,", year=2025)
    out("NF214S01,,Steady,,,,,", year=2026)
    told = [(one.year, one.kind, one.label) for one in queries.of(prairie["NF214S01"])]
    assert told == [(2026, "steady", "Steady"), (2025, "steady", "Green")]


def test_only_the_newest_year_counts_now_and_corrections_win(out, prairie):
    out("NF214S01,,Red,,,,,", "NF214S02,,Red,,,,,", year=2025)
    out("NF214S02,,Renewing,lower,,,,", "NF214S02,,Steady,upper,,,,", "NF214S03,,Leading,,,,,")
    out("NF214S03,,Renewing,,,,,", title="Correction")
    found = queries.current_designations(one.pk for one in prairie.values())
    told = {pk: [(one.kind, one.band) for one in many] for pk, many in found.items()}
    assert told == {
        prairie["NF214S02"].pk: [("renewing", "Lower years"), ("steady", "Upper years")],
        prairie["NF214S03"].pk: [("renewing", "")],
    }
    renewing = queries.current_kinds("renewing").values_list("code", flat=True)
    assert list(renewing) == ["NF214S02", "NF214S03"]
    assert list(queries.current_kinds("leading")) == []


def test_an_unknown_word_of_an_older_pack_falls_back_to_what_the_file_said(out, prairie):
    release = out("NF214S01,,Renewing campus,lower,Finish,,5,")
    Release.objects.filter(pk=release.pk).update(vocabulary="gone")
    told = queries.of(prairie["NF214S01"])[0]
    assert (told.label, told.plain, told.reasons) == ("Renewing campus", "", ("Too few finish",))


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_for_many_takes_one_query(out, prairie, rows, django_assert_num_queries):
    out(*(f"NF214S0{number},,Renewing,,,,," for number in range(1, rows + 1)))
    queries.latest_release()
    ids = [one.pk for one in prairie.values()]
    with django_assert_num_queries(2):  # the second asks which pack runs
        assert len(queries.current_designations(ids)) == rows
