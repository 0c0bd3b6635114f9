"""``auth`` of a component: the credential that ``wae:http`` adds, by names of settings."""

from __future__ import annotations

from typing import Any

from wae.compose.generate.policy import Auth
from wae.manifest.urls import url_problem

SCHEMES = ("bearer", "basic", "login")
_BASIC = '{ basic = { user = ["NAME"], password = ["NAME"] } }'
_LOGIN = '{ login = { url = "https://HOST/login", user = ["NAME"], password = ["NAME"] } }'


class BadAuth(ValueError):
    """What is wrong with an ``auth``, and what to write instead."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


def read_auth(value: Any, hosts: tuple[str, ...]) -> Auth:
    """The credential that ``value`` describes. Raises :class:`BadAuth`.

    ``hosts`` are the policy's: a login has to lie among them.
    """
    if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in SCHEMES:
        raise BadAuth(
            "auth names no known scheme",
            f'Write auth = {{ bearer = ["NAME"] }}, or auth = {_BASIC}, or auth = {_LOGIN}',
        )
    if "bearer" in value:
        return Auth(bearer=_settings(value, "bearer"))
    if "basic" in value:
        return _basic(value["basic"])
    return _login(value["login"], hosts)


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


def _settings(value: dict[str, Any], key: str) -> tuple[str, ...]:
    """The names of settings that hold a part of a credential: at least one."""
    names = value[key]
    if not names or not isinstance(names, list) or not all(_is_text(name) for name in names):
        raise BadAuth(f"{key} must be a list of settings", f'For example: {key} = ["GH_TOKEN"]')
    return tuple(names)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""
