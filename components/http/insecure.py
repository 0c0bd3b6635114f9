"""Plain http, over which no credential goes but to this machine or where the user says so."""

import ipaddress
import re

import setting
from failure import misconfigured
from url import BadUrl, Origin, parse

# `settings` does not read it from the current folder's .env.
EXCEPTIONS = "WAE_INSECURE_ORIGINS"


def check(name: str, origin: Origin) -> None:
    """Raises `Failure` (misconfigured) where anybody on the way could read the setting `name`."""
    if origin.scheme == "https" or _is_loopback(origin.host) or origin in _exceptions():
        return
    raise misconfigured(
        f"{name} is not sent to {origin} over plain http, which others can read: use https, or "
        f"name {origin} in {EXCEPTIONS}, in the environment or in the configuration folder's .env"
    )


def _is_loopback(host: str) -> bool:
    """Whether it is this machine: `localhost` (RFC 6761 §6.3), 127.0.0.0/8 or ::1."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _exceptions() -> set[Origin]:
    """The origins in the setting, between commas or spaces. Raises `Failure` (misconfigured)."""
    exceptions = setting.find(EXCEPTIONS)
    texts = re.split(r"[,\s]+", exceptions.value) if exceptions else []
    try:
        return {_origin(text) for text in texts if text}
    except BadUrl as error:
        raise misconfigured(f"{EXCEPTIONS} is not a list of origins: {error}") from None


def _origin(text: str) -> Origin:
    url = parse(text)
    if url.target != "/":
        raise BadUrl("one has more than a scheme, a host and a port")
    return url.origin
