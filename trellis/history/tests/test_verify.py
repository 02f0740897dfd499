"""Every way of changing a sealed history is found, and said in words."""

from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.history.actions import record
from trellis.history.models import Entry, Seal
from trellis.history.tests import tampers
from trellis.history.tests.tampers import TAMPERS
from trellis.history.verification import Fault, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> str:
    """A sealed history; the hash of its newest seal, kept elsewhere."""
    return tampers.history(Random(7))


def test_an_untouched_history_is_sound(kept):
    result = verify(kept)
    assert (result.findings, result.newest, result.seals) == ([], kept, 4)


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32), tamper=st.sampled_from(TAMPERS))
def test_any_tampering_is_found(kept, seed, tamper):
    with transaction.atomic():
        tamper(Random(seed))
        found = verify(kept).findings
        transaction.set_rollback(True)
    assert found != []


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (tampers.edit_a_field, Fault.CHANGED),
        (tampers.edit_the_time, Fault.CHANGED),
        (tampers.swap_two, Fault.CHANGED),
        (tampers.edit_the_payload, Fault.EDITED),
        (tampers.edit_payload_and_digest, Fault.CHANGED),
        (tampers.empty_a_payload, Fault.EMPTIED),
        (tampers.drop_an_entry, Fault.DROPPED),
        (tampers.unseal_an_entry, Fault.DROPPED),
        (tampers.insert_an_entry, Fault.INSERTED),
        (tampers.cut_off_the_end, Fault.TRUNCATED),
        (tampers.write_anew, Fault.TRUNCATED),
    ],
)
def test_a_finding_names_its_kind(kept, tamper, fault):
    tamper(Random(1))
    assert fault in {finding.fault for finding in verify(kept).findings}


def test_a_seal_taken_from_the_middle_breaks_the_chain(kept):
    Entry.objects.filter(seal=2).delete()
    Seal.objects.filter(number=2).delete()
    assert [finding.text for finding in verify().findings] == [
        "Seals 2 to 2 are not there any more."
    ]


def test_a_cut_off_end_shows_only_to_who_kept_the_hash(kept):
    Entry.objects.filter(seal=4).delete()
    Seal.objects.filter(number=4).delete()
    assert verify().findings == []
    assert [finding.fault for finding in verify(kept).findings] == [Fault.TRUNCATED]


def test_an_older_kept_hash_is_still_found_after_more_seals(kept):
    record("plan:1", "Plan", "changed", by=None)
    call_command("seal_history", stdout=StringIO())
    assert verify(kept).findings == []


def test_verifying_takes_the_same_queries_at_any_size(kept, django_assert_num_queries):
    with django_assert_num_queries(5):
        verify(kept)
    tampers.history(Random(3), seals=9)
    with django_assert_num_queries(5):
        verify(kept)


def test_the_commands_seal_and_verify_and_count_the_unsealed():
    record("plan:1", "Plan", "changed", by=None)
    out = StringIO()
    call_command("seal_history", stdout=out)
    newest = Seal.objects.get().hash
    record("plan:1", "Plan", "changed", by=None)
    call_command("verify_history", expect=newest, stdout=out)
    assert out.getvalue().splitlines() == [
        f"newest seal: 1 {newest}",
        "1 sealed, 0 unsealed",
        f"newest seal: 1 {newest}",
        "1 sealed, 1 unsealed, 0 findings",
    ]


def test_the_verifying_command_fails_on_a_finding(kept):
    Entry.objects.filter(seal=1).earliest("id").delete()
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_history", stdout=out)
    assert ended.value.code == 1
    assert out.getvalue().splitlines()[0].startswith("dropped: Seal 1 closed ")
