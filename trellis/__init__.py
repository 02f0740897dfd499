"""Trellis: the open system a state uses to support its schools."""

__version__ = "0.1.0"
