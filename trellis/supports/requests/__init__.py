"""Requests for supports: asked by a place, answered by an organization, in one conversation."""
