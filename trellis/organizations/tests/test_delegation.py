"""Chosen rights are lent for days; never the release's, never beyond the lender, never on."""

from datetime import date

import pytest

from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady
from trellis.notices.models import Notice
from trellis.organizations.actions import appoint, delegate, end_appointment
from trellis.organizations.models import Appointment, in_force
from trellis.organizations.rules import grants, lendable, seats_of
from trellis.organizations.tests.conftest import JULY
from trellis.people.actions import deactivate_person, reactivate_person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import NEVER_LENT, Capability

DECEMBER = date(2026, 12, 1)
JUNE = date(2027, 6, 30)
LAST = date(2026, 11, 30)
READ, DO, APPOINT = Capability.YEAR_READ, Capability.TASK_DO, Capability.PEOPLE_APPOINT


@pytest.fixture
def head(tree, person):
    return appoint(person("Ana"), "head-of-school", tree["NF214S01"], by=None, starts=JULY)


@pytest.fixture
def desk_seat(desk):
    return Appointment.objects.get(person=desk)


def given(person, at):
    """The rights that a person has somewhere, on a day in the loan."""
    (seat,) = seats_of(person, on=DECEMBER)
    return {one for one in Capability if grants(seat, one, at=at)}


def test_only_the_chosen_rights_are_lent(tree, head, person):
    ben = person("Ben")
    lent = delegate(head, ben, by=head.person, starts=JULY, ends=JUNE, rights=[DO, READ])
    assert lent.rights == ["year.read", "task.do"]
    assert given(ben, tree["NF214S01"]) == {READ, DO}
    assert given(ben, tree["NF214S02"]) == set()


def test_the_right_to_release_is_never_lent(tree, desk, desk_seat, person):
    ben = person("Ben")
    for right in NEVER_LENT:
        with pytest.raises(NotReady, match="never those of releasing designations"):
            delegate(desk_seat, ben, by=desk, starts=JULY, ends=JUNE, rights=[READ, right])
    delegate(desk_seat, ben, by=desk, starts=JULY, ends=JUNE)
    assert given(ben, tree["PRAIRIE"]) & NEVER_LENT == set()
    Appointment.objects.filter(person=ben).update(rights=[*NEVER_LENT])
    assert given(ben, tree["PRAIRIE"]) == set()


def test_a_right_that_the_role_has_not_is_not_lent_nor_none(head, person):
    ben = person("Ben")
    for rights in ([Capability.DIRECTORY_IMPORT], ["king"], []):
        with pytest.raises(NotReady):
            delegate(head, ben, by=head.person, starts=JULY, ends=JUNE, rights=rights)
    assert not Appointment.objects.filter(person=ben).exists()


def test_the_borrower_is_told_once_what_may_be_done_and_until_when(head, person):
    ben = person("Ben")
    lent = delegate(head, ben, by=head.person, starts=JULY, ends=JUNE, rights=[READ, DO])
    mail = Notice.objects.get(dedupe_key=f"role-lent:{lent.pk}")
    assert (mail.address, mail.subject) == (
        "ben@example.org", "You stand in for Ana from Wed, Jul 1, 2026",
    )  # fmt: skip
    assert "- Read the year and its steps\n- Do steps, add notes and files\n\nWhat" in mail.text
    assert "to Wed, Jun 30, 2027" in mail.text


def test_history_names_for_whom_somebody_stood_in(head, person, tree):
    ben = person("Ben")
    delegate(head, ben, by=head.person, starts=JULY, ends=JUNE)
    (seat,) = seats_of(ben, on=DECEMBER)
    program = programs.current()
    assert seat.called(program) == "Head of school, Alder Campus, for Ana"
    assert (seat.delegated, seat.delegated_by) == (True, head.pk)
    entry = Entry.objects.get(verb="lent a role")
    assert (entry.after["from"], entry.after["to"]) == ("Ana", "Ben")
    assert entry.after["rights"] == ", ".join(lendable(program.roles["head-of-school"]))


def test_a_loan_ends_with_the_account_of_its_lender(head, person, desk):
    ben = person("Ben")
    lent = delegate(head, ben, by=head.person, starts=JULY, ends=JUNE)
    deactivate_person(head.person, by=desk)
    assert seats_of(ben, on=DECEMBER) == []
    assert not Appointment.objects.filter(in_force(DECEMBER), pk=lent.pk).exists()
    with pytest.raises(NotReady, match="The account of Ana is closed"):
        delegate(head, person("Eve"), by=desk, starts=JULY, ends=JUNE)
    reactivate_person(head.person, by=desk)
    assert [seat.delegated for seat in seats_of(ben, on=DECEMBER)] == [True]


def test_a_loan_gives_nothing_on_days_on_which_its_lender_held_nothing(head, person, desk):
    ben = person("Ben")
    delegate(head, ben, by=head.person, starts=JULY, ends=JUNE)
    Appointment.objects.filter(pk=head.pk).update(ends=LAST)
    assert seats_of(ben, on=DECEMBER) == []
    assert len(seats_of(ben, on=LAST)) == 1


def test_who_stands_in_gives_roles_to_others_but_not_to_themselves(desk, desk_seat, person, tree):
    ben, eve = person("Ben"), person("Eve")
    delegate(desk_seat, ben, by=desk, starts=JULY, ends=JUNE, rights=[APPOINT])
    appoint(eve, "head-of-school", tree["NF214S01"], by=ben, starts=JULY)
    for to, role, at in ((ben, "head-of-school", "NF214S02"), (eve, "program-desk", "PRAIRIE")):
        with pytest.raises(NotAllowed):
            appoint(to, role, tree[at], by=ben, starts=JULY)
    with pytest.raises(NotAllowed):
        end_appointment(desk_seat, by=ben, on=LAST)


def test_who_stands_in_lends_nobodys_role(desk, desk_seat, head, person):
    ben, eve = person("Ben"), person("Eve")
    delegate(desk_seat, ben, by=desk, starts=JULY, ends=JUNE)
    with pytest.raises(NotAllowed):
        delegate(head, eve, by=ben, starts=JULY, ends=JUNE)
    lent = Appointment.objects.get(person=ben)
    for by in (ben, desk):
        with pytest.raises(NotReady, match="can’t be lent on"):
            delegate(lent, eve, by=by, starts=JULY, ends=JUNE)
