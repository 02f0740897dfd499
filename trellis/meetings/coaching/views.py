"""Pages of confidential coaching. Nothing that is typed here is kept when a page fails."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.kit.paging import number
from trellis.meetings.actions import Overtaken
from trellis.meetings.coaching import actions, queries, rules
from trellis.meetings.coaching.forms import AskForm, NotesForm, SessionForm
from trellis.meetings.coaching.records import Coaching
from trellis.meetings.views.meeting import compared
from trellis.organizations.requests import PersonRequest

private = sensitive_post_parameters()


def coachings(request: PersonRequest) -> HttpResponse:
    """What the visitor is coached in, coaches and may take on; for others how many asked."""
    found = queries.listed(request.person, request.visitor.seats)
    return render(request, "meetings/coachings.html", {"found": found})


@private
def asking(request: PersonRequest) -> HttpResponse:
    """Ask an association for coaching."""
    seats = request.visitor.seats
    kind = next((one for one in rules.kinds() if rules.asking(seats, one)), None)
    if kind is None:
        raise Http404
    places = queries.associations(kind)
    form = AskForm(
        request.POST or None, places=[(str(one.pk), one.name) for one in places],
        initial={"association": str(places[0].pk) if len(places) == 1 else ""},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in places if str(one.pk) == form.cleaned_data["association"])
        try:
            made = actions.ask_coaching(
                chosen, kind.code, words=form.cleaned_data["words"], by=request.person
            )
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your request waits for a coach of the association."))
            return redirect("meetings:coaching", made.pk)
    context = {"form": form, "any": bool(places)}
    status = 422 if form.errors else 200
    return render(request, "meetings/coaching_asking.html", context, status=status)


def _find(request: PersonRequest, coaching_id: int) -> Coaching:
    found = queries.coaching_of(coaching_id, request.person, request.visitor.seats)
    if found is None:
        raise Http404
    return found


def coaching(request: PersonRequest, coaching_id: int) -> HttpResponse:
    """One coaching, for the two of it: its talks and what was noted."""
    return _shown(request, _find(request, coaching_id))


def _shown(
    request: PersonRequest, found: Coaching, wrong: SessionForm | None = None
) -> HttpResponse:
    page = queries.coaching_page(found, request.person, request.visitor.seats)
    form = wrong or SessionForm(initial={"on": clock.today(), "minutes": 60})
    context = {"page": page, "coaching": found, "form": form}
    return render(request, "meetings/coaching.html", context, status=422 if wrong else 200)


def acceptance(request: PersonRequest, coaching_id: int) -> HttpResponse:
    """Take on a coaching that waits."""
    found = actions.accept_coaching(_find(request, coaching_id), by=request.person)
    messages.success(request, _("You coach now. Write to agree on a first talk."))
    return redirect("meetings:coaching", found.pk)


def ending(request: PersonRequest, coaching_id: int) -> HttpResponse:
    """End a coaching, or take the request back."""
    found = actions.end_coaching(_find(request, coaching_id), by=request.person)
    messages.success(request, _("It has ended. What was noted stays with who was coached."))
    return redirect("meetings:coaching", found.pk)


def sessions(request: PersonRequest, coaching_id: int) -> HttpResponse:
    """Note that a talk took place."""
    found, form = _find(request, coaching_id), SessionForm(request.POST)
    if form.is_valid():
        try:
            made = actions.add_session(
                found, on=form.cleaned_data["on"], minutes=form.cleaned_data["minutes"],
                by=request.person,
            )  # fmt: skip
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The talk is noted. Only the two of you read of it."))
            return redirect("meetings:coaching-session", found.pk, made.pk)
    return _shown(request, found, form)


@private
def session(request: PersonRequest, coaching_id: int, session_id: int) -> HttpResponse:
    """Write the notes of one talk; a second writer keeps their text."""
    found = _find(request, coaching_id)
    talk = queries.session_of(found, session_id)
    if talk is None or not rules.may_write(request.visitor.seats, request.person, found):
        raise Http404
    headings, texts = queries.headings(found.kind), queries.texts_of(talk)
    now: dict[str, object] = {f"note-{code}": text for code, text in texts.items()}
    form = NotesForm(
        request.POST or None, headings=headings, initial={**now, "version": talk.version}
    )
    differences: list[tuple[str, list[tuple[str, str]]]] = []
    if request.method == "POST" and form.is_valid():
        told = form.texts()
        try:
            actions.write_session(
                talk, told, version=form.cleaned_data["version"], by=request.person
            )
        except Overtaken as refused:
            differences = [
                (label, compared(texts.get(code, ""), told[code]))
                for code, label in headings.items()
                if texts.get(code, "") != told[code]
            ]
            kept: dict[str, object] = {f"note-{code}": text for code, text in told.items()}
            form = NotesForm({**kept, "version": talk.version}, headings=headings)
            form.add_error(None, str(refused))
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The notes are saved. Only the two of you read them."))
            return redirect("meetings:coaching", found.pk)
    context = {"coaching": found, "session": talk, "form": form, "differences": differences}
    status = 422 if form.errors else 200
    return render(request, "meetings/coaching_session.html", context, status=status)


def sharing(request: PersonRequest, coaching_id: int) -> HttpResponse:
    """Let today's coach read an earlier coaching, or no longer."""
    found = _find(request, coaching_id)
    if found.person_id != request.person.pk:
        raise NotAllowed(_("Only who was coached can let somebody read this."))
    earlier = _find(request, number(request.POST.get("earlier", "")) or 0)
    opened = "close" not in request.POST
    actions.open_earlier(earlier, found if opened else None, by=request.person)
    messages.success(
        request,
        _("Your coach can read it now.") if opened else _("Your coach can no longer read it."),
    )
    return redirect("meetings:coaching", found.pk)
