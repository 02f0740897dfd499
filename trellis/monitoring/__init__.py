"""Who needs somebody and why: caseloads, spotlight, what is put off, word to several schools."""
