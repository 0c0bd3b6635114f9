"""Settings that are no secrets, and may be shown."""

import re

from sources import find

URLS = (
    "GITHUB_API_URL",
    "IPINFO_URL",
    "OPENAI_BASE_URL",
    "PWNED_PASSWORDS_URL",
    "WATTTIME_API_URL",
)
NAMES = (
    *URLS,
    "OPENAI_IMAGE_MODEL",
    "OPENAI_MODEL",
    "OPENAI_SESSIONS_LIMIT",
    "WATTTIME_REGION",
)

# Keys hide in what stands before the host, in the query and in the fragment.
_BARE_URL = re.compile(r"(?i)https?://[^/?#@\\\s]+(/[^?#@\\\s]*)?")


def get(name: str) -> str | None:
    """The value of one of `NAMES`; None for other names, and for a URL that may hold a secret.

    Raises `Err` with `bad-file`.
    """
    if name not in NAMES or (setting := find(name)) is None:
        return None
    secret = name in URLS and not _BARE_URL.fullmatch(setting.value)
    return None if secret else setting.value
