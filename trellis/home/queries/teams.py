"""What teams change under My work: the question of the week, what waits, what is kept away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from trellis.home.words import Words
from trellis.organizations.rules import Seat
from trellis.organizations.teams.questions import question_of
from trellis.organizations.teams.rules import kept_away, kinds_by_role, waiting_steps
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.texts import say
from trellis.work.queries import MyTask, Waiting

Teams = frozenset[tuple[int, str]]
"""Kinds of teams that exist, with the organization."""


class Asked(NamedTuple):
    """The question of the week of one team."""

    text: str
    minutes: int
    team: str
    place: str
    organization: int


def questions_of(seats: Sequence[Seat], teams: Teams, *, on: date) -> list[Asked]:
    """The question of the week of each team that somebody sits on by an own role."""
    found = []
    by_role = kinds_by_role(programs.current())
    for seat in seats:
        kind = by_role.get(seat.role)
        if kind is None or seat.delegated or (seat.organization_id, kind.code) not in teams:
            continue
        question = question_of(kind, on)
        if question is not None:
            text, name = say(question.text), say(kind.name)
            found.append(
                Asked(text, question.minutes, name, seat.organization_name, seat.organization_id)
            )
    return found


def team_of(one: MyTask, words: Words, running: frozenset[int], teams: Teams) -> str:
    """The kind of team that a step waits for at one of the own organizations; empty for none."""
    said = words.tasks.get(one.code)
    kind = said.starts_with_team if said else ""
    here = one.organization_id in running
    return kind if here and (one.organization_id, kind) not in teams else ""


def waiting_for_teams(
    program: Program, running: frozenset[int], teams: Teams
) -> list[tuple[frozenset[str], frozenset[int]]]:
    """By kind of team: steps that start with it, and own organizations where there is none yet."""
    found = []
    for kind, codes in _starting(program).items():
        without = frozenset(place for place in running if (place, kind) not in teams)
        if without:
            found.append((codes, without))
    return found


@lru_cache(maxsize=16)
def _starting(program: Program) -> dict[str, frozenset[str]]:
    """By kind of team the codes of the steps that start with it."""
    found: dict[str, set[str]] = {}
    for code, kind in waiting_steps(program).items():
        found.setdefault(kind, set()).add(code)
    return {kind: frozenset(codes) for kind, codes in found.items()}


def asked_of(tasks: Iterable[MyTask]) -> list[MyTask]:
    """The steps that are put before somebody: members of a team never get those about money."""
    away = kept_away(programs.current())
    return [one for one in tasks if one.why != "own" or one.code not in away.get(one.role, ())]


def without_money(others: list[Waiting], seats: Sequence[Seat]) -> list[Waiting]:
    """What others still owe, for somebody who only sits on teams: nothing about money."""
    away = activities_away(seats)
    return [one for one in others if one.code.rpartition(".")[0] not in away]


def activities_away(seats: Sequence[Seat]) -> frozenset[str]:
    """Codes of the activities about money, for somebody who only sits on teams; else none."""
    program = programs.current()
    if not seats or any(seat.role not in kinds_by_role(program) for seat in seats):
        return frozenset()
    return _of_money(program)


@lru_cache(maxsize=16)
def _of_money(program: Program) -> frozenset[str]:
    """Codes of the activities about money that steps of teams stand in."""
    return frozenset(
        code.rpartition(".")[0] for codes in kept_away(program).values() for code in codes
    )
