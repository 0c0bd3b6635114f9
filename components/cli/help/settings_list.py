"""Every setting of every tool, for people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """A variable in the environment or in a `.env` file."""

    name: str
    tool: str
    text: str
    #: Whether it must not be shown.
    secret: bool = False


SETTINGS = (
    Setting("WAE_INSECURE_ORIGINS", "http", "where keys may go without TLS; not from .env here"),
    Setting("GH_TOKEN", "github", "token; without one, public data and 60 requests an hour", True),
    Setting("GITHUB_TOKEN", "github", "the same, where GH_TOKEN is not set", True),
    Setting("GITHUB_API_URL", "github", "another server, such as https://github.example/api/v3"),
    Setting("OPENAI_API_KEY", "openai", "key; many servers of your own need none", True),
    Setting("OPENAI_BASE_URL", "openai", "another server, such as http://localhost:11434/v1"),
    Setting("OPENAI_IMAGE_HOSTS", "openai", "hosts to fetch pictures from, without a key"),
    Setting("OPENAI_MODEL", "openai", "the model to chat with"),
    Setting("OPENAI_IMAGE_MODEL", "openai", "the model that makes pictures"),
    Setting("WATTTIME_USER", "watttime", "user name of the account", True),
    Setting("WATTTIME_USERNAME", "watttime", "the same, where WATTTIME_USER is not set", True),
    Setting("WATTTIME_PASSWORD", "watttime", "password of the account", True),
    Setting("WATTTIME_TOKEN", "watttime", "a token, where the account is not set", True),
    Setting("WATTTIME_REGION", "watttime", "your grid region, such as CAISO_NORTH"),
    Setting("WATTTIME_API_URL", "watttime", "another server"),
    Setting("IPINFO_URL", "watttime", "another server that finds places by address"),
)
