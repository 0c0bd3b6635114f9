"""An Electricity Maps of its own, as its API is documented.

`FaultServer(find=ElectricityMaps().find)` serves it. `FREE` is the key of a free plan, for DE, now
and the last 24 hours; `LATEST` that of one for DE now, and no more; `PAID` that of one for every
zone and endpoint. Values are by the hour.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .message import Connection, Request

if TYPE_CHECKING:
    from .server import FaultServer

FREE, LATEST, PAID = (f"{plan}-0123456789abcdef" for plan in ("free", "latest", "paid"))
ZONES = {
    "DE": {"zoneName": "Germany"},
    "FR": {"zoneName": "France"},
    "DK-DK1": {"countryName": "Denmark", "zoneName": "West Denmark"},
    "BUSY": {"zoneName": "Asked too often"},
    "TELLS": {"zoneName": "Repeats the key"},
    "XX-DAY": {"zoneName": "The last day and now, on every plan"},
    "XX-NOW": {"zoneName": "Now, on every plan"},
}
# What no plan covers.
LACKING = {"XX-DAY": {"forecast"}, "XX-NOW": {"forecast", "history", "past-range"}}
HOUR = timedelta(hours=1)
LONGEST = timedelta(days=10)


class ElectricityMaps:
    """`plans` are the zones and the endpoints of each key, None for all."""

    def __init__(self) -> None:
        self.plans: dict[str, tuple[set[str], set[str]] | None] = {
            FREE: ({"DE"}, {"latest", "history"}),
            LATEST: ({"DE"}, {"latest"}),
            PAID: None,
        }
        self.keys: list[str | None] = []

    def find(self, path: str) -> tuple[Callable[..., None], list[str]]:
        """The function that answers the path, and its last arguments."""
        match path.strip("/").split("/"):
            case ["v3", "zones"]:
                return self._zones, []
            case ["v3", "carbon-intensity", endpoint] if endpoint in ENDPOINTS:
                return self._authorized, [endpoint]
        return _missing, []

    def _zones(self, _: "FaultServer", to: Connection, request: Request) -> None:
        key = self._key(request)
        if key is None:
            to.json(ZONES)
        elif key not in self.plans:
            to.json({"error": "Invalid auth-token"}, 401)
        else:
            plan = self.plans[key]
            paths = ["*"] if plan is None else [f"carbon-intensity/{e}" for e in sorted(plan[1])]
            covered = [zone for zone in ZONES if plan is None or zone in plan[0]]
            to.json({zone: ZONES[zone] | {"access": paths} for zone in covered})

    def _authorized(
        self, _: "FaultServer", to: Connection, request: Request, endpoint: str
    ) -> None:
        key, zone = self._key(request), _zone(request)
        plan = self.plans.get(key or "")
        if key not in self.plans:
            to.json({"error": "Invalid auth-token"}, 401)
        elif zone is None:
            to.json({"message": f"Zone {request.query.get('zone')} does not exist"}, 404)
        elif endpoint in LACKING.get(zone, ()) or (
            plan is not None and (zone not in plan[0] or endpoint not in plan[1])
        ):
            to.answer(403, [("Content-Type", "text/plain")], b"Access denied")
        elif zone == "BUSY":
            to.json({"error": "Rate limit exceeded"}, 429, [("Retry-After", "60")])
        elif zone == "TELLS":
            to.json({"error": f"not with {key}"}, 400, [("X-Sent", key or "")])
        else:
            ENDPOINTS[endpoint](to, request, zone)

    def _key(self, request: Request) -> str | None:
        headers = {name.lower(): value for name, value in request.headers}
        assert "authorization" not in headers
        self.keys.append(headers.get("auth-token"))
        return headers.get("auth-token")


def _zone(request: Request) -> str | None:
    """The zone that is meant: of what is not known, that of whoever asks, unless they say no."""
    zone = request.query.get("zone", "")
    if request.query.get("lat", "").startswith("52"):
        zone = "DE"
    if zone in ZONES:
        return zone
    return None if request.query.get("shouldUseFallbackCallerLookup") == "false" else "FR"


def _now() -> datetime:
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


def _rows(zone: str, first: datetime, values: list[int], estimated: int = 0) -> list[Any]:
    """The last so many are estimates."""
    return [
        {
            "zone": zone,
            "carbonIntensity": value,
            "datetime": (first + HOUR * n).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "emissionFactorType": "lifecycle",
            "isEstimated": n >= len(values) - estimated,
            "estimationMethod": "TIME_SLICER_AVERAGE" if n >= len(values) - estimated else None,
        }
        for n, value in enumerate(values)
    ]


def _latest(to: Connection, request: Request, zone: str) -> None:
    to.json(_rows(zone, _now(), [302])[0])


def _history(to: Connection, request: Request, zone: str) -> None:
    """24 hours, each dirtier than the one before."""
    to.json({"zone": zone, "history": _rows(zone, _now() - 23 * HOUR, [*range(300, 324)], 2)})


def _past_range(to: Connection, request: Request, zone: str) -> None:
    start, end = (datetime.fromisoformat(request.query[name]) for name in ("start", "end"))
    if end - start > LONGEST:
        to.json({"error": "The time range is limited to 10 days"}, 400)
        return
    hours = int((end - start) / HOUR)
    to.json({"zone": zone, "data": _rows(zone, start, [400 + n % 24 for n in range(hours)])})


def _forecast(to: Connection, request: Request, zone: str) -> None:
    """The lowest value is in the fourth hour; France has half of it."""
    hours = request.number("horizonHours", 24)
    if hours not in (6, 24, 48, 72):
        to.json({"error": "horizonHours must be 6, 24, 48 or 72"}, 400)
        return
    part = 2 if zone == "FR" else 1
    values = [(200 if n == 3 else 400 + n) // part for n in range(hours + 1)]
    rows = [
        {"carbonIntensity": each["carbonIntensity"], "datetime": each["datetime"]}
        for each in _rows(zone, _now(), values)
    ]
    updated = _now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
    to.json({"zone": zone, "forecast": rows, "updatedAt": updated})


def _missing(_: "FaultServer", to: Connection, request: Request) -> None:
    to.json({"error": "Not Found"}, 404)


ENDPOINTS: dict[str, Callable[[Connection, Request, str], None]] = {
    "latest": _latest,
    "history": _history,
    "past-range": _past_range,
    "forecast": _forecast,
}
