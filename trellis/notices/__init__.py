"""The outbox: every mail leaves from here, after the transaction that wrote it."""
