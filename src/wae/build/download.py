"""Fetches the wheels that a lock pins. pip only carries: what it brings is verified here.

pip runs isolated, from an empty folder, without configuration files, `PIP_*` variables, keyrings or
caches. Where packages come from may be chosen by ``WAE_INDEX_URL``; the hashes say what they are.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from wae.build.markers import GUEST_PYTHON
from wae.build.requirements import Pin, lock_text, normal_name
from wae.build.source import Source
from wae.build.tools import BuildError, last_lines, python_tool, run
from wae.build.tree import read_file

INDEX = "WAE_INDEX_URL"
_PURE = "-none-any.whl"
# How this machine reaches others; none of these can change what a hash names.
_NETWORK = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")


def download(source: Source) -> list[tuple[Pin, bytes]]:
    """Each package that the lock wants in a guest, and its wheel.

    Raises :class:`BuildError` where there is no pure-Python wheel with a pinned hash.
    """
    pins = [pin for pin in source.lock if pin.wanted]
    index = index_url(os.environ)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "wheels")
        folder.mkdir()
        lock = Path(scratch, "lock.txt")
        lock.touch(mode=0o600)  # the index may have a password in it
        lock.write_text((f"--index-url {index}\n" if index else "") + lock_text(pins))
        _pip(source.name, lock, folder, index)
        wheels = {path.name: read_file(path) for path in sorted(folder.iterdir())}
    return [(pin, _wheel(source.name, pin, wheels)) for pin in pins]


def index_url(environ: Mapping[str, str]) -> str:
    """The index that ``WAE_INDEX_URL`` names, empty without one. Raises :class:`BuildError`."""
    url = environ.get(INDEX, "")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("https", "http", "file") and bool(parts.hostname or parts.path)
    except ValueError:
        valid = False
    if not valid or not re.fullmatch(r"[!-~]+", url) or "$" in url or "#" in url:
        raise BuildError(
            f"{INDEX} is not the URL of a package index",
            hint="For example: https://HOST/simple, or file:///FOLDER/simple",
        )
    return url


def _pip(name: str, lock: Path, folder: Path, index: str) -> None:
    command = ["--isolated", "download", "--quiet", "--no-input", "--no-cache-dir", "--no-deps"]
    command += ["--require-hashes", "--only-binary=:all:", "--disable-pip-version-check"]
    command += ["--platform", "any", "--implementation", "py", "--abi", "none"]
    command += ["--python-version", GUEST_PYTHON, "--dest", str(folder), "-r", str(lock)]
    environment = {key: os.environ[key] for key in _CERTIFICATES if key in os.environ}
    for key in _NETWORK:
        for spelling in (key, key.lower()):
            if spelling in os.environ:
                environment[spelling] = os.environ[spelling]
    environment["TMPDIR"] = str(lock.parent)
    done = run([*python_tool("pip"), *command], cwd=folder, environment=environment)
    if done.returncode == 0:
        return
    said = _without_password(done.stderr, index)
    missing = re.search(r"No matching distribution found for ([^\s(]+)", said)
    if missing:
        raise BuildError(
            f'component "{name}": no pure-Python wheel of {missing[1]} found',
            hint="Packages with native extensions cannot run in a component",
            debug=said,
        )
    changed = re.search(r"^\s+(\S+) from .*:\n\s+Expected sha256", said, re.MULTILINE)
    if changed:
        raise _hash_mismatch(name, changed[1], said)
    raise BuildError(
        f'component "{name}": its dependencies cannot be downloaded: {last_lines(said)}', debug=said
    )


def _wheel(name: str, pin: Pin, wheels: Mapping[str, bytes]) -> bytes:
    """The pinned wheel among what pip brought, by its name, its version and its hash."""
    for file, wheel in wheels.items():
        package, version, *_ = (*file.split("-"), "")
        if file.endswith(_PURE) and (normal_name(package), version) == (pin.name, pin.version):
            if hashlib.sha256(wheel).hexdigest() not in pin.hashes:
                raise _hash_mismatch(name, str(pin))
            return wheel
    raise BuildError(
        f'component "{name}": no pure-Python wheel of {pin} found',
        hint="Packages with native extensions cannot run in a component",
    )


def _hash_mismatch(name: str, package: str, debug: str = "") -> BuildError:
    return BuildError(
        f'component "{name}": {package} is not the file that was locked: hash mismatch',
        hint="Check where it comes from before you lock it again",
        debug=debug,
    )


def _without_password(text: str, index: str) -> str:
    user = urlsplit(index).netloc.rpartition("@")[0]
    return text.replace(user, "***") if user else text
