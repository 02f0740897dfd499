"""What `pack check` says of `letters.yaml`, by line."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from trellis.designations.letters.schema import Letters, Moment, Placeholder
from trellis.designations.letters.words import filled, runs
from trellis.kit.paper.tree import Run
from trellis.programs.loader import BrokenPack, load

pytestmark = pytest.mark.pure

PACKS = Path(settings.BASE_DIR) / "packs"


@pytest.fixture
def told(tmp_path):
    """What is wrong with the invented pack once a piece of its letters is replaced."""

    def check(old: str, new: str) -> list[str]:
        folder = tmp_path / "prairie"
        shutil.copytree(PACKS / "prairie", folder)
        path = folder / "letters.yaml"
        text = path.read_text()
        assert text.count(old) >= 1, old
        path.write_text(text.replace(old, new, 1))
        try:
            load(folder)
        except BrokenPack as broken:
            return [problem.text for problem in broken.problems]
        return []

    return check


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("{sender-email}", "{sender-mail}",
         'kind "lead-greeting": name "sender-mail" is not in the list of names; did you mean '
         '"sender-email"?'),
        ("A year together: {year}", "A year together: {year",
         'kind "lead-greeting": name "{" is not in the list of names'),
        ("{release}, escrita", "{realease}, escrita",
         'name "realease" is not in the list of names; did you mean "release"?'),
        ("{release}, written on {day}", "{district}, written on {day}",
         'name "district" is not in the list of names'),
        ("sender: network-lead", "sender: network-lad",
         'kind "lead-greeting": role "network-lad" is not in roles.yaml; did you mean '
         '"network-lead"?'),
        ("to: [head-of-school]", "to: [program-desk]",
         'kind "lead-greeting": role "program-desk" is not held at a district or a school'),
        ("to: [local-council]", "to: []",
         'kind "council-word": a letter is addressed to at least one role'),
        ("after: area-letter", "after: council-word",
         'kind "council-word": letter "council-word" is not in the letters before it'),
        ("to: [local-council]\n    after: area-letter",
         "to: [area-office]\n    at: advance\n    after: lead-greeting",
         'kind "council-word": it can\'t leave in advance, because "lead-greeting" leaves at '
         "publication"),
        ("to: [area-superintendent]", "to: [local-council]",
         'kind "area-letter": role "local-council" is not told ahead in release.yaml'),
        ("sender: program-desk", "sender: network-lead",
         'kind "area-letter": role "network-lead" serves schools and writes only after '
         "publication"),
        ("about {year}: {link}", "about {year}",
         'kind "lead-greeting": the mail does not say where the letter is: {link}'),
        ("- own_words: true", "- own_words: true\n        heading: Both",
         'kind "lead-greeting": a piece is one of: heading, text, points, table, '
         "own_words"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_what_may_have_been_meant(told, old, new, sentence):
    assert told(old, new) == [sentence]


def test_both_packs_tell_letters_with_other_roles_order_and_moments():
    one, two = (
        load(PACKS / name).program.section("letters", Letters) for name in ("illinois", "prairie")
    )
    assert (len(one.kinds), len(two.kinds)) == (2, 3)
    assert {kind.sender for kind in one.kinds}.isdisjoint(kind.sender for kind in two.kinds)
    assert [kind.at for kind in one.kinds] == [Moment.ADVANCE, Moment.PUBLICATION]
    assert [bool(kind.after) for kind in two.kinds] == [False, False, True]


def test_what_is_put_in_is_not_read_again():
    values = {Placeholder.DISTRICT: "{sender} & Sons", Placeholder.SENDER: "Ana"}
    assert filled("To {district}, {sender}", values) == "To {sender} & Sons, Ana"
    assert runs("To {district}", values) == (Run("To "), Run("{sender} & Sons"))


def test_only_addresses_can_be_followed():
    values = {Placeholder.EMAIL: "a@b.example", Placeholder.WEBSITE: "javascript:x"}
    assert runs("{email} or {website}", values) == (
        Run("a@b.example", link="mailto:a@b.example"), Run(" or "), Run("javascript:x"),
    )  # fmt: skip
