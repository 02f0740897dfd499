"""Times offered for meetings: picked by those whom a kind asks, or booked one by one."""
