"""A loopback HTTP server that goes wrong on request: see `routes.ROUTES` for how.

`github.GitHub` makes it a GitHub.
"""

from .github import GitHub
from .server import FaultServer

__all__ = ["FaultServer", "GitHub"]
