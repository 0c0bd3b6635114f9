"""A component that sends the request it is told to, by `wasi:http` itself, and apps made of it."""

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import dummy

from wae.binary.decode import decode_component
from wae.compose import ComponentSpec, Policy, encode, plan

HERE = Path(__file__).parent
WASI = HERE.parents[1] / "wit" / "wasi"
WIT = """\
package acme:asker;

interface requests {
    send: func(method: u8, name: string, scheme: u8, authority: option<string>,
              path: option<string>, headers: list<tuple<string, list<u8>>>, modes: u32) -> u32;
}

world asker {
    import wasi:http/types@0.2.9;
    import wasi:http/outgoing-handler@0.2.9;
    export requests;
}
"""
# The one function that the component needs beside those that ours have a use for.
BODY = "        body: func() -> result<outgoing-body>;\n        set-method"
HEADERS = (BODY, f"        headers: func() -> headers;\n{BODY}")


@cache
def asker(package: str = "acme:asker", version: str = "0.2.9") -> bytes:
    """The component that asks.

    `package` is that of its contract, `version` the version of WASI.
    """

    def written(text: str) -> str:
        return text.replace("acme:asker", package).replace("0.2.9", version).replace(*HEADERS)

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "asker.wit").write_text(written(WIT))
        (folder / "asker.wat").write_text(written((HERE / "asker.wat").read_text()))
        for package_folder in WASI.iterdir():
            (folder / "deps" / package_folder.name).mkdir(parents=True)
            for file in package_folder.glob("*.wit"):
                target = folder / "deps" / package_folder.name / file.name
                target.write_text(written(file.read_text()))
        core = dummy.wasm_tools("component", "embed", folder, folder / "asker.wat")
    assert core.returncode == 0, core.stderr.decode()
    made = dummy.wasm_tools("component", "new", "-", given=core.stdout)
    assert made.returncode == 0, made.stderr.decode()
    return made.stdout


def part(binary: bytes, name: str = "asker", hosts: Iterable[str] | None = None) -> ComponentSpec:
    """The component in an app's manifest, with these `hosts` and no grant."""
    policy = None if hosts is None else Policy(tuple(hosts))
    return ComponentSpec(name, binary, decode_component(binary), policy=policy)


def app(hosts: Iterable[str]) -> bytes:
    """An app of it alone, with these `hosts`."""
    return encode(plan([part(asker(), hosts=hosts)], ["asker"]), "test")


def open_app() -> bytes:
    """An app of it alone that may ask for anything."""
    granted = replace(part(asker()), grants=frozenset(["http"]))
    return encode(plan([granted], ["asker"]), "test")
