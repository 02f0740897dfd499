"""The sample's year: who does what on which day, decided once and the same for every seed."""
