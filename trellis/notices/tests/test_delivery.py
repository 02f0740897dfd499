"""Mail leaves after the deed, at least once, and never from a sample state."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from trellis.kit import clock
from trellis.notices import outlet
from trellis.notices.actions import deliver_waiting, post
from trellis.notices.actions.outbox import STRIKES, TRIES
from trellis.notices.models import Notice
from trellis.notices.tests.sink import GONE, NEVER, NOT_NOW, SILENT
from trellis.people.models import Person


def write(person: Person, subject: str, kind: str = "task", text: str = "Do it.") -> None:
    """Put a letter into the outbox."""
    post(person, kind, subject, text, dedupe_key=subject)


def let_time_pass() -> None:
    """Everything that waits for another try is due."""
    Notice.objects.exclude(not_before=None).update(not_before=clock.now() - timedelta(seconds=1))


def test_a_letter_is_plain_text_with_subject_sender_and_reader(live, pat, sink, outbox):
    write(pat, "Name your team by Mon, Nov 30", text="Grüße\n.\nNext: name your team")
    assert deliver_waiting() == 1
    (mail,) = sink.mails
    assert (mail["Subject"], mail["To"]) == ("Name your team by Mon, Nov 30", "pat@example.org")
    assert mail["From"] == "Trellis <trellis@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().splitlines() == ["Grüße", ".", "Next: name your team"]
    assert outbox() == [("Name your team by Mon, Nov 30", True, False, 1, "")]


def test_what_was_sent_is_not_sent_again(live, pat, sink):
    write(pat, "once")
    deliver_waiting()
    assert deliver_waiting() == 0
    assert sink.got == ["once"]


def test_the_same_reason_writes_once(live, pat, sink):
    assert post(pat, "task", "first", "text", dedupe_key="reason")
    assert not post(pat, "task", "second", "text", dedupe_key="reason")
    deliver_waiting()
    assert sink.got == ["first"]


def test_a_subject_cannot_smuggle_a_header(live, pat, sink):
    write(pat, "harmless\r\nBcc: all@example.org")
    deliver_waiting()
    (mail,) = sink.mails
    assert (mail["Subject"], mail["Bcc"]) == ("harmless Bcc: all@example.org", None)


def test_codes_that_somebody_waits_for_overtake(live, pat, sink):
    write(pat, "the year is open")
    write(pat, "your code", kind="sign-in-code")
    deliver_waiting()
    assert sink.got == ["your code", "the year is open"]


def test_the_text_of_a_code_is_not_kept_after_it_has_left(live, pat, sink):
    write(pat, "your code", kind="sign-in-code", text="ABCD")
    write(pat, "a task", text="kept")
    deliver_waiting()
    assert list(Notice.objects.order_by("id").values_list("text", flat=True)) == ["", "kept"]


def test_a_refused_address_is_recorded_and_not_tried_again(live, pat, sink, outbox):
    sink.answers["pat@example.org"] = NEVER
    write(pat, "to nobody")
    deliver_waiting()
    assert outbox() == [("to nobody", False, True, 1, "550 no such user")]
    assert deliver_waiting() == 0


def test_a_refused_address_does_not_stop_the_others(live, pat, sink, outbox):
    sink.answers["pat@example.org"] = NEVER
    write(pat, "to nobody")
    write(Person.objects.create_user("kim@example.org", name="Kim"), "to Kim")
    deliver_waiting()
    assert sink.got == ["to Kim"]


def test_an_address_that_is_none_does_not_stop_the_others(live, pat, sink, outbox):
    write(pat, "to nobody")
    Notice.objects.update(address="pat\nbcc: all@example.org")
    write(pat, "to Pat")
    deliver_waiting()
    assert [one[1:3] for one in outbox()] == [(False, True), (True, False)]
    assert sink.got == ["to Pat"]


def test_the_command_empties_the_outbox_where_no_worker_runs(live, pat, sink, capsys):
    write(pat, "by hand")
    call_command("deliver_notices")
    assert (capsys.readouterr().out, sink.got) == ("1 tried\n", ["by hand"])


def test_a_busy_server_is_tried_again_later(live, pat, sink, outbox):
    sink.answers["pat@example.org"] = NOT_NOW
    write(pat, "later")
    deliver_waiting()
    assert deliver_waiting() == 0
    sink.answers.clear()
    let_time_pass()
    assert deliver_waiting() == 1
    assert (sink.got, outbox()) == (["later"], [("later", True, False, 2, "")])


@pytest.mark.parametrize("answer", [SILENT, GONE])
def test_a_server_that_falls_silent_at_one_letter_does_not_keep_the_others(
    live, pat, sink, outbox, answer
):
    sink.answers["pat@example.org"] = answer
    write(pat, "first")
    write(Person.objects.create_user("kim@example.org", name="Kim"), "to Kim")
    assert deliver_waiting() == 2
    ((_, sent, failed, tries, said), to_kim) = outbox()
    assert (sent, failed, tries, bool(said)) == (False, False, 1, True)
    assert to_kim == ("to Kim", True, False, 1, "")


def test_a_server_that_falls_silent_at_three_letters_in_a_row_is_left_alone(
    live, pat, sink, outbox
):
    sink.answers["pat@example.org"] = GONE
    for number in range(STRIKES + 2):
        write(pat, str(number))
    assert deliver_waiting() == STRIKES
    assert [one[1:4] for one in outbox()] == [(False, False, 1)] * STRIKES + [(False, False, 0)] * 2


def test_a_letter_that_hangs_waits_behind_those_never_tried(live, pat, sink):
    write(pat, "tried")
    Notice.objects.update(attempts=1)
    write(pat, "fresh")
    deliver_waiting()
    assert sink.got == ["fresh", "tried"]


def test_no_server_at_all_keeps_everything_waiting(live, pat, settings, outbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    write(pat, "waiting")
    deliver_waiting()
    assert [one[:4] for one in outbox()] == [("waiting", False, False, 1)]


def test_the_wait_doubles_up_to_six_hours_and_ends_after_twelve_tries(live, pat, sink, outbox):
    sink.answers["pat@example.org"] = NOT_NOW
    write(pat, "never")
    waits = []
    for _ in range(TRIES):
        before = clock.now()
        deliver_waiting()
        until = Notice.objects.values_list("not_before", flat=True).get()
        waits.append(round((until - before).total_seconds() / 60) if until else None)
        let_time_pass()
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, None]
    assert outbox() == [("never", False, True, 12, "450 busy")]


def test_a_held_letter_stays(live, pat, sink):
    write(pat, "held")
    Notice.objects.update(held=True)
    assert (deliver_waiting(), sink.got) == (0, [])


def test_nothing_leaves_a_sample_state(sample, pat, sink, outbox):
    write(pat, "invented")
    deliver_waiting()
    assert (sink.got, outbox()) == ([], [("invented", True, False, 0, "")])


def test_nothing_leaves_while_nobody_has_said_what_the_database_holds(pat, sink, monkeypatch):
    monkeypatch.setattr(outlet, "_answer", None)
    write(pat, "unknown")
    deliver_waiting()
    assert sink.got == []


def test_a_letter_whose_answer_was_lost_comes_again_under_the_same_id(live, pat, sink):
    write(pat, "twice")
    sink.after_data = GONE
    deliver_waiting()
    sink.after_data = "250 ok"
    let_time_pass()
    deliver_waiting()
    first, second = sink.mails
    assert first["Message-ID"] == second["Message-ID"]
