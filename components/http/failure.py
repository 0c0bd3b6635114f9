"""The one exception of this component; it becomes the contract's `error` at the edge."""

from wit_world.exports import client


class Failure(Exception):
    """Carries what the caller gets. Its texts never hold a setting's value.

    `passing`: the request failed on the way; another try may arrive.
    """

    def __init__(self, error: client.Error, *, passing: bool = False) -> None:
        super().__init__(error)
        self.error = error
        self.passing = passing


def invalid(problem: str) -> Failure:
    """The request makes no sense."""
    return Failure(client.Error_InvalidRequest(problem))


def misconfigured(problem: str) -> Failure:
    """A setting is missing or unusable; `problem` names it."""
    return Failure(client.Error_Misconfigured(problem))
