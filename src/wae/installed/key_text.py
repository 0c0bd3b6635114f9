"""Keys as text, `[HEADER:]NAME=ORIGIN`: what each call of an installed tool needs to know."""

from __future__ import annotations


def setting_of(key: str) -> str:
    """The setting that a key is in."""
    return key.partition("=")[0].rpartition(":")[2]


def header_of(key: str) -> str:
    """The header that it is sent in; empty for a Bearer token."""
    return key.partition("=")[0].rpartition(":")[0]


def origins_of(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Where keys are sent."""
    return tuple(key.partition("=")[2] for key in keys)
