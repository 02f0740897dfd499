"""Reading a file of designations: layouts, words, rows, and what is wrong in them."""
