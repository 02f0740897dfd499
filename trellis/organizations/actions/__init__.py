"""Every write about organizations and who holds which role where."""

from trellis.organizations.actions.directory import (
    apply_directory,
    check_directory,
    drop_import,
)

__all__ = ["apply_directory", "check_directory", "drop_import"]
