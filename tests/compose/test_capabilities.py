"""Which grant opens which interface."""

import pytest
import wasi

from wae.compose.capabilities import GRANTS, is_allowed, is_harmless, source_of

NOTHING: frozenset[str] = frozenset()
EVERYTHING = frozenset(GRANTS)
FREE = {
    "wasi:io/error",
    "wasi:io/poll",
    "wasi:io/streams",
    "wasi:clocks/wall-clock",
    "wasi:random/random",
    "wasi:cli/stderr",
}


@pytest.mark.parametrize("name", wasi.interfaces())
def test_without_grants(name: str) -> None:
    """Without grants there are streams, clocks, random numbers and stderr, and nothing else."""
    assert (name in FREE) == is_allowed(f"{name}@0.2.9", NOTHING)


@pytest.mark.parametrize(
    "name",
    [
        "wasi:keyvalue/store@0.2.0",
        "wasi:io/secrets@0.2.0",
        "wasi:cli/stderr-and-more@0.2.0",
        "wasi:clocks/time-machine@0.2.0",
        "wasi:filesystem/more@0.2.0",
        "wasi:http/client@0.2.0",
        "wasi:cli/environment@0.4.0",
        "wasi:cli/environment@0.3.0-rc-2026-03-15",
        "wasi:cli/environment@0.2.0-rc-2023-12-05",
        "wasi:cli/environment@1.0.0",
        "wasi:cli/environment",
        "wasi:sockets/types@0.2.0",
        "wasi:io/streams@0.3.0",
        "wasi:http/outgoing-handler@0.3.0",
        "wasi:sockets/tcp-create-socket@0.3.0",
        "wasi:",
    ],
)
def test_unknown(name: str) -> None:
    """An interface or a version that nobody has looked at is closed, whatever is granted."""
    assert not is_allowed(name, EVERYTHING)
    assert not is_harmless(name)
    assert source_of(name) is None


@pytest.mark.parametrize("version", ["0.2.0", "0.2.12", "0.2.9+build"])
def test_every_version(version: str) -> None:
    """A grant goes for every compatible version of an interface."""
    name = f"wasi:cli/environment@{version}"
    assert "environment" == source_of(name)
    assert is_allowed(name, frozenset({"environment"}))
    assert not is_allowed(name, EVERYTHING - {"environment"})


@pytest.mark.parametrize("name", wasi.interfaces())
def test_harmless_is_no_source(name: str) -> None:
    """What can be held without a grant is never a source of something that needs one."""
    versioned = f"{name}@0.2.9"
    needs_grant = source_of(versioned) in GRANTS
    assert not (needs_grant and is_harmless(versioned))
