"""What the shell around every page shows; nothing here asks the database for the public."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.functional import cached_property  # the library's own takes a lock each time
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from markupsafe import Markup

from trellis.kit.onward import own_path
from trellis.organizations.identity.queries import any_on
from trellis.organizations.requests import Visitor
from trellis.organizations.rules import may
from trellis.programs import queries as programs
from trellis.programs.models import Installation
from trellis.programs.program import Program
from trellis.sample import rules as sample
from trellis.sample.invention.cast import CAST, Member
from trellis.sample.story.days import months_around
from trellis.web import csrf, look, policy
from trellis.web.frame import DOORS, Door, Frame, Notice, SeatChoice, frame, menu, way
from trellis.web.jinja import speaking


def shell(request: HttpRequest) -> dict[str, Any]:
    """The program, the visitor, and what stands around the page."""
    installation = getattr(request, "installation", None)
    program = programs.in_year() if installation else None
    visitor = getattr(request, "visitor", None) if installation else None
    around = Shell(request, program, visitor, installation)
    return {
        "program": program,
        "visitor": visitor,
        "installation": installation,
        "shell": around,
        "_": speaking(around.language),
    }


class Shell:
    """The parts of the shell, each found when the template asks for it."""

    def __init__(
        self,
        request: HttpRequest,
        program: Program | None,
        visitor: Visitor | None,
        installation: Installation | None,
    ) -> None:
        self._request = request
        self._program = program
        self._visitor = visitor
        self._installation = installation
        self.path = request.get_full_path()
        self.language = get_language() or "en"

    @cached_property
    def csrf(self) -> Markup:
        """The hidden field of every form on the page; one for all, so that it compresses."""
        return csrf.field(self._request)

    @cached_property
    def frame(self) -> Frame:
        """What stands around the page, which changes with the visitor's doors only."""
        kind, version = "", 0
        if self._installation:
            kind, version = self._installation.kind, self._installation.version_id
        signed_in = self._visitor is not None and self._visitor.person is not None
        return frame(self._program, version, self.language, kind, self.doors, signed_in)

    @property
    def menu(self) -> Markup | str:
        """The person's own menu; nothing for the public."""
        visitor = self._visitor
        if visitor is None or visitor.person is None:
            return ""
        return menu(
            visitor.person.name, self.acting_as, self.seats, self.path, self.csrf, self.language
        )

    @property
    def identity(self) -> str:
        """Where people sign in with their organization's own accounts, if any has such."""
        ready = self._installation is not None and any_on()
        return way("organizations:identity") if ready else ""

    @property
    def messages(self) -> list[Message]:
        """What the last step says; reading empties it."""
        return list(get_messages(self._request))

    @property
    def root(self) -> str:
        """Where the mark leads."""
        return way("home:front") or "/"

    @property
    def help(self) -> str:
        """Where help is."""
        return way("home:help") if self._installation else ""

    @property
    def sign_in(self) -> str:
        """Where people sign in."""
        return way("account_login") if self._installation else ""

    @property
    def look(self) -> str:
        """The address of the state's own style sheet, or nothing; for pages to print."""
        if self._installation is None or self._program is None:
            return ""
        return look.address(self._installation.version_id, self._program)

    @property
    def notice(self) -> Notice | None:
        """Says on every page that this is no live database."""
        return self.frame.notice

    @property
    def sample_months(self) -> list[date]:
        """The days on which a sample may stand; none in any other database."""
        clock = self._installation.clock if self._installation else None
        return months_around(clock) if clock and sample.is_open(self._installation) else []

    @property
    def sample_cast(self) -> tuple[Member, ...]:
        """Whom a visitor of a sample may be; nobody in any other database."""
        return CAST if sample.is_open(self._installation) else ()

    @cached_property
    def doors(self) -> tuple[Door, ...]:
        """The navigation of this visitor."""
        if self._visitor is None:
            return ()
        path = self._request.path
        found = []
        for route, _label in DOORS:
            address = way(route)
            if address and self._may_enter(route):
                exact, behind = path == address, path.startswith(address)
                found.append(Door(route, "page" if exact else "true" if behind else ""))
        return tuple(found)

    def _may_enter(self, route: str) -> bool:
        row, visitor = policy.BY_ROUTE[route], self._visitor
        if row.door == policy.Door.PUBLIC:
            return True
        if visitor is None or visitor.person is None:
            return False
        return not row.capability or may(visitor.person, row.capability, seats=visitor.seats)

    @cached_property
    def acting_as(self) -> str:
        """The role and organization the person acts in."""
        seat = self._visitor.acting if self._visitor else None
        return seat.called(self._program) if seat and self._program else ""

    @cached_property
    def seats(self) -> list[SeatChoice]:
        """Own seats to choose from; those at served schools follow from the page one is on."""
        if self._visitor is None or self._program is None:
            return []
        own = [seat for seat in self._visitor.seats if not seat.assigned]
        if len(own) < 2:
            return []
        acting = self._visitor.acting
        return [SeatChoice(seat.key, seat.called(self._program), seat == acting) for seat in own]

    @property
    def back(self) -> str:
        """The page the visitor came from, if it is ours."""
        came_from = self._request.headers.get("referer", "")
        if url_has_allowed_host_and_scheme(came_from, {self._request.get_host()}):
            parts = urlsplit(came_from)
            return own_path(parts.path + (f"?{parts.query}" if parts.query else "")) or self.root
        return self.root
