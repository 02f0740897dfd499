"""What the pages that gather show, each page in its own module."""
