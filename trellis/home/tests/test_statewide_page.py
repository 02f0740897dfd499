"""Figures with honest denominators; the list behind each; files with exactly its rows."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db.models import Q

from tests.cast import APPOINTED, TODAY, Relation
from tests.visits import heading
from trellis.designations.models import Letter, LetterReading
from trellis.home.queries.statewide import reading
from trellis.home.queries.statewide.listings import listings
from trellis.home.queries.statewide.reading import Asked
from trellis.home.tests.pages import address, main, text, texts
from trellis.kit import clock
from trellis.kit.cells import Limits
from trellis.kit.workbook import read_workbook
from trellis.organizations import queries as organizations
from trellis.organizations.models import Appointment, Assignment, Invitation, Organization
from trellis.organizations.rules import seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs


@pytest.fixture
def agency(world, sign_in):
    """A browser of the agency."""
    return sign_in(world.publisher)


@pytest.fixture
def filled(world):
    """Lincoln lacks a principal, Adams a coordinator; two letters, an invitation, odd names."""
    Appointment.objects.filter(role="principal", organization=world["lincoln"]).update(
        ends=TODAY - timedelta(days=1)
    )
    Assignment.objects.filter(role="coordinator", organization=world["adams"]).delete()
    Organization.objects.filter(pk=world["lincoln"].pk).update(name="=HYPERLINK(1)")
    Organization.objects.filter(pk=world["grant"].pk).update(sort_name="lincoln school")
    for district, state in (("birch", "sent"), ("cedar", "sent"), ("harbor", "ready")):
        letter = Letter.objects.create(
            release=world.release, district=world[district], kind="letter", state=state,
            subject="Designations", written_at=clock.now(),
            sent_on=TODAY if state == "sent" else None,
        )  # fmt: skip
        if district == "birch":
            LetterReading.objects.create(
                letter=letter, person=world.who("superintendent"), at=clock.now()
            )
    invite(world, "lincoln")


def invite(world, place):
    """An invitation to a team that waits for its answer."""
    Invitation.objects.create(
        address=f"new@{place}.example", role="team", organization=world[place], starts=TODAY,
        token_hash=place.zfill(64), invited_by=world.publisher, created_at=clock.now(),
        sent_at=clock.now(), expires_at=clock.now() + timedelta(days=14),
    )  # fmt: skip


@pytest.fixture
def two_regions(world, filled):
    """Birch with its schools lies in the pack's first region, the others in its last."""
    invite(world, "hyde")
    codes = [*organizations.region_names(world.program)]
    everywhere = Organization.objects.exclude(level="state")
    everywhere.update(region=codes[-1])
    birch = Q(pk=world["birch"].pk) | Q(district=world["birch"])
    everywhere.filter(birch).update(region=codes[0])
    return codes[0]


def figures(client, **asked):
    """Code, what needs somebody, of how many, by the page."""
    found = {}
    for row in main(client.get(address("statewide"), asked)).select("main tbody tr"):
        code = row.a["href"].partition("?")[0].rstrip("/").rpartition("/")[2]
        words = text(row.select_one("td")).split()
        found[code] = (int(words[0]) if words[0].isdigit() else 0, _number(words[-1]))
    return found


def _number(word):
    return int(word) if word.isdigit() else 0


def shown(client, code, **asked):
    """The cells of every page of a list, days as a file writes them."""
    lines, url = [], address("statewide-list", code) + query(asked)
    while url:
        page = main(client.get(url))
        for row in page.select("main tbody tr"):
            cells = row.select("th, td")
            lines.append([one.time["datetime"] if one.time else bare(text(one)) for one in cells])
        link = page.select_one("a[rel=next]")
        url = address("statewide-list", code) + str(link["href"]) if link else ""
    return lines


def bare(words):
    return "" if words == "–" else words


def query(asked):
    return "?" + "&".join(f"{name}={value}" for name, value in asked.items())


def csv_rows(client, code, **asked):
    answer = client.get(address("statewide-csv", code) + query(asked))
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def xlsx_rows(client, code, **asked):
    answer = client.get(address("statewide-xlsx", code) + query(asked))
    file = io.BytesIO(b"".join(answer.streaming_content))
    return [row.cells for row in read_workbook(file, Limits(), [])]


def test_the_page_says_of_how_many_and_of_when(world, filled, agency):
    answer = agency.get(address("statewide"))
    assert heading(answer) == "The whole state"
    assert "As of Thu, Dec 3" in text(main(answer).select_one("main"))
    found = figures(agency)
    assert found["vacant-principal"] == (1, 4)
    assert found["unserved-coordinator"] == (1, 4)
    assert found["letters"] == (1, 3)
    assert found["unread"] == (1, 2)
    assert found["invitations"] == (1, 1)
    assert found["releases"] == (0, 1)


@pytest.mark.parametrize("everything", [False, True])
def test_each_figure_is_the_length_of_its_list(world, filled, agency, everything):
    for code, (needs, of) in figures(agency).items():
        asked = {"show": "all"} if everything else {}
        assert len(shown(agency, code, **asked)) == (of if everything else needs), code


@pytest.mark.parametrize("asked", [{}, {"show": "all"}, {"show": "all", "q": "lincoln"}])
def test_a_file_holds_exactly_the_rows_of_its_page(world, filled, agency, asked):
    for code in figures(agency):
        page = shown(agency, code, **asked)
        head, *lines = csv_rows(agency, code, **asked)
        assert [[one.removeprefix("'") for one in line] for line in lines] == page, code
        first, *rows = xlsx_rows(agency, code, **asked)
        assert [first[: len(head)], [[*row, ""][: len(head)] for row in rows]] == [
            head, [[*row, ""][: len(head)] for row in page],
        ], code  # fmt: skip


PLACED = ("vacant-principal", "unserved-coordinator", "years", "letters", "unread", "invitations")


def test_a_region_narrows_the_figures_and_what_they_are_counted_over(world, two_regions, agency):
    whole, narrowed = figures(agency), figures(agency, region=two_regions)
    assert set(narrowed) == {code for code in whole if code.startswith(("vacant", "unserved"))} | {
        "years", "letters", "unread", "invitations",
    }  # fmt: skip
    assert [whole[code] for code in PLACED] == [(1, 4), (1, 4), (0, 4), (1, 3), (1, 2), (2, 2)]
    assert [narrowed[code] for code in PLACED] == [
        (1, 2), (0, 2), (0, 2), (0, 1), (0, 1), (1, 1),
    ]  # fmt: skip
    page = main(agency.get(address("statewide"), {"region": two_regions}))
    assert {str(one["href"])[-len(two_regions) - 8 :] for one in page.select("main th a")} == {
        f"?region={two_regions}"
    }


@pytest.mark.parametrize("narrowed", ["region", "district", "q"])
def test_a_narrowed_list_and_its_files_are_as_long_as_its_figures(
    world, two_regions, agency, narrowed
):
    asked = {"region": two_regions, "district": "birch", "q": "lincoln"}
    asked = {narrowed: asked[narrowed], "show": "all"}
    for code in PLACED:
        page = shown(agency, code, **asked)
        of = main(agency.get(address("statewide-list", code), asked)).select_one(".meta-strip")
        assert text(of).startswith(("0 of", "1 of")), code
        assert int(text(of).split()[2]) == len(page) < len(shown(agency, code, show="all")), code
        _head, *lines = csv_rows(agency, code, **asked)
        assert [[one.removeprefix("'") for one in line] for line in lines] == page, code
        assert len(xlsx_rows(agency, code, **asked)) == 1 + len(page), code


def test_a_region_that_the_pack_does_not_know_narrows_nothing(world, two_regions, agency):
    assert figures(agency, region="nowhere") == figures(agency)
    assert shown(agency, "dates", region=two_regions) == shown(agency, "dates")


def test_a_name_that_looks_like_a_formula_stays_text(world, filled, agency):
    (_head, line) = csv_rows(agency, "vacant-principal")
    assert line[0] == "'=HYPERLINK(1)"


def test_who_only_stands_in_and_whose_account_is_closed_fill_no_role(world, filled, agency):
    grant = Appointment.objects.get(role="principal", organization=world["grant"])
    Person.objects.filter(pk=grant.person_id).update(is_active=False)
    Appointment.objects.create(
        person=world.persons["stranger"], role="principal", organization=world["grant"],
        starts=APPOINTED, delegated_by=grant, rights=["year.read"],
    )  # fmt: skip
    assert figures(agency)["vacant-principal"] == (2, 4)


def test_dates_that_nobody_confirmed_lead_to_where_they_are(world, agency):
    needs, of = figures(agency)["dates"]
    assert 0 < needs < of == len(world.program.dates)


def test_more_rows_follow_by_key_also_where_names_repeat(world, filled):
    program, seats = world.program, seats_of(world.publisher)
    days = programs.dates(2026, programs.installation().version_id)
    for one in listings(program, seats, days, 2026):
        everything, found, more = Asked(everything=True), [], True
        after = None
        while more:
            lines, more = reading.page(one, Asked(True, after=after), world.year, on=TODAY, most=1)
            found += lines
            after = lines[-1].key if lines else None
        whole = [line for batch in reading.whole(one, everything, world.year, on=TODAY)
                 for line in batch]  # fmt: skip
        assert found == whole, one.code


def test_a_right_that_is_lent_shows_only_what_goes_with_it(world, filled, sign_in):
    lender = Appointment.objects.get(person=world.publisher)
    other = world.persons["stranger"]
    Appointment.objects.create(
        person=other, role=lender.role, organization=lender.organization, starts=APPOINTED,
        delegated_by=lender, rights=["statewide.read"],
    )  # fmt: skip
    client = sign_in(other)
    assert set(figures(client)) & {"releases", "letters", "unread", "invitations", "bounces"} == (
        set()
    )
    for code in ("releases", "letters", "nothing-of-ours"):
        assert client.get(address("statewide-list", code)).status_code == 404
        assert client.get(address("statewide-csv", code)).status_code == 404


def test_the_word_stands_in_the_navigation_of_those_who_may(world, agency, sign_in):
    assert "Statewide" in texts(main(agency.get(address("my-work"))), "header nav a")
    page = main(sign_in(world.who("principal", Relation.OWN)).get(address("my-work")))
    assert "Statewide" not in texts(page, "header nav a")
