"""`/lazy?seconds=N`: an answer that takes its time, which shows that nobody else waits for it."""

from __future__ import annotations

import re

from wae.contract.router import JSON, READING, Answer, Problem, Request, json_bytes, not_allowed

PATH = "/lazy"
LONGEST = 60
"""Seconds."""

_QUERY = re.compile(r"seconds=([0-9]{1,2}(?:\.[0-9]{1,3})?)", re.ASCII)


def seconds(request: Request) -> float:
    """How long the answer to a request for PATH takes. Raises Problem."""
    if request.method not in READING:
        raise not_allowed(request, ", ".join(READING))
    match = _QUERY.fullmatch(request.query)
    if match is None or float(match[1]) > LONGEST:
        raise Problem(
            400, "Bad request", f"Say how long: {PATH}?seconds=N, a number from 0 to {LONGEST}"
        )
    return float(match[1])


def answer(waited: float) -> Answer:
    """What comes in the end."""
    return Answer(200, JSON, json_bytes({"seconds": waited}))
