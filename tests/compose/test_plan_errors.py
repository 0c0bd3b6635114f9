"""What is said when components do not fit together."""

from pathlib import Path

import dummy
import pytest

import golden
from wae.binary.decode import decode_component
from wae.compose import ComponentSpec, PlanError, plan
from wae.compose.cycles import CircularTypes
from wae.errors import WaeError
from wae.manifest import Manifest, parse_manifest


def parts(manifest: Manifest, given: dict[str, str]) -> list[ComponentSpec]:
    """The manifest's components, from `NAME.wit` (all functions trap) or `NAME.wat`."""
    actual = []
    for name, entry in manifest.components.items():
        wit = given.get(f"{name}.wit")
        binary = dummy.from_wit(wit) if wit else dummy.from_wat(given[f"{name}.wat"])
        kind = decode_component(binary)
        actual.append(
            ComponentSpec(
                name,
                binary,
                kind,
                entry.grants,
                entry.policy,
                entry.per_consumer,
                entry.consumers,
                entry.variables,
                entry.wiring,
            )
        )
    return actual


@pytest.mark.parametrize("file", golden.cases("plan"), ids=lambda file: file.stem)
def test_errors(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every misfit gives one line: the component's place, what is wrong, what to do."""
    monkeypatch.chdir(tmp_path)
    given = golden.read(file)
    Path("wae.toml").write_text(given["wae.toml"])
    manifest = parse_manifest(given["wae.toml"], Path("wae.toml"))
    with pytest.raises(WaeError) as caught:
        plan(parts(manifest, given), manifest.exports, manifest.imports, wasi=manifest.wasi)
    error = caught.value
    if isinstance(error, PlanError):
        error = manifest.error(error.component, error.message, error.hint)
    golden.check(file, error.line())


def test_types_that_are_defined_by_themselves() -> None:
    """The error names the interface."""
    expected = "the types of a:b/c are defined by themselves"
    assert (expected, expected) == (CircularTypes("a:b/c").message, str(CircularTypes("a:b/c")))
