"""What an app asks for: what its parts would hold of whoever runs it, and what it says itself.

An app may carry the options that it should be run with (`[run]` in a wae.toml). That is a request:
it makes the question precise, and grants nothing.
"""

from __future__ import annotations

from wae.binary import writer
from wae.binary.sections import custom_sections
from wae.compose.capabilities import ALWAYS
from wae.errors import UsageError
from wae.grants import options
from wae.grants.model import EVERY, Grants
from wae.inspect.report import AppReport, InstanceReport, inspect_app
from wae.runtime.preopens import Preopen

SECTION = "wae:run"
"""The custom section of the request: its options, one a line."""

_LARGEST = 64 << 10
_GIVEN = ("terminal", *ALWAYS)  # to every app


def needs(wasm: bytes, name: str) -> Grants:
    """The least that must be given so that nothing is denied to the app. Raises BinaryError."""
    held = _held(inspect_app(wasm, name))
    return _refined(held, requested(wasm))


def request_section(grants: Grants) -> bytes:
    """The custom section that asks for ``grants``; nothing for nothing."""
    if grants.is_nothing:
        return b""
    return writer.custom_section(SECTION, "\n".join(options.spell(grants)).encode())


def requested(wasm: bytes) -> Grants:
    """What the app says that it needs; nothing where it says nothing that can be understood."""
    for content in custom_sections(wasm, SECTION, _LARGEST):
        try:
            words = bytes(content).decode().split("\n")
            grants, rest = options.take([word for word in words if word.isprintable()])
        except (UnicodeDecodeError, UsageError):
            continue
        if not rest and not grants.everything and not grants.rest_denied:
            return grants
    return Grants()


def _held(report: AppReport) -> Grants:
    grants = Grants()
    for instance in report.instances:
        if instance.wires_only:
            continue  # what it holds, its parts hold
        for capability in instance.capabilities:
            if capability not in _GIVEN:
                grants.add(_as_grant(capability, instance))
    return grants


def _as_grant(capability: str, holder: InstanceReport) -> Grants:
    grant = Grants()
    match capability:
        case "environment" if holder.is_limit or holder.variables is not None:
            for name in holder.variables or ():
                if "=" not in name and name != EVERY:
                    grant.add(_said(f"--env={name}") or Grants())
        case "environment":
            grant.variables = {EVERY: None}
        case "files":
            grant.preopens = [Preopen(".", ".")]
        case "sockets":
            grant.net = True
        case "http":
            hosts = holder.policy.reached if holder.policy else holder.origins or ()
            named = [_said(f"--http={host}") for host in hosts]
            for grants in named if all(named) else ():
                grant.add(grants or Grants())
            grant.origins = grant.origins or None
    return grant


def _said(option: str) -> Grants | None:
    """What an option gives whose value the app chose; None where nobody could say that.

    A variable or a host of any other form is none that exists, and might not stay within its line.
    """
    try:
        return options.take([option])[0]
    except UsageError:
        return None


def _refined(held: Grants, asked: Grants) -> Grants:
    """``held``, with what the app asks for itself where it holds something of that kind."""
    if EVERY in held.variables and asked.variables:
        held.variables = asked.variables
    if held.preopens and (asked.preopens or asked.data):
        held.preopens, held.data = asked.preopens, asked.data
    if held.origins is None and asked.origins:
        held.origins = asked.origins
    return held
