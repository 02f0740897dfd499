"""The charter of a team and its reviews."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.organizations.actions import team_papers as actions
from trellis.organizations.actions.team_papers import WrittenMeanwhile
from trellis.organizations.models import Team, TeamPaper
from trellis.organizations.requests import PersonRequest
from trellis.organizations.teams import queries, rules
from trellis.organizations.teams.forms import CharterForm, ReviewForm
from trellis.organizations.teams.schema import TeamKind
from trellis.organizations.views.teams import acting_on, found_team
from trellis.programs.texts import say


def _written_by(request: PersonRequest, team_id: int) -> tuple[Team, TeamKind]:
    team, kind, _seen = found_team(request, team_id)
    if not rules.takes_part(request.visitor.seats, team.organization, kind):
        raise NotAllowed(_("Only the team and those who work with it write here."))
    return team, kind


def team_charter(request: PersonRequest, team_id: int) -> HttpResponse:
    """Write a new version of a team's charter, over the one that was read."""
    one, kind = _written_by(request, team_id)
    if not kind.charter:
        raise Http404
    newest = next(iter(queries.papers_of(one).charter), None)
    form = CharterForm(request.POST or None, asks=kind.charter, initial=_initial(newest))
    meanwhile: TeamPaper | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_charter(
                one, form.texts(), seen=form.cleaned_data["seen"], by=request.person,
                on=clock.today(), acting_as=acting_on(request, one.organization, kind),
            )  # fmt: skip
        except NotReady as refused:
            form.add_error(None, str(refused))
        except WrittenMeanwhile as refused:
            meanwhile = next(iter(queries.papers_of(one).charter), None)
            kept = request.POST.copy()
            kept["seen"] = str(meanwhile.number if meanwhile else 0)
            form = CharterForm(kept, asks=kind.charter)
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The charter is kept."))
            return redirect("organizations:team", one.pk)
    context = {
        "meanwhile": queries.charter_words(meanwhile, kind) if meanwhile else None,
        "heading": _("The charter of the team"),
        "about": _("What the team shares: its purpose, who does what, how it works together."),
        "button": _("Keep the charter"),
        "names": [*form.asked, "seen"],
    }
    return _paper(request, one, kind, form, context)


def team_review(request: PersonRequest, team_id: int, review: str) -> HttpResponse:
    """Keep what the team found when it looked back."""
    one, kind = _written_by(request, team_id)
    found = next((each for each in kind.reviews if each.code == review), None)
    if found is None:
        raise Http404
    form = ReviewForm(request.POST or None, asks=found.asks, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_review(
                one, review, form.texts(), by=request.person, on=form.cleaned_data["on"],
                acting_as=acting_on(request, one.organization, kind),
            )  # fmt: skip
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The review is kept."))
            return redirect("organizations:team", one.pk)
    context = {
        "meanwhile": None,
        "heading": say(found.name),
        "about": say(found.about),
        "button": _("Keep the review"),
        "names": [*form.asked, "on"],
    }
    return _paper(request, one, kind, form, context)


def _initial(newest: TeamPaper | None) -> dict[str, Any]:
    if newest is None:
        return {"seen": 0}
    return {"seen": newest.number, **{f"ask-{code}": text for code, text in newest.texts.items()}}


def _paper(
    request: PersonRequest, one: Team, kind: TeamKind, form: Any, context: dict[str, Any]
) -> HttpResponse:
    if one.ended_on is not None and request.method != "POST":
        return redirect("organizations:team", one.pk)
    shared = {"team": one, "name": say(kind.name), "place": one.organization, "form": form}
    status = 422 if form.errors else 200
    return render(request, "organizations/team_paper.html", shared | context, status=status)
