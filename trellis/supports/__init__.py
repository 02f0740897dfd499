"""Supports: the catalog of what organizations offer schools, by level, in dated editions."""
