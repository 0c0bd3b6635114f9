"""The toolbox's panels in each of their states, in a real headless Chromium."""

import pytest
from tests.faces.browsing import MODULES, browse
from tests.faces.toolbox_server import Tools

AXE = MODULES / "axe-core" / "axe.min.js"


def test_axe(tools: Tools) -> None:
    """axe-core finds nothing in any panel, whatever its state, light or dark."""
    if not AXE.is_file():
        pytest.skip("the npm package axe-core is not installed: run scripts/peers")
    assert [] == browse("axe.all", tools.url, AXE, statuses={401, 403, 404, 422})


def test_markdown(tools: Tools) -> None:
    """A reply is shown as what its Markdown means: links lead to http alone, pictures are links,
    HTML is text, and a code block has its language and can be copied."""
    seen = browse("talk.markdown", tools.url, statuses=set())
    tags = "a blockquote button code div em h3 li ol p pre span strong table tbody td th thead tr"
    assert [*tags.split(), "ul"] == seen["tags"]
    assert ("A plan", "python") == (seen["heading"], seen["language"])
    outside = ["noreferrer noopener", "_blank"]
    urls = ["https://example.com/a_(b)", "https://example.com/x.png", "https://example.com/end"]
    assert [[url, *outside] for url in urls] == seen["links"]
    assert ["a", "1", "b", "22"] == seen["cells"]
    words = "<img src=x onerror=alert(1)> no picture https://example.com/end. snake_case_name"
    assert f"{words} 2 * 3 * 4" == seen["last"]
    assert seen["copied"].startswith("def double(x: int) -> int: return 2 * x")


def test_markdown_that_is_made_to_hurt(tools: Tools) -> None:
    """Long and deeply nested texts take no time that grows faster than they do."""
    seen = browse("talk.hostile", tools.url, statuses=set())
    assert seen["slowest"] < 5000
    assert seen["deepest"] < 100


def test_a_conversation(tools: Tools) -> None:
    """It lasts over a reload, in this tab alone; the last question can be asked otherwise, or once
    more; a new conversation leaves nothing of it."""
    seen = browse("talk.kept", tools.url, statuses=set())
    one, two = ([["You", word], ["Model", word]] for word in ("one", "two"))
    assert (one, "parrot") == (seen["reloaded"], seen["model"])
    assert ["one", True] == seen["edited"]
    assert (two, two) == (seen["after"], seen["again"])
    assert [["wae-chat", "wae-model"], 0] == seen["stores"]
    assert [[], "[]"] == seen["cleared"]


def test_a_question_over_a_keyboard(tools: Tools) -> None:
    """Where there is little room, the field, its button and some of the conversation are seen."""
    assert [True, True, True] == browse("talk.low", tools.url, statuses=set())


def test_attachments(tools: Tools) -> None:
    """Pictures and texts are dropped or pasted, shown small, and can be removed; what cannot go is
    refused in words. Large pictures are made smaller. Texts are sent after the words, pictures
    beside them; both last over a reload, and come back when the question is edited."""
    seen = browse("attached.conversation", tools.url, statuses=set())
    assert ["small.png", "table.csv"] == seen["dropped"]
    refused = "app.wasm is neither a picture (PNG, JPEG, WebP, GIF) nor text. none.txt is empty."
    assert refused == seen["refused"]
    assert seen["tooLarge"].startswith(
        "long.txt is too large here: attachments of one conversation"
    )
    left = ["table.csv", "large.png"]
    assert (left, [["large.png", "image/jpeg"]]) == (seen["left"], seen["pictures"])
    content = "What is it?\n\ntable.csv:\n\na,b\n1,2\n"
    assert [content, ["/9j/"], True] == seen["sent"]
    assert ([], [["table.csv", False], ["large.png", True]]) == (seen["after"], seen["reloaded"])
    assert [left, "What is it?"] == seen["edited"]


def test_attachments_that_are_not_kept(tools: Tools) -> None:
    """Where the browser has no room for them, the page says so, now and after the reload."""
    seen = browse("attached.unkept", tools.url, statuses=set())
    words = "Attachments are too large to be kept over a reload; the rest is kept."
    assert [words] == seen["words"]
    assert "not kept over the reload" in seen["reloaded"]


def test_replies_that_do_not_come(tools: Tools) -> None:
    """Who stops a reply keeps what came of it. An error is the contract's sentence, and the
    question can be asked again."""
    seen = browse("talk.broken", tools.url, statuses={401})
    assert (["Stopped.", True], ["Stopped.", "textarea"]) == (seen["stopped"], seen["escaped"])
    assert "The key was not accepted, or there is none (unauthorized: " in seen["failed"]
    assert ([["You", "Hello"], ["Model", "Hello"]], 0) == (seen["after"], seen["failures"])


def test_forecast(tools: Tools) -> None:
    """The axis begins at zero, the best time is marked there and in the table beside it, values
    are grams per kilowatt-hour, and there is a link to the region."""
    seen = browse("electricity.forecast", tools.url, statuses=set())
    assert ([0, 200, 400, 600], 1, True) == (seen["axis"], seen["zero"], seen["marked"])
    assert (289, 12) == (seen["rows"], seen["best"])
    assert ["Time", "g CO₂/kWh"] == seen["head"]
    assert "#forecast/CAISO_NORTH" == seen["link"]


def test_forecast_of_electricity_maps(tools: Tools) -> None:
    """A zone is asked of the other service, by its code alone: what its values are is told, and
    they stay as they are."""
    seen = browse("electricity.maps", tools.url, statuses=set())
    assert ["average CO₂eq, life cycle (Electricity Maps)"] == seen["muted"]
    assert ["Time", "g CO₂eq/kWh"] == seen["head"]
    assert (True, 1) == (seen["rows"] in (24, 25), seen["best"])


def test_what_a_plan_covers(tools: Tools) -> None:
    """Where the plan has no forecasts, the error stands beside what it does have: how clean it is
    now, and the last day; what of that is missing, too, is said."""
    seen = browse("electricity.covered", tools.url, statuses={403})
    day, now = seen["XX-DAY"], seen["XX-NOW"]
    for one in (day, now):
        assert one["failure"].startswith("Forbidden\nThe account's plan does not cover it")
        assert "average CO₂eq, life cycle (Electricity Maps)" == one["muted"][0]
    assert "323 g CO₂eq/kWh: 100 of 100, where 0 is cleanest" == day["now"]
    told = ["the value is an estimate", "some of the values are estimates"]
    assert (told, 1, 24) == (day["muted"][1:], day["charts"], day["rows"])
    assert "302 g CO₂eq/kWh" == now["now"]
    missing = ["what to compare it with.", "the last day, either."]
    assert [f"The plan does not cover {words}" for words in missing] == now["muted"][1:]
    assert (0, 0) == (now["charts"], now["rows"])


def test_where_the_reader_is(tools: Tools) -> None:
    """Nobody is asked before the reader says whom to ask, or that nobody is to be told."""
    seen = browse("electricity.place", tools.url, statuses=set())
    assert {"before": [0, 0], "words": "Nobody was asked."} == seen["refused"]
    assert "Where am I?" == seen["focused"]
    assert {"before": [0, 0], "words": "Here: California ISO Northern"} == seen["browser"]
    assert ("CAISO_NORTH", 1) == (seen["region"], seen["positions"])
    locate, by_address = "/watttime/emissions/locate", "/watttime/location/by-address"
    assert [locate, by_address, locate] == seen["asked"]
    words = "Mountain View, California, US: California ISO Northern"
    assert {"before": [1, 1], "words": words} == seen["address"]
