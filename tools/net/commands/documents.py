"""Answers of `wae:net` for programs: JSON documents and fields of rows."""

import dataclasses
import re
from typing import Any

from wit_world.imports.names import Address, Error, Host
from wit_world.imports.ports import Attempt, Outcome, Outcome_Open
from wit_world.imports.time_server import Answer

from tools.net.commands.endpoint import join_host_port

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def host(answer: Host) -> dict[str, Any]:
    """The record's fields."""
    return {"name": answer.name, "addresses": [_address(each) for each in answer.addresses]}


def host_rows(answer: Host) -> list[tuple[object, ...]]:
    """Address and family."""
    return [(each.ip, _family(each)) for each in answer.addresses]


def probe(endpoint: tuple[str, int], result: list[Attempt] | Error) -> dict[str, Any]:
    """Host and port, whether it is open, why the name has no address, and the attempts."""
    attempts = result if isinstance(result, list) else []
    return {
        "host": endpoint[0],
        "port": endpoint[1],
        "open": is_open(result),
        "error": None if isinstance(result, list) else _case(result),
        "attempts": [
            {
                **_address(each.address),
                "outcome": _case(each.outcome),
                "detail": getattr(each.outcome, "value", None),
                "milliseconds": each.duration,
            }
            for each in attempts
        ],
    }


def probe_rows(
    endpoint: tuple[str, int], result: list[Attempt] | Error
) -> list[tuple[object, ...]]:
    """Endpoint, address, outcome (or what is wrong with the name), milliseconds."""
    if not isinstance(result, list):
        return [(join_host_port(*endpoint), None, f"name-{_case(result)}", None)]
    return [
        (join_host_port(*endpoint), each.address.ip, _case(each.outcome), f"{each.duration:.3f}")
        for each in result
    ]


def is_open(result: list[Attempt] | Error) -> bool:
    """Whether one of the addresses took a connection."""
    attempts = result if isinstance(result, list) else []
    return any(isinstance(each.outcome, Outcome_Open) for each in attempts)


def time(server: tuple[str, int], answer: Answer) -> dict[str, Any]:
    """The server, the best offset and delay, then the record's fields."""
    best = answer.samples[answer.best]
    return {
        "host": server[0],
        "port": server[1],
        "offset": best.offset,
        "delay": best.delay,
        **dataclasses.asdict(answer),
        "address": _address(answer.address),
        "leap": answer.leap.name.lower(),
    }


def time_rows(server: tuple[str, int], answer: Answer) -> list[tuple[object, ...]]:
    """The same as rows: a name and its value; of each sample all values."""
    document = time(server, answer)
    simple = [(key, value) for key, value in document.items() if key not in ("address", "samples")]
    samples = [("sample", *dataclasses.astuple(each)) for each in answer.samples]
    return [("address", answer.address.ip), *simple, *samples]


def _address(address: Address) -> dict[str, str]:
    return {"family": _family(address), "ip": address.ip}


def _family(address: Address) -> str:
    return address.family.name.lower()


def _case(value: Outcome | Error) -> str:
    """The name of a variant's case as it is in the contract: `timed-out`."""
    return _WORD.sub("-", type(value).__name__.partition("_")[2]).lower()
