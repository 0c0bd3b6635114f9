"""What may be shown, and nothing else."""

import pytest
from componentize_py_types import Err

from app import Plain

SECRETS = ("GH_TOKEN", "GITHUB_TOKEN", "OPENAI_API_KEY", "WATTTIME_USER", "WATTTIME_PASSWORD")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPENAI_MODEL", "gpt-5"),
        ("OPENAI_IMAGE_MODEL", "gpt-image-1"),
        ("WATTTIME_REGION", "CAISO_NORTH"),
        ("OPENAI_BASE_URL", "http://localhost:11434/v1"),
        ("GITHUB_API_URL", "https://github.example/api/v3/"),
        ("WATTTIME_API_URL", "HTTPS://watttime.example"),
        ("IPINFO_URL", "http://[::1]:8080"),
    ],
)
def test_shown(environ, dotenv, name, value):
    """These settings are no secrets, from whichever source."""
    dotenv.write_text(f"{name}={value}\n")
    assert value == Plain().get(name)
    environ[name] = f"{value}0"
    assert f"{value}0" == Plain().get(name)


@pytest.mark.parametrize("name", [*SECRETS, "OPENAI_MODELS", "openai_model", "PATH", ""])
def test_every_other_name_is_kept_back(environ, config, name):
    """A name that is not listed has no value here, whether it is set or not."""
    environ[name] = "value"
    assert Plain().get(name) is None


@pytest.mark.parametrize(
    "value",
    [
        "https://me:word@api.example/v1",
        "https://key@api.example",
        "https://api.example/v1?key=word",
        "https://api.example#word",
        "https://api.example/@word",
        "https:\\\\me:word@api.example",
        "//me:word@api.example",
        "me:word@api.example",
        "https://api.example/ word",
        "sk-proj-word",
    ],
)
def test_a_url_with_more_is_kept_back(environ, config, value):
    """A URL with user information, a query or a fragment is not given out, nor what is none."""
    environ["OPENAI_BASE_URL"] = value
    assert Plain().get("OPENAI_BASE_URL") is None


def test_unset(config):
    """What is not set is none."""
    assert Plain().get("OPENAI_MODEL") is None


def test_broken_file(dotenv):
    """A broken line of the setting is an error, as for every setting."""
    dotenv.write_text("OPENAI_MODEL='never closed\n")
    with pytest.raises(Err) as caught:
        Plain().get("OPENAI_MODEL")
    assert (".env", 1) == (caught.value.value.file, caught.value.value.line)
