"""Functions that JSON cannot call, since a resource goes in or out."""

from __future__ import annotations

from wae.contract.model import Contract, is_handle_free, streamed

WORDS = "Functions that take or return a resource are left out, as requests cannot hold one: "
"""Before their titles."""


def passing(contract: Contract) -> list[str]:
    """The titles of the functions that take or return a resource, or belong to one; without those
    that make streams, and what these consist of."""
    functions = contract.functions()
    streams = [made for made in (streamed(contract, one) for one in functions) if made]
    called = {
        (part.interface, part.name)
        for made in streams
        for part in (made.open, made.next, made.close)
        if part
    }
    return [
        one.title
        for one in functions
        if not is_handle_free(one) and (one.interface, one.name) not in called
    ]
