"""An Electricity Maps that is not there."""

from datetime import UTC, datetime, timedelta
from typing import Any

from wit_world.exports import emissions as contract

from fake_service import MAPS, Service

OWN = "https://api.electricitymaps.com"
V3 = f"{OWN}/v3"
NOW = 1_795_338_000 + 600  # 2026-11-22T09:10:00Z
HOUR = datetime(2026, 11, 22, 9, tzinfo=UTC)
CARBON, MOER = contract.Signal.CARBON_INTENSITY, contract.Signal.CO2_MOER
STRICT = {"shouldUseFallbackCallerLookup": "false"}
TOO_MUCH = {"error": "Request unauthorized for zoneKey=FR"}


def fill(service: Service) -> None:
    """A key for DE, and no account of WattTime."""
    service.credentials = {MAPS}
    service.answer(
        "/v3/carbon-intensity/forecast", hourly("forecast", 0, [300 - n for n in range(25)])
    )
    service.answer(
        "/v3/carbon-intensity/history", hourly("history", -23, [100 + n for n in range(24)])
    )
    service.answer("/v3/carbon-intensity/past-range", hourly("data", -72, [200, 210, None]))
    service.answer("/v3/carbon-intensity/latest", {"zone": "DE", "carbonIntensity": 302})
    service.answer("/v3/zones", {"DE": {"zoneName": "Germany", "access": ["*"]}})


def hourly(key: str, first: int, values: list[Any]) -> dict[str, Any]:
    """As the service writes it: values by the hour, the first so many hours from 09:00 on."""
    rows = [
        {
            "zone": "DE",
            "carbonIntensity": value,
            "datetime": (HOUR + timedelta(hours=first + n)).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "emissionFactorType": "lifecycle",
            "isEstimated": False,
            "estimationMethod": None,
        }
        for n, value in enumerate(values)
    ]
    rest = {"temporalGranularity": "hourly", "updatedAt": "2026-11-22T08:50:00.000Z"}
    return {"zone": "DE", key: rows} | (rest if key == "forecast" else {})
