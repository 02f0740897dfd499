"""Addresses that pages write often, built once and kept."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse

from trellis.organizations.models import Level, Organization

HOMES = {
    Level.DISTRICT.value: "district",
    Level.OFFICE.value: "office",
    Level.STATE.value: "year",
}


@lru_cache(maxsize=16_384)
def address(route: str, code: str) -> str:
    """The address of a page of an organization."""
    return reverse(f"home:{route}", args=[code])


@lru_cache(maxsize=16_384)
def meetings_of(code: str) -> str:
    """The address of an organization's meetings."""
    return reverse("meetings:place", args=[code])


def home_of(organization: Organization) -> str:
    """The page of an organization; its year where it has no page of its own."""
    return address(HOMES.get(organization.level, "school"), organization.code)


@lru_cache(maxsize=1)
def task_root() -> str:
    """Where addresses of tasks begin; rows add only their number."""
    return reverse("home:task", args=[0]).removesuffix("0/")


@lru_cache(maxsize=1)
def everything_root() -> str:
    """The address of all one's steps; a page of it adds what it asks for."""
    return reverse("home:everything")
