"""What can go wrong between a cluster and us."""

from __future__ import annotations

from wae.errors import WaeError


class DeployError(WaeError):
    """A cluster cannot be reached, or a host does not run what it was given."""


class Unreachable(DeployError):
    """The bus cannot be reached, or was lost: another time it may be there."""
