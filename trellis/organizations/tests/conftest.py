"""A small invented state: the second pack, an agency person, and directory files."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tests.visits import sign_in_as
from trellis.organizations.actions import apply_directory, appoint, check_directory
from trellis.organizations.models import Organization
from trellis.organizations.tests.issuer import Issuer
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.actions import install

PRAIRIE = Path(__file__).resolve().parents[3] / "packs" / "prairie"
JULY = date(2026, 7, 1)
HEADER = "Campus key,Campus or area,What it is,County seat of,Town,Years taught,In use"
ROWS = (
    "TL-000-U00,Tall Grass,Unit,,,,yes",
    "NF-214-D00,Fork Area,Area,Bluestem,Alder,,yes",
    "NF-214-S01,Alder Campus,Campus,Bluestem,Alder,1-6,yes",
    "NF-214-S02,Birch Campus,Campus,Switchgrass,Birch,7-9,yes",
    "SF-300-D00,South Area,Area,Coneflower,Cedar,,yes",
    "SF-300-S01,Cedar Evening,Evening,Coneflower,Cedar,10-12,yes",
)


@pytest.fixture
def prairie(db):
    """The invented pack, installed."""
    install(PRAIRIE)
    return programs.current()


@pytest.fixture
def write(tmp_path):
    """Writes a directory file of the given rows."""

    def write(*rows, header=HEADER, name="roll.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows, ""]), encoding=encoding)
        return path

    return write


@pytest.fixture
def load(prairie, write):
    """Checks and applies rows; answers the import."""

    def load(*rows, on=JULY, skip_bad=False, by=None, **more):
        path = write(*rows, **more)
        source = check_directory(path, name=path.name, by=by, on=on)
        apply_directory(source, by=by, skip_bad=skip_bad)
        return source

    return load


@pytest.fixture
def tree(load):
    """Two areas with three campuses, by code."""
    load(*ROWS)
    return {one.code: one for one in Organization.objects.select_related("parent")}


@pytest.fixture
def person(db):
    """Makes persons by first name."""

    def person(name):
        return Person.objects.create_user(f"{name.lower()}@example.org", name=name)

    return person


@pytest.fixture
def desk(tree, person):
    """Somebody of the department, who may do everything."""
    one = person("Dora")
    appoint(one, "program-desk", tree["PRAIRIE"], by=None, starts=date(2020, 1, 1))
    return one


@pytest.fixture
def superintendent(tree, person):
    """The superintendent of the Fork Area."""
    one = person("Sam")
    appoint(one, "area-superintendent", tree["NF214D00"], by=None, starts=date(2020, 1, 1))
    return one


@pytest.fixture
def visit():
    """A browser of somebody, second factor used."""

    def visit(person):
        return sign_in_as(Client(), person)

    return visit


@pytest.fixture
def at_once(settings):
    """Work of the worker is done in the request, so that a test sees what came of it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def second(tree, person):
    """The second person of the department."""
    one = person("Sol")
    appoint(one, "program-desk", tree["PRAIRIE"], by=None, starts=date(2020, 1, 1))
    return one


@pytest.fixture(scope="module")
def running():
    """A provider that runs while this module does."""
    issuer = Issuer()
    yield issuer
    issuer.close()


@pytest.fixture
def issuer(running):
    """The provider as it should be."""
    running.left_out, running.signed_by, running.algorithm = set(), running.key, "RS256"
    running.named = ""
    return running
