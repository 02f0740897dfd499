"""`identity_provider` sets up an organization's own sign-in; the secret comes from a variable."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from trellis.organizations import actions
from trellis.organizations.models import IdentityProvider

CODE = "NF214D00"
SET_UP = ("--issuer", "https://id.example", "--client-id", "trellis", "--domain", "fork.example")


def run(*words):
    said = io.StringIO()
    call_command("identity_provider", *words, stdout=said)
    return said.getvalue().strip()


def test_it_is_set_up_turned_off_and_removed(tree, monkeypatch):
    monkeypatch.setenv("FORK_SECRET", "hidden")
    assert run(CODE) == "Fork Area has no sign-in of its own."
    said = run(CODE, *SET_UP, "--secret-from", "FORK_SECRET")
    assert said == "Fork Area: https://id.example for fork.example, on."
    assert IdentityProvider.objects.get().secret == "hidden"
    assert run(CODE, "--off") == "Fork Area: https://id.example for fork.example, off."
    assert IdentityProvider.objects.get().secret == "hidden"
    assert run(CODE, "--remove") == "Fork Area has no sign-in of its own."


@pytest.mark.parametrize(
    "words",
    [
        ("NOWHERE",),
        (CODE, *SET_UP, "--secret-from", "NOT_SET_ANYWHERE"),
        (CODE, "--issuer", "http://id.example"),
        (CODE, "--remove"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(tree, words):
    with pytest.raises(CommandError):
        run(*words)
    assert not IdentityProvider.objects.exists()


def test_the_whole_states_waits_for_a_second_person_whom_no_command_stands_for(tree, desk):
    said = run("PRAIRIE", *SET_UP)
    assert said.endswith(" for fork.example, waiting for a second person.")
    actions.confirm_identity_provider(
        tree["PRAIRIE"], mark=IdentityProvider.objects.get().mark, by=desk
    )
    assert run("PRAIRIE").endswith(", on.")
    assert run("PRAIRIE", "--off").endswith(", off.")
    assert IdentityProvider.objects.get().confirmed_by == desk


def test_what_the_command_does_not_name_stays_as_it_is(tree, desk):
    actions.keep_identity_provider(
        tree["NF214D00"], issuer="https://id.example", client_id="x", domains=["fork.example"],
        vouched=True, is_on=True, by=desk,
    )  # fmt: skip
    run(CODE, "--off")
    kept = IdentityProvider.objects.get()
    assert (kept.vouched, kept.is_on, kept.changed_by) == (True, False, desk)
