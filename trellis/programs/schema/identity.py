"""`pack.yaml`: the state's own name, contact, languages, year and look."""

from pydantic import Field

from trellis.programs.schema.base import Code, Part, Sourced, Text, Words

LOOK_TOKENS = (
    "ink",
    "muted",
    "paper",
    "leaf",
    "leaf-deep",
    "mist",
    "line",
    "sun",
    "sun-ink",
    "sun-line",
    "clay",
    "clay-ink",
    "clay-line",
    "focus",
)
"""The colors of the look that a state may set, as `design tokens` of the style sheet."""


class Contact(Part):
    """Where people ask; stands in the foot of every page and print."""

    office: Text
    website: str = ""
    email: str = ""
    phone: str = ""
    hours: Text = ""


class Look(Part):
    """What a state changes of the look: its name in the header and colors by token."""

    short_name: Words
    tokens: dict[str, str] = Field(default_factory=dict)


class ExternalSystem(Part):
    """A system of the state that people use beside this one; a link and a mark, never a proxy."""

    code: Code
    name: Text
    about: Text
    url: str = ""


class Language(Part):
    """A language that pack texts may be written in."""

    code: str
    name: str


class Pack(Sourced):
    """The pack as a whole."""

    code: Code
    name: Text
    state: Words
    version: Words
    school_year_starts: int = Field(default=7, ge=1, le=12)
    fiscal_year_starts: int = Field(default=7, ge=1, le=12)
    time_zone: Words
    languages: list[Language] = Field(default_factory=lambda: [Language(code="en", name="English")])
    contact: Contact
    look: Look
    program: Text
    """What the program is, in two sentences, for the front page."""
    systems: list[ExternalSystem] = Field(default_factory=list)
    terms: dict[str, Text] = Field(default_factory=dict)
    """The state's word for a general idea, by code: `district`, `school`, `office`, `level`."""
