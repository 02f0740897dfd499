"""How schools stand together: figures with their lists, and how they went day by day."""
