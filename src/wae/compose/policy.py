"""The policy component of one consumer of ``wae:http``: its hosts and credentials, as constants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wae.compose.interfaces import Interfaces
from wae.compose.stub import Constant, stub_component
from wae.compose.versions import split

POLICY = "wae:http/policy"


@dataclass(frozen=True)
class Auth:
    """Names of settings, never values; the first that is set counts."""

    bearer: tuple[str, ...] = ()
    user: tuple[str, ...] = ()
    password: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    hosts: tuple[str, ...] = ()
    auth: Auth | None = None


def is_policy(name: str) -> bool:
    return split(name)[0] == POLICY


def policy_component(owner: str, interfaces: Interfaces, policy: Policy, title: str) -> bytes:
    """A component that is ``owner`` (a version of ``wae:http/policy``) and answers ``policy``."""
    rules = {"hosts": policy.hosts, "credential": _credential(policy.auth)}
    return stub_component(owner, interfaces, {"get": Constant(rules)}, title)


def _credential(auth: Auth | None) -> tuple[str, Any]:
    if auth is None:
        return ("none", None)
    if auth.bearer:
        return ("some", ("bearer", auth.bearer))
    return ("some", ("basic", {"user": auth.user, "password": auth.password}))
