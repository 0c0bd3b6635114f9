"""The policy component of one consumer of ``wae:http``: its hosts and credentials, as constants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wae.binary.types import Func, List, Option, Primitive, Record, Variant
from wae.binary.versions import split
from wae.compose.generate.stub import Constant, stub_component
from wae.compose.interfaces import Interfaces, expand

POLICY = "wae:http/policy"
_NAMES = List(Primitive("string"))
_BASIC = Record((("user", _NAMES), ("password", _NAMES)))
_LOGIN = Record(
    (
        ("url", Primitive("string")),
        ("register", Option(Primitive("string"))),
        ("user", _NAMES),
        ("password", _NAMES),
    )
)
_CREDENTIAL = Option(Variant((("bearer", _NAMES), ("basic", _BASIC), ("login", _LOGIN))))
_HEADER = Option(Record((("name", Primitive("string")), ("key", _NAMES), ("hosts", _NAMES))))
_RULES = {
    "hosts": _NAMES,
    "credential": _CREDENTIAL,
    "anonymous-hosts": _NAMES,
    "tokens": _NAMES,
    "header": _HEADER,
}


@dataclass(frozen=True)
class HeaderKey:
    """A key in a header of its own: the names of its settings, and the hosts that get it."""

    name: str
    key: tuple[str, ...]
    hosts: tuple[str, ...]


@dataclass(frozen=True)
class Auth:
    """Names of settings, never values; the first that is set counts.

    With ``login``, the URL that gives a token for user and password; ``register`` is the one that
    takes them in a body, ``tokens`` hold a token that was got elsewhere. ``header`` is beside a
    login, or alone.
    """

    bearer: tuple[str, ...] = ()
    user: tuple[str, ...] = ()
    password: tuple[str, ...] = ()
    login: str | None = None
    register: str | None = None
    tokens: tuple[str, ...] = ()
    header: HeaderKey | None = None

    @property
    def settings(self) -> tuple[str, ...]:
        """All that it names."""
        header = self.header.key if self.header else ()
        return (*self.bearer, *self.user, *self.password, *self.tokens, *header)


@dataclass(frozen=True)
class Policy:
    """``auth`` goes to ``hosts`` only, and nothing to ``anonymous_hosts``."""

    hosts: tuple[str, ...] = ()
    auth: Auth | None = None
    anonymous_hosts: tuple[str, ...] = ()

    @property
    def reached(self) -> tuple[str, ...]:
        """All hosts that it lets a consumer reach."""
        return (*self.hosts, *self.anonymous_hosts)


def is_policy(name: str) -> bool:
    return split(name)[0] == POLICY


def is_answerable(owner: str, interfaces: Interfaces) -> bool:
    """Whether ``interfaces[owner]`` asks for nothing but what a policy says."""
    fields = _fields(owner, interfaces)
    return fields is not None and fields.items() <= _RULES.items()


def takes_headers(owner: str, interfaces: Interfaces) -> bool:
    """Whether ``interfaces[owner]`` asks for a key in a header of its own: older ones do not."""
    return "header" in (_fields(owner, interfaces) or {})


def _fields(owner: str, interfaces: Interfaces) -> dict[str, Any] | None:
    match expand(interfaces[owner], interfaces).items.get("get"):
        case Func((), Record(fields)):
            return dict(fields)
        case _:
            return None


def policy_component(owner: str, interfaces: Interfaces, policy: Policy, title: str) -> bytes:
    """A component that is ``owner`` (a version of ``wae:http/policy``) and answers ``policy``."""
    rules = {
        "hosts": policy.hosts,
        "credential": _credential(policy.auth),
        "anonymous-hosts": policy.anonymous_hosts,
        "tokens": policy.auth.tokens if policy.auth else (),
        "header": _header(policy.auth.header if policy.auth else None),
    }
    return stub_component(owner, interfaces, {"get": Constant(rules)}, title)


def _credential(auth: Auth | None) -> tuple[str, Any]:
    if auth is None or auth == Auth(header=auth.header):
        return ("none", None)
    if auth.bearer:
        return ("some", ("bearer", auth.bearer))
    names = {"user": auth.user, "password": auth.password}
    if auth.login is None:
        return ("some", ("basic", names))
    register = ("none", None) if auth.register is None else ("some", auth.register)
    return ("some", ("login", {"url": auth.login, "register": register, **names}))


def _header(header: HeaderKey | None) -> tuple[str, Any]:
    if header is None:
        return ("none", None)
    return ("some", {"name": header.name, "key": header.key, "hosts": header.hosts})
