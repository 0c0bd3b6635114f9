"""A small app that is served: it answers its version and the variables that it was given."""

import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.dummy import wasm_tools

from wae.binary.decode import decode_component
from wae.compose import ComponentSpec, encode, plan

HERE = Path(__file__).parent
WASI = HERE.parents[1] / "wit" / "wasi"
WIT = """package acme:greeter;
world greeter {
    import wasi:cli/environment@0.2.9;
    import wasi:http/types@0.2.9;
    export wasi:http/incoming-handler@0.2.9;
}
"""
READS = ("GREETING", "SECRET")


@cache
def component(version: str = "one", status: int = 200) -> bytes:
    """The component by itself."""
    text = (HERE / "greeter.wat").read_text()
    text = text.replace("VERSION", version).replace("STATUS", str(status))
    text = text.replace("LENGTH", str(len(version)))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "greeter.wit").write_text(WIT)
        (folder / "greeter.wat").write_text(text)
        shutil.copytree(WASI, folder / "deps")
        core = wasm_tools("component", "embed", folder, folder / "greeter.wat")
    assert core.returncode == 0, core.stderr.decode()
    made = wasm_tools("component", "new", "-", given=core.stdout)
    assert made.returncode == 0, made.stderr.decode()
    return made.stdout


def app(version: str = "one", status: int = 200) -> bytes:
    """An app of it, which may read the variables of `READS` and reach nobody."""
    return composed(variables=READS, version=version, status=status)


def composed(
    variables: tuple[str, ...] | None = None,
    grants: frozenset[str] = frozenset(),
    version: str = "one",
    status: int = 200,
) -> bytes:
    """An app of it with what a manifest may give."""
    binary = component(version, status)
    spec = ComponentSpec("greeter", binary, decode_component(binary), grants=grants)
    spec = replace(spec, variables=variables)
    return encode(plan([spec], ["greeter"]), "greeter")
