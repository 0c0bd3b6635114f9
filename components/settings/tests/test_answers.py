"""What the user was asked for."""

from wit_world.exports.presence import Source

from app import Answers, Plain, Presence
from lookup import value


def test_an_answer_is_a_setting(config):
    """What was asked for is found, by every interface, until the next answer."""
    Answers().provide("WATTTIME_PASSWORD", "one")
    Answers().provide("WATTTIME_REGION", "CAISO_NORTH")
    assert (Source.ASKED, "one") == (
        Presence().find("WATTTIME_PASSWORD"),
        value("WATTTIME_PASSWORD"),
    )
    assert "CAISO_NORTH" == Plain().get("WATTTIME_REGION")
    Answers().provide("WATTTIME_PASSWORD", "two")
    assert "two" == value("WATTTIME_PASSWORD")


def test_every_other_source_comes_first(environ, config):
    """The environment and the files win over an answer."""
    Answers().provide("TOKEN", "answer")
    config.write_text("TOKEN=file")
    assert (Source.CONFIG, "file") == (Presence().find("TOKEN"), value("TOKEN"))
    environ["TOKEN"] = "environment"
    assert Source.ENVIRONMENT == Presence().find("TOKEN")


def test_empty_counts_as_unset(config):
    """An empty answer is none."""
    Answers().provide("TOKEN", "one")
    Answers().provide("TOKEN", "")
    assert (None, None) == (Presence().find("TOKEN"), value("TOKEN"))
