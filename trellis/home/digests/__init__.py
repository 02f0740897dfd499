"""The mails that remind people of their steps and meetings, and what each chose about mail."""
