"""Looks up the addresses of a host."""

from componentize_py_types import Err, Ok
from wit_world.exports import names
from wit_world.imports import instance_network, ip_name_lookup
from wit_world.imports.ip_name_lookup import ResolveAddressStream
from wit_world.imports.network import ErrorCode

import addresses
import host_name
import ip_text
from scheduler import Steps
from timer import timer

Found = Ok[names.Host] | Err[names.Error]

_ERRORS: dict[ErrorCode, names.Error] = {
    ErrorCode.INVALID_ARGUMENT: names.Error_InvalidName("the resolver does not take it"),
    ErrorCode.NAME_UNRESOLVABLE: names.Error_NotFound(),
    ErrorCode.TEMPORARY_RESOLVER_FAILURE: names.Error_TemporaryFailure(),
    ErrorCode.TIMEOUT: names.Error_TimedOut(),
    ErrorCode.ACCESS_DENIED: names.Error_NotAllowed(),
    # What wasmtime says where looking up names is not allowed.
    ErrorCode.PERMANENT_RESOLVER_FAILURE: names.Error_NotAllowed(),
}


def resolve(host: str, patience: int) -> Steps[Found]:
    """The host's addresses, each once; an address is its own. `patience` is in milliseconds."""
    try:
        named = ip_text.parse(host) or host_name.parse(host)
    except (ip_text.BadZone, host_name.BadName) as bad:
        return Err(names.Error_InvalidName(str(bad)))
    if not isinstance(named, str):
        address = addresses.described(named)
        return Ok(names.Host(address.ip, [address]))
    name = host_name.for_resolver(host, named)
    with instance_network.instance_network() as network:
        try:
            stream = ip_name_lookup.resolve_addresses(network, name)
        except Err as error:
            return Err(_error(error.value))
    with stream, timer(patience) as late:
        with stream.subscribe() as answered:
            while not answered.ready() and not late.ready():
                yield [answered, late]
            if not answered.ready():
                return Err(names.Error_TimedOut())
        try:
            outcome = _all(stream)
        except Err as error:
            return Err(_error(error.value))
    return Ok(names.Host(name, outcome)) if outcome else Err(names.Error_NotFound())


def _all(stream: ResolveAddressStream) -> list[names.Address]:
    by_text: dict[str, names.Address] = {}
    while (address := stream.resolve_next_address()) is not None:
        described = addresses.from_wasi(address)
        by_text.setdefault(described.ip, described)
    return list(by_text.values())


def _error(code: ErrorCode) -> names.Error:
    return _ERRORS.get(code) or names.Error_Failed(code.name.lower().replace("_", "-"))
