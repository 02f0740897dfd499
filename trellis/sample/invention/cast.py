"""The standard cast: one person per role, the same in every sample, for trying each view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Member:
    """Somebody a visitor can be; `key` stands in addresses, `at` says where the role is held."""

    key: str
    label: Any
    role: str
    name: str
    at: str

    @property
    def email(self) -> str:
        """Where the sample's letters go; example.org belongs to nobody."""
        return f"{self.key}@cast.example.org"


CAST = (
    Member("principal", _("Principal"), "principal", "Maria Okafor", "school"),
    Member("teacher", _("Teacher in the leadership team"), "team", "Jonah Reyes", "school"),
    Member("advisor", _("Member of the advisory group"), "advisor", "Lena Whitcombe", "school"),
    Member("district-staff", _("District staff"), "district", "Marcus Fields", "district"),
    Member("superintendent", _("Superintendent"), "superintendent", "Ruth Halvorsen", "district"),
    Member("board-member", _("Board member"), "board", "Elise Drummond", "district"),
    Member("board-secretary", _("Board secretary"), "board-secretary", "Theo Barlow", "district"),
    Member("coordinator", _("Coordinator"), "coordinator", "Dana Alvarez", "state"),
    Member("vendor", _("Needs assessment vendor"), "vendor", "Priya Desai", "provider"),
    Member("office", _("Regional office"), "regional-office", "Noel Castillo", "office"),
    Member("association", _("Association staff"), "association", "Nora Velasco", "association"),
    Member("coach", _("Coach of an association"), "coach", "Walter Imhoff", "association"),
    Member("checker", _("Second person at the agency"), "agency", "Sam Whitfield", "state"),
    Member("agency", _("Agency administrator"), "agency", "Helen Brandt", "state"),
)
BY_KEY = {one.key: one for one in CAST}
