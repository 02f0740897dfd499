"""What is asked, answered and talked about in the sample beside steps and meetings; all invented.

Days are counted from the day on which the year opens, so that each month has something new.
"""

from __future__ import annotations

from typing import NamedTuple


class Question(NamedTuple):
    """Help that a school asks for, or that somebody gives unasked; both days after the opening."""

    kind: str
    asked: int | None
    given: int
    minutes: int
    question: str
    answer: str


QUESTIONS = (
    Question("grants", 26, 28, 15, "Can the planning grant pay substitutes on team days?",
             "Yes, where the budget names the days. I sent two lines that were approved."),
    Question("reporting", None, 34, 25, "",
             "Walked through the report of hours: who enters them, and by when."),
    Question("monitoring", 41, 44, 20, "What do we show at the first monitoring visit?",
             "The team’s minutes and one example of student work are enough."),
    Question("planning", None, 50, 40, "",
             "Read the draft of the goals together and cut nine to three."),
    Question("grants", 60, 69, 30, "The vendor’s invoice came before the contract. Do we pay it?",
             "Not yet: send it back with the date of the contract."),
    Question("planning", 118, 121, 35, "How many root causes should we name?",
             "Two or three, each with the figure that shows it."),
    Question("reporting", None, 150, 20, "", "Looked for the missing hours of February together."),
    Question("grants", 188, 191, 15, "May we move money from travel to books?",
             "Up to ten percent without asking; more needs an amendment."),
    Question("planning", 245, 248, 45, "Who signs the plan before the board?",
             "The principal and the superintendent; the board votes in July."),
)  # fmt: skip

SESSIONS = (
    "Districts compared how they free teachers for team meetings.",
    "Two districts showed the page with which they follow attendance.",
    "We read one needs assessment together and marked what surprised us.",
    "Each district named the one thing that it stops doing this year.",
)
ASKED = (
    "May a team meet online when roads are closed?",
    "Who pays for the bus to the visit?",
    "Does the advisory group see the draft?",
    "When do the figures of last spring come out?",
)

WORDS = "First year in this building. I would like somebody to think with."
TALKS = (
    (40, 60, "How to begin: a team that expects answers from the office.",
     "Ask three people what they would keep."),
    (60, 45, "The first open talk with the team. It went better than feared.",
     "Let somebody else lead the next one."),
    (95, 60, "A month in which everything came at once.", "Write down what can wait until March."),
    (130, 60, "Saying no without closing the door.", "Try the sentence with the vendor."),
    (175, 50, "What the team does without being asked.", "Tell them, by name."),
    (230, 60, "Presenting to the board, and what to leave out.", "Three slides and one story."),
)  # fmt: skip
"""Days after the opening, minutes, what was talked about, what to try next."""
