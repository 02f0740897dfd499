"""The shape of a program pack: one pydantic model per file.

Every model refuses unknown keys; the loader turns its complaints into `file:line` sentences.
"""
