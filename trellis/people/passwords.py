"""Password rules beyond Django's own."""


class NoKnownPhrase:
    """Refuses long phrases that everybody tries first."""
