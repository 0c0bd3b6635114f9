"""What the wheel brings along that others wrote, told from lock files, packages, and bytes.

Packages come from the components' lock files, with licences as their wheels have them. What
componentize-py puts under them is read from a component that it made: each library leaves its
version there. A library that is not found any more is an error, as is one without a licence's text.
"""

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import compat32
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath

from wae.build.app import cache_folder
from wae.build.componentize import build_component
from wae.build.components import Components
from wae.build.dependencies import install_dependencies
from wae.build.requirements import Pin, normal_name, read_lock
from wae.build.source import Source
from wae.build.tree import Tree
from wae.manifest import load_manifest

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "licenses"  # of what comes without its licence's text
MANIFESTS = [ROOT / "apps" / name / "wae.toml" for name in ("toolbox", "toolbox-http")]
DEVELOPMENT = ROOT / "requirements-dev.lock"
TOOL = "componentize-py"
ADAPTERS = "@bytecodealliance/jco"  # where Wasmtime's adapters come from
SAMPLE = "password"  # componentize-py puts the same libraries under every component


@dataclass(frozen=True)
class Part:
    """Something that others wrote. `license` is an SPDX expression, `texts` what it asks to show.

    `purl` is the package's URL, of the specification by that name.
    """

    name: str
    purl: str
    license: str
    version: str = ""
    type: str = "library"
    hashes: tuple[str, ...] = ()
    texts: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Guest:
    """A component of the toolbox: what it is made of, and which of that are others' parts."""

    name: str
    version: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Library:
    """How a library that componentize-py links is found: `pattern` has its version, if any."""

    name: str
    license: str
    pattern: bytes
    texts: tuple[str, ...]


_WASI_LIBC = "Apache-2.0 WITH LLVM-exception AND MIT AND BSD-2-Clause AND BSD-3-Clause"
_PYTHON = ("cpython", "cpython-incorporated")
LIBRARIES = (
    Library("cpython", "Python-2.0.1", rb"(3\.\d+\.\d+) \(main, ", _PYTHON),
    Library("expat", "MIT", rb"expat_(\d+\.\d+\.\d+)", ("expat",)),
    Library("hacl-star", "MIT", rb"Hacl_()", ("hacl",)),
    Library("libmpdec", "BSD-2-Clause", rb"\0(2\.5\.\d+|4\.\d\.\d+)\0", _PYTHON[1:]),
    Library("sqlite", "blessing", rb"\0(3\.[3-9]\d\.\d+)\0", ("sqlite",)),
    Library("zlib", "Zlib", rb"\0(1\.3(?:\.\d+)*)\0", ("zlib",)),
    Library("wasi-libc", _WASI_LIBC, rb"__wasilibc_()", ("wasi-libc",)),
    Library(
        "llvm-runtimes", "Apache-2.0 WITH LLVM-exception", rb"Clang (\d+\.\d+\.\d+)-wasi-sdk", ()
    ),
    Library("rust-std", "MIT OR Apache-2.0", rb"rustc/([0-9a-f]{40})/library", ()),
)
_CRATE = re.compile(rb"/([a-z][a-z0-9_-]*)-(\d+\.\d+\.\d+)/src/")
# Data that a component keeps of a package, by the file that has it.
DATA = {
    "xkcdpass/static/eff-long": Part(
        "eff-large-wordlist",
        "pkg:generic/eff-large-wordlist@2016",
        "CC-BY-3.0-US",
        "2016",
        "data",
        texts=((TEXTS / "eff-large-wordlist.txt").read_text(encoding="utf-8"),),
    )
}


def in_host() -> list[Part]:
    """What the host's own folder contains of others: the adapters for WASI preview 1."""
    files = sorted((ROOT / "src" / "wae" / "build" / "adapters").glob("*.wasm"))
    tree = json.loads((ROOT / "tests" / "peers" / "package-lock.json").read_text(encoding="utf-8"))
    version = tree["packages"][f"node_modules/{ADAPTERS}"]["version"]
    return [
        Part(
            file.name,
            f"pkg:npm/{ADAPTERS.replace('@', '%40')}@{version}#lib/{file.name}",
            "Apache-2.0 WITH LLVM-exception",
            version,
            "file",
            (hashlib.sha256(file.read_bytes()).hexdigest(),),
            _tool().texts,
        )
        for file in files
    ]


def guests() -> list[Guest]:
    """Every component that is built from Python here, by name."""
    entries = {}
    for file in MANIFESTS:
        components = Components(load_manifest(file))
        for name, entry in components.manifest.components.items():
            if entry.source is not None and entry.build is None:
                entries.setdefault(name, components.inputs(entry))
    under = interpreter(build_component(*entries[SAMPLE], cache_folder()).binary)
    return [
        Guest(name, _version(source), (*packages(source), *under))
        for name, (source, _) in sorted(entries.items())
    ]


def _version(source: Source) -> str:
    file = source.folder / "pyproject.toml"
    return str(tomllib.loads(file.read_text(encoding="utf-8"))["project"]["version"])


def packages(source: Source) -> list[Part]:
    """The packages that a component's lock pins for it, and data that it takes from them."""
    files = install_dependencies(source, cache_folder())
    parts = [_package(pin, files) for pin in source.lock if pin.wanted]
    return parts + [part for file, part in DATA.items() if file in files]


def interpreter(binary: bytes) -> list[Part]:
    """What componentize-py linked into a component, componentize-py itself included."""
    parts = [_tool()]
    for library in LIBRARIES:
        versions = {match[1].decode() for match in re.finditer(library.pattern, binary)}
        if len(versions) != 1:
            raise SystemExit(
                f"{library.name}: found {sorted(versions) or 'nothing'} in a component"
            )
        version = versions.pop()
        texts = tuple((TEXTS / f"{name}.txt").read_text(encoding="utf-8") for name in library.texts)
        purl = f"pkg:generic/{library.name}" + (f"@{version}" if version else "")
        parts.append(Part(library.name, purl, library.license, version, texts=texts))
    crates = {(m[1].decode(), m[2].decode()) for m in _CRATE.finditer(binary)}
    for name, version in sorted(crates):
        purl = f"pkg:cargo/{name}@{version}"
        parts.append(Part(name, purl, "MIT OR Apache-2.0", version))
    return parts


def host() -> list[tuple[Part, bool]]:
    """The packages that wae needs, and those of its extras; whether each is needed always."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = DEVELOPMENT.read_text(encoding="utf-8")
    pins = {pin.name: pin for pin in read_lock(text, DEVELOPMENT)}
    needs = _needs(text)
    always = _closure(project["dependencies"], needs)
    extras = [
        one
        for extra in ("build", "deploy", "serve", "mcp")
        for one in project["optional-dependencies"][extra]
    ]
    every = always | _closure(extras, needs)
    return [(_installed(pins[name]), name in always) for name in sorted(every & pins.keys())]


def _needs(lock: str) -> dict[str, set[str]]:
    """Who needs whom, from the comments that pip-compile writes below each pin."""
    found: dict[str, set[str]] = {}
    name = ""
    for line in lock.splitlines():
        if match := re.match(r"([a-z0-9][a-z0-9.-]*)==", line):
            name = normal_name(match[1])
        elif match := re.match(r"\s+#(?: via)?\s+([a-z0-9][a-z0-9._-]*)(\s|$)", line):
            found.setdefault(normal_name(match[1]), set()).add(name)
    return found


def _closure(requirements: list[str], needs: dict[str, set[str]]) -> set[str]:
    todo = [normal_name(re.split(r"[\s\[<>=!~;]", one, maxsplit=1)[0]) for one in requirements]
    found: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += needs.get(name, ())
    return found


def _package(pin: Pin, files: Tree) -> Part:
    """A package among the installed files of a component."""
    for file, content in files.items():
        folder = PurePosixPath(file).parts[0]
        name, _, version = folder.removesuffix(".dist-info").partition("-")
        if PurePosixPath(file).name == "METADATA" and normal_name(name) == pin.name:
            return _part(
                pin, content, {f: c for f, c in files.items() if f.startswith(f"{folder}/")}
            )
    raise SystemExit(f"{pin}: no METADATA among the files of its wheel")


def _installed(pin: Pin) -> Part:
    """A package of the development environment, which has the lock's versions."""
    found = distribution(pin.name)
    if found.version != pin.version:
        raise SystemExit(f"{pin} is locked, {found.version} is installed: make .venv/ready")
    return _part(pin, (found.read_text("METADATA") or "").encode(), {})


def _tool() -> Part:
    found = distribution(TOOL)
    pins = {
        pin.name: pin for pin in read_lock(DEVELOPMENT.read_text(encoding="utf-8"), DEVELOPMENT)
    }
    [text] = [file.read_text() for file in found.files or () if file.name == "LICENSE"]
    return Part(
        TOOL,
        f"pkg:pypi/{TOOL}@{found.version}",
        "Apache-2.0 WITH LLVM-exception",
        found.version,
        hashes=pins[TOOL].hashes,
        texts=(text,),
    )


def _part(pin: Pin, metadata: bytes, files: Tree) -> Part:
    fields = BytesParser(policy=compat32).parsebytes(metadata, headersonly=True)
    texts = [
        c.decode().replace("\r\n", "\n")
        for f, c in files.items()
        if re.search(r"/(LICEN[CS]E|COPYING|NOTICE)[^/]*$", f)
    ]
    if files and not texts:
        raise SystemExit(f"{pin}: its wheel has no licence")
    return Part(
        pin.name,
        f"pkg:pypi/{pin.name}@{pin.version}",
        _license(
            fields.get("License-Expression") or fields.get("License") or "",
            fields.get_all("Classifier", []),
        ),
        pin.version,
        hashes=pin.hashes,
        texts=tuple(texts),
    )


_CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def _license(stated: str, classifiers: list[str]) -> str:
    """An SPDX expression, from metadata that states one or has a classifier."""
    known = re.fullmatch(r"[A-Za-z0-9.+-]+( (WITH|AND|OR) [A-Za-z0-9.+-]+)*", stated.strip())
    if known:
        return stated.strip()
    for classifier in classifiers:
        name = classifier.rpartition(" :: ")[2]
        if classifier.startswith("License ::") and name in _CLASSIFIERS:
            return _CLASSIFIERS[name]
    return "NOASSERTION"
