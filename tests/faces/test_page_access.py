"""The page with the keyboard alone, and for screen readers, in a real headless Chromium."""

import pytest
from tests.faces.browsing import browse
from tests.faces.rest_servers import Server
from tests.faces.toolbox_server import Tools


def test_keyboard(served: Server) -> None:
    """A function is found and called without a mouse."""
    seen = browse("access.keyboard", served.url, statuses=set())
    assert ["Skip to content", "main", "Find"] == seen["steps"][:3]
    assert (1, "none") == (seen["visible"], seen["result"])


def test_the_focus_stays_where_it_was(served: Server) -> None:
    """Who called a function, or copied its answer, can go on from there."""
    seen = browse("access.focus", served.url, statuses=set())
    assert ["Call", "Call", "Call"] == seen["after"]
    assert (1, ["JSON", "Request"]) == (seen["asked"], seen["next"])


def test_tab_reaches_everything(served: Server) -> None:
    """Tab goes through all that can be used, in the order of the page, and comes back; what has
    the focus can be seen."""
    seen = browse("access.tabs", served.url, statuses=set())
    assert seen["order"] == sorted(seen["order"])
    assert seen["controls"] == len(seen["order"])
    assert [] == seen["invisible"]


def test_tab_reaches_everything_in_each_panel(tools: Tools) -> None:
    """The same holds in all of the toolbox's panels."""
    seen = browse("access.panels", tools.url, statuses=set())
    assert 7 == len(seen)
    assert dict.fromkeys(seen, {"inOrder": True, "unseen": []}) == seen


def test_from_the_top_to_an_answer(tools: Tools) -> None:
    """The toolbox's menu, a panel, its field and its answer are all reached with Tab and Enter."""
    seen = browse("access.top", tools.url, statuses=set())
    assert "GitHub" in seen["way"]
    assert "Repository" == seen["way"][-1]
    assert "Tools in a sandbox" in seen["answer"]
    assert "wae/toolbox" == seen["next"]


def test_screen_readers(served: Server) -> None:
    """Every control has a name; there is one main region, and a language."""
    seen = browse("access.named", served.url, statuses=set())
    assert {"nameless": [], "skipped": [], "main": 1, "language": "en"} == seen


@pytest.mark.parametrize("panel", ["password", "pictures", "network", "functions"])
def test_screen_readers_in_the_toolbox(tools: Tools, panel: str) -> None:
    """The same holds for each panel."""
    seen = browse("access.named", f"{tools.url}#{panel}", statuses=set())
    assert {"nameless": [], "skipped": [], "main": 1, "language": "en"} == seen


def test_answers_are_announced(served: Server) -> None:
    """Results and items of streams appear in a live region that was there before, errors as
    alerts."""
    seen = browse("access.announced", served.url, statuses={422})
    assert {"before": ["polite"], "result": "polite", "items": "polite"} == {
        name: seen[name] for name in ("before", "result", "items")
    }
    assert ("alert", "assertive") == (seen["role"], seen["error"])
