"""Series of meetings with a group of organizations, each of which sees its own part only."""
