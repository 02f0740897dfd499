"""The same nights on the clock of the second state, which is an hour behind the first."""

from datetime import timedelta

from trellis.cycles.tests.test_clock_changes import (  # noqa: F401 - the same promises
    behind,
    release,
    test_an_hour_beside_a_change_comes_when_the_states_clock_shows_it,
    test_an_hour_that_comes_twice_or_never_wakes_nobody_all_night,
    test_whoever_names_one_of_two_readings_gets_that_one,
)

PACK = "prairie"
OPEN_YEAR = False
WINTER = timedelta(hours=7)
