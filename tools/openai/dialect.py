"""Requests for servers that know less of the API: without the parameters that they refuse."""

import re
from collections.abc import Callable, Collection
from typing import TypeVar

from wit_world.exports import chat as contract

from failure import Failure

T = TypeVar("T")
Body = dict[str, object]

# What stands in for a parameter that is refused; None where it can be left out.
_INSTEAD = {
    "max_completion_tokens": "max_tokens",
    "stream_options": None,
    "response_format": None,
}
# Servers say it in their own ways; a value that is refused ("too large") is another matter.
_REFUSED = re.compile(
    r"(?i)un(known|supported|recogni[sz]ed|expected)|extra|additional propert"
    r"|not (be )?(permitted|supported|allowed|recogni[sz]ed|valid|accepted)"
    r"|invalid (arg|param|field)"
)


def adapted(body: Body, send: Callable[[Body], T], needed: Collection[str] = ()) -> T:
    """What `send` gives for `body`, or for as much of it as the server understands, but never
    without what is `needed`. Raises the last `Failure` of `send`.
    """
    while True:
        try:
            return send(body)
        except Failure as failure:
            refused = _refused(body.keys() - needed, failure.error)
            if refused is None:
                raise
        body = _without(body, refused)


def _refused(names: Collection[str], error: contract.Error) -> str | None:
    """The parameter that the server does not know, of those that are not essential."""
    if not isinstance(error, contract.Error_Invalid) or not _REFUSED.search(error.value.message):
        return None
    said = f"{error.value.parameter} {error.value.message}"
    return next((name for name in _INSTEAD if name in names and name in said), None)


def _without(body: Body, name: str) -> Body:
    kept = {key: value for key, value in body.items() if key != name}
    instead = _INSTEAD[name]
    return kept if instead is None else {**kept, instead: body[name]}
