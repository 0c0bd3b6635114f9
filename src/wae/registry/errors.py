"""What can go wrong between a registry and us."""

from __future__ import annotations

from wae.errors import WaeError


class RegistryError(WaeError):
    """A registry cannot be reached, refuses, or sent something else than it was asked for."""


class AuthenticationError(RegistryError):
    """A registry wants to know who asks, or does not let them."""

    exit_code = 4


class NoArtifact(RegistryError):
    """The registry has no such artifact."""
