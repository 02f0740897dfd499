"""What pages and actions read of meetings."""
