"""Answers a registry that asks who is there: Basic (RFC 7617), or Bearer, by a token of a server
that the registry names (Docker Registry v2 authentication)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from wae.registry import credentials
from wae.registry.challenge import Challenge, challenges
from wae.registry.credentials import Credentials
from wae.registry.errors import AuthenticationError
from wae.registry.reference import Reference

Fetch = Callable[[str, str, "bytes | None", Mapping[str, str]], "tuple[int, bytes]"]
"""Method, URL, body and headers of a request, to its status and content."""

CLIENT = "wae"
_TOKEN = re.compile(r"[!-~]+", re.ASCII)


class Login:
    """``actions`` are what a token is to allow; ``authorization`` is the header for requests to the
    registry itself, empty until it asked, and ``secrets`` what no message may have."""

    def __init__(self, reference: Reference, actions: str, environ: Mapping[str, str]) -> None:
        self.authorization = ""
        self.secrets: tuple[str, ...] = ()
        self._reference = reference
        self._actions = actions
        self._environ = environ

    def answer(self, headers: list[str], fetch: Fetch) -> None:
        """Makes the header that these challenges want. Raises :class:`AuthenticationError`."""
        who = self._reference.registry
        known = credentials.find(self._reference, self._environ)
        self.secrets = known.secrets if known else ()
        offers = challenges(headers)
        for challenge in offers:
            if challenge.scheme == "bearer" and "realm" in challenge.parameters:
                token = self._token(challenge, known, fetch)
                self.secrets += (token,)
                self.authorization = f"Bearer {token}"
                return
        if any(challenge.scheme == "basic" for challenge in offers):
            if known is None or known.token:
                raise self._needed()
            self.authorization = known.basic
            return
        kinds = ", ".join(challenge.scheme for challenge in offers) or "nothing"
        raise AuthenticationError(
            f"{who} requires an authentication scheme that wae does not know: {kinds}",
            hint="wae knows Basic and Bearer",
        )

    def failed(self) -> AuthenticationError:
        """The error for an answer that the registry does not accept."""
        return self._wrong() if self.secrets else self._needed()

    def forbidden(self, said: str) -> AuthenticationError:
        """The error for somebody who is known and may not; ``said`` is why."""
        verb = "push to" if "push" in self._actions else "pull"
        return AuthenticationError(
            f"{self._reference.registry} does not let you {verb} "
            f"{self._reference.repository}{said}",
            hint=f"Log in with an account that may: {self._command}",
        )

    def _token(self, challenge: Challenge, known: Credentials | None, fetch: Fetch) -> str:
        realm = challenge.parameters["realm"]
        wanted = {
            "service": challenge.parameters.get("service", ""),
            "scope": f"repository:{self._reference.repository}:{self._actions}",
        }
        if known and known.token:  # OAuth 2.0, RFC 6749 section 6
            grant = {"grant_type": "refresh_token", "client_id": CLIENT}
            body = urlencode({**grant, **wanted, "refresh_token": known.token}).encode()
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            status, content = fetch("POST", realm, body, headers)
        else:
            url = f"{realm}{'&' if '?' in realm else '?'}{urlencode(wanted)}"
            headers = {"Authorization": known.basic} if known else {}
            status, content = fetch("GET", url, None, headers)
        if status in (400, 401, 403):
            raise self._wrong() if known else self._needed()
        try:
            answer = json.loads(content) if status == 200 else {}
            token = answer.get("token") or answer.get("access_token")
        except (ValueError, AttributeError):
            token = None
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise AuthenticationError(
                f"the server that gives tokens for {self._reference.registry} gave none"
            )
        return token

    @property
    def _command(self) -> str:
        return f"docker login {self._reference.registry}"

    def _needed(self) -> AuthenticationError:
        file = credentials.config_file(self._environ)
        return AuthenticationError(
            f"{self._reference.registry} wants to know who asks for "
            f"{self._reference.repository}, and {file} has no credentials for it",
            hint=self._command,
        )

    def _wrong(self) -> AuthenticationError:
        return AuthenticationError(
            f"{self._reference.registry} does not accept your credentials for "
            f"{self._reference.repository}",
            hint=self._command,
        )
