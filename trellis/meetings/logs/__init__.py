"""Logs of past meetings and of help, kept elsewhere before: read from files, checked, applied."""
