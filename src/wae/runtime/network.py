"""Lets an app use the network: any address, names, TCP and UDP.

wasmtime 50 has four switches for this, all of them off at first. Its C API can turn on addresses
and names, but has no function for TCP and UDP (they used to be on). The switches for names, UDP
and TCP are bytes that lie side by side in the configuration; so turning on names by the function
shows where the other two are.
"""

from ctypes import c_uint8, string_at

from wae.runtime import capi

SIZE = 280
"""Bytes of a `wasi_config_t` that may be read; in wasmtime 50 it is at least so large."""

_OFF, _ON = [1, 0, 0], 1


def allow(library: capi.Library, config: int) -> bool:
    """Turns on everything for the `wasi_config_t` at the address `config`.

    Returns whether that was all. Otherwise nothing but addresses and names is on: the bytes do
    not look as they do in wasmtime 50, and nothing was written to them.
    """
    library.wasi_config_inherit_network(config)
    before = string_at(config, SIZE)
    library.wasi_config_allow_ip_name_lookup(config, True)
    place = _changed(before, string_at(config, SIZE))
    if place is None or place > SIZE - 3:
        return False
    switches = (c_uint8 * 3).from_address(config + place)
    if list(switches) != _OFF:
        return False
    switches[1] = switches[2] = _ON
    return True


def _changed(before: bytes, after: bytes) -> "int | None":
    """Where the one byte is that differs; None if none or several do."""
    changed = int.from_bytes(before, "little") ^ int.from_bytes(after, "little")
    place = max(0, changed.bit_length() - 1) // 8
    return place if changed and changed >> 8 * place << 8 * place == changed else None
