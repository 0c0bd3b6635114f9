"""An OpenAI with more models: they call the toolbox's own functions, or never come to an end."""

import json
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.faults.message import Connection, Request
from tests.faults.openai import OpenAI
from tests.faults.openai_replies import EVENTS, chunk, data, error, reply
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from tests.faults import FaultServer

RECIPE = {"passphrase": {"words": 6, "separator": "-", "capitalize": False}}
SLOW = [f"wae/slow-{number}" for number in range(6)]
CALLS = {
    "starry": ("github_repositories_get", {"name": "wae/toolbox"}),
    "curious": ("github_repositories_get", *({"name": name} for name in SLOW)),
    "secretive": ("password_generator_generate", {"request": {"recipe": RECIPE, "count": 1}}),
    "gambler": ("dice_roll_roll", {"sides": 6}),
    "fallen": ("dice_roll_roll", {"sides": 0}),
    "cheating": ("dice_roll_roll", {"sides": "six"}),
    "lucky": ("dice_roller_roll", {"count": 3, "sides": 6}),
    "careless": ("net_ports_probe", {"endpoints": [{"host": "x", "port": 70_000}], "timeout": 1}),
}


class Talker(OpenAI):
    """The models of `OpenAI`, and these.

    starry, secretive, lucky, careless, gambler, fallen, cheating
                 ask for one call, then say what came of it
    curious      asks for several calls of a function, then says what came of the last
    endless      begins a reply and goes on for ever; `begun` is set then
    held         begins a reply, and goes on when `heard` is set
    pausing      wants a pause of eight seconds, again and again
    """

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()
        self.heard = threading.Event()

    def find(self, path: str) -> tuple[Callable[..., None], list[Any]]:
        return self._talk, [*super().find(path)]

    def _talk(
        self,
        server: "FaultServer",
        to: Connection,
        request: Request,
        others: Callable[..., None],
        arguments: list[str],
    ) -> None:
        body = json.loads(request.body) if request.body else {}
        model = body.get("model")
        if model == "endless":
            self._go_on(to)
        elif model == "held":
            self._hold(to)
        elif model == "pausing":
            self.bodies.append(body)
            error(to, 429, "Slow down", [("Retry-After", "8")])
        elif model in CALLS:
            self.bodies.append(body)
            reply(to, body, _caller(body, *CALLS[model]))
        else:
            others(server, to, request, *arguments)

    def _hold(self, to: Connection) -> None:
        to.head(200, EVENTS)
        to.chunk(data(chunk({"role": "assistant", "content": "Hello"})).encode())
        if self.heard.wait(PATIENCE):
            for delta, finish in (({"content": " again"}, None), ({}, "stop")):
                to.chunk(data(chunk(delta, finish)).encode())
            to.chunk(b"data: [DONE]\n\n")
            to.chunk(b"")

    def _go_on(self, to: Connection) -> None:
        to.head(200, EVENTS)
        to.chunk(data(chunk({"role": "assistant", "content": "Once "})).encode())
        while True:
            to.chunk(data(chunk({"content": "and "})).encode())
            self.begun.set()
            threading.Event().wait(0.05)


def _caller(
    body: dict[str, Any], name: str, *arguments: dict[str, Any]
) -> tuple[list[dict[str, Any]], dict[str, Any], str]:
    last = body["messages"][-1]
    if last["role"] == "tool":
        said = {"role": "assistant", "content": last["content"]}
        return [said], said, "stop"
    calls = [
        {
            "id": f"call_{number}",
            "type": "function",
            "function": {"name": name, "arguments": json.dumps(each)},
        }
        for number, each in enumerate(arguments, 1)
    ]
    message = {"role": "assistant", "content": None, "tool_calls": calls}
    pieces = [{"index": number, **call} for number, call in enumerate(calls)]
    return [{**message, "tool_calls": pieces}], message, "tool_calls"


def asked(talker: Talker, number: int = -1) -> list[tuple[str, str]]:
    """Who said what in a request."""
    return [(one["role"], one["content"]) for one in talker.bodies[number]["messages"]]
