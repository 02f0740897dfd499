"""Rows of a statement: read through a cursor that stays as long as its connection."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from trellis.kit.sql import rows

ONE = "SELECT %(one)s"


@pytest.mark.django_db
def test_rows_are_read_again_after_a_statement_that_failed():
    with pytest.raises(Exception, match="nowhere"), transaction.atomic():
        rows("SELECT * FROM nowhere", {})
    assert rows(ONE, {"one": 1}) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_rows_are_read_through_the_connection_of_the_hour():
    assert rows(ONE, {"one": 1}) == [(1,)]
    connection.close()
    assert rows(ONE, {"one": 2}) == [(2,)]


@pytest.mark.django_db
def test_statements_are_counted_whether_or_not_one_ran_before(django_assert_num_queries):
    rows(ONE, {"one": 1})
    with django_assert_num_queries(2):
        rows(ONE, {"one": 2})
        rows(ONE, {"one": 3})
    assert rows(ONE, {"one": 4}) == [(4,)]
