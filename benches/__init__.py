"""Benches: real work against a floor of bare SQL timed in the same run."""
