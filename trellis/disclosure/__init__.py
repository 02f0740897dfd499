"""The one call that counts of people pass before they are shown: which of them stay hidden."""
