"""What is written about a person is written once, by somebody, and kept in history."""

import pytest

from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.people import actions
from trellis.people.models import Person

LEAD = {"acting_as": "Lead, The agency"}


def history(person: Person) -> list[tuple[object, ...]]:
    """What history holds of a person, oldest first."""
    rows = Entry.objects.filter(subject=f"person:{person.pk}").order_by("id")
    return list(rows.values_list("actor_name", "acting_as", "verb", "before", "after"))


def test_a_person_is_added_by_address_and_name(ada):
    kim = actions.add_person(" Kim@Example.org ", "Kim  Ávila", by=ada, **LEAD)
    assert (kim.email, kim.name, kim.sort_name) == ("kim@example.org", "Kim Ávila", "kim avila")
    assert not kim.has_usable_password()
    added = {"email": "kim@example.org", "name": "Kim Ávila"}
    assert history(kim) == [("Ada Lund", "Lead, The agency", "added", None, added)]


def test_an_import_adds_people_as_the_system(db):
    kim = actions.add_person("kim@example.org", "Kim", by=None)
    assert [one[0] for one in history(kim)] == ["Trellis"]


def test_an_address_belongs_to_one_person_whatever_its_case(ada, pat):
    with pytest.raises(OutOfOrder, match="pat@example.org belongs to somebody already"):
        actions.add_person("PAT@example.org", "Another Pat", by=ada)
    assert Person.objects.filter(email="pat@example.org").count() == 1


@pytest.mark.parametrize(
    ("email", "name", "why"),
    [
        ("no address", "Kim", "“no address” is not an email address."),
        ("kim@example.org", "  ", "Enter a name."),
        ("kim@example.org", "x" * 201, "at most 200 characters"),
        ("kim@example.org\nbcc:all@example.org", "Kim", "is not an email address"),
    ],
)
def test_nobody_is_added_without_a_real_address_and_a_name(ada, email, name, why):
    with pytest.raises(NotReady, match=why):
        actions.add_person(email, name, by=ada)


def test_a_new_name_changes_the_place_in_lists_too(pat, ada):
    actions.rename_person(pat, "Pat Álvarez", by=ada, **LEAD)
    pat.refresh_from_db()
    assert (pat.name, pat.sort_name) == ("Pat Álvarez", "pat alvarez")
    change = ("renamed", {"name": "Pat Winter"}, {"name": "Pat Álvarez"})
    assert history(pat) == [("Ada Lund", "Lead, The agency", *change)]


def test_a_name_does_not_turn_the_line_around_it(pat, ada):
    actions.rename_person(pat, "Pat\x07 \u202eRivera\u2069 عمر 👩‍🏫", by=pat)
    assert pat.name == "Pat Rivera عمر 👩‍🏫"
    with pytest.raises(NotReady):
        actions.rename_person(pat, " \u202e\x00 ", by=pat)


def test_the_same_name_again_writes_nothing(pat, ada):
    actions.rename_person(pat, "Pat Winter", by=ada)
    assert history(pat) == []


def test_of_two_people_renaming_at_once_the_second_is_told(pat, ada):
    old_page = Person.objects.get(pk=pat.pk)
    actions.rename_person(pat, "Pat One", by=ada)
    with pytest.raises(OutOfOrder):
        actions.rename_person(old_page, "Pat Two", by=ada)
    assert Person.objects.get(pk=pat.pk).name == "Pat One"


def test_an_account_is_closed_once_and_opened_once(pat, ada):
    actions.deactivate_person(pat, by=ada, **LEAD)
    with pytest.raises(OutOfOrder, match="closed already"):
        actions.deactivate_person(pat, by=ada, **LEAD)
    actions.reactivate_person(pat, by=ada, **LEAD)
    with pytest.raises(OutOfOrder, match="open already"):
        actions.reactivate_person(pat, by=ada, **LEAD)
    assert [one[2] for one in history(pat)] == ["deactivated", "reactivated"]


def test_nobody_closes_the_own_account(ada):
    with pytest.raises(NotAllowed):
        actions.deactivate_person(ada, by=ada)
    assert Person.objects.get(pk=ada.pk).is_active


def test_nobody_else_changes_a_password_or_preferences(pat, ada):
    with pytest.raises(NotAllowed):
        actions.change_password(pat, "velvet acorn ladder thunder two", by=ada)
    with pytest.raises(NotAllowed):
        actions.change_preferences(pat, time_zone="", language="es", by=ada)
    assert history(pat) == []


def test_second_factors_that_do_not_exist_cannot_be_removed(pat, ada):
    with pytest.raises(OutOfOrder):
        actions.remove_second_factors(pat, by=ada)
