"""Who asks a registry: credentials as docker, and all that do as docker does, keep them.

They are read where they lie, from docker's configuration or the helper that it names, when a
registry asks for them, and are given to nobody else. No message has any of them.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wae.registry.errors import AuthenticationError
from wae.registry.reference import Reference

_TOKEN_USER = "<token>"
"""The user of an identity token, according to docker's credential helpers."""

_HELPER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
_HELPER_SECONDS = 120  # it may ask for a password
_NOT_THERE = "credentials not found"


@dataclass(frozen=True)
class Credentials:
    """A user and a password, or an identity ``token`` (OAuth 2.0's refresh token) instead."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @property
    def basic(self) -> str:
        """The value of an ``Authorization`` header (RFC 7617)."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may have."""
        return tuple(filter(None, (self.password, self.token, self.basic.partition(" ")[2])))


def config_file(environ: Mapping[str, str]) -> Path:
    """docker's configuration: in ``$DOCKER_CONFIG``, or in ``~/.docker``."""
    folder = environ.get("DOCKER_CONFIG") or os.path.join(os.path.expanduser("~"), ".docker")
    return Path(folder, "config.json")


def find(reference: Reference, environ: Mapping[str, str]) -> Credentials | None:
    """The credentials for a reference's registry; None where there are none.

    Raises :class:`AuthenticationError` where they are kept in a way that cannot be read.
    """
    file = config_file(environ)
    config = _read(file)
    keys = _keys(reference)
    helpers = _table(config, "credHelpers")
    helper = next((helpers[key] for key in keys if key in helpers), config.get("credsStore"))
    if helper:
        helped = _ask(helper, reference.key, file)
        if helped:
            return helped
    kept = _table(config, "auths")
    return next((_entry(kept[key], file) for key in keys if kept.get(key)), None)


def _keys(reference: Reference) -> list[str]:
    """The spellings of a registry that tools have used (docker, podman and Helm among them)."""
    name = reference.registry
    return [
        *dict.fromkeys((reference.key, name, f"https://{name}", f"http://{name}")),
        *(f"https://{name}/{version}/" for version in ("v1", "v2")),
    ]


def _read(file: Path) -> dict[str, Any]:
    try:
        config = json.loads(file.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise AuthenticationError(f"cannot read {file}: {error.strerror}") from None
    except ValueError:
        raise _damaged(file) from None  # what the error would quote may be a password
    if not isinstance(config, dict):
        raise _damaged(file)
    return config


def _table(config: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = config.get(name)
    return table if isinstance(table, dict) else {}


def _entry(entry: Any, file: Path) -> Credentials | None:
    entry = entry if isinstance(entry, dict) else {}
    token, packed = entry.get("identitytoken"), entry.get("auth")
    user, password = entry.get("username"), entry.get("password")
    if isinstance(token, str) and token:
        return Credentials(token=token)
    if isinstance(packed, str) and packed:
        try:
            user, colon, password = base64.b64decode(packed, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            raise _damaged(file) from None
        if not colon:
            raise _damaged(file)
        return _valid(user, password.rstrip("\0"), file)
    if isinstance(user, str) and isinstance(password, str):
        return _valid(user, password, file)
    return None


def _valid(user: str, password: str, file: Path) -> Credentials | None:
    """None for an entry that only says that a helper has them. RFC 7617 forbids control
    characters, and a colon in the user's name."""
    if ":" in user or not (user + password).isprintable():
        raise _damaged(file)
    return Credentials(user, password) if user or password else None


def _ask(helper: object, key: str, file: Path) -> Credentials | None:
    """What a helper says (docker-credential-helpers, "Development"). Its output is never shown."""
    if not isinstance(helper, str) or not _HELPER.fullmatch(helper):
        raise _damaged(file)
    program = f"docker-credential-{helper}"
    try:
        done = subprocess.run(
            [program, "get"],
            input=key.encode(),
            capture_output=True,
            timeout=_HELPER_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise AuthenticationError(f"{program}, which {file} names, does not answer") from None
    except OSError:
        raise AuthenticationError(
            f"cannot run {program}, which {file} names", hint="Install it, or log in again"
        ) from None
    if done.returncode:
        if _NOT_THERE in (done.stdout + done.stderr).decode("utf-8", "replace"):
            return None
        raise AuthenticationError(
            f"{program}, which {file} names, failed for {key}", hint="Log in again"
        )
    try:
        answer = json.loads(done.stdout)
        user, secret = answer["Username"], answer["Secret"]
        if not isinstance(user, str) or not isinstance(secret, str):
            raise ValueError
    except (ValueError, TypeError, KeyError):
        raise AuthenticationError(
            f"{program}, which {file} names, gave no credentials for {key}", hint="Log in again"
        ) from None
    return Credentials(token=secret) if user == _TOKEN_USER else _valid(user, secret, file)


def _damaged(file: Path) -> AuthenticationError:
    return AuthenticationError(f"{file} is damaged", hint="Log in again, or repair it")
