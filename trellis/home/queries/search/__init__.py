"""One search over all that a person may see: each kind of record is asked within their reach."""
