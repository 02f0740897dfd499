"""A state's program as data: packs, versions, the program year and its dates, year plans."""
