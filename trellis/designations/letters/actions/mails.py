"""The mail that says where a letter is, in the words of the pack and the reader's language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from trellis.designations.letters import queries
from trellis.designations.letters.queries import of_kind
from trellis.designations.letters.schema import LetterKind
from trellis.designations.letters.words import filled
from trellis.designations.letters.writing import Addressee, Sender, Told, Writer
from trellis.designations.models import Letter, Release
from trellis.kit import clock
from trellis.notices.actions import drafted, post
from trellis.notices.models import Notice
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.texts import say


@dataclass(frozen=True)
class Mail:
    """Subject and words of one mail."""

    subject: str
    text: str


class Mails:
    """Writes the mails of letters of one kind; what they share is read once."""

    def __init__(
        self,
        kind: LetterKind,
        release: Release,
        districts: Collection[int],
        sender: Sender | None,
    ) -> None:
        self._kind, self._release, self._sender = kind, release, sender
        self._program = programs.in_year(release.year.start)
        told = queries.told(release, districts=districts)
        kept = [of_kind(one, kind, self._program) for one in told]
        self._told: dict[int, Told] = {one.district_id: one for one in kept if one}
        self._writers: dict[str, Writer] = {}

    def to(self, letter: Letter, one: Addressee) -> Notice:
        """The message about a letter to one person; the same letter writes to nobody twice."""
        mail = self.mail(letter, one.language)
        person = Person(pk=one.person_id, email=one.email, name=one.name)
        return drafted(
            person, one.email, "letter", mail.subject, mail.text,
            dedupe_key=f"letter:{letter.pk}:{one.person_id}", about=f"letter:{letter.pk}",
            group=f"release:{self._release.pk}", from_name=self._from(), reply_to=self._reply(),
        )  # fmt: skip

    def post_test(self, letter: Letter, to: Person) -> None:
        """Write to whoever tries it, marked as a test."""
        mail = self.mail(letter, to.language)
        with override(to.language or get_language()):
            subject = _("TEST: %(subject)s") % {"subject": mail.subject}
            first = _("This is a test. Only you got it; the letter has not left.")
        post(
            to, "letter-test", subject, f"{first}\n\n{mail.text}",
            dedupe_key=f"letter-test:{letter.pk}:{to.pk}:{clock.now().isoformat()}",
            from_name=self._from(), reply_to=self._reply(),
        )  # fmt: skip

    def mail(self, letter: Letter, wanted: str) -> Mail:
        """The mail about a letter in a language, or in the main one."""
        language = wanted if wanted in letter.content else next(iter(letter.content))
        if language not in self._writers:
            self._writers[language] = Writer(self._release, self._program, language, clock.today())
        told = self._told.get(letter.district_id)
        told = told or Told(letter.district_id, letter.district.name, ())
        link = settings.BASE_URL + reverse("designations:letter", args=[letter.pk])
        values = self._writers[language].values(self._kind, told, self._sender, link)
        text = filled(say(self._kind.mail, language), values)
        return Mail(letter.content[language]["title"], text)

    def _from(self) -> str:
        return self._sender.name if self._sender else ""

    def _reply(self) -> str:
        return self._sender.email if self._sender else self._program.pack.contact.email
