"""Pack section of this room: `letters.yaml`."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from trellis.kit.paper.tree import Box
from trellis.programs.schema.base import Code, Mark, Part, Sourced, Text


class Placeholder(StrEnum):
    """What a text may name in braces; the closed list."""

    DISTRICT = "district"
    YEAR = "year"
    RELEASE = "release"
    DAY = "day"
    SCHOOLS = "schools"
    AGENCY = "agency"
    OFFICE = "office"
    WEBSITE = "website"
    EMAIL = "email"
    PHONE = "phone"
    HOURS = "hours"
    SENDER = "sender"
    SENDER_ROLE = "sender-role"
    SENDER_EMAIL = "sender-email"
    LINK = "link"


OF_EVERY_LETTER = (
    Placeholder.YEAR,
    Placeholder.RELEASE,
    Placeholder.DAY,
    Placeholder.AGENCY,
    Placeholder.OFFICE,
)
"""What the line under the title may name: the same in every letter that leaves on a day."""


class Moment(StrEnum):
    """From when on a letter may leave."""

    ADVANCE = "advance"
    """Once the release is checked and the district has its advance notice."""
    PUBLICATION = "publication"


class Delivery(StrEnum):
    """How a letter reaches people."""

    MAIL = "mail"
    """Trellis mails where to open it."""
    OUTSIDE = "outside"
    """It goes out on another way; here somebody marks it as sent."""


class Named(StrEnum):
    """Which organizations of a district a letter names."""

    ALL = "all"
    """All that the release designates."""
    SUPPORTED = "supported"
    """Those that are owed support."""


class ColumnOf(StrEnum):
    """What a column of the table of schools shows."""

    SCHOOL = "school"
    CODE = "code"
    DESIGNATION = "designation"
    MEANING = "meaning"
    REASONS = "reasons"
    GROUPS = "groups"
    COORDINATOR = "coordinator"


class Column(Part):
    """One column of the table of schools."""

    of: ColumnOf
    head: Text
    width: int = Field(default=1, ge=1, le=12)
    """Its part of the whole."""


class SchoolTable(Part):
    """The table that names the district's schools, a line for each designation."""

    caption: Text
    columns: list[Column]


class Piece(Part):
    """One piece of a letter: exactly one of these."""

    heading: Text | None = None
    text: Text | None = None
    points: list[Text] | None = None
    table: SchoolTable | None = None
    own_words: bool = False
    """Here stands what the sender adds."""


class LetterKind(Part):
    """A letter that each district gets once for a release."""

    code: Code
    name: Text
    """What the people who send it call it."""
    sender: Code
    """The role in whose name it goes out; who serves the schools in it, where it serves some."""
    to: list[Code]
    """Roles that it is addressed to, at the district and at the schools that it names."""
    readers: list[Code] = Field(default_factory=list)
    """Further roles there that may open it once everybody may know."""
    at: Moment = Moment.PUBLICATION
    after: Code | None = None
    """The letter that the district must have before this one."""
    delivery: Delivery = Delivery.MAIL
    schools: Named = Named.ALL
    subject: Text
    body: list[Piece]
    mail: Text = ""
    """The words of the mail, with the link to the letter."""
    mark: Mark = Mark.PRINTED


class Letters(Sourced):
    """The letters of a release, in the order in which they go out."""

    sheet: Box = Box.LETTER
    date_line: Text = ""
    """What stands under the title of every letter: the day it leaves, the release it is about."""
    kinds: list[LetterKind] = Field(default_factory=list)

    def kind(self, code: str) -> LetterKind | None:
        """The kind of that code, if the pack still has it."""
        return next((one for one in self.kinds if one.code == code), None)
