"""Pages of this room, by reader."""
