"""Every error of `wae openai`: its line, its advice, its exit code."""

from typing import get_args

from componentize_py_types import Err
from wit_world.imports import chat, images, models, plain, presence
from wit_world.imports.presence import BadFile

import golden_file

CONTRACT = {
    "unauthorized": chat.Error_Unauthorized("Incorrect API key provided\x1b[2J"),
    "forbidden": chat.Error_Forbidden("The project may not use this"),
    "forbidden, banned": chat.Error_Forbidden("Your account was suspended"),
    "legal": chat.Error_UnavailableForLegalReasons("Country, region, or territory not supported"),
    "not found": chat.Error_NotFound("The model `big-2` does not exist"),
    "invalid": chat.Error_Invalid(chat.Invalid("temperature is not supported", "temperature")),
    "invalid, no parameter": chat.Error_Invalid(chat.Invalid("Bad request", None)),
    "too long": chat.Error_TooLong("8192 tokens at most"),
    "refused": chat.Error_Refused("Rejected by the safety system"),
    "rate-limited": chat.Error_RateLimited(chat.RateLimit("Rate limit reached", 20)),
    "rate-limited, end unknown": chat.Error_RateLimited(chat.RateLimit("Overloaded.", None)),
    "quota exhausted": chat.Error_QuotaExhausted("You exceeded your current quota"),
    "unreachable": chat.Error_Unreachable("there is no address for api.openai.com"),
    "blocked": chat.Error_Blocked("https://example.org"),
    "misconfigured": chat.Error_Misconfigured("OPENAI_BASE_URL is not a usable URL"),
    "interrupted": chat.Error_Interrupted("the connection was closed"),
    "unexpected": chat.Error_Unexpected(chat.Answer(200, "the answer\nhas no choices", None)),
    "its own fault": chat.Error_Unexpected(chat.Answer(503, "Loading model", None)),
}
USAGE = {
    "no prompt": ("openai", "chat"),
    "empty prompt": ("openai", "chat", ""),
    "no prompt for JSON": ("openai", "chat", "--json"),
    "continue with session": ("openai", "chat", "-c", "--session", "1", "Hi"),
    "yes without tools": ("openai", "chat", "--yes", "Hi"),
    "temperature beyond 2": ("openai", "chat", "-t", "2.1", "Hi"),
    "temperature is no number": ("openai", "chat", "-t", "nan", "Hi"),
    "no tokens": ("openai", "chat", "--max-tokens", "0", "Hi"),
    "no session": ("openai", "chat", "--session", "1abc", "Hi"),
    "hostile session": ("openai", "chat", "--session", "../x", "Hi"),
    "hostile session, absolute": ("openai", "sessions", "show", "/etc/passwd"),
    "empty session": ("openai", "sessions", "show", ""),
    "force without a file": ("openai", "sessions", "export", "--force"),
    "limit with all": ("openai", "sessions", "list", "--limit", "3", "--all"),
    "session with controls": ("openai", "sessions", "delete", "\x1b[2Jx", "--yes"),
    "delete without asking": ("openai", "sessions", "delete", "0"),
    "export to another format": ("openai", "sessions", "export", "--format", "pdf"),
    "no picture": ("openai", "image", "-o", "x.png"),
    "empty picture": ("openai", "image", " ", "-o", "x.png"),
    "no file": ("openai", "image", "A fox"),
    "too many pictures": ("openai", "image", "A fox", "-o", "x.png", "-n", "11"),
    "format of another name": ("openai", "image", "A fox", "-o", "x.png", "--format", "webp"),
    "format that no model makes": ("openai", "image", "A fox", "-o", "x.gif"),
    "unknown command": ("openai", "imagine"),
}
KEYS = {
    "environment": {"OPENAI_API_KEY": presence.Source.ENVIRONMENT},
    "dotenv": {"OPENAI_API_KEY": presence.Source.DOTENV},
    "config": {"OPENAI_API_KEY": presence.Source.CONFIG},
}


def refusals(wae, fake, *arguments):
    """A case for each error of the contract."""
    cases = []
    for title, error in CONTRACT.items():
        for interface, name in ((chat, "open"), (images, "draw"), (models, "list_models")):
            fake(interface, name, Err(error))
        done = wae(*arguments)
        assert (4 if title == "unauthorized" else 1, "") == (done.code, done.out)
        assert 1 == done.err.count("\n")
        cases.append(golden_file.case(title, arguments, done.err, done.code))
    return cases


def test_errors_of_the_contract(wae, fake):
    """Each error is one line and exit 1, or 4 where the key is missing."""
    assert {type(error) for error in CONTRACT.values()} == set(get_args(chat.Error))
    golden_file.check("openai", refusals(wae, fake, "openai", "chat", "Hi"))


def test_errors_of_pictures_and_lists(wae, fake):
    """The same errors where a picture or a list was asked for; no file is made."""
    image = refusals(wae, fake, "openai", "image", "A fox", "-o", "x.png")
    listed = refusals(wae, fake, "openai", "models")
    golden_file.check("openai-others", [*image, *listed])


def test_errors_name_the_key_and_its_place(wae, fake):
    """With a key, the errors that it may have caused say where it is from; another server is
    called by its address.
    """
    cases = []
    for place, keys in KEYS.items():
        fake(presence, "find", keys.get)
        fake(plain, "get", {"OPENAI_MODEL": "m", "OPENAI_BASE_URL": "http://x.test/v1"}.get)
        for title in ("unauthorized", "forbidden"):
            fake(chat, "open", Err(CONTRACT[title]))
            done = wae("openai", "chat", "Hi", variables={"OPENAI_API_KEY": "s3cret"})
            assert "s3cret" not in done.err
            told = golden_file.case(
                f"{title}, {place}", ("openai", "chat", "Hi"), done.err, done.code
            )
            cases.append(told)
    fake(presence, "find", None)
    fake(chat, "open", Err(CONTRACT["unauthorized"]))
    done = wae("openai", "chat", "Hi")
    cases.append(golden_file.case("no key", ("openai", "chat", "Hi"), done.err, done.code))
    golden_file.check("openai-key", cases)


def test_no_key_at_all(wae, fake, model):
    """Without a key OpenAI is not even asked: exit 4, which setting, and where to get it."""
    asked = model()
    fake(presence, "find", None)
    fake(images, "draw", Err(AssertionError))
    fake(models, "list_models", Err(AssertionError))
    cases = []
    for arguments in (
        ("openai", "chat", "-m", "m", "Hi"),
        ("openai", "image", "-m", "m", "A fox", "-o", "x.png"),
        ("openai", "models"),
    ):
        done = wae(*arguments)
        assert (4, "") == (done.code, done.out)
        cases.append(golden_file.case(" ".join(arguments[:2]), arguments, done.err, done.code))
    assert [] == asked.requests
    golden_file.check("openai-no-key", cases)


def test_usage_errors(wae, fake, model):
    """An invalid command line: exit 2, nothing on stdout, and nothing is asked."""
    asked = model()
    fake(images, "draw", Err(AssertionError))
    wae("openai", "chat", "Hi")
    cases = []
    for title, arguments in USAGE.items():
        done = wae(*arguments)
        assert (2, "") == (done.code, done.out), title
        assert len(done.err.splitlines()) <= 2
        cases.append(golden_file.case(title, arguments, done.err, done.code))
    assert 1 == len(asked.requests)
    golden_file.check("openai-usage", cases)


def test_standard_input_that_is_no_text(wae):
    """Bytes that are no UTF-8, and more than any model reads: exit 2, one line."""
    cases = []
    for title, typed in {"no text": b"\xff\xfe", "too much": b"x" * (8 * 1024 * 1024 + 1)}.items():
        done = wae("openai", "chat", "Hi", typed=typed)
        assert (2, "") == (done.code, done.out)
        cases.append(golden_file.case(title, ("openai", "chat", "Hi"), done.err, done.code))
    golden_file.check("openai-stdin", cases)


def test_settings_that_cannot_be_read(wae, fake):
    """A broken .env is told with its line, exit 1."""
    fake(plain, "get", Err(BadFile(".env", 3, "expected NAME=value")))
    done = wae("openai", "chat", "Hi")
    assert (1, "wae: .env, line 3: expected NAME=value. Correct the file.\n") == (
        done.code,
        done.err,
    )
