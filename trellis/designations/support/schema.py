"""Pack section of this room: `support-status.yaml`."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, field_validator

from trellis.programs.schema.base import Code, Mark, Part, Sourced, Text


class AtEnd(StrEnum):
    """What is proposed at the end of a cycle for an organization that is designated better now."""

    EXIT = "exit"
    BY_HAND = "by-hand"


class Midway(StrEnum):
    """What is proposed where the state designates an organization for more support midway."""

    ESCALATE = "escalate"
    CONTINUE = "continue"
    BY_HAND = "by-hand"


class SupportTerm(Part):
    """One year of a cycle of support."""

    code: Code
    label: Text
    plain: Text
    """What happens in it, in a sentence for families."""
    aliases: list[str] = Field(default_factory=list)


class CohortTerms(Part):
    """Cohorts whose cycle runs through other terms than the usual ones."""

    cohorts: list[int]
    """Calendar years in which the school year of their first identification opened."""
    terms: list[Code]
    reason: Text
    mark: Mark = Mark.PRINTED


class SupportCadence(Part):
    """How often those who serve an organization meet it: in words, and as a number of meetings."""

    words: Text
    kind: Code | None = None
    """The kind of meeting, of `meetings.yaml`; without one nothing is counted."""
    per_month: int = Field(default=0, ge=0, le=20)
    first_month: int | None = Field(default=None, ge=1, le=12)
    """The number of the calendar month in which they begin; from the opening where left out."""
    last_month: int | None = Field(default=None, ge=1, le=12)
    """The number of the calendar month in which they end; the year's last where left out."""


class Support(Part):
    """What the state owes organizations of one designation, and where their cycle leads."""

    designation: Code
    terms: list[Code] = Field(default_factory=list)
    """Its cycle, where it is another one than `cycle`."""
    plans: dict[Code, Code] = Field(default_factory=dict)
    """Term to the year plan that opens in it; no plan where the state has set none."""
    escalates_to: Code | None = None
    """The designation whose support follows where the cycle did not suffice."""
    at_end: AtEnd = AtEnd.BY_HAND
    midway: Midway = Midway.BY_HAND
    on_escalation: Literal["end", "keep"] = "end"
    """What becomes of the running year plan when another support begins."""
    cadence: SupportCadence | None = None
    """How often those who serve it meet it; left out where nothing is said."""
    exit_rule: Text
    """When an organization leaves this support, in words."""
    mark: Mark = Mark.PRINTED
    reason: str = ""
    """Where a mark other than `printed` comes from; for editors."""

    @field_validator("cadence", mode="before")
    @classmethod
    def _only_words(cls, told: Any) -> Any:
        """Versions installed before meetings were counted say it in words alone."""
        worded = isinstance(told, str) or (isinstance(told, dict) and "words" not in told)
        return {"words": told} if worded else told


class Leaving(Part):
    """What ends and what stays when an organization leaves its support."""

    assignments: Literal["end", "keep"] = "keep"
    """Whether those who serve it stop doing so."""
    ends: list[Text]
    stays: list[Text]


class StatusLayout(Part):
    """How a file of support statuses is read."""

    code: Code
    name: Text
    columns: dict[Literal["code", "kind", "cohort", "term", "reasons", "groups"], list[str]]
    separator: str = ";"
    """Between several reasons or groups in one cell."""
    strip_marks: str = "-"
    """Marks that some exports print inside the code and that are dropped."""


class SupportStatuses(Sourced):
    """Terms, cycles, what each designation leads to, and file layouts."""

    terms: list[SupportTerm]
    cycle: list[Code]
    """The usual terms of a cycle in order, one a year."""
    cohorts: list[CohortTerms] = Field(default_factory=list)
    supports: list[Support]
    leaving: Leaving
    layouts: list[StatusLayout]

    def support(self, designation: str) -> Support | None:
        """What the section says of a designation."""
        return next((one for one in self.supports if one.designation == designation), None)

    def terms_of(self, designation: str, cohort: int) -> list[str]:
        """The terms of one cycle in order: the cohort's own, the designation's, or the usual."""
        for exception in self.cohorts:
            if cohort in exception.cohorts:
                return list(exception.terms)
        found = self.support(designation)
        return list(found.terms) if found and found.terms else list(self.cycle)
