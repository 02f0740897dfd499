"""Confidential coaching: one leader with one coach of an association; nobody else reads of it."""
