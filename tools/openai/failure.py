"""The one exception of this component; it becomes the contract's `error` at the edge."""

from wit_world.exports import chat as contract


class Failure(Exception):
    """Carries what the caller gets.

    `passing`: another try may succeed. `wait`: milliseconds that the server asks for before it.
    """

    def __init__(
        self, error: contract.Error, *, passing: bool = False, wait: int | None = None
    ) -> None:
        super().__init__(error)
        self.error = error
        self.passing = passing
        self.wait = wait


def unexpected(message: str, status: int = 200) -> Failure:
    """An answer that is not what the API documents."""
    return Failure(contract.Error_Unexpected(contract.Answer(status, message, None)))


def invalid(message: str, parameter: str) -> Failure:
    """A request that is not worth sending."""
    return Failure(contract.Error_Invalid(contract.Invalid(message, parameter)))


def interrupted(message: str) -> Failure:
    """The answer broke off."""
    return Failure(contract.Error_Interrupted(message))
