"""What goes out by itself, what became of mail, and holding it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit import clock
from trellis.kit.paging import Page, number
from trellis.notices import kinds, planned, queries
from trellis.notices.models import Hold, Notice
from trellis.organizations.actions import mail as actions
from trellis.organizations.mail.forms import HoldForm
from trellis.organizations.requests import PersonRequest
from trellis.organizations.views.seen import acting_as
from trellis.programs.schema.roles import Capability

MANAGE = Capability.MAIL_MANAGE
FILTERS = ("state", "to", "kind", "group", "about")


def week(request: PersonRequest) -> HttpResponse:
    """What goes out by itself this week, with a button to hold it."""
    now, holds = clock.now(), queries.holds_in_force()
    batches = queries.week(now, holds)
    context = {
        "days": [(day, list(found)) for day, found in groupby(batches, lambda one: one.day)],
        "planned": planned.between(now, now + queries.WEEK),
        "holds": holds,
        "called": kinds.called,
        "groups": kinds.groups_called(
            [one.group_key for one in batches] + [one.group_key for one in holds]
        ),
        "today": clock.today(),
        "full": len(batches) == queries.MOST_GROUPS,
    }
    return render(request, "organizations/mail_week.html", context)


def log(request: PersonRequest) -> HttpResponse:
    """What became of mail, by state, address or record."""
    asked = {key: request.GET.get(key, "")[:254] for key in FILTERS}
    state = asked["state"] if asked["state"] in queries.STATES else ""
    before = number(request.GET.get("before", ""))
    rows = queries.log(state=state, text=asked["to"], before=before, kind=asked["kind"],
                       group_key=asked["group"], about=asked["about"])  # fmt: skip
    shown = rows[: queries.PAGE]
    context = {
        "rows": [(one, queries.state_of(one), kinds.called(one.kind)) for one in shown],
        "state": state,
        "asked": asked,
        "kept": {key: asked[key] for key in FILTERS if asked[key] and key != "to"},
        "of_kind": kinds.called(asked["kind"]) if asked["kind"] else "",
        "tabs": [(code, _tab(asked, code)) for code in ("", *queries.STATES)],
        "page": pages(asked, before, shown[-1].pk if len(rows) > queries.PAGE else None),
    }
    return render(request, "organizations/mail_log.html", context)


def _tab(asked: dict[str, str], state: str) -> str:
    kept: dict[str, str] = {**asked, "state": state}
    return "?" + urlencode({key: word for key, word in kept.items() if word})


def pages(asked: dict[str, str], before: int | None, last: int | None) -> Page:
    """Links of a list that is read by key."""
    kept = {key: word for key, word in asked.items() if word}
    return Page(
        next_url="?" + urlencode({**kept, "before": str(last)}) if last else "",
        first_url="?" + urlencode(kept) if before else "",
    )


def text(request: PersonRequest, notice_id: int) -> HttpResponse:
    """One mail as it was sent, or as it will be; a text that opens something is not shown."""
    found = queries.one(notice_id)
    if found is None:
        raise Http404
    blocks = [] if found.opens_something else found.text.split("\n\n")
    context = {
        "notice": found,
        "state": queries.state_of(found),
        "kind": kinds.called(found.kind),
        "blocks": [block.splitlines() for block in blocks],
    }
    return render(request, "organizations/mail_text.html", context)


def notice_hold(request: PersonRequest, notice_id: int) -> HttpResponse:
    """Keep one mail from leaving."""
    found = get_object_or_404(Notice, pk=notice_id)
    actions.hold_notice(found, by=request.person, acting_as=acting_as(request, MANAGE))
    messages.success(request, _("This mail is held. It does not leave before you let it go."))
    return redirect("organizations:mail-text", found.pk)


def notice_release(request: PersonRequest, notice_id: int) -> HttpResponse:
    """Let one held mail go."""
    found = get_object_or_404(Notice, pk=notice_id)
    actions.release_notice(found, by=request.person, acting_as=acting_as(request, MANAGE))
    messages.success(request, _("This mail is let go."))
    return redirect("organizations:mail-text", found.pk)


def hold(request: PersonRequest) -> HttpResponse:
    """Hold all mail of a kind, or of a group."""
    form = HoldForm(request.POST)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    made, leaving = actions.hold_mail(
        kind=asked.get("kind", ""),
        group=asked.get("group", ""),
        reason=asked.get("reason", ""),
        by=request.person,
        acting_as=acting_as(request, MANAGE),
    )
    messages.success(request, _("Held. What is written later of this kind waits as well."))
    if leaving:
        words = ngettext(
            "One mail was leaving at this moment and could not be held.",
            "%(num)s mails were leaving at this moment and could not be held.",
            leaving,
        )
        messages.warning(request, words % {"num": leaving})
    return redirect(f"{reverse('organizations:mail-week')}#hold-{made.pk}")


def hold_release(request: PersonRequest, hold_id: int) -> HttpResponse:
    """End a hold."""
    found = get_object_or_404(Hold, pk=hold_id)
    freed = actions.release_hold(found, by=request.person, acting_as=acting_as(request, MANAGE))
    words = ngettext("Let go: one mail.", "Let go: %(num)s mails.", freed)
    messages.success(request, words % {"num": freed})
    return redirect("organizations:mail-week")
