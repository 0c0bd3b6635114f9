"""A WattTime of its own, with an ipinfo.io beside it, which goes wrong by region.

`FaultServer(find=WattTime().find)` serves it. There is one user, `USER` with `PASSWORD`; the plan
covers CAISO_NORTH. The other regions are in `REGIONS`.
"""

import base64
import binascii
import json
import re
import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .at_once import AtOnce
from .message import Connection, Request

if TYPE_CHECKING:
    from .server import FaultServer

Answer = Callable[["FaultServer", Connection, Request], None]

USER, PASSWORD = "ada.lovelace", "an4lytical-Engine"
PERIOD = timedelta(minutes=5)
REGION = {"region": "CAISO_NORTH", "region_full_name": "California ISO Northern"}
ENDPOINTS = [{"endpoint": f"v3/{name}", "models": []} for name in ("forecast", "signal-index")]
PAGE = b"<html><head><title>403 Forbidden</title></head></html>"


class WattTime:
    """`accounts` are passwords by user, `issued` all tokens, `tokens` those that are good, `logins`
    the number of attempts; `at_once` counts requests for regions `SLOW_…`, which take 200 ms."""

    def __init__(self) -> None:
        self.accounts = {USER: PASSWORD}
        self.tokens: list[str] = []
        self.issued: list[str] = []
        self.logins = 0
        self.at_once = AtOnce()
        self._lock = threading.Lock()

    def expire(self) -> None:
        """Half an hour later: no token is good any more."""
        self.tokens.clear()

    def find(self, path: str) -> tuple[Callable[..., None], list[str]]:
        """The function that answers the path, and its last arguments."""
        match path.strip("/").split("/"):
            case ["register"]:
                return self._register, []
            case ["login"]:
                return self._login, []
            case ["v3", endpoint] if endpoint in ENDPOINT:
                return self._authorized, [endpoint]
            case ["json"]:
                return _place, []
            case ["echo"]:
                return _echo, []
        return _missing, []

    def _register(self, _: "FaultServer", to: Connection, request: Request) -> None:
        body = json.loads(request.body) if request.method == "POST" else {}
        missing = [name for name in ("username", "password", "email") if not body.get(name)]
        if request.method != "POST":
            to.json({"detail": "Method Not Allowed"}, 405)
        elif missing:
            _invalid(to, "body", missing, "field required")
        elif body["username"] in self.accounts:
            words = f"The username {body['username']} is already taken."
            to.json({"error": "username_taken", "message": words}, 400)
        elif not _is_strong(body["password"]):
            words = "Password must have 8 characters, a letter, a number and a special character"
            to.json({"error": "weak_password", "msg": f"{words}: {body['password']}"}, 400)
        else:
            self.accounts[body["username"]] = body["password"]
            to.json({"user": body["username"], "ok": "User created"})

    def _login(self, _: "FaultServer", to: Connection, request: Request) -> None:
        with self._lock:
            self.logins += 1
        user, _, password = _basic(request).partition(":")
        if user not in self.accounts:
            words = f"{user} with {password} is nobody"
            to.json({"error": "unauthorized", "message": words}, 401)
        elif self.accounts[user] != password:
            to.answer(403, [("Content-Type", "text/html")], PAGE)
        else:
            time.sleep(0.2)
            token = secrets.token_urlsafe(40)
            self.tokens.append(token)
            self.issued.append(token)
            to.json({"token": token}, headers=[("Set-Cookie", f"token={token}")])

    def _authorized(
        self, server: "FaultServer", to: Connection, request: Request, endpoint: str
    ) -> None:
        sent = authorization(request)
        if sent.removeprefix("Bearer ") not in self.tokens:
            words = f"Your token {sent} has expired"
            to.json({"error": "expired", "message": words}, 401, [("X-Sent", sent)])
        elif request.query.get("region") in REGIONS:
            REGIONS[request.query["region"]](server, to, request)
        else:
            if request.query.get("region", "").startswith("SLOW_"):
                with self.at_once.counted():
                    time.sleep(0.2)
            ENDPOINT[endpoint](server, to, request)


def authorization(request: Request) -> str:
    """The value of that header, or nothing."""
    return next((value for name, value in request.headers if name.lower() == "authorization"), "")


def _basic(request: Request) -> str:
    scheme, _, pair = authorization(request).partition(" ")
    try:
        return base64.b64decode(pair).decode() if scheme == "Basic" else ""
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _is_strong(password: str) -> bool:
    return len(password) >= 8 and all(
        re.search(kind, password) for kind in ("[A-Za-z]", "[0-9]", "[^A-Za-z0-9]")
    )


def _invalid(to: Connection, place: str, names: list[str], problem: str) -> None:
    kind = "value_error.missing"
    detail = [{"loc": [place, name], "msg": problem, "type": kind} for name in names]
    to.json({"detail": detail}, 422)


def _missing(_: "FaultServer", to: Connection, request: Request) -> None:
    to.json({"detail": "Not Found"}, 404)


def _echo(_: "FaultServer", to: Connection, request: Request) -> None:
    """The request as JSON."""
    headers = [[name.lower(), value] for name, value in request.headers]
    to.json({"target": request.target, "headers": headers, "body": request.body.decode()})


def _place(_: "FaultServer", to: Connection, request: Request) -> None:
    headers = [name.lower() for name, _ in request.headers]
    country = "nobody" if "authorization" in headers else "US"
    place = {"city": "Mountain View", "region": "California", "country": country}
    to.json({"ip": "203.0.113.7", "loc": "37.40,-122.07", **place})


def _locate(_: "FaultServer", to: Connection, request: Request) -> None:
    missing = [name for name in ("latitude", "longitude") if name not in request.query]
    if missing:
        _invalid(to, "query", missing, "field required")
    elif request.query["latitude"].startswith("37"):
        to.json(REGION | {"signal_type": request.query["signal_type"]})
    else:
        words = "The coordinates are not in any region"
        to.json({"error": "Coordinates not found", "message": words}, 404)


def _forecast(_: "FaultServer", to: Connection, request: Request) -> None:
    """From the current period on; the lowest value is in the third hour."""
    hours = request.number("horizon_hours", 24)
    now = datetime.now(UTC)
    first = now - timedelta(seconds=now.timestamp() % PERIOD.total_seconds())
    times = [first + PERIOD * number for number in range(hours * 12 + 1)]
    values = [500 if 24 <= number < 36 else 900 + number % 7 for number in range(len(times))]
    _series(to, request, times, values)


def _historical(_: "FaultServer", to: Connection, request: Request) -> None:
    """What begins from the start to the end, both included."""
    start, end = (datetime.fromisoformat(request.query[name]) for name in ("start", "end"))
    if end - start > timedelta(days=32):
        to.json({"error": "invalid_range", "message": "at most 32 days"}, 400)
        return
    times = [start + PERIOD * number for number in range((end - start) // PERIOD + 1)]
    _series(to, request, times, [float(number) for number in range(len(times))])


def _index(_: "FaultServer", to: Connection, request: Request) -> None:
    _series(to, request, [datetime.now(UTC)], [47.0])


def _series(to: Connection, request: Request, times: list[datetime], values: list[Any]) -> None:
    pairs = zip(times, values, strict=True)
    data = [{"point_time": time.isoformat(), "value": value} for time, value in pairs]
    meta = {
        "data_point_period_seconds": 300,
        "region": request.query["region"],
        "warnings": [],
        "signal_type": request.query["signal_type"],
        "model": {"date": "2023-03-01"},
        "units": "lbs_co2_per_mwh",
        "generated_at": datetime.now(UTC).isoformat(),
        "generated_at_period_seconds": 300,
    }
    to.json({"data": data, "meta": meta})


def _access(_: "FaultServer", to: Connection, request: Request) -> None:
    regions = [REGION | {"endpoints": ENDPOINTS}]
    to.json({"signal_types": [{"signal_type": "co2_moer", "regions": regions}]})


def _patchy(_: "FaultServer", to: Connection, request: Request) -> None:
    """A series with a gap, an unknown time, and little that is said about it."""
    now = datetime.now(UTC)
    first = now - timedelta(seconds=now.timestamp() % PERIOD.total_seconds())
    times = [first + PERIOD * number for number in range(60)]
    data: list[Any] = [{"point_time": time.isoformat(), "value": 500.0} for time in times]
    data[3]["value"] = None
    data[4] = None
    to.json({"data": data, "meta": {"units": "lbs_co2_per_mwh", "warnings": None}})


def _refused(status: int, body: Any, **headers: str) -> Answer:
    def answer(_: "FaultServer", to: Connection, request: Request) -> None:
        pairs = [(name.replace("_", "-"), value) for name, value in headers.items()]
        if isinstance(body, bytes):
            to.answer(status, [("Content-Type", "text/html"), *pairs], body)
        else:
            to.json(body, status, pairs)

    return answer


def _tells(_: "FaultServer", to: Connection, request: Request) -> None:
    """An error that repeats the token, also in Base64."""
    sent = authorization(request).removeprefix("Bearer ")
    words = f"not with {sent}, which is {base64.b64encode(sent.encode()).decode()}"
    to.json({"error": "bad", "message": words}, 400, [("X-Sent", sent)])


def _redirects(_: "FaultServer", to: Connection, request: Request) -> None:
    """To another origin, with the token in the URL."""
    sent = authorization(request).removeprefix("Bearer ")
    to.answer(302, [("Location", f"{to.other_url}/echo?{sent}")], b"")


def _elsewhere(server: "FaultServer", to: Connection, request: Request) -> None:
    """The series of another region than the one that was asked for."""
    target = request.target.replace("WANDERS", "CAISO_NORTH")
    _index(server, to, Request(request.method, target, request.headers, request.body))


ENDPOINT: dict[str, Answer] = {
    "region-from-loc": _locate,
    "forecast": _forecast,
    "historical": _historical,
    "signal-index": _index,
    "my-access": _access,
}
NO_ACCESS = {"error": "FORBIDDEN", "message": "Your plan does not cover PJM_DC."}
REGIONS: dict[str, Answer] = {
    "PJM_DC": _refused(403, NO_ACCESS),
    "PAGE": _refused(403, PAGE),
    "BUSY": _refused(429, {"error": "rate", "msg": "slow down"}, Retry_After="60"),
    "NOWHERE": _refused(404, {"error": "Region not found"}),
    "BROKEN": _refused(500, {"error": "Server Error"}),
    "DETAIL": _refused(422, {"detail": [{"loc": ["query", "region"], "msg": "no", "type": "x"}]}),
    "NEVER": _refused(401, {"error": "unauthorized"}),
    "TELLS": _tells,
    "REDIRECTS": _redirects,
    "WANDERS": _elsewhere,
    "PATCHY": _patchy,
    "WORDS": _refused(200, {"error": "NO_MODEL", "message": "No model for it."}),
    "LEGAL": _refused(451, {"error": "legal"}),
}
