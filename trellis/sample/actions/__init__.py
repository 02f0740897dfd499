"""Every write of the sample: loading it, standing it in a month, a practice run with real files."""
