"""What people type finds what they mean: by other words for it, and with a letter wrong."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from ruamel.yaml import YAML

from trellis.programs import queries as programs
from trellis.programs.actions import install
from trellis.supports.models import Provider, Service, Term, Wording
from trellis.supports.queries.finding import asked, find

EVERYDAY = YAML(typ="safe").load(Path(__file__).with_name("everyday.yaml").read_text())


@pytest.fixture(scope="module", params=sorted(EVERYDAY))
def pack(request, django_db_setup, django_db_blocker):
    """Each pack once for the whole table, undone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        install(settings.PACK_FOLDER / request.param)
        yield request.param
        transaction.set_rollback(True)


def first_of(typed):
    lines = find(programs.current(), asked({"q": typed})).lines
    return lines[0].code if lines else None


def test_everyday_words_find_the_expected_support_first(pack):
    assert len(EVERYDAY[pack]) >= 30
    wrong = [
        (typed, code, first_of(str(typed)))
        for typed, code in EVERYDAY[pack]
        if first_of(str(typed)) != code
    ]
    assert wrong == []


def test_another_word_for_a_level_finds_the_same(db):
    install(settings.PACK_FOLDER / "illinois")
    program = programs.current()
    tier, level = (find(program, asked({"q": q})) for q in ("tier 3", "level 3"))
    assert [one.code for one in tier.lines] == [one.code for one in level.lines]
    assert tier.count == level.count == 26


@pytest.mark.parametrize(
    "typed", ["bargaining", "barganing", "superintendent search", "budget consulting"]
)
def test_what_is_not_provided_is_told_when_it_is_asked_for(db, typed):
    install(settings.PACK_FOLDER / "illinois")
    told = find(programs.current(), asked({"q": typed})).excluded
    assert [owner for owner, _thing in told] == ["IASA"]


@pytest.mark.parametrize(
    "given",
    [{"q": "%' OR 1=1 --"}, {"q": "a:b c:d"}, {"q": "é" * 300}, {"level": "99999999999999"},
     {"level": "²"}, {"after": "1-2-3"}, {"after": "9-9-9-9"}, {"provider": "nobody"},
     {"mode": "x' OR '1'='1"}, {"q": "modes:web"}],
)  # fmt: skip
def test_odd_addresses_are_answered_quietly(db, given):
    install(settings.PACK_FOLDER / "prairie")
    assert find(programs.current(), asked(given)).lines is not None


def test_no_more_queries_for_many_supports_than_for_few(db, django_assert_num_queries):
    install(settings.PACK_FOLDER / "prairie")
    wanted = asked({"q": "campus", "mode": "there", "topic": "belonging"})
    with django_assert_num_queries(4):
        find(programs.current(), wanted)
    grow(300)
    with django_assert_num_queries(4):
        assert find(programs.current(), wanted).count == 303


def grow(number):
    """More supports like the last visit of the pack, with their terms."""
    like = Wording.objects.get(service__code="neighbor-day")
    services = Service.objects.bulk_create(
        Service(provider_id=like.provider_id, code=f"grown-{place}") for place in range(number)
    )
    fields = ("provider_id", "level", "cost", "content", "edition_from", "changed_at")
    kept = {name: getattr(like, name) for name in fields}
    wordings = Wording.objects.bulk_create(
        Wording(service=one, position=1000 + place, **kept) for place, one in enumerate(services)
    )
    terms = list(like.terms.values_list("word", "weight"))
    Term.objects.bulk_create(
        Term(wording=one, word=word, weight=weight) for one in wordings for word, weight in terms
    )


FILTERED = {"level": "1", "mode": "there", "topic": "belonging"}


def test_filters_walk_an_index_and_never_the_whole_table(db, settings):
    install(settings.PACK_FOLDER / "prairie")
    grow(3000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = plan_of(FILTERED)
    whole = ["SCAN m", "SCAN w\n", "SCAN s", "Seq Scan on supports_term", "TEMP B-TREE"]
    assert [one for one in whole if one in plan] == [], plan
    ours = ("term_by_word", "a_word_stands_once", "sqlite_autoindex_supports_term_1")
    assert any(one in plan for one in ours), plan


def plan_of(given):
    """How the engine would answer the list's one statement."""
    seen = []

    def keep(execute, sql, params, many, context):
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        find(programs.current(), asked(given))
    sql, params = next(one for one in seen if "LIMIT" in one[0])
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + sql, params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall()) + "\n"


def test_a_provider_without_supports_finds_nothing(db):
    install(settings.PACK_FOLDER / "prairie")
    Provider.objects.create(code="new", organization_code="NEW", position=99)
    assert find(programs.current(), asked({"provider": "new"})).lines == []
