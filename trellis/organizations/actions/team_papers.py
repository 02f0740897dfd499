"""What a team writes down: its charter, version by version, and its reviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations import formations
from trellis.organizations import rules as roles
from trellis.organizations.actions.teams import kind_now, locked, note
from trellis.organizations.models import Team, TeamPaper
from trellis.organizations.teams import rules
from trellis.organizations.teams.schema import Ask, TeamKind
from trellis.people.models import Person
from trellis.programs.schema.year_plan import TeamEvent
from trellis.programs.texts import say

Texts = Mapping[str, str | list[str]]
"""Answers by the code of their question: a text, or codes of choices."""

LONGEST = 4000


class WrittenMeanwhile(OutOfOrder):
    """Somebody wrote a newer version of the charter since this one was opened."""


@transaction.atomic
def write_charter(
    team: Team, texts: Texts, *, seen: int, by: Person, on: date, acting_as: str = ""
) -> TeamPaper:
    """Keep a new version of a team's charter, written over the version that was `seen`.

    NotAllowed but for the team and who shares in it; NotReady for an empty one, OutOfOrder if the
    team has ended, WrittenMeanwhile if there is a newer version: nothing is lost, nothing kept.
    """
    kind = _require_part(team, by)
    kept = _kept(texts, kind.charter)
    last = _last(team, TeamPaper.What.CHARTER, "")
    if last != seen:
        raise WrittenMeanwhile(_("Somebody wrote a newer version while you were writing."))
    paper = _write(team, TeamPaper.What.CHARTER, "", last + 1, kept, by, on, acting_as)
    note(
        team, kind, "wrote the charter of a team", by=by, acting_as=acting_as, version=paper.number
    )
    _tell(team, TeamEvent.CHARTER, by, on, acting_as)
    return paper


@transaction.atomic
def keep_review(
    team: Team, code: str, texts: Texts, *, by: Person, on: date, acting_as: str = ""
) -> TeamPaper:
    """Keep what a team found in one of the reviews of its kind; earlier ones stay.

    NotAllowed but for the team and who shares in it; NotReady for an empty or unknown review or a
    day to come, OutOfOrder if the team has ended.
    """
    kind = _require_part(team, by)
    review = next((one for one in kind.reviews if one.code == code), None)
    if review is None:
        raise NotReady(_("There is no such review for this team."))
    if on > clock.today():
        raise NotReady(_("Choose today or an earlier day."))
    kept = _kept(texts, review.asks)
    number = _last(team, TeamPaper.What.REVIEW, code) + 1
    paper = _write(team, TeamPaper.What.REVIEW, code, number, kept, by, on, acting_as)
    note(team, kind, "kept a review of a team", by=by, acting_as=acting_as, review=say(review.name))
    _tell(team, TeamEvent.REVIEW, by, on, acting_as, review=code)
    return paper


def _tell(
    team: Team, what: TeamEvent, by: Person, on: date, acting_as: str, review: str = ""
) -> None:
    """Let the year follow what a team that exists wrote; before that nothing is its deed yet."""
    if team.exists_on(on):
        formations.tell_done(
            formations.Done(
                team.pk, team.organization_id, team.kind, what, on, by, acting_as, review
            )
        )


def _require_part(team: Team, by: Person) -> TeamKind:
    kind = kind_now(team)
    if not rules.takes_part(roles.seats_of(by), team.organization, kind):
        raise NotAllowed(_("Only the team and those who work with it write here."))
    return locked(team)


def _kept(texts: Texts, asks: list[Ask]) -> dict[str, str | list[str]]:
    """The answers to what is asked, and nothing else; NotReady where all are empty."""
    kept: dict[str, str | list[str]] = {}
    for ask in asks:
        told = texts.get(ask.code, "")
        if ask.choices:
            chosen = {one for one in told if isinstance(told, list)}
            kept[ask.code] = [one.code for one in ask.choices if one.code in chosen]
        elif isinstance(told, str):
            kept[ask.code] = told.strip()[:LONGEST]
    if not any(kept.values()):
        raise NotReady(_("Write at least one answer."))
    return kept


def _last(team: Team, what: TeamPaper.What, code: str) -> int:
    papers = TeamPaper.objects.filter(team=team, what=what, code=code)
    return papers.aggregate(last=Max("number"))["last"] or 0


def _write(
    team: Team, what: TeamPaper.What, code: str, number: int,
    texts: dict[str, str | list[str]], by: Person, on: date, acting_as: str,
) -> TeamPaper:  # fmt: skip
    try:
        with transaction.atomic():
            return TeamPaper.objects.create(
                team=team, what=what, code=code, number=number, texts=texts, on=on, by=by,
                acting_as=acting_as, at=clock.now(),
            )  # fmt: skip
    except IntegrityError:
        raise WrittenMeanwhile(
            _("Somebody wrote a newer version while you were writing.")
        ) from None
