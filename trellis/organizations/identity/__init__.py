"""Signing in with an organization's own accounts; rights come from appointments alone."""
