"""``auth`` of a component: the credential that ``wae:http`` adds, by names of settings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wae.compose.generate.policy import Auth, HeaderKey
from wae.compose.header_names import BadHeader, read_header
from wae.manifest.urls import url_problem

SCHEMES = ("bearer", "basic", "login", "header")
_BASIC = '{ basic = { user = ["NAME"], password = ["NAME"] } }'
_HEADER = '{ header = { name = "x-api-key", key = ["NAME"] } }'
_LOGIN = '{ login = { url = "https://HOST/login", user = ["NAME"], password = ["NAME"] } }'


class BadAuth(ValueError):
    """What is wrong with an ``auth``, and what to write instead."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


def read_auth(value: Any, hosts: tuple[str, ...]) -> Auth:
    """The credential that ``value`` describes. Raises :class:`BadAuth`.

    ``hosts`` are the policy's: a login and what gets a header have to lie among them.
    """
    if not isinstance(value, dict) or not value or not value.keys() <= {*SCHEMES}:
        raise BadAuth(
            "auth names no known scheme",
            f'Write auth = {{ bearer = ["NAME"] }}, or auth = {_BASIC}, or auth = {_LOGIN}, '
            f"or auth = {_HEADER}",
        )
    if len(value) > 1 and value.keys() != {"login", "header"}:
        raise BadAuth(
            f"auth names {' and '.join(sorted(value))}, which go to the same hosts",
            "Name one of them; only a login may have a header beside it",
        )
    header = _header(value["header"], hosts) if "header" in value else None
    if "header" in value and len(value) == 1:
        return Auth(header=header)
    if "bearer" in value:
        return Auth(bearer=_settings(value, "bearer"))
    if "basic" in value:
        return _basic(value["basic"])
    return replace(_login(value["login"], hosts), header=header)


def _basic(value: Any) -> Auth:
    if not isinstance(value, dict) or set(value) != {"user", "password"}:
        raise BadAuth("basic must name user and password", f"Write auth = {_BASIC}")
    return Auth(user=_settings(value, "user"), password=_settings(value, "password"))


def _login(value: Any, hosts: tuple[str, ...]) -> Auth:
    needed = {"url", "user", "password"}
    if not isinstance(value, dict) or not needed <= set(value) <= needed | {"register", "tokens"}:
        raise BadAuth(
            "login must name url, user and password, and may name register and tokens",
            f"Write auth = {_LOGIN}",
        )
    for key in sorted(set(value) & {"url", "register"}):
        if problem := url_problem(value[key], hosts):
            raise BadAuth(f"{key} of login {problem[0]}", problem[1])
    return Auth(
        user=_settings(value, "user"),
        password=_settings(value, "password"),
        login=value["url"],
        register=value.get("register"),
        tokens=_settings(value, "tokens") if "tokens" in value else (),
    )


def _header(value: Any, hosts: tuple[str, ...]) -> HeaderKey:
    needed = {"name", "key"}
    if not isinstance(value, dict) or not needed <= set(value) <= needed | {"hosts"}:
        problem = "header must name name and key, and may name hosts"
        raise BadAuth(problem, f"Write auth = {_HEADER}")
    try:
        name = read_header(value["name"])
    except BadHeader as error:
        problem = f"a key cannot be sent in the header {value['name']!r}: {error}"
        raise BadAuth(problem, 'For example: name = "x-api-key"') from None
    own = _texts(value, "hosts", "hosts", "api.example") if "hosts" in value else hosts
    for host in own:
        if host not in hosts:
            raise BadAuth(f'hosts of header names "{host}", which hosts does not', "Add it there")
    return HeaderKey(name, _settings(value, "key"), own)


def _settings(value: dict[str, Any], key: str) -> tuple[str, ...]:
    """The names of settings that hold a part of a credential: at least one."""
    return _texts(value, key, "settings", "GH_TOKEN")


def _texts(value: dict[str, Any], key: str, what: str, example: str) -> tuple[str, ...]:
    names = value[key]
    if not names or not isinstance(names, list) or not all(_is_text(name) for name in names):
        raise BadAuth(f"{key} must be a list of {what}", f'For example: {key} = ["{example}"]')
    return tuple(names)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""
