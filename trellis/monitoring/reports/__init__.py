"""What is written down about a month or a year: briefs, board updates, logs, closing summaries."""
