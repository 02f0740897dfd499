"""The mailbox of a sample state: mail that never leaves can be read here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode

from trellis.kit.paging import number
from trellis.notices import queries
from trellis.notices.models import Notice


def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails, to all or to one address."""
    address = request.GET.get("to", "").strip()
    before = number(request.GET.get("before", ""))
    rows = queries.letters(address=address, before=before)
    page, more = rows[: queries.PAGE], len(rows) > queries.PAGE
    here = reverse("notices:mailbox")
    asked = {"to": address} if address else {}
    links = {
        "next_url": f"{here}?{urlencode({**asked, 'before': page[-1]['id']})}" if more else "",
        "first_url": f"{here}?{urlencode(asked)}" if before else "",
    }
    context = {"letters": page, "address": address, "page": links}
    return render(request, "notices/mailbox.html", context)


def letter(request: HttpRequest, notice_id: int) -> HttpResponse:
    """One mail as it reads."""
    found = get_object_or_404(Notice, pk=notice_id)
    blocks = [block.splitlines() for block in found.text.split("\n\n")]
    return render(request, "notices/letter.html", {"letter": found, "blocks": blocks})
