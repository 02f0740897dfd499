"""Every write of the catalog that means something."""
