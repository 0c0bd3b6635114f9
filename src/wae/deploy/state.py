"""What was deployed from here: the ids of workloads, by cluster, group and name.

A host tells how a workload does whose id is known, and not which there are. One JSON file in the
data folder, which belongs to the user alone and is written whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from wae.errors import WaeError
from wae.runtime import xdg
from wae.runtime.lock import Lock
from wae.runtime.private import open_directory
from wae.runtime.private_files import read_note, replace

FOLDER = "deploy"
_NAME = "deployed.json"
_VERSION = 1
_LONGEST = 1 << 20
_HOSTS = 2000  # a host has another id each time that it starts


@dataclass(frozen=True)
class Key:
    """Whose workloads are meant: a NATS server's URL, a group of hosts, a name."""

    url: str
    group: str
    name: str

    def __str__(self) -> str:
        return f"{self.url} {self.group} {self.name}"


@dataclass(frozen=True)
class Deployed:
    """``ids`` may run, the newest last, on ``hosts`` or on others."""

    ids: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


def read(key: Key, environ: Mapping[str, str]) -> Deployed:
    """What was deployed. Raises WaeError for a damaged file."""
    try:
        with open_directory(xdg.data(FOLDER, environ), make=False) as folder:
            entry = _read(folder.descriptor).get(str(key), {})
    except OSError:
        return Deployed()
    try:
        return Deployed(tuple(entry.get("ids", ())), tuple(entry.get("hosts", ())))
    except (AttributeError, TypeError):
        raise _damaged() from None


def write(key: Key, deployed: Deployed, environ: Mapping[str, str]) -> None:
    """Notes what is deployed now; nothing, if there are no ids. Raises WaeError."""
    with _changing(environ) as (known, descriptor):
        known.pop(str(key), None)
        if deployed.ids:
            known[str(key)] = {"ids": [*deployed.ids], "hosts": [*deployed.hosts]}
        _write(known, descriptor)


def add_host(key: Key, host: str, environ: Mapping[str, str]) -> None:
    """Notes one more host, on which it runs now. Raises WaeError."""
    with _changing(environ) as (known, descriptor):
        if str(key) in known:
            hosts = [each for each in known[str(key)]["hosts"] if each != host]
            known[str(key)]["hosts"] = [*hosts, host][-_HOSTS:]
            _write(known, descriptor)


@contextmanager
def _changing(environ: Mapping[str, str]) -> Iterator[tuple[dict[str, dict[str, list[str]]], int]]:
    where = xdg.data(FOLDER, environ)
    try:
        with open_directory(where) as folder, Lock(folder):
            yield _read(folder.descriptor), folder.descriptor
    except OSError as error:
        raise WaeError(f"cannot note in {where} what runs: {error.strerror}") from error


def _write(known: dict[str, dict[str, list[str]]], descriptor: int) -> None:
    document = {"version": _VERSION, "deployed": known}
    replace(_NAME, json.dumps(document, indent=2).encode() + b"\n", descriptor)


def _read(descriptor: int) -> dict[str, dict[str, list[str]]]:
    text, _ = read_note(_NAME, descriptor, _LONGEST)
    if not text:
        return {}
    try:
        document = json.loads(text)
        known = document["deployed"]
        if document["version"] != _VERSION or not isinstance(known, dict):
            raise _damaged()
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _damaged() from None
    return known


def _damaged() -> WaeError:
    return WaeError(
        "what wae noted of its deployments cannot be read",
        hint=f"Remove {_NAME} from the folder {FOLDER} of wae's data",
    )
