"""One account: its login, its token, and who gets to see them."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.faults import FaultServer
from tests.faults.watttime import PASSWORD, USER, WattTime, authorization

MOER = 0
NORTH = "CAISO_NORTH"
Calls = Callable[..., list[Any]]


def paths(server: FaultServer) -> list[str]:
    """The paths that were asked for."""
    return [request.path for request in server.received[""]]


def test_token_is_kept(calls: Calls, service: WattTime, tmp_path: Path) -> None:
    """The next run uses the same token, which lies in the user's data folder for the user alone."""
    for _ in range(2):
        [answer] = calls(["my-access", None])
        assert NORTH == answer[0]["region"]
    assert 1 == service.logins
    [file] = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert "tokens" == file.parent.name
    assert USER not in str(file)
    assert service.issued[0] in file.read_text()
    assert 0 == file.parents[1].stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)


def test_expired_token(calls: Calls, service: WattTime) -> None:
    """A token that has expired gives way to one new login, however many requests need it."""
    calls(["my-access", None])
    service.expire()
    [answers] = calls(["indexes", [NORTH] * 20, MOER])
    assert [47.0] * 20 == [answer["percentile"] for answer in answers]
    assert 2 == service.logins


def test_one_login_for_many(calls: Calls, service: WattTime, server: FaultServer) -> None:
    """Requests that begin together wait for one login."""
    [answers] = calls(["indexes", [NORTH] * 20, MOER])
    assert [47.0] * 20 == [answer["percentile"] for answer in answers]
    assert 1 == service.logins
    assert ["/login", *["/v3/signal-index"] * 20] == paths(server)


def test_never_accepted(calls: Calls, service: WattTime) -> None:
    """A service that refuses every token is asked for a second one, not for more."""
    assert [[{"error": "Unauthorized", "value": "unauthorized"}]] == calls(
        ["indexes", ["NEVER"], MOER]
    )
    assert 2 == service.logins


@pytest.mark.parametrize(
    ("user", "password", "status"), [("somebody", PASSWORD, 401), (USER, "wrong-one-1", 403)]
)
def test_wrong_account(
    calls: Calls, service: WattTime, server: FaultServer, user: str, password: str, status: int
) -> None:
    """An account that is not accepted is told by its settings, after one try for all requests."""
    service.accounts.setdefault("else", "wrong-one-1")
    wishes = ["indexes", [NORTH] * 20, MOER]
    [answers] = calls(wishes, WATTTIME_USER="", WATTTIME_USERNAME=user, WATTTIME_PASSWORD=password)
    names = "WATTTIME_USERNAME and WATTTIME_PASSWORD"
    problem = f"{server.url}: it answered {status} to {names}"
    assert [{"error": "Unauthorized", "value": problem}] * 20 == answers
    assert 1 == service.logins


def test_login_itself(calls: Calls, service: WattTime) -> None:
    """Trying the account always asks the service, even where a token is kept."""
    assert [None, None] == calls(["my-access", None], ["login"])[1:] * 2
    assert 2 == service.logins
    [refused] = calls(["login"], WATTTIME_PASSWORD="wrong-one-1")
    reason = "an answer that is HTML, not JSON: 403 Forbidden"
    assert {"error": "Unauthorized", "value": reason} == refused


@pytest.mark.parametrize(
    ("call", "other"),
    [
        (["my-access", None], "; for Electricity Maps, set ELECTRICITY_MAPS_API_KEY instead"),
        (["login"], ""),
        (["register", "a@b.org", None], ""),
    ],
)
def test_no_account(calls: Calls, server: FaultServer, call: list[Any], other: str) -> None:
    """Without an account nothing is sent, and what is missing is named; so is the other service's
    key, where that would do."""
    [answer] = calls(call, WATTTIME_PASSWORD="")
    why = f"{server.url}: WATTTIME_PASSWORD is not set{other}"
    assert {"error": "Unauthorized", "value": why} == answer
    assert [] == paths(server)


def test_typed_account(calls: Calls, service: WattTime) -> None:
    """What the user typed serves for the run, where nothing is set."""
    unset = {"WATTTIME_USER": "", "WATTTIME_PASSWORD": ""}
    typed = [["provide", "WATTTIME_USER", USER], ["provide", "WATTTIME_PASSWORD", PASSWORD]]
    [*_, answer] = calls(*typed, ["my-access", None], **unset)
    assert NORTH == answer[0]["region"]
    assert "Unauthorized" == calls(["my-access", None], **unset)[0]["error"]


def test_account_from_a_file(calls: Calls, tmp_path: Path) -> None:
    """User name and password may stand in `.env`."""
    text = f"WATTTIME_USERNAME={USER}\nWATTTIME_PASSWORD='{PASSWORD}'\n"
    (tmp_path / ".env").write_text(text)
    [answer] = calls(["my-access", None], WATTTIME_USER="", WATTTIME_PASSWORD="")
    assert NORTH == answer[0]["region"]


def test_register(calls: Calls, service: WattTime, server: FaultServer) -> None:
    """A new account is made from the settings, without a token, and can be used at once."""
    new = {"WATTTIME_USER": 'new "user"', "WATTTIME_PASSWORD": 'q"uote\\1é'}
    answers = calls(["register", "a@b.org", "{$WATTTIME_PASSWORD}"], ["my-access", None], **new)
    assert ["User created", NORTH] == [answers[0], answers[1][0]["region"]]
    request = server.received[""][0]
    assert ("/register", "") == (request.path, authorization(request))
    expected = {"username": 'new "user"', "password": 'q"uote\\1é', "email": "a@b.org"}
    assert expected | {"org": "{$WATTTIME_PASSWORD}"} == json.loads(request.body)


def test_register_refused(calls: Calls) -> None:
    """Why not is told in the service's words, without user name and password in them."""
    assert [{"error": "Invalid", "value": "The username *** is already taken"}] == calls(
        ["register", "a@b.org", None]
    )
    [weak] = calls(["register", "a@b.org", None], WATTTIME_USER="bob", WATTTIME_PASSWORD="weakword")
    assert weak["value"].endswith("a special character: ***")


def test_echoed_token(calls: Calls) -> None:
    """A service that sends the token back does not tell it the component."""
    [[answer]] = calls(["indexes", ["TELLS"], MOER])
    assert {"error": "Invalid", "value": "not with ***, which is ***"} == answer


def test_place_gets_no_token(calls: Calls, server: FaultServer) -> None:
    """Another host of the policy gets neither account nor token."""
    [_, place] = calls(["my-access", None], ["by-address"])
    assert "Mountain View, California, US" == place["name"]
    assert server.other_url.removeprefix("http://") == place["source"]


def test_another_service_gets_no_token(
    calls: Calls, service: WattTime, server: FaultServer
) -> None:
    """A token is for the origin that gave it: at another one there is a new login."""
    calls(["my-access", None])
    calls(["my-access", None], WATTTIME_API_URL=server.other_url)
    hosts = {server.url.removeprefix("http://"): 0, server.other_url.removeprefix("http://"): 1}
    sent = {
        (hosts[dict(request.headers)["host"]], authorization(request))
        for request in server.received[""]
        if request.path != "/login"
    }
    assert {(n, f"Bearer {token}") for n, token in enumerate(service.issued)} == sent


@pytest.mark.parametrize("content", ["", "9" * 100, "0 99999999999 5\nwrong", "\0"])
def test_damaged_token(calls: Calls, service: WattTime, tmp_path: Path, content: str) -> None:
    """A damaged file means a new login."""
    calls(["my-access", None])
    [file] = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    file.write_text(content)
    [answer] = calls(["my-access", None])
    assert NORTH == answer[0]["region"]
    assert 2 == service.logins
