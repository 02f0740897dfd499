"""Named tools without any record: dates of the school year, the clock, tables, text."""
