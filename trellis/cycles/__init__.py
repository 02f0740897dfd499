"""Improvement cycles: opening the year for every designated organization, with exceptions."""
