"""Grants as keyword arguments of `wae.load`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike

from wae.grants import options
from wae.grants.model import EVERY, Grants


def from_python(
    *,
    env: Iterable[str] | Mapping[str, str | None],
    dirs: Iterable[str | PathLike[str]],
    data: bool,
    net: bool,
    http: bool | Iterable[str],
    allow_all: bool = False,
    deny_rest: bool = False,
) -> Grants:
    """The grants that these arguments of `wae.load` say. Raises UsageError."""
    words = [f"--dir={place}" for place in _listed(dirs)]
    if not isinstance(http, bool):
        words += [f"--http={origin}" for origin in _listed(http)]
    elif http:
        words.append(f"--http={options.ANYWHERE}")
    switches = {"data": data, "net": net, "allow-all": allow_all, "deny-rest": deny_rest}
    words += [f"--{name}" for name, is_on in switches.items() if is_on]
    values = env if isinstance(env, Mapping) else dict.fromkeys(_listed(env))
    for name, value in values.items():
        words.append(f"--env={name}" if value is None else f"--env={name}={value}")
    return options.take(words)[0]


def in_python(wanted: Grants) -> str:
    """How to give what is wanted, or deny it, in Python."""
    said = []
    if wanted.variables:
        said.append(f"env={EVERY!r}" if EVERY in wanted.variables else f"env={[*wanted.variables]}")
    if wanted.preopens:
        places = [word.removeprefix("--dir=") for word in options.spell(wanted) if "--dir=" in word]
        said.append(f"dirs={places}")
    said += ["data=True"] if wanted.data else []
    said += ["net=True"] if wanted.net else []
    if wanted.origins is None:
        said.append("http=True")
    elif wanted.origins:
        said.append(f"http={[*wanted.origins]}")
    return f"wae.load(…, {', '.join(said)}), or deny_rest=True to load it without"


def _listed(given: Iterable[str | PathLike[str]]) -> list[str]:
    """A single text counts as a list of one, not of its letters."""
    return [given] if isinstance(given, str) else [str(item) for item in given]
