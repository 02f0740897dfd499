"""Pages of administration: files, the tree, roles, and who serves whom."""
