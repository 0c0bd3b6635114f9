"""The one exception of this component; it becomes the contract's `error` at the edge."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from wit_world.exports import client


class Failure(Exception):
    """Carries what the caller gets. Its texts never hold a setting's value.

    `passing`: the request failed on the way; another try may arrive.
    """

    def __init__(self, error: client.Error, *, passing: bool = False) -> None:
        super().__init__(error)
        self.error = error
        self.passing = passing

    def with_texts(self, show: Callable[[str], str]) -> "Failure":
        """The same, with each of its texts as `show` gives it."""
        error: Any = self.error  # a case; what it carries depends on which
        match getattr(error, "value", None):
            case str(text):
                value: object = show(text)
            case tuple(parts):
                value = tuple(show(part) if isinstance(part, str) else part for part in parts)
            case client.Refusal(origin, source):
                value = client.Refusal(show(origin), source and show(source))
            case _:
                return self
        return Failure(replace(error, value=value), passing=self.passing)


def invalid(problem: str) -> Failure:
    """The request makes no sense."""
    return Failure(client.Error_InvalidRequest(problem))


def misconfigured(problem: str) -> Failure:
    """A setting is missing or unusable; `problem` names it."""
    return Failure(client.Error_Misconfigured(problem))
