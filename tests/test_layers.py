"""The layers that CONTRIBUTING names: what each package may import of the others."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "wae"
MAY = {
    "binary": {"errors"},
    "link": {"binary", "errors"},
    "compose": {"binary", "errors"},
    "inspect": {"binary", "compose", "errors"},
    "contract": {"binary.types", "binary.value", "errors", "harmless"},
    "tools": {"binary.value", "contract", "errors", "harmless"},
    "runtime": {"binary", "compose", "errors", "harmless"},
    "registry": {"binary", "errors", "__version__"},
    "deploy": {
        "binary",
        "compose.origins",
        "distribution",
        "errors",
        "inspect",
        "registry",
        "runtime",
    },
    "installed": {
        "binary",
        "build.cache",
        "build.given",
        "compose",
        "errors",
        "grants",
        "manifest.given",
        "manifest.origin",
        "registry",
        "runtime",
    },
    "grants": {"binary", "compose", "errors", "inspect", "runtime", "__version__"},
    "faces/serving": {"contract", "errors", "faces", "grants", "harmless", "runtime"},
    "faces/mcp": {
        "binary",
        "compose",
        "contract",
        "errors",
        "faces",
        "inspect",
        "runtime",
        "__version__",
    },
}
NEVER = {
    "faces": {"build", "commands"},
    "faces/mcp": {"faces.rest"},
    "faces/rest": {"faces.mcp"},
    "faces/serving": {"faces.rest", "faces.mcp"},
}
PURE = ("binary", "link", "compose", "contract", "tools")
"""None reads files or knows of a process."""

COMPONENTS = {
    "contract": None,
    "tools": ("cli",),
    "binary.value": None,
    "errors.UsageError": ("cli",),
    "faces.rest": ("rest", "files"),
}
"""What components import of wae, and which of them, if not all may."""


def _imports(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each file and each thing that it imports: a module, or a name in one.

    Hidden folders have what is generated, in the Python of guests.
    """
    for file in sorted(folder.rglob("*.py")):
        if any(part.startswith(".") for part in file.relative_to(folder).parts):
            continue
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield from ((file, f"{node.module}.{alias.name}") for alias in node.names)
            elif isinstance(node, ast.Import):
                yield from ((file, alias.name) for alias in node.names)


def _ours(folder: Path) -> set[str]:
    """What a folder's files import of wae, without that word."""
    return {module.removeprefix("wae.") for _, module in _imports(folder) if module[:4] == "wae."}


def _below(module: str, names: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


@pytest.mark.parametrize("package", sorted(MAY.keys() | NEVER.keys()))
def test_layers(package: str) -> None:
    """A package imports itself and what is below it."""
    own = package.replace("/", ".")
    others = {module for module in _ours(SOURCES / package) if not _below(module, {own})}
    allowed = MAY.get(package)
    if allowed is not None:
        assert set() == {module for module in others if not _below(module, allowed)}
    assert set() == {module for module in others if _below(module, NEVER.get(package, set()))}


@pytest.mark.parametrize("package", PURE)
def test_pure(package: str) -> None:
    """Plain values in, plain values out."""
    modules = {module.partition(".")[0] for _, module in _imports(SOURCES / package)}
    assert set() == modules & {"os", "io", "pathlib", "socket", "subprocess", "tempfile", "shutil"}


def test_components() -> None:
    """Components import nothing of wae but what the build gives them, or what they include."""
    for component in sorted([*(ROOT / "components").iterdir(), *(ROOT / "tools").iterdir()]):
        for file, module in _imports(component) if component.is_dir() else ():
            if "tests" in file.parts or not _below(module, {"wae"}):
                continue
            name = module.removeprefix("wae.")
            allowed = [who for part, who in COMPONENTS.items() if _below(name, {part})]
            assert allowed, f"{file} imports {module}"
            # A tool's commands are a part of the command line.
            owner = "cli" if "commands" in file.relative_to(component).parts else component.name
            assert allowed[0] is None or owner in allowed[0], f"{file} imports {module}"
