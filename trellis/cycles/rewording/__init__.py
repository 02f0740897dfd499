"""A year's own words and links, said over the program's."""
