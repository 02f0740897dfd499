"""The refusals every action may answer with; one place in `web` turns them into pages."""


class Refused(Exception):
    """An action did not happen; the text is a sentence for the person who asked."""


class NotAllowed(Refused):
    """The person lacks the right to do this here."""


class OutOfOrder(Refused):
    """The record is no longer in a state from which this can be done."""


class NotReady(Refused):
    """Something is still missing; each sentence says what to mend."""

    def __init__(self, *missing: str) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing
