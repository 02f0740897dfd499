"""Letters about a release: one per district and kind, written from the pack, kept as sent."""
