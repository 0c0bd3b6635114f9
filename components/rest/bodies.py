"""How long the body of a request may be, and what is said where there is none."""

from wit_world.exports.responder import Unread

from wae.contract.router import Problem

LARGEST = 1 << 20
_DISCARDED = 8
"""So many times the limit servers read and throw away, for clients that read only after writing."""


def check_length(announced: str) -> None:
    """Raises Problem for a body that is too long by its header content-length."""
    if announced.isdigit() and int(announced) > LARGEST * _DISCARDED:
        raise problem(Unread.TOO_LARGE)


def problem(reason: Unread) -> Problem:
    """What is replied without a body."""
    if reason is Unread.TOO_LARGE:
        return Problem(413, "Too large", f"A body may have {LARGEST} bytes")
    return Problem(400, "Bad request", "The body broke off")
