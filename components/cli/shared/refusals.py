"""What services refuse alike, whoever they are: faults of their own, laws, and bans."""

import re
from typing import Protocol

from shared import wording
from shared.errors import Failure, clause

# Reasons that no key changes.
_BAN = re.compile(
    r"(?i)\b(block|suspend|disabl|ban(ned)?\b|abus|terms of service|captcha|firewall|cloudflare"
    r"|maintenance|ip address)"
)


class Answer(Protocol):
    """What the contracts have in `unexpected`."""

    status: int
    message: str


def unexpected(who: str, answer: Answer, pause: int | None = None) -> Failure:
    """An answer that is a fault of the service's (RFC 9110, 15.6), or none that it documents;
    `pause`: after how many seconds the service wants another try, if it says."""
    said = f"HTTP status {answer.status}, {clause(answer.message)}"
    if answer.status >= 500:
        when = "later" if pause is None else f"in {wording.count(pause, 'second')}"
        return Failure(f"{who} has a fault of its own: {said}", f"Try again {when}", pause=pause)
    return Failure(
        f"{who} gave an answer that the API does not document: {said}", "Try again later"
    )


def by_law(who: str, message: str, key: str) -> Failure:
    """What a law or the asker's country rules out; a `key` does not change that."""
    what = f"{who} does not offer this, by law or in your country: {clause(message)}"
    return Failure(what, f"No {key} changes that")


def is_ban(message: str) -> bool:
    """Whether the words of a refusal name a reason that has nothing to do with a key."""
    return _BAN.search(message) is not None
