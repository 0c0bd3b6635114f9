"""A component that sends the request it is told to, by `wasi:http` itself, and apps made of it."""

import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import dummy

from wae.binary.decode import decode_component
from wae.build.wit import contract_packages
from wae.compose import Part, Plan, Policy, encode, plan

HERE = Path(__file__).parent
WIT = """\
package acme:asker;

interface requests {
    send: func(method: u8, name: string, scheme: u8, authority: option<string>,
              path: option<string>, headers: list<tuple<string, list<u8>>>, modes: u32) -> u32;
}

world asker {
    import wasi:http/types@0.2.9;
    import wasi:http/outgoing-handler@0.2.9;
    MORE
    export requests;
}
"""


@cache
def asker(more: str = "") -> bytes:
    """The component that asks; `more` are further lines of its world."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "asker.wit").write_text(WIT.replace("MORE", more))
        for number, package in enumerate(contract_packages(HERE.parents[1] / "wit")):
            (folder / "deps" / str(number)).mkdir(parents=True)
            for file in package.glob("*.wit"):
                shutil.copy(file, folder / "deps" / str(number))
        core = dummy.wasm_tools("component", "embed", "-w", "asker", folder, HERE / "asker.wat")
        assert core.returncode == 0, core.stderr.decode()
    made = dummy.wasm_tools("component", "new", "-", given=core.stdout)
    assert made.returncode == 0, made.stderr.decode()
    return made.stdout


def gated(hosts: Iterable[str], more: str = "", grants: Iterable[str] = ()) -> tuple[Plan, bytes]:
    """An app of it alone, with these `hosts`, and its plan."""
    binary = asker(more)
    kind = decode_component(binary)
    part = Part("asker", binary, kind, frozenset(grants), Policy(tuple(hosts)))
    planned = plan([part], ["asker"])
    return planned, encode(planned, "test")
