"""`wae watttime` with a token that was got elsewhere, and with the `.env` of the original."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.faults.watttime import PASSWORD, USER, WattTime

Wae = Callable[..., CompletedProcess[str]]

HERE = ("--region", "CAISO_NORTH")


@pytest.fixture
def token(service: WattTime) -> str:
    """A token that is good, and was got elsewhere."""
    service.tokens.append("eyJhbGciOiJIUzI1NiJ9.got-elsewhere")
    return service.tokens[-1]


def test_a_token(
    wae: Wae, without_account: dict[str, str], service: WattTime, token: str, tmp_path: Path
) -> None:
    """WATTTIME_TOKEN in the environment, or in .env with the server that it is for, is all that is
    needed; nobody logs in. When its time is over, that is said, and what to do: exit 4."""
    env = {**without_account, "WATTTIME_TOKEN": token}
    done = wae("watttime", "index", *HERE, env=env)
    assert (0, "") == (done.returncode, done.stderr)
    told = wae("watttime", "login", env=env).stdout
    assert "accepts WATTTIME_TOKEN from the environment." in told
    settings = {**without_account, "WATTTIME_TOKEN": f'"{token}"'}
    lines = [f"{name}={value}" for name, value in settings.items() if name != "TZ"]
    (tmp_path / ".env").write_text("\n".join(lines))
    assert 0 == wae("watttime", "forecast", *HERE).returncode
    service.expire()
    for done in (wae("watttime", "index", *HERE), wae("watttime", "login", env=env)):
        assert (4, "", 1) == (done.returncode, done.stdout, done.stderr.count("\n"))
        assert "did not accept WATTTIME_TOKEN from " in done.stderr
        assert "A token is good for 30 minutes: set a new one, or " in done.stderr
        assert token not in done.stderr
    assert 0 == service.logins


def test_a_token_is_sent_as_trusted_as_a_key(
    wae: Wae, without_account: dict[str, str], token: str, tmp_path: Path
) -> None:
    """The server that a stranger's .env names does not get the environment's token."""
    (tmp_path / ".env").write_text(f"WATTTIME_API_URL={without_account['WATTTIME_API_URL']}\n")
    done = wae("watttime", "index", *HERE, env={"WATTTIME_TOKEN": token})
    assert (1, "") == (done.returncode, done.stdout)
    assert "WATTTIME_TOKEN from the environment is not sent to" in done.stderr
    assert token not in done.stderr


@pytest.mark.parametrize("old", ["", "of-yesterday"])
def test_the_env_file_of_the_original(
    wae: Wae, without_account: dict[str, str], service: WattTime, tmp_path: Path, old: str
) -> None:
    """Its four names, set or empty, with or without quotes: the account works, also beside a token
    that is over."""
    (tmp_path / ".env").write_text(
        f"OPENAI_API_KEY=sk-not-used-here\nWATTTIME_USERNAME={USER}\n"
        f"WATTTIME_PASSWORD='{PASSWORD}'\nWATTTIME_TOKEN={old}\n"
        f"WATTTIME_API_URL={without_account['WATTTIME_API_URL']}\n"
    )
    done = wae("watttime", "index", *HERE)
    assert (0, "") == (done.returncode, done.stderr)
    assert 1 == service.logins
