"""The question of the week of a kind of team; nothing here asks the database."""

from __future__ import annotations

from datetime import date

from trellis.organizations.teams.schema import Question, TeamKind

WEEK = 7


def question_of(kind: TeamKind, on: date) -> Question | None:
    """What a team looks at on a day: the week's of its month; None in a month without any."""
    for one in kind.questions:
        if one.month == on.month:
            return one.weeks[(on.day - 1) // WEEK % len(one.weeks)]
    return None


def reviews_due(kind: TeamKind, on: date) -> list[str]:
    """Codes of the reviews that are asked for in the month of a day."""
    return [one.code for one in kind.reviews if on.month in one.months]
