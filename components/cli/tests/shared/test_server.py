"""Who is asked is told: the service, or the server that a setting names instead."""

from typing import get_args

import pytest
from componentize_py_types import Err
from wit_world.imports import (
    account,
    chat,
    emissions,
    images,
    models,
    plain,
    presence,
    repositories,
)
from wit_world.imports.presence import Source

from shared.server import Server

SERVER = Server("GitHub", "api.github.com", "GITHUB_API_URL")
OTHER = "http://x.test/base"


@pytest.mark.parametrize(
    "url",
    [
        "https://api.github.com",
        "https://api.github.com/",
        "HTTPS://Api.GitHub.com:443/v3",
        "https://api.github.com.:443",
    ],
)
def test_the_service_itself(fake, url):
    """A setting that names the service's own server names no other."""
    fake(plain, "get", url)
    assert (None, "GitHub", "GitHub") == (SERVER.other(), SERVER.called(), SERVER.briefly())


@pytest.mark.parametrize(
    "url",
    [
        "http://api.github.com",
        "https://api.github.com:444",
        "https://api.github.com.evil.example",
        "https://xapi.github.com",
        "https://apixgithub.com",
        "https://api.github.com@evil.example",
        "http://127.0.0.1:9/api.github.com",
    ],
)
def test_another_server(fake, url):
    """Whatever differs in scheme, host or port is another one, and named with its setting."""
    fake(plain, "get", url)
    assert f"the server at {url} (GITHUB_API_URL)" == SERVER.called()
    assert "the server in GITHUB_API_URL" == SERVER.briefly()


def test_a_url_that_is_not_shown(fake):
    """Where the URL may hold a secret, the setting is named alone."""
    fake(plain, "get", None)
    fake(presence, "find", {"GITHUB_API_URL": Source.DOTENV}.get)
    assert "the server in GITHUB_API_URL" == SERVER.called()


def test_the_key_for_the_server(fake):
    """For another server, the key is one that this server may have."""
    fake(presence, "find", {"GH_TOKEN": Source.ENVIRONMENT}.get)
    fake(presence, "find_for", lambda name, url: Source.DOTENV if url == SERVER.setting else None)
    assert "GH_TOKEN from the environment" == SERVER.key("GH_TOKEN")
    fake(plain, "get", OTHER)
    assert "GH_TOKEN from .env in the current folder" == SERVER.key("GH_TOKEN")


# Errors that no server has caused, or that name an origin themselves.
_OF_NOBODY = ("InvalidName", "Misconfigured", "Blocked", "InvalidRequest")


def errors(interface, samples):
    """Every error of a contract, with a value of its type."""
    return [kind(*samples.get(kind, ("oh no",))) for kind in get_args(interface.Error)]


GITHUB = errors(
    repositories,
    {
        repositories.Error_RateLimited: (repositories.RateLimit(60, None, False),),
        repositories.Error_Unexpected: (repositories.Answer(500, "oh no"),),
    },
)
OPENAI = errors(
    chat,
    {
        chat.Error_Invalid: (chat.Invalid("oh no", None),),
        chat.Error_RateLimited: (chat.RateLimit("oh no", None),),
        chat.Error_Unexpected: (chat.Answer(500, "oh no", None),),
    },
)
WATTTIME = errors(
    emissions,
    {
        emissions.Error_RateLimited: (emissions.RateLimit(5),),
        emissions.Error_Unexpected: (emissions.Answer(500, "oh no"),),
    },
)
CASES = [
    *(("GITHUB_API_URL", error, ("github", "repo", "o/r")) for error in GITHUB),
    *(("OPENAI_BASE_URL", error, ("openai", "chat", "-m", "m", "Hi")) for error in OPENAI),
    *(("OPENAI_BASE_URL", error, ("openai", "models")) for error in OPENAI),
    *(("WATTTIME_API_URL", error, ("watttime", "login")) for error in WATTTIME),
]


@pytest.mark.parametrize(
    ("setting", "error", "command"), CASES, ids=lambda value: type(value).__name__
)
def test_every_error_names_another_server(wae, fake, setting, error, command):
    """Whatever goes wrong with a server that is not the service's own, the line says which."""
    urls = {setting: OTHER}
    account_settings = dict.fromkeys(("WATTTIME_USER", "WATTTIME_PASSWORD"), Source.DOTENV)
    fake(plain, "get", urls.get)
    fake(presence, "find", {**account_settings, setting: Source.DOTENV}.get)
    for interface, name in (
        (repositories, "get"),
        (chat, "open"),
        (images, "generate"),
        (models, "list_models"),
        (account, "login"),
    ):
        fake(interface, name, Err(error))
    done = wae(*command)
    assert ("", 1) == (done.out, done.err.count("\n"))
    if type(error).__name__.partition("_")[2] not in _OF_NOBODY:
        assert f"he server at {OTHER} ({setting})" in done.err
