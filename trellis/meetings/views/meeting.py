"""One meeting: reading it, and everything that whoever leads it does."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import ndiff

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.meetings import actions
from trellis.meetings.forms import (
    AgendaForm,
    AttendanceForm,
    CancelForm,
    ChangeForm,
    FollowUpForm,
    NoteForm,
    facts_of,
)
from trellis.meetings.groups import groups
from trellis.meetings.models import Meeting, Party
from trellis.meetings.queries.page import MeetingPage, note_on
from trellis.meetings.queries.people import asked_to
from trellis.meetings.views.finding import acting, find, noted_page, page_of
from trellis.organizations.requests import PersonRequest


def meeting(request: PersonRequest, party_id: int) -> HttpResponse:
    """One party's part: when, the agenda, who comes, the notes, what was agreed."""
    return _shown(request, find(request, party_id))


def _shown(request: PersonRequest, party: Party, wrong: FollowUpForm | None = None) -> HttpResponse:
    page = page_of(request, party)
    form = wrong or FollowUpForm(roles=_roles(page))
    context = {"page": page, "form": form, "cancel": CancelForm()}
    return render(request, "meetings/meeting.html", context, status=422 if wrong else 200)


def _roles(page: MeetingPage) -> list[tuple[str, str]]:
    return [(code, page.roles[code]) for code in actions.follow_up_roles(page.party.kind)]


def facts(request: PersonRequest, party_id: int) -> HttpResponse:
    """Change when and where a meeting is; all are told. A second editor sees the difference."""
    party = find(request, party_id)
    page = page_of(request, party)
    if not page.leads:
        raise NotAllowed(_("Only those who lead a meeting can change it. You can read it here."))
    form = ChangeForm(request.POST or None, initial=facts_of(party.meeting))
    differs: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_meeting(
                party.meeting, form.changed(), version=form.cleaned_data["version"],
                by=request.person, acting=acting(request),
            )  # fmt: skip
        except actions.Overtaken as refused:
            form, differs = _beside(request, party)
            form.add_error(None, str(refused))
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The change is saved. If it moved, all were told."))
            return redirect("meetings:meeting", party.pk)
    context = {"page": page, "form": form, "differs": differs}
    return render(request, "meetings/facts.html", context, status=422 if form.errors else 200)


def _beside(request: PersonRequest, party: Party) -> tuple[ChangeForm, list[tuple[str, str, str]]]:
    """The form with what the person typed and today's version, and what is different."""
    now = facts_of(Meeting.objects.get(pk=party.meeting_id))
    form = ChangeForm({**request.POST.dict(), "version": now["version"]})
    form.is_valid()
    theirs = {name: form.fields[name].prepare_value(now[name]) for name in now}
    told = [
        (str(form[name].label), _plainly(form, name, theirs[name]), str(form[name].value() or ""))
        for name in form.fields
        if name != "version"
    ]
    return form, [one for one in told if one[1] != one[2]]


def _plainly(form: ChangeForm, name: str, value: object) -> str:
    said = form.fields[name].widget.format_value(value)
    return "" if said is None else str(said)


def agenda(request: PersonRequest, party_id: int) -> HttpResponse:
    """Edit a party's agenda, one point on each line."""
    party = find(request, party_id)
    page = noted_page(request, party)
    now = {"points": "\n".join(page.agenda), "version": party.meeting.version}
    form = AgendaForm(request.POST or None, initial=now)
    difference: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_agenda(
                party, form.cleaned_data["points"].splitlines(),
                version=form.cleaned_data["version"], by=request.person, acting=acting(request),
            )  # fmt: skip
        except actions.Overtaken as refused:
            typed = form.cleaned_data["points"]
            fresh = page_of(request, find(request, party_id))
            difference = compared("\n".join(fresh.agenda), typed)
            form = AgendaForm({"points": typed, "version": fresh.meeting.version})
            form.add_error(None, str(refused))
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The agenda is saved."))
            return redirect("meetings:meeting", party.pk)
    context = {"page": page, "form": form, "difference": difference}
    return render(request, "meetings/agenda.html", context, status=422 if form.errors else 200)


def note(request: PersonRequest, party_id: int, heading: str, visibility: str) -> HttpResponse:
    """Write what was said under one heading; a second writer keeps their text."""
    party = find(request, party_id)
    page = noted_page(request, party)
    noted = note_on(page, heading, visibility)
    if noted is None:
        raise Http404
    now = {"text": noted.text, "groups": noted.codes, "version": noted.version}
    choices = list(groups().items())
    form = NoteForm(request.POST or None, groups=choices, initial=now)
    difference: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.write_note(
                party, heading, told["text"], visibility=visibility, version=told["version"],
                groups=told.get("groups", []), by=request.person, acting=acting(request),
            )  # fmt: skip
        except actions.Overtaken as refused:
            fresh = note_on(page_of(request, party), heading, visibility) or noted
            difference = compared(fresh.text, told["text"])
            kept = {**told, "version": fresh.version}
            form = NoteForm(kept, groups=choices)
            form.add_error(None, str(refused))
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The note is saved."))
            return redirect("meetings:meeting", party.pk)
    context = {"page": page, "form": form, "noted": noted, "difference": difference}
    return render(request, "meetings/note.html", context, status=422 if form.errors else 200)


def compared(theirs: str, mine: str) -> list[tuple[str, str]]:
    """Two texts line by line: what only the other has, what only mine has, what both have."""
    signs = {"- ": "theirs", "+ ": "mine", "  ": "both"}
    rows: Iterable[str] = ndiff(theirs.splitlines(), mine.splitlines())
    return [(signs[row[:2]], row[2:]) for row in rows if row[:2] in signs]


def attendance(request: PersonRequest, party_id: int) -> HttpResponse:
    """Note who came; with the second button also that the meeting was held."""
    party = find(request, party_id)
    page = noted_page(request, party, written=False)
    kind = page.kind
    held = asked_to([party.organization], kind.roles if kind else [], on=clock.today())
    asked = {one.person_id for one in page.attendance}
    others = {
        one.person.pk: one for one in held[party.organization_id] if one.person.pk not in asked
    }
    came: list[tuple[str | int, str]] = [
        (one.pk, f"{one.person.name}, {page.roles.get(one.role, one.role)}")
        for one in page.attendance
    ]
    form = AttendanceForm(
        request.POST or None,
        asked=came,
        others=[
            (pk, f"{one.person.name}, {page.roles.get(one.role, one.role)}")
            for pk, one in others.items()
        ],
        initial={"came": [one.pk for one in page.attendance if one.attended is not False]},
    )
    if request.method == "POST" and form.is_valid():
        also = [others[pk] for pk in form.cleaned_data.get("also", [])]
        count = actions.note_attendance(
            party, form.cleaned_data["came"], also=also, by=request.person, acting=acting(request)
        )
        if "held" in request.POST and page.leads and page.meeting.state == Meeting.State.PLANNED:
            actions.hold_meeting(party.meeting, by=request.person, acting=acting(request))
            messages.success(request, _("The meeting is held. Its steps are brought in step."))
        else:
            text = ngettext("Noted: one person came.", "Noted: %(num)s people came.", count)
            messages.success(request, text % {"num": count})
        return redirect("meetings:meeting", party.pk)
    return render(request, "meetings/attendance.html", {"page": page, "form": form})


def holding(request: PersonRequest, party_id: int) -> HttpResponse:
    """Say that a meeting was held, with the attendance as it was noted."""
    party = find(request, party_id)
    actions.hold_meeting(party.meeting, by=request.person, acting=acting(request))
    messages.success(request, _("The meeting is held. Its steps are brought in step."))
    return redirect("meetings:meeting", party.pk)


def holding_withdrawal(request: PersonRequest, party_id: int) -> HttpResponse:
    """Take back that a meeting was held."""
    party = find(request, party_id)
    actions.reopen_meeting(party.meeting, by=request.person, acting=acting(request))
    messages.success(
        request, _("The meeting is planned again. Steps that rested on it are open again.")
    )
    return redirect("meetings:meeting", party.pk)


def cancellation(request: PersonRequest, party_id: int) -> HttpResponse:
    """Call a meeting off; all are told."""
    party = find(request, party_id)
    form = CancelForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    actions.cancel_meeting(party.meeting, why=why, by=request.person, acting=acting(request))
    messages.success(request, _("The meeting is cancelled, and everybody asked to come is told."))
    return redirect("meetings:meeting", party.pk)


def follow_up(request: PersonRequest, party_id: int) -> HttpResponse:
    """Make something agreed a step of somebody."""
    party = find(request, party_id)
    page = noted_page(request, party)
    form = FollowUpForm(request.POST, roles=_roles(page))
    if not form.is_valid():
        return _shown(request, party, form)
    told = form.cleaned_data
    actions.add_follow_up(
        party, title=told["title"], role=told["role"], due=told["due"], by=request.person,
        acting=acting(request),
    )  # fmt: skip
    messages.success(
        request, _("Agreed. It stands on My work of those whose step it is, with its day.")
    )
    return _back(party, "agreed")


def summary(request: PersonRequest, party_id: int) -> HttpResponse:
    """Mail what is shared of the meeting to everybody who was asked to come."""
    party = find(request, party_id)
    count = actions.send_summary(party, by=request.person, acting=acting(request))
    text = ngettext(
        "The summary is on its way to one person.",
        "The summary is on its way to %(num)s people.",
        count,
    )
    messages.success(request, text % {"num": count})
    return _back(party, "notes")


def _back(party: Party, anchor: str) -> HttpResponseRedirect:
    there = redirect("meetings:meeting", party.pk)
    return HttpResponseRedirect(f"{there.url}#{anchor}")
