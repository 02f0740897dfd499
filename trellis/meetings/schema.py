"""Pack section of this room: `meetings.yaml`, the kinds of meetings and what belongs to them."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from trellis.meetings.logs.schema import LogLayout
from trellis.programs.schema.base import Code, Mark, Part, Sourced, Text


class Form(StrEnum):
    """Whom a kind of meeting brings together, and who may read of it."""

    ONE = "one"
    """Who leads, with one organization."""
    MANY = "many"
    """Who leads, with several organizations at once; each sees its own part only."""
    OPEN = "open"
    """Hours that anybody in reach may book, one organization at a time."""
    TEAM = "team"
    """An organization's own team."""
    COACHING = "coaching"
    """One person with one coach, in confidence: nobody else reads of it."""


FROM_FILES = (Form.ONE, Form.MANY, Form.OPEN)
"""Forms whose past meetings may come from files: neither a team's own, nor any in confidence."""


class Heading(Part):
    """One heading under which notes are written."""

    code: Code
    label: Text
    prompt: Text | None = None
    """What the drafted agenda of a team says under it."""


class KindOfMeeting(Part):
    """One kind of meeting: who leads it, who comes, how its notes are laid out."""

    noun: ClassVar[str] = "kind of meeting"

    code: Code
    name: Text
    """As in a sentence about one of them: "Coordinator meeting"."""
    form: Form
    led_by: Code
    """The role that leads it."""
    roles: list[Code] = Field(default_factory=list)
    """Roles whose holders at the organization, or above it, are asked to come."""
    picked_by: list[Code] = Field(default_factory=list)
    """Roles that all have to say that an offered time suits before it stands."""
    minutes: int = Field(default=60, ge=5, le=600)
    """How long one usually takes."""
    headings: list[Heading] = Field(default_factory=list)
    team: Code | None = None
    """The kind of team (`teams.yaml`) that meets, for form `team`; who is on it comes."""
    tracks: list[Code] = Field(default_factory=list)
    """Tracks of capacity (`tracks`) that it takes up; each adds a heading to its notes."""
    agenda: bool = True
    """Whether an agenda is drafted from the month's topics and open steps."""
    mark: Mark = Mark.PRINTED
    reason: str = ""
    """Where a mark other than `printed` comes from; for editors."""


class KindOfHelp(Part):
    """One kind of help that is given one to one and logged."""

    noun: ClassVar[str] = "kind of help"

    code: Code
    label: Text


class Track(Part):
    """Whose capacity grows over the year: a thread of topics, with notes of its own."""

    noun: ClassVar[str] = "track"

    code: Code
    name: Text
    """Who grows, as a heading: "The principal"."""
    grown_by: list[Code] = Field(default_factory=list)
    """Roles whose work it is to help them grow."""
    mark: Mark = Mark.PRINTED
    reason: str = ""
    """Where a mark other than `printed` comes from; for editors."""


class CapacityTopic(Part):
    """What one track is about during one month; the meetings of the month come back to it."""

    noun: ClassVar[str] = "capacity topic"

    track: Code
    month: int = Field(ge=1, le=12)
    """The number of the calendar month."""
    topic: Text
    mark: Mark = Mark.PRINTED


class Meetings(Sourced):
    """Kinds of meetings and of help, and the topics of each month."""

    kinds: list[KindOfMeeting] = Field(default_factory=list)
    help_kinds: list[KindOfHelp] = Field(default_factory=list)
    help_days: int = Field(default=5, ge=1, le=60)
    """Within how many working days a question is answered."""
    tracks: list[Track] = Field(default_factory=list)
    """In the order in which a thread shows them side by side."""
    capacity: list[CapacityTopic] = Field(default_factory=list)
    log_layouts: list[LogLayout] = Field(default_factory=list)
    """How files of past meetings are read."""

    def kind(self, code: str) -> KindOfMeeting | None:
        """The kind of that code."""
        return next((one for one in self.kinds if one.code == code), None)

    def help_kind(self, code: str) -> KindOfHelp | None:
        """The kind of help of that code."""
        return next((one for one in self.help_kinds if one.code == code), None)

    def topics(self, month: int) -> dict[str, Text]:
        """The topics of a calendar month by the code of their track, in the order of the tracks."""
        found = {one.track: one.topic for one in self.capacity if one.month == month}
        return {one.code: found[one.code] for one in self.tracks if one.code in found}

    def topics_of(self, kind: KindOfMeeting, month: int) -> dict[str, Text]:
        """Those of them that a kind of meeting takes up."""
        return {code: said for code, said in self.topics(month).items() if code in kind.tracks}

    def headings_of(self, kind: KindOfMeeting) -> list[Heading]:
        """All headings of a kind's notes: its own, then one for each track that it takes up."""
        tracks = [one for one in self.tracks if one.code in kind.tracks]
        return [*kind.headings, *(Heading(code=one.code, label=one.name) for one in tracks)]
