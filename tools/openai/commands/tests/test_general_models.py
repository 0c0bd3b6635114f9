"""Which of a server's models is the general one, by what its list says."""

import pytest
from wit_world.imports.models import Model

from tools.openai.commands.models import general

# As OpenAI's own list is: a word or more for what a model is for, a date for what stays as it is.
OPENAI = [
    *("babbage-002", "chatgpt-4o-latest", "chatgpt-image-latest", "codex-mini-latest"),
    *("computer-use-preview", "dall-e-2", "dall-e-3", "davinci-002", "gpt-3.5-turbo"),
    *("gpt-3.5-turbo-instruct", "gpt-4", "gpt-4-0613", "gpt-4-turbo", "gpt-4.1", "gpt-4.1-mini"),
    *("gpt-4.1-2025-04-14", "gpt-4o", "gpt-4o-audio-preview", "gpt-4o-mini-tts"),
    *("gpt-4o-transcribe", "gpt-5-search-api", "gpt-5", "gpt-5-2025-08-07", "gpt-5-mini"),
    *("gpt-5-nano", "gpt-5-pro"),
    *("gpt-5.1", "gpt-5.1-2025-11-13", "gpt-5.1-chat-latest", "gpt-5.1-codex", "o1"),
    *("gpt-audio", "gpt-image-1", "gpt-image-1-mini", "gpt-image-1.5", "gpt-realtime", "o3"),
    *("o3-deep-research", "o3-mini", "o4-mini", "omni-moderation-latest", "sora-2", "sora-2-pro"),
    *("text-embedding-3-large", "text-embedding-ada-002", "tts-1", "tts-1-hd", "whisper-1"),
]  # fmt: skip


def listed(*ids: str, **more: int | str) -> list[Model]:
    """Each newer than the one before it; `more`: when others were made, or end."""
    return [Model(id, "o", created, None) for created, id in enumerate(ids, 1)]


def chosen(models: list[Model]) -> str | None:
    model = general.for_chat(models)
    return model and model.id


@pytest.mark.parametrize("newest", [*OPENAI])
def test_whatever_came_last(newest: str) -> None:
    """A model for another purpose, a smaller or a dated one is not taken because it is the newest:
    what is taken is of the largest family, and has a name and a version only."""
    models = listed(*(id for id in OPENAI if id != newest), newest)
    plain = ("gpt-4", "gpt-4o", "gpt-4.1", "gpt-5", "gpt-5.1")
    assert (newest if newest in plain else "gpt-5.1") == chosen(models)
    model = general.for_pictures(models)
    assert model
    assert model.id in ("gpt-image-1", "gpt-image-1.5")


def test_later_versions() -> None:
    """A model that nobody knew of when this was written is taken when it comes."""
    assert "gpt-9" == chosen(listed(*OPENAI, "gpt-9-mini", "gpt-9", "gpt-9-pro"))
    model = general.for_pictures(listed(*OPENAI, "gpt-image-4"))
    assert model
    assert "gpt-image-4" == model.id


def test_what_is_to_be_shut_down() -> None:
    """It is not begun with."""
    leaving = Model("big-3", "o", 3, "2027-01-15")
    assert "big-2" == chosen([*listed("big-1", "big-2"), leaving])
    assert chosen([leaving]) is None


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (("llama3.2:latest", "nomic-embed-text:latest"), "llama3.2:latest"),
        (("llama3.1:8b", "qwen3:8b"), "qwen3:8b"),
        (("qwen2.5-7b-instruct", "text-embedding-nomic-embed-text-v1.5"), "qwen2.5-7b-instruct"),
        (("meta/llama-guard-4-12b", "meta/llama-3.3-70b"), "meta/llama-3.3-70b"),
        (("big-small-latest", "big-large-preview-latest"), "big-small-latest"),
        (("a-0613", "a-1106"), "a-1106"),
        (("a", "a-2026-01-01"), "a"),
        (("ft:a-1:acme::x", "a-1"), "a-1"),
        (("tts-1", "text-embedding-3", "omni-moderation"), None),
        ((), None),
        (("", "日本"), "日本"),
    ],
)  # fmt: skip
def test_other_servers(ids: tuple[str, ...], expected: str | None) -> None:
    """The same rule serves those: makers before a slash, tags, names of files."""
    assert expected == chosen(listed(*ids))


def test_servers_that_do_not_say_when() -> None:
    """Without times, or with the same, the choice is the same each time: the first in the list."""
    models = [Model(id, "", None, None) for id in ("b-1", "a-1")]
    assert "b-1" == chosen(models) == chosen([*models])


def test_no_pictures() -> None:
    """A server without a model that says it makes pictures has none for them."""
    assert general.for_pictures(listed("gpt-5", "tts-1")) is None
