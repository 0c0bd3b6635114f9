"""`HOST:PORT` on the command line."""

import math
import re
from typing import Any

import click

import ip_text

_MOST_PORT = 65_535
_MOST_SECONDS = 3600
_BRACKETED = re.compile(r"\[(?P<host>[^\[\]]+)\](?::(?P<port>.*))?", re.DOTALL)


class Endpoint(click.ParamType[tuple[str, int]]):
    """A host and a port, `HOST:PORT` or `[IPv6]:PORT` (RFC 3986, section 3.2.2).

    With a `default` the port may be left out, and with it the brackets.
    """

    name = "endpoint"

    def __init__(self, default: int | None = None) -> None:
        self._default = default

    def convert(
        self,
        value: str | tuple[str, int],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, int]:
        if isinstance(value, tuple):
            return value
        host, port = _split(value, alone=self._default is not None)
        if not host:
            self.fail(f"{value!r} names no host.")
        _check_zone(self, host)
        if port is None:
            if self._default is None:
                self.fail(f"{value!r} has no port. Write HOST:PORT, or [ADDRESS]:PORT for IPv6.")
            return host, self._default
        if not (port.isascii() and port.isdecimal() and len(port) <= 5):
            self.fail(f"{port!r} is not a port.")
        if not 1 <= int(port) <= _MOST_PORT:
            self.fail(f"{port!r} is not a port: they are 1 to {_MOST_PORT}.")
        return host, int(port)


class Host(click.ParamType[str]):
    """A name or an address."""

    name = "host"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        _check_zone(self, value)
        return value


class Seconds(click.ParamType[int]):
    """A time to wait, in seconds; becomes milliseconds."""

    name = "seconds"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        if isinstance(value, int):
            return value
        try:
            seconds = float(value)
        except ValueError:
            seconds = math.nan
        if not 0.001 <= seconds <= _MOST_SECONDS:
            self.fail(f"{value!r} is not a number of seconds from 0.001 to {_MOST_SECONDS}.")
        return round(seconds * 1000)


def join_host_port(host: str, port: int) -> str:
    """The two as one text; an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _check_zone(kind: click.ParamType[Any], host: str) -> None:
    """An address whose zone cannot be used is no question for the network."""
    try:
        ip_text.parse(host)
    except ip_text.BadZone as bad:
        kind.fail(f"{host!r} cannot be reached: {bad}.")


def _split(text: str, alone: bool) -> tuple[str, str | None]:
    """Host and port as they are written; with `alone`, many colons are an IPv6 address."""
    if bracketed := _BRACKETED.fullmatch(text):
        return bracketed["host"], bracketed["port"]
    host, colon, port = text.rpartition(":")
    if not colon or (":" in host):
        return (text, None) if alone or not colon else (host, None)
    return host, port
