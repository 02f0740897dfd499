"""Pack section `supports.yaml`: who offers which supports at which level, and the lists they use.

`Content` and `FaceContent` are also the shape of what records keep, so that a pack, a file and an
edited entry are compared field by field.
"""

from datetime import date
from typing import ClassVar

from pydantic import Field

from trellis.programs.schema.base import Code, Mark, Part, Sourced, Text


class Choice(Part):
    """One value of a list that entries name by code."""

    code: Code
    name: Text
    also: list[str] = Field(default_factory=list)
    """Other names of it, in the words of the organizations; search finds them."""


class Category(Choice):
    """A heading under which resources are grouped, and the step of the cycle that it belongs to."""

    noun: ClassVar[str] = "category"

    step: Code | None = None
    levels: list[int] = Field(default_factory=list)


class Contact(Part):
    """How to ask; every part may be empty."""

    url: str = ""
    email: str = ""
    phone: str = ""
    hours: Text | None = None
    office: bool = False
    """The office of the reader's own region answers."""

    @property
    def filled(self) -> bool:
        """Whether it says any way at all."""
        return bool(self.url or self.email or self.phone or self.office)


class Law(Part):
    """What an entry rests on, and the year for which that was looked up."""

    text: Text
    year: int | None = None


class Credit(Part):
    """Professional credit that a course carries."""

    kind: Text
    amount: Text | None = None


class DataFile(Part):
    """A file of the state that an entry works with."""

    name: Text
    year: int | None = None


class Content(Part):
    """What people read of one support, and what is known only to editors."""

    level: int | None = None
    kind: Code
    group: Text
    title: Text
    about: Text
    cost: Code | None = None
    """Where it differs from what the organization says of the level."""
    cost_words: Text | None = None
    included_for_members: bool = False
    audience: Text
    audiences: list[Code] = Field(default_factory=list)
    modes: list[Code] = Field(default_factory=list)
    steps: list[Code] = Field(default_factory=list)
    categories: list[Code] = Field(default_factory=list)
    topics: list[Code] = Field(default_factory=list)
    aims: list[Code] = Field(default_factory=list)
    by_request: bool = False
    confidential: bool = False
    recommended: list[Code] = Field(default_factory=list)
    """Designations for which it is recommended; never a gate."""
    groups: list[Code] = Field(default_factory=list)
    """Student groups for which schools were designated, of designations.yaml."""
    newly_designated: bool = False
    includes: list[Text] = Field(default_factory=list)
    requires: list[Code] = Field(default_factory=list)
    """Other supports that one has first."""
    cadence: Text | None = None
    staff: list[Text] = Field(default_factory=list)
    law: Law | None = None
    odd_years: bool = False
    """Due in odd years."""
    credit: Credit | None = None
    data_file: DataFile | None = None
    link: str = ""
    contact: Contact | None = None
    """Where it differs from the organization's."""
    keywords: list[Text] = Field(default_factory=list)
    """Words by which people look for it and which do not stand in it."""
    review_by: date | None = None
    unsure: list[str] = Field(default_factory=list)
    """Keys whose content we concluded."""
    suspect: list[str] = Field(default_factory=list)
    """Keys whose content the source may have wrong."""
    notes: list[str] = Field(default_factory=list)
    lines: list[int] = Field(default_factory=list)
    """Lines of the source."""


class Entry(Content):
    """One support as a pack brings it."""

    noun: ClassVar[str] = "support"

    code: Code
    provider: Code


class LevelFace(Part):
    """What an organization says of one of its levels."""

    noun: ClassVar[str] = "level"

    level: int | None = None
    cost: Code
    cost_words: Text
    focus: Text | None = None
    audience: Text | None = None
    about: Text | None = None
    suspect: bool = False
    """Focus, audience and description look copied: editors see them, the public does not."""
    includes: list[int] = Field(default_factory=list)
    """Lower levels whose supports this one includes."""
    includes_mark: Mark = Mark.PRINTED
    recommended: list[Code] = Field(default_factory=list)


class Carried(Part):
    """A support that also holds on other levels than its own."""

    noun: ClassVar[str] = "support"

    service: Code
    levels: list[int]
    mark: Mark = Mark.PRINTED


class FaceContent(Part):
    """What is said of an organization that offers supports."""

    name: Text
    short: str
    contact: Contact = Field(default_factory=Contact)
    memberships: bool = False
    """Districts can be members."""
    exclusions: list[Text] = Field(default_factory=list)
    """What it does not provide."""
    levels: list[LevelFace]
    carried: list[Carried] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)


class ProviderEntry(FaceContent):
    """An organization that offers supports, as a pack brings it."""

    noun: ClassVar[str] = "provider"

    code: Code
    organization: str
    """Its code in the directory of organizations."""


class Counts(Part):
    """How many supports the source has, so that none is lost on the way."""

    all: int = 0
    by_provider: dict[Code, int] = Field(default_factory=dict)
    by_level: dict[int, int] = Field(default_factory=dict)


class Requests(Part):
    """How people ask here for a support that goes by request, and when they are answered."""

    days: int = Field(default=3, ge=1, le=60)
    """Weekdays until an answer is due."""
    by_level: dict[int, int] = Field(default_factory=dict)
    by_provider: dict[Code, int] = Field(default_factory=dict)
    """Where a level or an organization takes another time; the organization goes first."""
    tailored: list[int] = Field(default_factory=list)
    """Levels fitted to the asker, who is asked for priorities and strengths."""


class Supports(Sourced):
    """The catalog and its lists, each in the order in which people read it."""

    levels: list[int] = Field(default_factory=list)
    """Columns of the matrix, by number in vocabulary.yaml."""
    matrix_note: Text | None = None
    counts: Counts = Field(default_factory=Counts)
    kinds: list[Choice] = Field(default_factory=list)
    costs: list[Choice] = Field(default_factory=list)
    audiences: list[Choice] = Field(default_factory=list)
    modes: list[Choice] = Field(default_factory=list)
    steps: list[Choice] = Field(default_factory=list)
    categories: list[Category] = Field(default_factory=list)
    topics: list[Choice] = Field(default_factory=list)
    aims: list[Choice] = Field(default_factory=list)
    synonyms: list[list[str]] = Field(default_factory=list)
    """Groups of words or phrases that mean one thing to whoever searches."""
    ignored: list[str] = Field(default_factory=list)
    """Words that say nothing in a search."""
    helpline: Code | None = None
    """The support that stands in the foot of every page."""
    requests: Requests | None = None
    """Left out where nobody asks through the program."""
    providers: list[ProviderEntry] = Field(default_factory=list)
    services: list[Entry] = Field(default_factory=list)
