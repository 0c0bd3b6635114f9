"""A loopback HTTP server that goes wrong on request: see `routes.ROUTES` for how.

`github.GitHub` makes it a GitHub, `openai.OpenAI` an OpenAI.
"""

from .github import GitHub
from .openai import OpenAI
from .server import FaultServer

__all__ = ["FaultServer", "GitHub", "OpenAI"]
