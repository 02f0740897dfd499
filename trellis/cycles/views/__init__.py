"""Pages with which the agency opens, settles, corrects and ends years."""
