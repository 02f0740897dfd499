"""Pack sections of releases: `designations.yaml`, and `release.yaml` for the day they go out."""

from datetime import date, time
from typing import ClassVar, Literal

from pydantic import Field

from trellis.programs.schema.base import Code, Mark, Part, Sourced, Text


class Term(Part):
    """One designation in one period; the code is shared by periods that mean the same."""

    code: Code
    label: Text
    plain: Text
    """What it means, in a sentence for families."""
    aliases: list[str] = Field(default_factory=list)
    federal: str = ""
    """Federal code (CSI, TSI, ATSI, NOTCSI …) and how sure the mapping is."""
    federal_mark: Mark = Mark.INFERRED
    rank: int
    """1 is the best; order of lists."""
    supported: bool = False
    """The state owes this designation support; such schools count as supported."""
    level: int | None = None
    """Support level by number."""


class Vocabulary(Part):
    """The terms valid from one day to another (both inclusive, empty end is open)."""

    code: Code
    name: Text
    valid_from: date
    valid_to: date | None = None
    status: Mark = Mark.PRINTED
    terms: list[Term]


class Named(Part):
    """A reason, student group, grade band or indicator that a file may name."""

    code: Code
    label: Text
    aliases: list[str] = Field(default_factory=list)
    federal: str = ""


class DesignationLayout(Part):
    """How a designations file is read."""

    code: Code
    name: Text
    columns: dict[Literal["code", "label", "name", "band", "reasons", "groups"], list[str]]
    indicators: dict[Code, list[str]] = Field(default_factory=dict)
    """Indicator code to accepted header names."""
    separator: str = ";"
    """Between several reasons or groups in one cell."""
    blank_label: Literal["skip", "error"] = "skip"
    district_codes: bool = False
    """The file names districts, not schools."""
    strip_marks: str = "-"
    """Marks that some exports print inside the code and that are dropped."""


class Designations(Sourced):
    """Vocabularies by period, named lists and file layouts."""

    vocabularies: list[Vocabulary]
    bands: list[Named] = Field(default_factory=list)
    reasons: list[Named] = Field(default_factory=list)
    groups: list[Named] = Field(default_factory=list)
    indicators: list[Named] = Field(default_factory=list)
    layouts: list[DesignationLayout]
    no_plan: Text
    """What a page says of a designation for which the state has set no year plan."""


class Advance(Part):
    """Whether districts hear of a release before everybody else, and who there may look."""

    told: bool
    roles: list[Code] = Field(default_factory=list)
    """Roles at the district; only their own holders look, nobody who stands in for them."""
    embargo: Text | None = None
    """What is asked of those who know already, on their page and in their message."""
    recalled: Text | None = None
    """What they are told when the notice is taken back because something is looked at again."""
    mark: Mark = Mark.PRINTED


class Publication(Part):
    """When releases usually go out."""

    hour: time
    zone: str = ""
    """Time zone of the set hour; empty is the pack's own."""
    mark: Mark = Mark.OURS


class CheckPoint(Part):
    """Something that the second person looks at before saying that a draft is right."""

    noun: ClassVar[str] = "check point"

    code: Code
    text: Text


class ReleaseDay(Sourced):
    """How this state lets its designations out."""

    advance: Advance
    publication: Publication
    checklist: list[CheckPoint]
