"""A person, a registered kind of document, and a folder of its own for each test."""

from collections.abc import Iterator

import pytest

from trellis.documents import readers
from trellis.documents.models import Document
from trellis.people.models import Person

KIND = "test-note"


@pytest.fixture
def ana(db: None) -> Person:
    return Person.objects.create_user("ana@example.org", name="Ana Ruiz")


@pytest.fixture
def ben(db: None) -> Person:
    return Person.objects.create_user("ben@example.org", name="Ben Okafor")


@pytest.fixture
def files(settings, tmp_path):
    """The folder of all files, empty."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def kind() -> Iterator[str]:
    """A kind that only whoever added the document may read."""
    readers.register(KIND, added_it)
    yield KIND
    del readers._readers[KIND]


def added_it(person: Person, document: Document) -> bool:
    return document.added_by_id == person.pk
