"""Pack sections of this room: `organizations.yaml`, `regions.yaml` and `directory.yaml`."""

from typing import Literal

from pydantic import Field

from trellis.programs.schema.base import Code, Mark, Part, Sourced, Text
from trellis.programs.schema.roles import Level


class Kind(Part):
    """A kind of organization."""

    code: Code
    name: Text
    plural: Text
    level: Level
    listed: bool = True
    """Stands in the public directory search."""
    roles: list[Code] = Field(default_factory=list)
    """On level `other`: roles held at this kind and at no other that does not name them too."""


class Top(Part):
    """The organization at the top of the tree: the agency itself."""

    code: str
    name: Text
    kind: Code


class Organizations(Sourced):
    """The kinds of organization, and the agency."""

    top: Top
    kinds: list[Kind]


class County(Part):
    """A county by the state's own code."""

    code: str
    name: str


class Office(Part):
    """An intermediate office or the body that acts as one, by region code."""

    region: str
    name: Text
    kind: Code
    organization: str = ""
    """Code of the organization in the directory; empty makes one from the region code."""
    counties: list[str] = Field(default_factory=list)
    mark: Mark = Mark.PRINTED


class Area(Part):
    """A grouping of regions; membership may be unknown and stay empty."""

    code: Code
    name: Text
    regions: list[str] = Field(default_factory=list)


class Regions(Sourced):
    """Counties, regions and areas."""

    counties: list[County] = Field(default_factory=list)
    offices: list[Office] = Field(default_factory=list)
    areas: list[Area] = Field(default_factory=list)


class Slice(Part):
    """A piece of a code by position, 0-based, `length` characters."""

    start: int = Field(ge=0)
    length: int = Field(ge=1)


class RecordType(Part):
    """How one value of the type column is read."""

    value: str
    kind: Code
    aliases: list[str] = Field(default_factory=list)
    head_kind: Code | None = None
    """Kind of the rows of this type whose code has a district's suffix: a body, not a school."""


class DirectoryLayout(Part):
    """How a directory file is read: which column is what, and how a code tells its parent."""

    code: Code
    name: Text
    columns: dict[
        Literal[
            "code",
            "name",
            "type",
            "county",
            "parent",
            "parent_name",
            "nces",
            "city",
            "grades",
            "status",
            "region",
        ],
        list[str],
    ]
    """Field to accepted header names; compared without case, spaces, line breaks and marks."""
    code_pattern: str
    """Regular expression the whole code must match; the code is text."""
    code_hint: Text
    """What a right code looks like, for the message about a wrong one."""
    types: list[RecordType] = Field(default_factory=list)
    default_kind: Code | None = None
    """Kind of every row where the file has no type column."""
    parent_kind: Code | None = None
    """Kind of the parents that the file names only by code and name (parent, parent_name)."""
    region: Slice | None = None
    county: Slice | None = None
    district: Slice | None = None
    """The part that school and district share."""
    district_suffix: str | None = None
    """What the code of a district has where a school has its own number (after the type)."""
    more_district_suffixes: list[str] = Field(default_factory=list)
    """Tried in turn where no organization has the code with `district_suffix`."""
    school: Slice | None = None
    closed_values: list[str] = Field(default_factory=list)
    strip_marks: str = "-"
    """Marks that some exports print inside the code and that are dropped."""


class PeopleLayout(Part):
    """Header names of the people file."""

    code: Code
    columns: dict[Literal["code", "role", "name", "email", "from", "to", "caseload"], list[str]]


class Directory(Sourced):
    """All layouts of directory and people files."""

    layouts: list[DirectoryLayout]
    people: list[PeopleLayout] = Field(default_factory=list)


class WelcomeWords(Part):
    """What somebody reads at the first sign-in, in four short answers."""

    for_you: Text | None = None
    """What this is for you."""
    readers: Text | None = None
    """Who reads what you write."""
    next_step: Text | None = None
    """What to do first."""
    ask: Text | None = None
    """Whom to ask."""


class RoleWelcome(WelcomeWords):
    """The answers for one role; a missing one is taken from `general`."""

    role: Code


class Welcome(Sourced):
    """The page of the first sign-in."""

    general: WelcomeWords
    roles: list[RoleWelcome] = Field(default_factory=list)
