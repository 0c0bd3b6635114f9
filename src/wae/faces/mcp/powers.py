"""What the code behind each function of an app may do, as an inspection of its bytes finds it; and
what the app says of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, NamedTuple

from wae import __version__
from wae.binary.reader import BinaryError
from wae.contract.model import Contract, Function
from wae.errors import AppError
from wae.runtime import claims
from wae.runtime.eviction import TOOLS
from wae.runtime.private_files import kept

if TYPE_CHECKING:
    from wae.inspect.report import AppReport, InstanceReport
    from wae.runtime.app import App

_MOST = 2
"""Hosts that are told one by one."""

RECIPE = f"{__version__}-4"
"""Another for each version of wae, which may find or word it in another way."""


class Power(NamedTuple):
    """``words`` say what can be reached, for people and models, in a line.

    ``sealed``: that is clocks and random numbers, and so nothing is changed and nobody told.
    ``harmless``: the app says that nothing is changed and nobody told but its own service.
    """

    words: str
    sealed: bool
    harmless: bool = False


def key(function: Function) -> str:
    """By which :func:`powers` knows a function."""
    return f"{function.interface}#{function.name}"


def powers_of(app: App, contract: Contract, where: str) -> dict[str, Power]:
    """Those of an app, remembered in the cache folder ``where``. Raises AppError."""

    def find() -> str:
        from wae.inspect.report import inspect_app  # once for an app: it takes 30 ms

        try:
            wasm = app.read()
            report = inspect_app(wasm, app.name)
        except BinaryError as error:
            raise AppError(f"cannot inspect {app.name}: {error.message}") from error
        return json.dumps(powers(contract, report, claims.read(wasm)))

    def parsed(text: str) -> dict[str, Power]:
        stored = json.loads(text)
        if not isinstance(stored, dict) or set(stored) != set(map(key, contract.functions())):
            raise ValueError("not the functions of this app")
        return {name: Power(str(w), s is True, h is True) for name, (w, s, h) in stored.items()}

    return kept(app.sha256 + TOOLS, where, RECIPE, find, parsed)


def powers(
    contract: Contract, report: AppReport, claimed: Collection[str] = ()
) -> dict[str, Power]:
    """What is behind each function; the app calls those that are ``claimed`` harmless.

    It is followed to the instances that implement it, whatever they are called.
    """
    functions = contract.functions()
    return {key(one): _power(one, report, key(one) in claimed) for one in functions}


def _power(function: Function, report: AppReport, claimed: bool) -> Power:
    from wae.compose.capabilities import ALWAYS
    from wae.inspect.authority import authority
    from wae.inspect.exports import ROOT

    instances = {instance.name: instance for instance in report.instances}
    origins = report.exports[function.interface or function.name].of(function.name)
    behind = [instances[origin.instance] for origin in origins if origin.instance != ROOT]
    held = {c for instance in behind for c in instance.capabilities}
    held |= {authority(origin.name) or "" for origin in origins if origin.instance == ROOT} - {""}
    through = {c for instance in behind for c in instance.through} - held
    sealed = bool(origins) and not {*held, *through} - set(ALWAYS)
    hosts = _hosts(behind, instances)
    if hosts:
        on_the_way = _on_the_way(behind, instances)
        asked = [pair for instance in behind for pair in instance.through.items()]
        through = {c for c, holders in asked if not on_the_way >= {*holders}} - held
    words = _words(held - set(ALWAYS), through, hosts)
    return Power(words, sealed, claimed)


def _on_the_way(behind: list[InstanceReport], instances: Mapping[str, InstanceReport]) -> set[str]:
    """The instances that send requests for these, and those that they ask: for settings, say."""
    senders = {name for one in behind for name in one.through.get("http", ())}
    asked = (names for sender in senders for names in instances[sender].through.values())
    return senders.union(*asked)


def _words(held: set[str], through: set[str], hosts: list[str]) -> str:
    """Hosts stand for `http`; of many, and of those that are set, it is told that there are."""
    if hosts:
        held, through = held - {"http"}, through - {"http"}
        fixed = [host for host in hosts if not host.startswith("$")]
        is_set = len(fixed) < len(hosts)
        if len(fixed) > _MOST:
            fixed = [fixed[0], f"{len(fixed) - 1} more hosts"]
        hosts = fixed
        if is_set:
            hosts = [*fixed, "or as set" if fixed else "what is set"]
    powers = [
        ("holds", sorted(held)),
        ("reaches", hosts),
        ("asks others for", sorted(through)),
    ]
    line = "; ".join(f"{verb} {', '.join(those)}" for verb, those in powers if those)
    line = line or "holds nothing"
    return f"{line[0].upper()}{line[1:]}."


def _hosts(behind: list[InstanceReport], instances: Mapping[str, InstanceReport]) -> list[str]:
    """The hosts that instances, and those that they ask, keep to; none if one has no limit."""
    asked = (instances[name] for one in behind for name in one.through.get("http", ()))
    holders = [*(one for one in behind if "http" in one.capabilities), *asked]
    named = [holder.policy.reached if holder.policy else holder.origins for holder in holders]
    if None in named:
        return []
    return sorted({host for hosts in named for host in hosts or ()})
