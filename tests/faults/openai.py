"""An OpenAI of its own, whose models go wrong by name.

`FaultServer(find=OpenAI().find)` serves it below `/v1`; below `/MODEL/v1` every request is taken
as one for MODEL, which is how a list of models goes wrong. The models:

parrot      says what was said to it, word by word
caller      asks to have `weather` called twice, in pieces
painter     gives pictures; `painter-large`, `painter-url` and others in other ways; `painter-told`
            by the URL in the prompt, where HERE and OTHER stand for the server's two origins
OTHER       fails in the way of `openai_faults.FAULTS`
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import openai_pictures, routes
from .message import Connection, Request
from .openai_faults import FAULTS, missing
from .openai_replies import REPLIES, reply

if TYPE_CHECKING:
    from .server import FaultServer

MODELS = [
    {"id": "parrot", "object": "model", "created": 1_750_000_000, "owned_by": "wae"},
    {"id": "caller", "object": "model", "created": 1_700_000_000, "owned_by": "wae",
     "shutdown_date": "2027-04-01"},
]  # fmt: skip


class OpenAI:
    """`bodies` holds the JSON of every request that had one."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []

    def find(self, path: str) -> tuple[Callable[..., None], list[str]]:
        """The function that answers the path, and its last arguments."""
        match path.strip("/").split("/"):
            case ["v1", *rest]:
                return self._answer, ["", "/".join(rest)]
            case [name, "v1", *rest]:
                return self._answer, [name, "/".join(rest)]
            case ["picture", name]:
                return openai_pictures.served, [name]
            case ["moved"]:
                return routes.redirect, []
            case ["flood"]:
                return openai_pictures.endless, []
        return missing, []

    def _answer(
        self, server: "FaultServer", to: Connection, request: Request, name: str, path: str
    ) -> None:
        body = json.loads(request.body) if request.body else {}
        if body:
            self.bodies.append(body)
        model = name or body.get("model", "parrot")
        if model in FAULTS:
            FAULTS[model](server, to, request)
        elif path == "models":
            to.json({"object": "list", "data": MODELS})
        elif path == "chat/completions" and model in REPLIES:
            reply(to, body, REPLIES[model](body))
        elif path == "images/generations" and model.startswith("painter"):
            openai_pictures.generated(to, body, model)
        elif path == "images/edits" and model.startswith("painter"):
            openai_pictures.edited(to, body)
        else:
            missing(server, to, request)
