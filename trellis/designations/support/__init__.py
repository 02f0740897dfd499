"""Support status: what the pack says of it, and bringing the state's own list in."""
