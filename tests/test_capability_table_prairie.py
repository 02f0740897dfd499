"""The same table for the second state: other roles, floors and reach."""

from tests.test_capability_table import (  # noqa: F401 - the same promises, another pack
    test_a_right_reaches_where_the_pack_says,
    test_a_second_factor_is_asked_of_the_roles_that_the_pack_marks,
    test_the_filter_over_many_says_the_same_as_the_question_about_one,
)

PACK = "prairie"
