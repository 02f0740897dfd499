"""Persons and how they sign in; no roles, for these are held at an organization."""
