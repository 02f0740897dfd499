"""Pages that gather what the rooms below know; no records of its own."""
