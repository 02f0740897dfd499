"""Who did what, when, to what: entries, seals over them, and their verification.

Actor and subject are kept as text, so nothing in this room points at a room above it."""
