"""Meetings: what is expected, offered, held and written down."""
