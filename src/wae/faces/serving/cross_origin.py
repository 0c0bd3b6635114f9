"""Pages of other origins that may call a server: CORS (Fetch Standard, section 3.2).

No answer allows credentials: there are no cookies, and a page that has the token sends it itself.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from wae.contract.router import ANY, Answer, Request, Rules

Send = Callable[[Any], Awaitable[None]]

_EXPOSED = "retry-after, www-authenticate"
"""Headers of answers that pages may read beside those that they always may."""

_SECONDS = 600
"""For which a browser need not ask again."""


@dataclass(frozen=True)
class CrossOrigin:
    """What pages of the origins that the ``rules`` admit may do: send requests with these
    ``methods`` and ``headers``, each a list as it stands in a header."""

    rules: Rules
    methods: str
    headers: str

    def preflight(self, request: Request) -> Answer | None:
        """The answer to a browser that asks whether a page may send a request; None for what is
        another request, or of no such page."""
        asked = request.headers.get("access-control-request-method")
        if request.method != "OPTIONS" or asked is None or self._origin(request) is None:
            return None
        return Answer(
            200,
            "text/plain; charset=utf-8",
            b"",
            (
                ("access-control-allow-methods", self.methods),
                ("access-control-allow-headers", self.headers),
                ("access-control-max-age", str(_SECONDS)),
            ),
        )

    def sending(self, request: Request, send: Send) -> Send:
        """``send`` for the answer to this request: its page, where it is admitted, may read it."""
        if not self.rules.origins:
            return send
        named = {} if ANY in self.rules.origins else {"vary": "Origin"}
        origin = self._origin(request)
        if origin is not None:
            named["access-control-allow-origin"] = origin
            named["access-control-expose-headers"] = _EXPOSED
        more = [(name.encode(), value.encode("latin-1")) for name, value in named.items()]

        async def sent(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        return sent

    def _origin(self, request: Request) -> str | None:
        """The origin that an answer names; None where no page of another one is admitted."""
        origin = request.headers.get("origin")
        if origin is None or not self.rules.admits(origin):
            return None
        return ANY if ANY in self.rules.origins else origin
