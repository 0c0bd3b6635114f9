"""What the code behind each function of an app may do, as an inspection of its bytes finds it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from wae import __version__
from wae.binary.reader import BinaryError
from wae.contract.model import Contract, Function
from wae.errors import AppError
from wae.runtime.eviction import TOOLS
from wae.runtime.files import kept

if TYPE_CHECKING:
    from wae.inspect.report import AppReport, InstanceReport
    from wae.runtime.app import App

RECIPE = f"{__version__}-1"
"""Another for each version of wae, which may find or word it in another way."""


class Power(NamedTuple):
    """``sealed``: all that can be reached changes nothing and tells nobody: clocks and random
    numbers. ``words`` say what it is, for people and models."""

    words: str
    sealed: bool


def key(function: Function) -> str:
    """By which :func:`powers` knows a function."""
    return f"{function.interface}#{function.name}"


def powers_of(app: App, contract: Contract, where: str) -> dict[str, Power]:
    """Those of an app, remembered in the cache folder ``where``. Raises AppError."""
    from wae.inspect.report import inspect_app

    def find() -> str:
        try:
            report = inspect_app(app.read(), app.name)
        except BinaryError as error:
            raise AppError(f"cannot inspect {app.name}: {error.message}") from error
        return json.dumps(powers(contract, report))

    def parsed(text: str) -> dict[str, Power]:
        found = json.loads(text)
        if not isinstance(found, dict) or set(found) != set(map(key, contract.functions())):
            raise ValueError("not the functions of this app")
        return {name: Power(str(words), sealed is True) for name, (words, sealed) in found.items()}

    return kept(app.sha256 + TOOLS, where, RECIPE, find, parsed)


def powers(contract: Contract, report: AppReport) -> dict[str, Power]:
    """What is behind each function.

    It is followed to the instances that implement it, whatever they are called.
    """
    return {key(function): _power(function, report) for function in contract.functions()}


def _power(function: Function, report: AppReport) -> Power:
    from wae.compose.capabilities import ALWAYS
    from wae.inspect.authority import authority
    from wae.inspect.exports import ROOT

    instances = {instance.name: instance for instance in report.instances}
    origins = report.exports[function.interface or function.name].of(function.name)
    behind = [instances[origin.instance] for origin in origins if origin.instance != ROOT]
    held = {c for instance in behind for c in instance.capabilities}
    held |= {authority(origin.name) or "" for origin in origins if origin.instance == ROOT} - {""}
    through = {c for instance in behind for c in instance.through} - held
    words = [f"Sandboxed. It holds: {', '.join(sorted(held)) or 'nothing'}"]
    if through:
        words.append(f"asks others for: {', '.join(sorted(through))}")
    if hosts := _hosts(behind, instances):
        words.append(f"hosts: {', '.join(hosts)}")
    sealed = bool(origins) and not {*held, *through} - set(ALWAYS)
    return Power("; ".join(words) + ".", sealed)


def _hosts(behind: list[InstanceReport], instances: Mapping[str, InstanceReport]) -> list[str]:
    """The hosts that instances, and those that they ask, keep to; none if one has no limit."""
    asked = (instances[name] for one in behind for name in one.through.get("http", ()))
    holders = [*(one for one in behind if "http" in one.capabilities), *asked]
    named = [holder.policy.reached if holder.policy else holder.origins for holder in holders]
    if None in named:
        return []
    return sorted({host for hosts in named for host in hosts or ()})
