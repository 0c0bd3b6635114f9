"""A loopback HTTP server that goes wrong on request: see `routes.ROUTES` for how."""

from .server import FaultServer

__all__ = ["FaultServer"]
