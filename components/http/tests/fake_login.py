"""A service with a login, and requests to it."""

import base64
import json
from dataclasses import replace

from componentize_py_types import Err, Ok
from wit_world.exports import client
from wit_world.imports import policy

import login
from buffered import fetch
from call import DEFAULTS
from failure import Failure
from fake_network import Answer, Network
from fields import Fields
from hop import Hop
from scheduler import Steps, run

USER, PASSWORD, TOKEN = "ada", "pa$$word-1", "eyJhbGciOi.0123456789"
LOGIN = "https://api.example/login"
REGISTER = "https://api.example/register"
BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
BEARER = f"Bearer {TOKEN}"
RULES = policy.LoginRules(LOGIN, REGISTER, ["USER", "USERNAME"], ["PASSWORD"])


class Service(Network):
    """Gives a token for the account and answers where it is brought; `tokens` are good ones."""

    def __init__(self) -> None:
        super().__init__([])
        self.tokens = [TOKEN]
        self.accepts = {BASIC}
        self.login_answer: Answer | None = None
        self.answer = Answer(200, [("x-a", "b")], b"fine")

    def send(self, hop: Hop, headers: Fields, options: client.Options) -> Steps[Answer]:
        self.sent.append((hop, dict(headers)))
        yield from self.pause(0)
        return self._answer(hop, dict(headers).get("authorization"))

    def _answer(self, hop: Hop, authorization: str | None) -> Answer:
        if str(hop.url) == LOGIN:
            if self.login_answer is not None:
                if self.login_answer.error is not None:
                    raise Failure(self.login_answer.error, passing=True)
                return self.login_answer
            if authorization in self.accepts:
                cookie = [("set-cookie", f"token={self.tokens[0]}")]
                return Answer(200, cookie, json.dumps({"token": self.tokens[0]}).encode())
            return Answer(401, [], b"no")
        if hop.url.origin.host != "api.example" or str(hop.url) == REGISTER:
            return Answer(200, [("x-body", (hop.body or b"").decode())], hop.body or b"")
        good = authorization in [f"Bearer {token}" for token in self.tokens[:1]]
        return self.answer if good else Answer(401, [], f"who? {authorization}".encode())

    @property
    def logins(self) -> int:
        return sum(str(hop.url) == LOGIN for hop, _ in self.sent)


def request(url: str = "https://api.example/a", **more: object) -> client.Request:
    return replace(client.Request("GET", url, [], None, DEFAULTS), **more)


def ask(
    *requests: client.Request, places: int = 4
) -> list[Ok[client.Response] | Err[client.Error]]:
    login.begin_call()
    return run([fetch(each) for each in requests or (request(),)], places)


def authorizations(service: Service) -> list[str | None]:
    return [headers.get("authorization") for _, headers in service.sent]
