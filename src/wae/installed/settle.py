"""Decides, with whoever installs a tool, what it gets: nothing that nobody said."""

from __future__ import annotations

from wae.errors import UsageError
from wae.grants import options, question
from wae.grants.model import Grants

INSTALLED, UPGRADED = "installed", "upgraded"


def settle(
    name: str, digest: str, wanted: Grants, given: Grants, asked: Grants, verb: str
) -> tuple[Grants, Grants]:
    """What is granted and what is denied of it that was not ``asked`` before.

    ``digest`` is the component's SHA-256, ``verb`` :data:`INSTALLED` or :data:`UPGRADED`. Raises
    UsageError where something is to be decided and nobody can be asked.
    """
    granted, denied = options.absolute(given), Grants()
    granted.rest_denied = False
    missing = wanted.unsettled(given).without(asked)
    if missing.is_nothing:
        return granted, denied
    if given.rest_denied:
        return granted, missing
    if not question.can_ask():
        wants = "; ".join(question.sentences(missing))
        raise UsageError(
            f"{name} asks for what it was not given: {wants}",
            hint=question.refusal_hint(missing, verb),
        )
    said = question.ask(name, f"sha256:{digest[:12]}", missing, verb)
    (granted if said == question.YES else denied).add(options.absolute(missing))
    return granted, denied
