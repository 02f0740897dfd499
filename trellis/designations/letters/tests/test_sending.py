"""A letter leaves once, in its order, to those it is addressed to, and is kept as it left."""

from datetime import date, timedelta

import pytest

from tests.cast import TODAY, Relation
from trellis.designations.letters.actions import (
    hold,
    let_go,
    mark_sent,
    paper_of,
    send_letter,
    send_letters,
    send_test,
)
from trellis.designations.letters.tests.conftest import publish
from trellis.designations.models import Letter, Release
from trellis.history import queries as history
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.paper.tree import Paragraph, plain
from trellis.notices.models import Notice
from trellis.organizations.models import Appointment, Assignment

FIRST, HELLO = "first-letter", "coordinator-hello"


def mails(letter: Letter) -> list[str]:
    """To whom mail about a letter goes."""
    about = Notice.objects.filter(about=f"letter:{letter.pk}")
    return sorted(about.values_list("address", flat=True))


# ---- The agency's


def test_the_superintendent_hears_first_once_the_district_was_told_ahead(world, told, find):
    done = send_letters(told, FIRST, by=world.publisher, acting_as="Desk")
    kept = find(told, FIRST, world["birch"])
    assert (done.sent, done.left) == (3, {})
    assert (kept.state, kept.sent_by, kept.sent_on, kept.outside) == (
        "sent", world.publisher, TODAY, False,
    )  # fmt: skip
    assert mails(kept) == [world.who("superintendent").email]
    assert [one["name"] for one in kept.sent_to] == [world.who("superintendent").name]
    entry = history.of(f"letter:{kept.pk}").entries[0]
    assert (entry.verb, entry.acting_as, entry.after["people"]) == ("sent", "Desk", 1)


def test_the_mail_says_where_the_letter_is_and_answers_go_to_the_agency(world, told, find):
    send_letters(told, FIRST, by=world.publisher)
    kept = find(told, FIRST, world["birch"])
    notice = Notice.objects.get(about=f"letter:{kept.pk}")
    assert f"/letters/{kept.pk}/" in notice.text
    assert (notice.subject, notice.reply_to, notice.group_key) == (
        kept.subject, world.program.pack.contact.email, f"release:{told.pk}",
    )  # fmt: skip


def test_before_the_check_nothing_leaves(world, draft):
    done = send_letters(draft, FIRST, by=world.publisher)
    assert (done.sent, done.left) == (0, {"A second person has to check the release first.": 3})
    assert Notice.objects.filter(kind="letter").count() == 0


def test_without_advance_notice_nothing_leaves_before_publication(world, checked):
    done = send_letters(checked, FIRST, by=world.publisher)
    assert (done.sent, done.left) == (0, {"The district has not had its advance notice.": 3})


def test_an_advance_notice_of_an_earlier_check_opens_nothing(world, told):
    Release.objects.filter(pk=told.pk).update(checked_at=clock.now())
    told.refresh_from_db()
    done = send_letters(told, FIRST, by=world.publisher)
    assert (done.sent, done.left) == (0, {"The district has not had its advance notice.": 3})


def test_after_publication_no_advance_notice_is_needed(world, public):
    assert send_letters(public, FIRST, by=world.publisher).sent == 3


def test_where_nobody_holds_the_role_the_letter_stays_and_says_so(world, public, find):
    Appointment.objects.filter(role="superintendent", organization=world["birch"]).delete()
    done = send_letters(public, FIRST, by=world.publisher)
    assert (done.sent, done.left) == (
        2, {"Nobody is appointed in Birch district as: Superintendent.": 1},
    )  # fmt: skip
    assert find(public, FIRST, world["birch"]).state == "ready"


def test_letters_leave_once(world, public, find):
    send_letters(public, FIRST, by=world.publisher)
    with pytest.raises(OutOfOrder, match="No letter of this kind is ready"):
        send_letters(public, FIRST, by=world.publisher)
    with pytest.raises(OutOfOrder):
        send_letter(find(public, FIRST, world["birch"]), by=world.publisher)
    assert Notice.objects.filter(kind="letter").count() == 3


def test_some_districts_can_go_first(world, public, find):
    assert send_letters(public, FIRST, by=world.publisher, districts=[world["birch"].pk]).sent == 1
    assert find(public, FIRST, world["cedar"]).state == "ready"


def test_a_letter_that_speaks_of_an_earlier_file_does_not_leave(world, public, find):
    Release.objects.filter(pk=public.pk).update(imported_at=clock.now() + timedelta(minutes=1))
    done = send_letters(public, FIRST, by=world.publisher)
    assert (done.sent, len(done.left)) == (0, 1)


@pytest.mark.parametrize("role", ["superintendent", "principal", "coordinator", "board"])
def test_nobody_outside_the_agency_sends_its_letters(world, public, find, role):
    letter, person = find(public, FIRST, world["birch"]), world.who(role)
    for refused in (
        lambda: send_letters(public, FIRST, by=person),
        lambda: send_letter(letter, by=person),
        lambda: mark_sent(letter, by=person, on=TODAY),
        lambda: hold(letter, by=person),
        lambda: send_test(letter, by=person),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert find(public, FIRST, world["birch"]).state == "ready"


# ---- In somebody's name


def test_the_first_message_is_locked_until_the_district_has_its_letter(world, public, find):
    letter = find(public, HELLO, world["birch"])
    with pytest.raises(NotReady, match="First letter to the superintendent"):
        send_letter(letter, by=world.who("coordinator"))
    assert (find(public, HELLO, world["birch"]).state, mails(letter)) == ("ready", [])


def test_then_it_leaves_in_the_coordinators_name_to_principals_and_district(world, public, find):
    send_letters(public, FIRST, by=world.publisher)
    sender = world.who("coordinator")
    letter = find(public, HELLO, world["birch"])
    send_letter(letter, by=sender, own_words="I look forward to <b>it</b>.\n\nSee you.")
    kept = find(public, HELLO, world["birch"])
    to = [world.who("principal"), world.who("principal", Relation.SAME_DISTRICT)]
    assert mails(kept) == sorted(one.email for one in [*to, world.who("district")])
    notice = Notice.objects.filter(about=f"letter:{kept.pk}").first()
    assert (notice.from_name, notice.reply_to) == (sender.name, sender.email)
    said = [
        plain(one.runs) for one in paper_of(kept.content, "en").blocks if isinstance(one, Paragraph)
    ]
    assert said[3:5] == ["I look forward to <b>it</b>.", "See you."]
    assert sender.name in said[2]


def test_a_letter_marked_as_sent_opens_the_next_one(world, public, find):
    mark_sent(find(public, FIRST, world["birch"]), by=world.publisher, on=date(2026, 12, 1))
    kept = find(public, FIRST, world["birch"])
    assert (kept.state, kept.outside, kept.sent_on, kept.sent_to, mails(kept)) == (
        "sent", True, date(2026, 12, 1), [], [],
    )  # fmt: skip
    assert send_letter(find(public, HELLO, world["birch"]), by=world.who("coordinator")) == 3
    with pytest.raises(NotReady):
        send_letter(
            find(public, HELLO, world["harbor"]),
            by=world.who("coordinator", Relation.OTHER_REGION),
        )


def test_nothing_is_sent_on_a_day_to_come(world, public, find):
    with pytest.raises(NotReady, match="still to come"):
        mark_sent(find(public, FIRST, world["birch"]), by=world.publisher, on=date(2026, 12, 4))


def test_only_who_serves_there_sends_it_and_the_agency_where_nobody_does(world, public, find):
    send_letters(public, FIRST, by=world.publisher)
    letter = find(public, HELLO, world["harbor"])
    for person in (world.who("coordinator"), world.publisher):
        with pytest.raises(NotAllowed):
            send_letter(letter, by=person)
    Assignment.objects.filter(organization=world["hyde"], role="coordinator").delete()
    assert send_letter(letter, by=world.publisher) > 0


def test_letters_in_somebodys_name_are_not_sent_by_the_hundred(world, public):
    with pytest.raises(NotReady, match="one by one"):
        send_letters(public, HELLO, by=world.publisher)


# ---- Holding and trying


def test_a_held_letter_stays_until_it_is_let_go(world, public, find):
    letter = find(public, FIRST, world["birch"])
    hold(letter, by=world.publisher)
    assert send_letters(public, FIRST, by=world.publisher).sent == 2
    with pytest.raises(OutOfOrder):
        mark_sent(letter, by=world.publisher, on=TODAY)
    with pytest.raises(OutOfOrder):
        hold(letter, by=world.publisher)
    let_go(letter, by=world.publisher)
    assert send_letters(public, FIRST, by=world.publisher).sent == 1
    verbs = [entry.verb for entry in history.of(f"letter:{letter.pk}").entries]
    assert verbs == ["sent", "let go", "held"]


def test_a_sent_letter_cannot_be_held_nor_let_go(world, public, find):
    send_letters(public, FIRST, by=world.publisher)
    for act in (hold, let_go):
        with pytest.raises(OutOfOrder):
            act(find(public, FIRST, world["birch"]), by=world.publisher)


def test_a_test_goes_to_oneself_and_changes_nothing(world, draft, find):
    letter = find(draft, FIRST, world["birch"])
    send_test(letter, by=world.publisher)
    send_test(letter, by=world.publisher)
    found = Notice.objects.filter(kind="letter-test")
    assert [one.address for one in found] == [world.publisher.email] * 2
    assert [one.subject[:6] for one in found] == ["TEST: "] * 2
    assert found[0].text.startswith("This is a test.")
    now = find(draft, FIRST, world["birch"])
    assert (now.state, now.sent_to, history.of(f"letter:{now.pk}").entries) == ("ready", [], [])


def test_a_superseded_letter_does_not_leave(world, public, find):
    letter = find(public, FIRST, world["birch"])
    Letter.objects.filter(pk=letter.pk).update(superseded=True)
    with pytest.raises(OutOfOrder):
        send_letter(letter, by=world.publisher)


def test_a_draft_of_a_published_year_keeps_its_letters_apart(world, draft, public, find):
    send_letters(public, FIRST, by=world.publisher)
    assert find(draft, FIRST, world["birch"]).state == "ready"
    publish(draft, world.publisher)
    assert send_letters(draft, FIRST, by=world.publisher).sent == 3
