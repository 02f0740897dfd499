"""Which support the state designated for which organization, by release, with reasons."""
