"""What an error that a function returns means to a client of HTTP, and to a shell.

A contract names its errors by the cases of a variant, or the labels of an enum. Where one of the
usual names is among them, :data:`MEANINGS` says which status and which exit code it has; any other
is 422 and 1. The name may stand deeper: in a record's field (`failure {server, reason}`), or in the
payload of a case that has no row itself (`name(name-error)`). No case is a 500: that is a crash.

Statuses: RFC 9110, section 15; RFC 6585, section 4; RFC 7725. The names are those of HTTP, of
WASI's error codes (`wasi:filesystem`, `wasi:sockets`, `wasi:http`), of gRPC's statuses, and the
usual ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wae.binary.value import Value
from wae.contract.shapes import Case, Enum, Option, Record, Shape, Variant

USAGE, AUTHENTICATION = 2, 4
"""Exit codes of a command that was asked for what cannot be, and that lacks a right key."""


class Meaning(Value):
    """A status with its title, and the exit code of a command."""

    status: int
    title: str
    exit_code: int = 1


OTHER = Meaning(422, "Failed")
"""What a case means that has no row."""

_ROWS = {
    Meaning(401, "Unauthorized", AUTHENTICATION): (
        "unauthorized unauthenticated authentication-required not-logged-in "
        "invalid-credentials invalid-token expired-token bad-credentials"
    ),
    Meaning(402, "Payment required"): "payment-required quota-exhausted insufficient-funds",
    Meaning(403, "Forbidden"): (
        "forbidden access access-denied denied permission-denied not-permitted not-allowed blocked "
        "HTTP-request-denied"
    ),
    Meaning(404, "Not found"): "not-found no-entry no-such-entry no-release unknown-resource",
    Meaning(409, "Conflict"): "conflict already-exists exist aborted",
    Meaning(410, "Gone"): "gone",
    Meaning(412, "Precondition failed"): "precondition-failed failed-precondition",
    Meaning(413, "Content too large"): "content-too-large payload-too-large request-too-large",
    Meaning(415, "Unsupported media type"): "unsupported-media-type",
    Meaning(422, "Invalid arguments", USAGE): (
        "invalid invalid-argument invalid-arguments invalid-input invalid-name invalid-question "
        "invalid-request bad-request out-of-range unprocessable-content"
    ),
    Meaning(423, "Locked"): "locked",
    Meaning(429, "Too many requests"): (
        "rate-limited rate-limit-exceeded too-many-requests resource-exhausted throttled slow-down"
    ),
    Meaning(501, "Not implemented"): "not-implemented unimplemented unsupported not-supported",
    Meaning(502, "Bad gateway"): (
        "bad-gateway unreachable remote-unreachable connection-refused connection-failed "
        "connection-reset connection-aborted connection-terminated name-not-resolved "
        "name-unresolvable DNS-error tls truncated protocol too-many-redirects interrupted "
        "unexpected invalid-answer invalid-response HTTP-protocol-error destination-unavailable "
        "destination-not-found"
    ),
    Meaning(503, "Unavailable"): (
        "unavailable service-unavailable temporarily-unavailable overloaded busy "
        "temporary-failure temporary-resolver-failure misconfigured internal internal-error"
    ),
    Meaning(504, "Too slow"): (
        "timed-out timeout gateway-timeout deadline-exceeded DNS-timeout connection-timeout "
        "connection-read-timeout connection-write-timeout HTTP-response-timeout"
    ),
}

MEANINGS: dict[str, Meaning] = {
    name: meaning for meaning, names in _ROWS.items() for name in names.split()
}
"""What a case of this name means."""


def meaning(shape: Shape | None, error: Any) -> tuple[str, Meaning]:
    """The name in an error of this shape whose JSON is ``error``, and what it means.

    Without one that has a row, it is that of the variant's case; or ``""``.
    """
    name = _name(shape, error)
    if name is not None:
        return name, MEANINGS[name]
    return (case_of(shape, error)[0] if isinstance(shape, Variant) else ""), OTHER


def meanings(shape: Shape | None) -> dict[str, Meaning]:
    """The names that errors of this shape can have, with what they mean; ``""`` for none."""
    return dict(_names(shape))


def case_of(shape: Variant, error: Any) -> tuple[str, Shape | None, Any]:
    """The name of a variant's case, the shape of its payload, and that payload, all as JSON."""
    [(name, payload)] = [(error, None)] if isinstance(error, str) else error.items()
    return name, next(case.shape for case in shape.cases if case.name == name), payload


def _name(shape: Shape | None, error: Any) -> str | None:
    """The first name in the error that has a row."""
    match shape:
        case Option(some, wrapped=False) if error is not None:
            return _name(some, error)
        case Enum():
            return error if error in MEANINGS else None
        case Variant():
            name, inner, payload = case_of(shape, error)
            return name if name in MEANINGS else _name(inner, payload)
        case Record(fields=fields):
            names = (_name(field.shape, error[field.name]) for field in fields)
            return next(filter(None, names), None)
    return None


def _names(shape: Shape | None) -> Iterator[tuple[str, Meaning]]:
    match shape:
        case Option(some, wrapped=False):
            yield from [*_names(some), ("", OTHER)]
        case Enum(labels=labels):
            yield from ((label, MEANINGS.get(label, OTHER)) for label in labels)
        case Variant(cases=cases):
            for case in cases:
                yield from _of_case(case)
        case Record(fields=fields):
            yield from _of_fields([[*_names(field.shape)] for field in fields])
        case _:
            yield "", OTHER


def _of_case(case: Case) -> Iterator[tuple[str, Meaning]]:
    if case.name in MEANINGS:
        yield case.name, MEANINGS[case.name]
        return
    inner = [*_names(case.shape)]
    yield from (one for one in inner if one[1] is not OTHER)
    if any(each is OTHER for _, each in inner):
        yield case.name, OTHER


def _of_fields(fields: list[list[tuple[str, Meaning]]]) -> Iterator[tuple[str, Meaning]]:
    """The names of all fields; those without a row only where no field need have one."""
    names = [one for field in fields for one in field]
    may_lack = all(any(each is OTHER for _, each in field) for field in fields)
    yield from (one for one in names if may_lack or one[1] is not OTHER)
