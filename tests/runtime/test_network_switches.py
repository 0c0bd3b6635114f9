"""Switching on TCP and UDP in wasmtime's configuration, which its C API cannot do."""

from ctypes import addressof, create_string_buffer, memset, string_at

import pytest

from wae.runtime import capi, library, network


@pytest.fixture
def wasmtime() -> capi.Library:
    return capi.Library(library.library_path(library.package_folder()))


class FakeLibrary:
    """Sets a byte to 1 at each of the places, where wasmtime would set one."""

    def __init__(self, *places: int) -> None:
        self._places = places

    def wasi_config_inherit_network(self, config: int) -> None:
        """Writes nothing."""

    def wasi_config_allow_ip_name_lookup(self, config: int, allowed: bool) -> None:
        for place in self._places:
            memset(config + place, int(allowed), 1)


def switched(content: bytes, *places: int) -> tuple[bool, list[int]]:
    """What `allow` returns for a configuration with this content, and where it is not 0 then."""
    config = create_string_buffer(content, network.SIZE)
    done = network.allow(FakeLibrary(*places), addressof(config))  # type: ignore[arg-type]
    return done, [at for at, byte in enumerate(config.raw) if byte]


def test_this_wasmtime(wasmtime: capi.Library) -> None:
    """The installed wasmtime's configuration is as expected, and TCP and UDP get switched on.

    If this fails after an update, look in its C API for functions that allow them.
    """
    config = wasmtime.wasi_config_new()
    assert network.allow(wasmtime, config)
    assert b"\1\1\1" in string_at(config, network.SIZE)


def test_only_the_two_bytes_are_written() -> None:
    """The switches that follow the one for names are on; every other byte is as it was."""
    assert (True, [100, 101, 102]) == switched(b"", 100)


def test_another_layout_is_left_alone() -> None:
    """Where the bytes are not what wasmtime 50 has there, none is written."""
    assert (False, []) == switched(b"")
    assert (False, [50, 100]) == switched(b"", 50, 100)
    assert (False, [100, 101]) == switched(b"\0" * 101 + b"\7", 100)
    assert (False, [network.SIZE - 1]) == switched(b"", network.SIZE - 1)
