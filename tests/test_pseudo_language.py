"""No page holds a bare string: all words are messages, or come from the pack and the records."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from conftest import NOON
from tests import objects, pseudo
from tests.relations import Visitor, visitors_of
from tests.target import Target
from tests.visits import read, sign_in_as
from trellis.designations.models import Designation, Letter, Release
from trellis.documents.models import Document
from trellis.history.models import Entry
from trellis.learning.models import Event, Item, Registration
from trellis.meetings.models import AgendaItem, Help
from trellis.monitoring.models import Snooze
from trellis.monitoring.schema import Spotlight
from trellis.notices.models import Bounce, Notice
from trellis.organizations.models import (
    IdentityProvider,
    Import,
    Invitation,
    Organization,
    RoleRequest,
    TeamPaper,
)
from trellis.people.models import Person
from trellis.web.policy import TABLE, Door

READ = [row.route for row in TABLE if "GET" in row.methods and row.door != Door.SAMPLE]
OWN_NAMES = ("Trellis", "English", "Español", "Pseudo", "CST", "CDT", "UTC")
"""What is called so in every language."""
INVENTED_KEY = "regional-office (own)"
"""Has a passkey that no browser ever made; asking for it is tested in `people`."""


@pytest.fixture(scope="module")
def pages(built, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, Target]]:
    """The targets of the matrix, in a product that speaks the pseudo language."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    speaking = pseudo.speaking(tmp_path_factory.mktemp("locale"))
    with files, speaking, django_db_blocker.unblock(), time_machine.travel(NOON, tick=True):
        found = objects.targets(built)
        yield {**{row.route: Target(row.route) for row in TABLE}, **found}


@pytest.fixture(scope="module")
def readers(built, pages, django_db_blocker) -> list[tuple[Visitor, Client]]:
    """The public and everybody near Lincoln, each with a browser set to the pseudo language."""
    found = []
    with django_db_blocker.unblock(), time_machine.travel(NOON, tick=True):
        for visitor in visitors_of(built):
            if visitor.name == "public" or "(own)" in visitor.name:
                client = Client()
                if visitor.person is not None:
                    sign_in_as(client, visitor.person)
                client.cookies[settings.LANGUAGE_COOKIE_NAME] = pseudo.LANGUAGE
                found.append((visitor, client))
    return found


@pytest.fixture(scope="module")
def data(built, pages, django_db_blocker) -> set[str]:
    """All words that are data: the pack's, and those of the records."""
    known = set(OWN_NAMES) | set(pseudo.words_of(dict(built.program.parts)))
    with django_db_blocker.unblock():
        for rows in (
            Organization.objects.values_list("name", "code", "city"),
            Person.objects.values_list("name", "email"),
            Release.objects.values_list("title", "source"),
            Designation.objects.values_list("label", "kind"),
            IdentityProvider.objects.values_list("issuer"),
            Import.objects.values_list("name", "layout", "sha256"),
            Authenticator.objects.values_list("data__name"),
            Document.objects.values_list("name"),
            Notice.objects.values_list("address", "subject", "text"),
            Bounce.objects.values_list("said"),
            Invitation.objects.values_list("address", "acting_as"),
            RoleRequest.objects.values_list("text", "answer"),
            AgendaItem.objects.values_list("text"),
            Help.objects.values_list("text"),
            Item.objects.values_list("title", "topic"),
            Event.objects.values_list("title", "place"),
            Registration.objects.values_list("name", "address"),
            Entry.objects.values_list("actor_name", "acting_as", "subject_name"),
        ):
            known.update(line for row in rows for one in row for line in str(one).splitlines())
        known.update(Snooze.objects.values_list("note", flat=True))
        for rule in built.program.section("spotlight", Spotlight).rules:
            for text in pseudo.words_of([rule.why, rule.tile]):
                known.update(re.split(r"\{\w+\}", text))  # figures stand in between
        known.update(f"{some} of {all_}" for all_ in range(9) for some in range(9))
        for domains in IdentityProvider.objects.values_list("domains", flat=True):
            known.update(domains)
        for texts in TeamPaper.objects.values_list("texts", flat=True):
            known.update(pseudo.words_of(texts))
        for content in Letter.objects.values_list("content", flat=True):
            known.update(line for one in pseudo.words_of(content) for line in one.splitlines())
    return known


@pytest.mark.parametrize("route", READ)
def test_a_page_holds_no_bare_string(world, pages, readers, data, route):
    target = pages[route]
    args = ("1", "set-password") if route.endswith("password_from_key") else target.args
    bare: dict[str, str] = {}
    for visitor, client in readers:
        if "webauthn" in route and visitor.name == INVENTED_KEY:
            continue
        with transaction.atomic():
            answer = client.get(reverse(route, args=args) + target.query, follow=True)
            transaction.set_rollback(True)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            page = read(answer)
            assert answer.status_code != 200 or page.html.get("lang") == pseudo.LANGUAGE
            bare |= dict.fromkeys(pseudo.bare(page, data), visitor.name)
    assert bare == {}


def test_the_pseudo_language_is_no_choice_for_people(client, world):
    assert pseudo.LANGUAGE not in str(read(client.get("/")))
