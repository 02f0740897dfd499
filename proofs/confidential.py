"""Notes of confidential coaching are read by two people; nobody else finds a sign, wherever.

A head is coached: the request, the talks and their notes are full of one word. Everybody else of
the cast, their stand-ins too, opens every page and file of the policy table, whatever these link
to, and every address of the coaching that can be guessed; mail and history are searched. Then the
coach leaves and another one comes: neither reads on, the head does. Full size: everybody; small:
the agency, a coordinator, the district, its board, a superintendent and a stand-in. Both packs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from proofs.embargo import (
    FOLLOWED,
    addresses,
    answer,
    for_both_packs,
    looking,
    without_the_question,
)
from proofs.embargo_secret import BIRD
from tests import cast, objects
from tests.cast import TODAY, World
from tests.relations import Visitor, visitors_of
from tests.standins import stand_ins
from tests.visits import sign_in_as
from trellis.history.models import Entry
from trellis.meetings.coaching import actions, queries, rules
from trellis.meetings.models import Coaching, Session
from trellis.notices.models import Notice
from trellis.organizations.models import Appointment
from trellis.people.models import Person

DEEDS = ("acceptance", "ending", "sessions", "session", "sharing")


def main() -> int:
    """Prove it for both packs."""
    return for_both_packs(prove)


def prove(pack: str, size: str) -> None:
    """Plant, look as everybody else, then let the coach go."""
    world = cast.build(pack)
    found = objects.targets(world) if pack == "illinois" else {}
    coached, talk = plant(world)
    two = {coached.person, coached.coach}
    everybody = [*visitors_of(world), *stand_ins(world)]
    others = [one for one in everybody if one.person is None or one.person not in two]
    some = [one for one in others if size == "full" or is_some(one)]
    urls = [*addresses(world, found, full=size == "full"), *guessed(coached, talk)]
    seen = sum(look(world, one, urls, FOLLOWED[size], coached, talk) for one in some)
    mails = search_the_rest(coached)
    handed_on(coached)
    print(
        f"{pack}: {len(some)} visitors, {seen} answers, {mails} mails:"
        f" 0 signs of {BIRD} and its notes"
    )


def is_some(visitor: Visitor) -> bool:
    """Whether somebody is tried at reduced size: a few near the head, and who stands in."""
    near = ("agency", "coordinator", "district", "board", "superintendent", "program-desk",
            "network-lead", "area-office")  # fmt: skip
    return visitor.name in {f"{role} (own)" for role in near} or visitor.name.endswith(
        ("(delegated, all)",)
    )


def plant(world: World) -> tuple[Coaching, Session]:
    """Lincoln's head is coached, and all that the two write holds the word."""
    (kind,) = rules.kinds()
    head, coach = world.who(kind.roles[0]), world.who(kind.led_by)
    place = coach.appointments.get().organization
    asked = actions.ask_coaching(place, kind.code, words=f"About {BIRD}.", by=head)
    running = actions.accept_coaching(asked, by=coach)
    talk = actions.add_session(running, on=TODAY, minutes=50, by=coach)
    texts = {code: f"{BIRD} under {code}" for code in queries.headings(kind.code)}
    return running, actions.write_session(talk, texts, version=1, by=head)


def guessed(coached: Coaching, talk: Session) -> Iterator[str]:
    """Addresses that somebody could try who knows how they are made."""
    yield reverse("meetings:coaching-list")
    yield reverse("meetings:coaching", args=[coached.pk])
    yield reverse("meetings:coaching-session", args=[coached.pk, talk.pk])
    yield reverse("home:history", args=["coaching", coached.pk])
    yield reverse("home:history", args=["session", talk.pk])


def look(
    world: World, visitor: Visitor, urls: list[str], most: int, coached: Coaching, talk: Session
) -> int:
    """Whatever somebody opens, the word is not there; how much they opened."""
    one = looking(world, visitor, urls, most)
    for url, text in one.pages.items():
        assert BIRD not in without_the_question(text), f"{visitor.name} reads it at {url}"
    for url in list(guessed(coached, talk))[1:]:
        assert one.pages[url][:3] in ("302", "404"), f"{visitor.name} finds something at {url}"
    for name in DEEDS:
        args = [coached.pk, talk.pk] if name == "session" else [coached.pk]
        text = answer(one.browser, reverse(f"meetings:coaching-{name}", args=args), post=True)
        assert text[:3] in ("302", "404"), f"{visitor.name} may press {name}"
        assert BIRD not in text.lower(), f"{visitor.name} reads it at {name}"
    return len(one.pages) + len(DEEDS)


def search_the_rest(coached: Coaching) -> int:
    """No mail and no entry of the history says the word, or who is coached; how many mails."""
    mails = Notice.objects.filter(kind=actions.MAIL)
    for mail in Notice.objects.all():
        said = f"{mail.subject} {mail.text} {mail.about} {mail.calendar}".lower()
        assert BIRD not in said, f"a mail to {mail.address} says it"
    for mail in mails:
        said = f"{mail.subject} {mail.text} {mail.from_name} {mail.reply_to} {mail.address}"
        assert coached.person.name not in said, "a mail names who is coached"
        assert coached.person.email not in said, "a mail names who is coached"
    for entry in Entry.objects.all():
        said = f"{entry.subject_name} {entry.before} {entry.after} {entry.acting_as}".lower()
        assert BIRD not in said, f"the history says it: {entry.verb}"
    for entry in Entry.objects.filter(subject=f"coaching:{coached.pk}"):
        assert (entry.actor, entry.before, entry.after) == ("system", None, None)
        assert coached.person.name not in entry.subject_name
    return mails.count()


def handed_on(coached: Coaching) -> None:
    """The coach leaves, another one comes: neither reads the notes, the head does."""
    assert coached.coach is not None
    new = Person.objects.create_user("new@coach.example", name="New Coach")
    coached.coach.appointments.update(ends=TODAY - timedelta(days=1))
    Appointment.objects.create(
        person=new, role=rules.kinds()[0].led_by, organization=coached.association, starts=TODAY
    )
    url = reverse("meetings:coaching", args=[coached.pk])
    for person, status in ((coached.coach, "404"), (new, "404"), (coached.person, "200")):
        text = answer(sign_in_as(Client(), person), url)
        assert text[:3] == status, (person.name, text[:3])
        assert (BIRD in text) == (status == "200"), person.name
