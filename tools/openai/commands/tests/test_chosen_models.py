"""Which model is asked, where it is not said."""

import pytest
from wit_world.imports import images, models, plain

import golden_file
import openai_answers
from openai_answers import PICTURE


def listed(id, created=None, shutdown=None):
    """What a list of models says of one."""
    return models.Model(id, "o", created, shutdown)


def test_the_model_of_a_setting(wae, model):
    """-m is stronger than the session's model, which is stronger than OPENAI_MODEL."""
    asked = model()
    wae("openai", "chat", "Hi")
    wae("openai", "chat", "-c", "-m", "tiny", "Hi")
    wae("openai", "chat", "-c", "Hi")
    assert ["big-2", "tiny", "tiny"] == [one.model for one in asked.requests]


def test_the_only_model(wae, model, fake):
    """Without a choice the server's only model is asked, and that it will be gone is told."""
    fake(plain, "get", None)
    fake(models, "list_models", [openai_answers.KNOWN[1]])
    asked = model()
    done = wae("openai", "chat", "Hi")
    assert "old-1" == asked.requests[0].model
    assert "wae: old-1 will be shut down on 2027-01-15.\n" == done.err


def test_a_key_alone_is_enough(wae, model, fake):
    """Of several models the newest general one is asked, also where nobody can be; it is told, with
    how to choose. The session keeps it."""
    fake(plain, "get", None)
    fake(models, "list_models", [listed("new-2", 2), listed("new-1", 1), listed("tts-9", 9)])
    asked = model()
    told = (
        "wae: Asking new-2, the newest general model for chats of OpenAI. "
        "'wae config set OPENAI_MODEL' chooses another.\n"
    )
    assert told == wae("openai", "chat", "Hi").err
    assert told in wae("openai", "chat", "Hi", terminal=True).err
    assert "" == wae("openai", "chat", "-c", "Hi").err
    assert ["new-2"] * 3 == [each.model for each in asked.requests]


def test_a_key_alone_is_enough_for_a_picture(wae, fake):
    """So it is with pictures: a model that is for them, whatever else there is."""
    fake(plain, "get", None)
    fake(models, "list_models", [listed("new-2", 2), listed("new-image-1", 1)])
    orders = []
    fake(images, "draw", lambda order: orders.append(order) or openai_answers.work(PICTURE))
    done = wae("openai", "image", "A fox", "-o", "fox.png")
    assert ["new-image-1"] == [order.model for order in orders]
    assert done.err == (
        "wae: Asking new-image-1, the newest general model for pictures of OpenAI. "
        "'wae config set OPENAI_IMAGE_MODEL' chooses another.\n"
    )


def test_no_model(wae, model, fake):
    """No choice, and none that is for chats: a usage error that says how; where somebody watches
    some are listed."""
    fake(plain, "get", None)
    fake(models, "list_models", [listed("text-embedding-3"), listed("tts-1")])
    cases = []
    for variables in ({}, {"WAE_NOTICES_TERMINAL": "1"}):
        done = wae("openai", "chat", "Hi", variables=variables)
        assert (2, "") == (done.code, done.out)
        told = done.err.replace("Asking for the models…\r\x1b[2K", "")
        title = "no model, and somebody watches" if variables else "no model"
        cases.append(golden_file.case(title, ("openai", "chat", "Hi"), told, 2))
    fake(plain, "get", {"OPENAI_BASE_URL": "http://127.0.0.1:8080/v1"}.get)
    fake(models, "list_models", [])
    done = wae("openai", "chat", "Hi")
    cases.append(golden_file.case("no models", ("openai", "chat", "Hi"), done.err, done.code))
    golden_file.check("openai-no-model", cases)


def test_a_shutdown_that_was_once_listed_is_told(wae, model):
    """What a list of models said is remembered for the server that said it: no list is asked for
    before a chat.
    """
    assert "" == wae("openai", "chat", "-m", "old-1", "Hi").err
    wae("openai", "models")
    done = wae("openai", "chat", "-m", "old-1", "Hi")
    assert "wae: old-1 will be shut down on 2027-01-15.\n" == done.err


def test_remembered_shutdowns_are_of_one_server(wae, model, fake):
    """A local model with the name of another's is not warned about."""
    wae("openai", "models")
    fake(plain, "get", {"OPENAI_BASE_URL": "http://127.0.0.1:8080/v1"}.get)
    assert "" == wae("openai", "chat", "-m", "old-1", "Hi").err


@pytest.mark.parametrize("content", [b"", b"[", b"[]", b'{"OpenAI": 1}', b"\xff", b"[" * 9999])
def test_a_broken_memory_is_no_failure(wae, model, data, content):
    """Invalid remembered dates do not count."""
    (data / "openai-shutdown-dates.json").write_bytes(content)
    assert 0 == wae("openai", "chat", "-m", "old-1", "Hi").code


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [("2", "old-audio-1"), ("big-audio-2", "big-audio-2"), ("0\nOLD\n2", "old-audio-1")],
)
def test_the_model_is_asked_for(wae, model, fake, typed, chosen):
    """Where none is plainly for chats a person chooses one, by its number or its name; a part of a
    name lists those that have it."""
    fake(plain, "get", None)
    fake(models, "list_models", [listed("big-audio-2"), listed("old-audio-1")])
    asked = model()
    done = wae("openai", "chat", "Hi", typed=f"{typed}\n", terminal=True)
    assert (0, chosen) == (done.code, asked.requests[0].model)
    assert (
        "  1  big-audio-2\n  2  old-audio-1\nModel (number, name, or part of a name): " in done.err
    )
    if "OLD" in typed:
        assert ": Type a number from 1 to 2, or a name.\nModel" in done.err
        assert "name):   2  old-audio-1\nModel" in done.err
    assert "'wae config set OPENAI_MODEL', and you are not asked again.\n" in done.err


def test_many_models(wae, model, fake):
    """A long list is cut off; what is typed finds the rest."""
    fake(plain, "get", None)
    fake(models, "list_models", [listed(f"m-audio-{n}") for n in range(100)])
    asked = model()
    done = wae("openai", "chat", "Hi", typed="O-9\n92\n", terminal=True)
    assert "m-audio-91" == asked.requests[0].model
    assert 20 + 11 == done.err.count("  m-")
    assert "  … and 80 more\n" in done.err
