"""Every write about letters: writing them, letting them leave, holding, reading."""

from trellis.designations.letters.actions.sending import (
    Sent,
    mark_sent,
    may_send,
    send_letter,
    send_letters,
    send_test,
)
from trellis.designations.letters.actions.standing import hold, let_go, note_reading
from trellis.designations.letters.actions.writing import paper_of, rewritten, write_letters

__all__ = [
    "Sent",
    "hold",
    "let_go",
    "mark_sent",
    "may_send",
    "note_reading",
    "paper_of",
    "rewritten",
    "send_letter",
    "send_letters",
    "send_test",
    "write_letters",
]
