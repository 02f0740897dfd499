"""Every write of the catalog that means something."""

from trellis.supports.actions.memberships import set_memberships

__all__ = ["set_memberships"]
