"""The toolbox's forms without a panel, in a real headless Chromium."""

import pytest
from tests.faces.browsing import browse
from tests.faces.toolbox_server import KEY, Tools
from tests.faults.sntp import TimeServer
from tests.faults.tcp import closed_port, open_port
from tests.faults.watttime import PASSWORD, USER


def test_images(tools: Tools) -> None:
    """A picture is shown as one; what no browser can read stays text; a refusal says why."""
    seen = browse("tools.images", tools.url, statuses={422})
    assert [[2, 3, "Picture (png)"]] == seen["painter-small shown"]
    assert ([], []) == (seen["painter shown"], seen["policy shown"])
    assert "iVBORw0KGgo" in seen["painter"]
    assert "rejected by the safety system" in seen["policy"]
    sent = {"prompt": "A cat", "n": 1}
    assert sent.items() <= tools.openai.bodies[-1].items()
    assert KEY not in str(seen)


def test_net(tools: Tools) -> None:
    """An address, an open and a closed port, and another clock's time, to the nanosecond."""
    with open_port() as listening, closed_port() as closed, TimeServer(ahead=3600) as clock:
        ports = f"{listening},{closed},{clock.port}"
        seen = browse("tools.net", tools.url, ports, statuses={422})
    assert "127.0.0.1" in seen["address"]
    assert "invalid-name" in seen["invalid"]
    assert seen["outcomes"].index("open") < seen["outcomes"].index("refused")
    assert "GPS" in seen["answer"]
    assert "3,600" in seen["answer"] or "3,599.9" in seen["answer"]
    assert seen["exact"] in seen["answer"]
    assert 19 == len(seen["exact"])


@pytest.fixture
def _no_account(tools: Tools) -> None:
    tools.watttime.accounts.clear()
    tools.watttime.expire()


@pytest.mark.usefixtures("_no_account")
def test_account(tools: Tools) -> None:
    """An account is made from the settings and then accepted; the page never has the password."""
    seen = browse("tools.account", tools.url, statuses={401, 422})
    assert "unauthorized" in seen["before"]
    assert "User created" in seen["made"]
    assert seen["after"].startswith("none")
    assert "already taken" in seen["again"]
    assert {USER: PASSWORD} == tools.watttime.accounts
    assert PASSWORD not in str(seen)
