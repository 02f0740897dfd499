"""Passwords: long, not known to everybody, and nothing else."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from trellis.people.models import Person

pytestmark = pytest.mark.pure
PAT = Person(email="patricia.winterbottom@lakeshore.example", name="Patricia Winterbottom")


def codes(password: str) -> list[str]:
    """Why a password is refused."""
    try:
        validate_password(password, PAT)
    except ValidationError as refused:
        return sorted(str(one.code) for one in refused.error_list)
    return []


@pytest.mark.parametrize(
    "password",
    [
        "velvet acorn ladder thunder",
        "velvetacornladderthunder",
        "ein kleiner gruner kaktus",
        "Ärger über Öl im Keller",
        "我喜欢在早上喝很多绿茶和吃米饭",
        "x9$kQ!z2mW#p7vR",
        "long enough " + "and different words every time until sixty-four are passed " * 2,
    ],
)
def test_a_long_password_of_own_words_is_taken_without_any_composition(password):
    assert codes(password) == []


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("velvet acorn", "password_too_short"),
        ("correct horse battery staple", "password_known"),
        ("CorrectHorseBatteryStaple!1", "password_known"),
        ("to be or not to be 2026", "password_known"),
        ("password password password", "password_repeats"),
        ("aaaaaaaaaaaaaaaaaaaa", "password_repeats"),
        ("abcabcabcabcabcabc", "password_repeats"),
        ("velvetvelvetvelvet", "password_repeats"),
        ("abcdefghijklmnopq", "password_runs"),
        ("qwertyuiopasdfghjkl", "password_runs"),
        ("0123456789 9876543210", "password_runs"),
        ("Principal-School-2026", "password_known"),
        ("TrellisImprovement1!", "password_known"),
        ("Winterbottom-Patricia-7", "password_known"),
        ("letmein-welcome-12345", "password_known"),
    ],
)
def test_what_everybody_tries_first_is_refused(password, why):
    assert why in codes(password)
