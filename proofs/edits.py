"""Two editors of one meeting or one note: nothing is lost, and the second sees the difference.

Two processes edit the same record at once, again and again, each from the version that it read.
Whoever is second is told, reads what stands there now, puts both together and saves that. In the
end every word that anybody saved stands there. Full size: 1,000 interleavings.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections import Counter
from datetime import UTC, datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from random import Random

from django.db import connection, connections

from benches import world
from trellis.cycles.actions import publish_and_open
from trellis.designations.models import Release
from trellis.kit import clock
from trellis.meetings.actions import (
    Facts,
    Overtaken,
    change_meeting,
    plan_meeting,
    write_agenda,
    write_note,
)
from trellis.meetings.models import Meeting, Note, Party
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.programs.models import ProgramYear

KIND, HEADING = "coordinator", "data"
WHAT = ("note", "agenda", "facts")
Answer = tuple[str, str, int]
"""The word that was saved, how it went the first time, and how often somebody was second."""


def main() -> int:
    """Interleave two editors as often as the size says; every word must still be there."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--size", choices=("full", "small"), default="full")
    rounds = 1000 if reader.parse_args().size == "full" else 24
    scene, chance, second = Scene(), Random(rounds), Counter[str]()
    for number in range(rounds):
        what = WHAT[number % len(WHAT)]
        scene.fresh()
        answers = at_once(scene, what, number, chance)
        words = {word for word, _first, _times in answers}
        there = scene.words(what)
        assert words <= there, (what, words - there)
        told = sum(times for _word, _first, times in answers)
        second[what] += told
        versions = scene.version(what)
        assert versions == 2 + scene.before(what), (what, versions)
    total = sum(second.values())
    print(f"{rounds} interleavings, 0 lost; {total} times somebody was second: {dict(second)}")
    return 0


class Scene:
    """One meeting of one school, which its two leaders edit."""

    def __init__(self) -> None:
        world.install_matrix()
        state = world.make_schools(2, per_district=2)
        self.by = world.administrator(state)
        world.checked_release(self.by)
        publish_and_open(Release.objects.get(), by=self.by)
        self.school = Organization.objects.filter(level="school").order_by("pk")[0]
        self.party = self._party()

    def _party(self) -> Party:
        meeting = plan_meeting(
            [self.school], kind=KIND, year=ProgramYear.objects.get(),
            facts=Facts(starts_at=datetime(2026, 12, 10, 16, tzinfo=UTC), minutes=45),
            by=self.by, tell=False,
        )  # fmt: skip
        return meeting.parties.select_related("meeting", "organization").get()

    def fresh(self) -> None:
        """Nothing is written yet."""
        Note.objects.all().delete()
        self.party.agenda.all().delete()
        Meeting.objects.update(version=1, topic="")

    def words(self, what: str) -> set[str]:
        """Every word that stands in the record."""
        party = Party.objects.select_related("meeting").get(pk=self.party.pk)
        if what == "note":
            return set(party.notes.get().text.split())
        if what == "agenda":
            return set(party.agenda.values_list("text", flat=True))
        return set(party.meeting.topic.split())

    def version(self, what: str) -> int:
        """The version of the record."""
        if what == "note":
            return Note.objects.get().version
        return Meeting.objects.get(pk=self.party.meeting_id).version

    @staticmethod
    def before(what: str) -> int:
        """The version that stood there before: a note begins with its first text."""
        return 0 if what == "note" else 1


# ---- Two editors


def at_once(scene: Scene, what: str, number: int, chance: Random) -> list[Answer]:
    """Two processes save a word each at about the same moment; what became of it."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    line, told = fork.Barrier(2), fork.Queue()
    waits = [chance.choice((0.0, 0.0, chance.uniform(0, 0.01))) for _ in range(2)]
    processes = [
        fork.Process(
            target=edit,
            args=(scene.party.pk, scene.by.pk, what, f"word{number}-{n}", wait, line, told),
        )
        for n, wait in enumerate(waits)
    ]
    for process in processes:
        process.start()
    answers: list[Answer] = [told.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    broken = [first for _word, first, _times in answers if first.startswith("broken")]
    assert not broken, broken
    return answers


def edit(
    party: int, person: int, what: str, word: str, wait: float, line: Barrier, told: Queue[Answer]
) -> None:
    """Read, wait for the other, add the own word and save; when second, read again and add it."""
    try:
        connection.ensure_connection()
        by = Person.objects.get(pk=person)
        with clock.standing_on(datetime(2026, 12, 3, tzinfo=UTC).date()):
            seen = read(party, what)
            line.wait()
            time.sleep(wait)
            times = 0
            while not save(party, what, seen, word, by):
                times += 1
                seen = read(party, what)
        told.put((word, "saved", times))
    except Exception as error:  # noqa: BLE001 - the parent shows what nobody expected
        told.put((word, f"broken {error!r}", 0))


def read(party: int, what: str) -> tuple[str, int]:
    """What stands there, and its version."""
    found = Party.objects.select_related("meeting").get(pk=party)
    if what == "note":
        note = found.notes.first()
        return (note.text, note.version) if note else ("", 0)
    if what == "agenda":
        version = found.meeting.version
        return "\n".join(found.agenda.values_list("text", flat=True)), version
    return found.meeting.topic, found.meeting.version


def save(party: int, what: str, seen: tuple[str, int], word: str, by: Person) -> bool:
    """Add a word to what was read and save it; False where somebody was faster."""
    found = Party.objects.select_related("meeting", "organization").get(pk=party)
    text, version = seen
    both = f"{text}\n{word}".strip()
    try:
        if what == "note":
            write_note(found, HEADING, both, visibility="shared", version=version, by=by)
        elif what == "agenda":
            write_agenda(found, both.splitlines(), version=version, by=by)
        else:
            kept = found.meeting
            facts = Facts(
                starts_at=kept.starts_at, minutes=kept.minutes, title=kept.title,
                topic=both, month=kept.month,
            )  # fmt: skip
            change_meeting(kept, facts, version=version, by=by)
    except Overtaken:
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(main())
