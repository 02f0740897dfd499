"""Mails written many at once: their subject is a subject, whatever it was made of."""

from datetime import date

from trellis.notices.actions import Draft, Taken, post_drafts, take_turns, turns_of
from trellis.notices.models import Notice
from trellis.people.models import Person


def draft(person: Person, subject: str, key: str = "overview:1") -> Draft:
    """An overview with a subject."""
    return Draft(person.pk, person.email, "overview", subject, "All of it", key)


def test_a_subject_is_one_line_that_fits_however_long_names_are(pat):
    post_drafts([draft(pat, f"Mon, Nov 2: Meeting,\n{'Regional office ' * 20}")])
    (notice,) = Notice.objects.all()
    assert len(notice.subject) == 200
    assert notice.subject.startswith("Mon, Nov 2: Meeting, Regional office Regional")


def test_the_same_reason_writes_once(pat):
    post_drafts([draft(pat, "First")])
    post_drafts([draft(pat, "Second"), draft(pat, "Third", "overview:2")])
    assert list(Notice.objects.order_by("pk").values_list("subject", flat=True)) == [
        "First",
        "Third",
    ]


def test_a_turn_that_was_taken_is_read_by_the_next_look(pat):
    ben = Person.objects.create_user("ben@example.org", name="Ben")
    take_turns([Taken(pat.pk, date(2026, 11, 2), None)])
    take_turns([Taken(pat.pk, date(2026, 11, 3), date(2026, 11, 3))])
    assert turns_of([pat.pk, ben.pk]) == {pat.pk: (date(2026, 11, 3), date(2026, 11, 3))}
