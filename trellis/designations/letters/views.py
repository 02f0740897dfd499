"""Letters of a release for those who prepare them, and single ones for whoever reads or sends."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from trellis.designations.letters import actions, checks, queries, rules
from trellis.designations.letters.forms import MarkForm, SendForm
from trellis.designations.letters.schema import Delivery, LetterKind, Letters
from trellis.designations.letters.writing import Sender
from trellis.designations.models import Letter, Release
from trellis.designations.queries import told_ahead
from trellis.designations.rules import districts_told
from trellis.designations.views.acting import acting_as
from trellis.kit import clock
from trellis.kit.paging import Page
from trellis.kit.paper.page import to_html
from trellis.kit.paper.pdf import to_pdf
from trellis.kit.paper.tree import Paper
from trellis.kit.paper.word import to_docx
from trellis.notices.queries import texts_about
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say

FILES = {
    "pdf": ("application/pdf", to_pdf),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        to_docx,
    ),
}


# ---- The letters of a release


def letters(request: PersonRequest, release_id: int) -> HttpResponse:
    """How the letters of a release stand, kind by kind."""
    release = _release(request, release_id)
    program = programs.current()
    tallies = queries.tallies(release)
    context = {
        "release": release,
        "tallies": tallies,
        "stale": sum(one.stale for one in tallies),
        "served": {one.kind.code for one in tallies if rules.serves(one.kind, program)},
        "may_send": rules.may_send_for_agency(request.person, seats=request.visitor.seats),
        "is_published": release.state == Release.State.PUBLISHED,
    }
    return render(request, "designations/letters.html", context)


def of_kind(request: PersonRequest, release_id: int, kind: str) -> HttpResponse:
    """The letters of one kind by district, all of them or those in a state."""
    release = _release(request, release_id)
    told = _kind(kind)
    state = request.GET.get("state", "")
    state = state if state in queries.STATES else ""
    after = request.GET.get("after", "").replace("\0", "")[:300]
    found = queries.listed(release, told, state=state, after=after)
    page, last = found[: queries.PAGE], found[queries.PAGE - 1 : queries.PAGE]
    kept = {"state": state} if state else {}
    following = {**kept, "after": f"{last[0].district.sort_name}|{last[0].pk}"} if last else {}
    context = {
        "release": release,
        "kind": told,
        "letters": page,
        "state": state,
        "page": Page(
            next_url="?" + urlencode(following) if len(found) > queries.PAGE else "",
            first_url="?" + urlencode(kept) if after else "",
        ),
    }
    return render(request, "designations/letters_of_kind.html", context)


def writing(request: PersonRequest, release_id: int) -> HttpResponse:
    """Write the letters of a release."""
    release = _release(request, release_id)
    count = actions.write_letters(release, by=request.person, acting_as=acting_as(request))
    text = ngettext("One letter is written.", "%(num)s letters are written.", count)
    messages.success(request, text % {"num": count})
    return redirect("designations:letters", release.pk)


def sending(request: PersonRequest, release_id: int, kind: str) -> HttpResponse:
    """Let all ready letters of a kind leave."""
    release = _release(request, release_id)
    seat = acting_as(request, Capability.RELEASE_PUBLISH)
    done = actions.send_letters(release, kind, by=request.person, acting_as=seat)
    text = ngettext("One letter was sent.", "%(num)s letters were sent.", done.sent)
    messages.success(request, text % {"num": done.sent})
    for sentence, count in done.left.items():
        text = ngettext("One stays: %(why)s", "%(num)s stay: %(why)s", count)
        messages.warning(request, text % {"num": count, "why": sentence})
    return redirect("designations:letters", release.pk)


def _release(request: PersonRequest, release_id: int) -> Release:
    visible = Release.objects.visible_to(request.person, request.visitor.seats)
    return get_object_or_404(visible.select_related("year"), pk=release_id)


def _kind(code: str) -> LetterKind:
    found = programs.current().section("letters", Letters).kind(code)
    if found is None:
        raise Http404
    return found


# ---- One letter


@dataclass(frozen=True)
class Standing:
    """One letter and how the person before it stands to it."""

    letter: Letter
    kind: LetterKind
    prepares: bool
    reads: bool
    sends: bool


def letter(request: PersonRequest, letter_id: int) -> HttpResponse:
    """A letter as it was sent, or as it would be; a reader who opens it has read it."""
    here = _standing(request, letter_id)
    one = here.letter
    if here.reads:
        actions.note_reading(one, by=request.person)
    paper = _paper(request, here)
    sent = one.state == Letter.State.SENT
    context = {
        "here": here,
        "letter": one,
        "kind": here.kind,
        "paper": to_html(paper, below=1),
        "language": paper.language,
        "languages": _languages(one),
        "waits": _waits(here),
        "by_mail": here.kind.delivery == Delivery.MAIL,
        "served": rules.serves(here.kind, programs.current()),
        "form": SendForm() if any(piece.own_words for piece in here.kind.body) else None,
        "mark": MarkForm(initial={"on": clock.today()}),
        "readings": queries.readings(one) if sent and (here.prepares or here.sends) else [],
        "mails": list(texts_about(f"letter:{one.pk}")) if sent and here.prepares else [],
    }
    return render(request, "designations/letter.html", context)


def file(request: PersonRequest, letter_id: int, form: str) -> HttpResponse:
    """A letter to keep, as a PDF or a Word file."""
    here = _standing(request, letter_id)
    if form not in FILES:
        raise Http404
    if here.reads:
        actions.note_reading(here.letter, by=request.person)
    media, made = FILES[form]
    name = slugify(f"{here.kind.code}-{here.letter.district.code}")
    answer = HttpResponse(made(_paper(request, here)), content_type=media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def test(request: PersonRequest, letter_id: int) -> HttpResponse:
    """Mail the letter's mail to oneself."""
    here = _standing(request, letter_id)
    actions.send_test(here.letter, by=request.person)
    messages.success(request, _("A test is on its way to you. Nothing else has changed."))
    return redirect("designations:letter", letter_id)


def departure(request: PersonRequest, letter_id: int) -> HttpResponse:
    """Let one letter leave."""
    here = _standing(request, letter_id)
    form = SendForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for one in form.errors["own_words"]))
        return redirect("designations:letter", letter_id)
    count = actions.send_letter(
        here.letter,
        by=request.person,
        own_words=form.cleaned_data["own_words"],
        acting_as=_seat(request, here),
    )
    text = ngettext("Sent to one person.", "Sent to %(num)s people.", count)
    messages.success(request, text % {"num": count})
    return redirect("designations:letter", letter_id)


def delivery(request: PersonRequest, letter_id: int) -> HttpResponse:
    """Mark a letter as sent on another way."""
    here = _standing(request, letter_id)
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say on which day it was sent."))
        return redirect("designations:letter", letter_id)
    day = form.cleaned_data["on"]
    actions.mark_sent(here.letter, by=request.person, on=day, acting_as=_seat(request, here))
    messages.success(request, _("Marked as sent. What waited for it may leave now."))
    return redirect("designations:letter", letter_id)


def holding(request: PersonRequest, letter_id: int) -> HttpResponse:
    """Hold one letter back."""
    here = _standing(request, letter_id)
    actions.hold(here.letter, by=request.person, acting_as=acting_as(request))
    messages.success(request, _("The letter is held. It leaves only when somebody lets it go."))
    return redirect("designations:letter", letter_id)


def holding_withdrawal(request: PersonRequest, letter_id: int) -> HttpResponse:
    """Let a held letter go with the others."""
    here = _standing(request, letter_id)
    actions.let_go(here.letter, by=request.person, acting_as=acting_as(request))
    messages.success(request, _("The letter is ready again."))
    return redirect("designations:letter", letter_id)


def my_letters(request: PersonRequest) -> HttpResponse:
    """Letters for a person, and those that go out in the person's name."""
    program = programs.current()
    kinds = {one.code: say(one.name) for one in program.section("letters", Letters).kinds}
    context = {
        "ahead": told_ahead(districts_told(request.visitor.seats)),
        "to_send": queries.letters_from(request.visitor.seats),
        "to_read": queries.letters_for(request.person, request.visitor.seats),
        "kinds": kinds,
    }
    return render(request, "designations/my_letters.html", context)


def _standing(request: PersonRequest, letter_id: int) -> Standing:
    """The letter, if the person prepares, reads or sends it (404 to everybody else)."""
    found = queries.seen_by(letter_id, request.visitor.seats)
    prepares = rules.may_prepare(request.person, seats=request.visitor.seats)
    if found is None or not (prepares or found.is_read or found.is_sent):
        raise Http404
    one = found.letter
    kind = _kind(one.kind)
    sends = found.is_sent or (prepares and actions.may_send(one, kind, request.person))
    return Standing(one, kind, prepares, found.is_read, sends)


def _paper(request: PersonRequest, here: Standing) -> Paper:
    """The kept text; what its sender would send where it has not left yet."""
    asked = request.GET.get("language") or get_language() or ""
    content = here.letter.content
    unsent = here.letter.state != Letter.State.SENT
    if unsent and here.sends and rules.serves(here.kind, programs.current()):
        sender = Sender(request.person.name, request.person.email)
        content = actions.rewritten(here.letter, here.kind, sender=sender)
    return actions.paper_of(content, asked)


def _waits(here: Standing) -> list[str]:
    one = here.letter
    if one.state == Letter.State.SENT or not (here.prepares or here.sends):
        return []
    to = None
    if here.kind.delivery == Delivery.MAIL:
        to = queries.addressees(here.kind, one.release, [one.district_id])
    return checks.before_leaving(here.kind, one.release, [one], to)[one.pk]


def _languages(letter: Letter) -> list[tuple[str, str]]:
    spoken = programs.current().pack.languages
    return [(one.code, one.name) for one in spoken if one.code in letter.content]


def _seat(request: PersonRequest, here: Standing) -> str:
    """In which role a letter is sent: the one that serves there, else the agency's."""
    program = programs.current()
    serving = (one for one in request.visitor.seats if rules.sends_from(one, here.kind))
    mine = next((seat.called(program) for seat in serving), "")
    return mine or acting_as(request, Capability.RELEASE_PUBLISH)
