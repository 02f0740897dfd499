"""One tree of a document, and its writers: page, Word file, tagged PDF."""
