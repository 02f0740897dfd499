"""Writing entries, closing them, reading them back."""

from datetime import date, timedelta

import pytest

from trellis.history import queries
from trellis.history.actions import purge, record, seal_entries
from trellis.history.models import Entry, Seal
from trellis.history.verification import verify
from trellis.kit import clock
from trellis.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Person:
    return Person.objects.create_user("ana@example.org", name="Ana Ruiz")


def something(subject: str = "plan:1", by: Person | None = None, **facts: object) -> Entry:
    return record(subject, "The plan", "changed", by=by, after=facts or None)


def test_an_entry_keeps_who_when_and_what(ana):
    record(
        "plan:7", "Plan", "submitted", by=ana, acting_as="Principal, Lincoln", after={"state": "in"}
    )
    row = Entry.objects.values("actor", "actor_name", "acting_as", "verb", "subject", "after").get()
    assert row == {
        "actor": f"person:{ana.pk}",
        "actor_name": "Ana Ruiz",
        "acting_as": "Principal, Lincoln",
        "verb": "submitted",
        "subject": "plan:7",
        "after": {"state": "in"},
    }


def test_sealing_closes_all_entries_once():
    entries = [something() for _ in range(5)]
    assert [seal_entries(most=2), seal_entries()] == [5, 0]
    seals = Seal.objects.order_by("number")
    assert [(seal.number, seal.count) for seal in seals] == [(1, 2), (2, 2), (3, 1)]
    assert [seal.previous for seal in seals] == ["", seals[0].hash, seals[1].hash]
    assert list(seals[0].entries.order_by("id")) == entries[:2]
    assert verify().findings == []


def test_an_entry_committed_late_with_a_lower_number_is_closed_by_the_next_seal():
    late = something()
    Entry.objects.filter(pk=late.pk).update(seal=None, id=late.pk + 100)
    seal_entries()
    Entry.objects.bulk_create([Entry(id=late.pk, at=late.at, digest=late.digest, actor="system")])
    assert seal_entries() == 1
    assert verify().findings == []


def test_what_is_not_sealed_yet_is_counted():
    something()
    seal_entries()
    something()
    result = verify()
    assert (result.findings, result.seals, result.sealed, result.unsealed) == ([], 1, 1, 1)


def test_an_empty_history_is_sound():
    result = verify()
    assert (result.findings, result.newest, seal_entries()) == ([], "", 0)


@pytest.mark.parametrize(
    "facts",
    [
        {"text": "Ünïcode – ok", "list": [1, 2.5, None, True], "map": {"b": 1, "a": {}}},
        {"whole": 3.0, "large": 1e22, "small": 1e-7, "minus": -0.0, "long": 2**70},
        {"numbers": {10: "ten", 9: "nine"}, "pair": [("a", 1)]},
    ],
)
def test_a_payload_reads_back_with_its_digest(facts):
    something(**facts)
    seal_entries()
    assert verify().findings == []


def test_a_purge_empties_old_entries_and_the_seals_still_hold(ana):
    old, new = something(said="old"), something(said="new")
    Entry.objects.filter(pk=old.pk).update(at=clock.now() - timedelta(days=800))
    seal_entries()
    assert purge(clock.today() - timedelta(days=700), by=ana) == 1
    seal_entries()
    said = dict(Entry.objects.filter(verb="changed").values_list("pk", "after"))
    assert said == {old.pk: None, new.pk: {"said": "new"}}
    assert verify().findings == []


def test_a_purge_is_itself_history_and_is_never_purged(ana):
    something(said="old")
    assert purge(date(2999, 1, 1), by=ana) == 1
    assert purge(date(2999, 1, 1), by=ana) == 0
    last = queries.of("history:all").entries
    assert [(entry.verb, entry.actor_name, entry.after) for entry in last] == [
        ("purged", "Ana Ruiz", {"before": "2999-01-01", "entries": 1})
    ]


def test_the_history_of_a_subject_comes_newest_first_a_page_at_a_time(django_assert_num_queries):
    made = [something().pk for _ in range(5)]
    something("plan:2")
    with django_assert_num_queries(1):
        first = queries.of("plan:1", most=3)
    rest = queries.of("plan:1", older_than=first.older, most=3)
    assert [entry.pk for entry in first.entries] == made[:1:-1]
    assert ([entry.pk for entry in rest.entries], rest.older) == (made[1::-1], None)


def test_the_history_of_a_person_is_theirs_only(ana, django_assert_num_queries):
    mine = [something(by=ana).pk, something(by=ana).pk]
    theirs = something().pk
    with django_assert_num_queries(1):
        page = queries.by(ana)
    assert [entry.pk for entry in page.entries] == mine[::-1]
    assert [entry.pk for entry in queries.by(None).entries] == [theirs]
