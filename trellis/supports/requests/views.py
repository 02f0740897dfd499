"""Pages of requests: asking, what was asked, the queue, one conversation."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.answers import page
from trellis.kit.errors import NotAllowed
from trellis.kit.paging import Page, number
from trellis.organizations.models import Organization
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.supports.queries.service import service_page
from trellis.supports.requests import actions, queries, rules
from trellis.supports.requests.forms import (
    AnswerForm,
    AskForm,
    ClosingForm,
    HandoverForm,
    NoteForm,
    ReplyForm,
)
from trellis.supports.requests.records import SupportRequest


def asking(request: PersonRequest, code: str) -> HttpResponse:
    """Number, mail and hours first; then a form to ask for one's own school or district."""
    program = programs.in_year()
    found = service_page(program, code)
    places = rules.places(request.visitor.seats)
    told = rules.told_of(program)
    if found is None or told is None or not places:
        raise Http404
    if not rules.can_be_asked_for(program, code, found.content):
        raise Http404
    tailored = found.level_number in told.tailored
    given = request.POST if request.method == "POST" else None
    form = AskForm(places, given, tailored=tailored)
    if given is not None and form.is_valid():
        place = Organization.objects.select_related("state", "office").get(
            code=form.cleaned_data["place"]
        )
        made = actions.ask_for_support(
            code, place, form.asked(), by=request.person, on=clock.today(),
            acting_as=request.visitor.acting_key,
        )  # fmt: skip
        messages.success(request, _("Your request is on its way. You see here who has it."))
        return redirect("supports:request", made.pk)
    context = {"one": found, "form": form, "days": told.days}
    answer = page(request, "supports/asking.html", context)
    answer.status_code = 422 if form.errors else 200
    return answer


def requests(request: PersonRequest) -> HttpResponse:
    """What the visitor asked, and what their places did."""
    after = number(request.GET.get("after", ""))
    found = queries.of_places(request.person, request.visitor.seats, after)
    pages = Page(
        next_url=f"?after={found.after}" if found.after else "",
        first_url="?" if after is not None else "",
    )
    context = {"lines": found.lines, "page": pages, "answers": _answers(request)}
    return page(request, "supports/requests.html", context)


def _answers(request: PersonRequest) -> bool:
    program = programs.current()
    right = Capability.SUPPORT_ANSWER
    return any(one.gives(right, program) for one in request.visitor.seats)


def queue(request: PersonRequest) -> HttpResponse:
    """What waits for the visitor's organization, the longest due first; for a lead everywhere."""
    show = request.GET.get("show", "")
    show = show if show in queries.SHOWN else ""
    after = _after(request.GET.get("after", ""))
    found = queries.to_answer(request.person, request.visitor.seats, show, after)
    kept = f"?show={show}&" if show else "?"
    pages = Page(
        next_url=f"{kept}after={found.after}" if found.after else "",
        first_url=kept.rstrip("&") if after else "",
    )
    context = {"lines": found.lines, "page": pages, "show": show}
    return page(request, "supports/queue.html", context)


def _after(text: str) -> tuple[date, int] | None:
    day, _dot, pk = text.partition(".")
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return None
    return (found, number(pk) or 0)


def _find(request: PersonRequest, pk: int) -> SupportRequest:
    found = queries.request_of(pk)
    if found is None or not rules.may_read(request.person, request.visitor.seats, found):
        raise Http404
    return found


def one(request: PersonRequest, pk: int) -> HttpResponse:
    """One conversation."""
    return _shown(request, _find(request, pk))


def _shown(
    request: PersonRequest, found: SupportRequest, wrong: forms.Form | None = None
) -> HttpResponse:
    told = queries.conversation(found, request.person, request.visitor.seats)
    made = {
        "answer": AnswerForm(auto_id="answer_%s"), "note": NoteForm(auto_id="note_%s"),
        "reply": ReplyForm(auto_id="reply_%s"), "closing": ClosingForm(auto_id="closing_%s"),
        "handover": HandoverForm(_choices(told.others), auto_id="handover_%s"),
    }  # fmt: skip
    for name, form in made.items():
        if wrong is not None and type(form) is type(wrong):
            made[name] = wrong
    context = {"told": told, "asked": found, "forms": made, "wrong": wrong}
    answer = page(request, "supports/request.html", context)
    answer.status_code = 422 if wrong is not None else 200
    return answer


def _choices(others: list[Organization]) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in others]


def _must_answer(request: PersonRequest, found: SupportRequest) -> None:
    if rules.answering_seat(request.visitor.seats, found, "") is None:
        raise NotAllowed(_("Only people of the organization that has this request answer it."))


def taking(request: PersonRequest, pk: int) -> HttpResponse:
    """See to a request."""
    actions.take_request(
        _find(request, pk), by=request.person, acting_as=request.visitor.acting_key
    )
    messages.success(request, _("You have this request now."))
    return redirect("supports:request", pk)


def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Answer who asked."""
    found = _find(request, pk)
    _must_answer(request, found)
    form = AnswerForm(request.POST, auto_id="answer_%s")
    if not form.is_valid():
        return _shown(request, found, form)
    acting = request.visitor.acting_key
    actions.answer_support(found, form.cleaned_data["text"], by=request.person, acting_as=acting)
    messages.success(request, _("The answer is on its way."))
    return redirect("supports:request", pk)


def note(request: PersonRequest, pk: int) -> HttpResponse:
    """Keep a note for those who answer."""
    found = _find(request, pk)
    _must_answer(request, found)
    form = NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return _shown(request, found, form)
    acting = request.visitor.acting_key
    actions.note_support(found, form.cleaned_data["text"], by=request.person, acting_as=acting)
    messages.success(request, _("The note is kept. Who asked does not see it."))
    return redirect("supports:request", pk)


def reply(request: PersonRequest, pk: int) -> HttpResponse:
    """Go on asking."""
    found = _find(request, pk)
    if found.asked_by_id != request.person.pk:
        raise NotAllowed(_("Only who asked goes on asking."))
    form = ReplyForm(request.POST, auto_id="reply_%s")
    if not form.is_valid():
        return _shown(request, found, form)
    actions.reply_support(found, form.cleaned_data["text"], by=request.person)
    messages.success(request, _("Your reply is on its way."))
    return redirect("supports:request", pk)


def handover(request: PersonRequest, pk: int) -> HttpResponse:
    """Give it to another organization."""
    found, seats = _find(request, pk), request.visitor.seats
    if not (rules.answering_seat(seats, found, "") or rules.leading_seat(seats, found)):
        raise NotAllowed(_("Only people of the organization that has this request hand it over."))
    told = queries.conversation(found, request.person, seats)
    form = HandoverForm(_choices(told.others), request.POST, auto_id="handover_%s")
    if not form.is_valid():
        return _shown(request, found, form)
    to = next(one for one in told.others if one.code == form.cleaned_data["to"])
    actions.hand_over(
        found, to, form.cleaned_data["text"], by=request.person, on=clock.today(),
        acting_as=request.visitor.acting_key,
    )  # fmt: skip
    messages.success(request, _("%s has this request now, with all that was said.") % to.name)
    return redirect("supports:queue")


def closing(request: PersonRequest, pk: int) -> HttpResponse:
    """Close it with what came of it."""
    found = _find(request, pk)
    _must_answer(request, found)
    form = ClosingForm(request.POST, auto_id="closing_%s")
    if not form.is_valid():
        return _shown(request, found, form)
    acting = request.visitor.acting_key
    actions.close_request(found, form.outcome(), by=request.person, acting_as=acting)
    messages.success(request, _("The request is closed."))
    return redirect("supports:request", pk)


def reopening(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a closed request up again."""
    actions.reopen_request(
        _find(request, pk), by=request.person, on=clock.today(),
        acting_as=request.visitor.acting_key,
    )  # fmt: skip
    messages.success(request, _("The request is open again."))
    return redirect("supports:request", pk)
