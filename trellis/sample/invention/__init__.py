"""The invented state before it is written: places, people, and the files that carry them."""
