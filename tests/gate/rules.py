"""What a gate has to decide, said again by the parser of `wae:http` and in plain Python."""

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

from tests.gate.fake_host import DENIED, METHODS, Request

HTTP = Path(__file__).parents[2] / "components" / "http"
_ENTRY = re.compile(r"(?:(https?)://)?(\*\.)?(.*)")


def cases() -> list[tuple[str, str, bool]]:
    """An entry of hosts, a URL, and whether a gate lets it pass; the cases of `wae:http`.

    What it normalizes before it sends, a gate denies: decision 24 has the list.
    """
    actual = json.loads((HTTP / "tests" / "hosts.json").read_text())["cases"]
    return [(e, u, allowed and plain) for e, u, allowed, plain in actual if not e.startswith("$")]


def request(url: str) -> Request:
    """The request for a URL whose authority is sent as it stands there."""
    actual = re.fullmatch(r"(\w+)://([^/?#]*)(.*)", url)
    assert actual is not None
    return Request(actual[1].lower(), actual[2], actual[3] or "/")


def verdict(hosts: list[str], asked: Request) -> str:
    """What a gate with these hosts answers."""
    may = (
        _is_listed(hosts, asked)
        and _is_method(asked.method)
        and re.fullmatch(r"(/[^\x00-\x20\x7f]*)?", asked.path or "") is not None
        and all(
            value.lower() == (asked.authority or "").lower().encode()
            for name, value in asked.headers
            if name.lower() == "host"
        )
    )
    return "passed" if may else DENIED


def _is_listed(hosts: list[str], asked: Request) -> bool:
    if asked.scheme not in ("http", "https") or asked.authority is None:
        return False
    default = url.DEFAULT_PORTS[asked.scheme]
    try:
        host, port = url.split_authority(asked.authority)
    except url.BadUrl:
        return False
    port = port or default
    named = [host] if re.fullmatch(r"\[.*\]|[0-9.]+", host) else [host, f"{host}."]
    ports = [f":{port}", *([""] if port == default else [])]
    if asked.authority.lower() not in [h + p for h in named for p in ports]:
        return False
    return any(_admits(entry, asked.scheme, host, port) for entry in hosts)


def _admits(entry: str, scheme: str, host: str, port: int) -> bool:
    actual = _ENTRY.fullmatch(entry)
    assert actual is not None
    wanted = actual[1] or "https"
    name, number = url.split_authority(actual[3])
    if (wanted, number or url.DEFAULT_PORTS[wanted]) != (scheme, port):
        return False
    return host.endswith(f".{name}") if actual[2] else host == name


def _is_method(method: str) -> bool:
    if method in METHODS:
        return method != "connect"
    return re.fullmatch(r"[A-Za-z0-9_-]*", method) is not None and method.lower() != "connect"


def _load(file: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


_load(HTTP.parent / "shared" / "host_name.py", "host_name")
url = _load(HTTP / "url.py", "components_http_url")
