"""The options of ``wae deploy``, from the command line and from ``[deploy]``."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from wae.commands.arguments import Parser
from wae.deploy.bus import DEFAULT, Address, check_address
from wae.deploy.pool import read_pool
from wae.deploy.settings import Settings
from wae.deploy.variables import parse_file
from wae.deploy.workload import Warm
from wae.errors import UsageError
from wae.manifest import load_manifest
from wae.manifest.deploy import DeployRequest
from wae.manifest.finding import manifest_file
from wae.registry.reference import parse

_HOST = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)
_WARM = re.compile(r"([0-9]{1,6}),([0-9]{1,9})", re.ASCII)
_GROUP = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}", re.ASCII)


def parse_arguments(arguments: list[str], text: str, kinds: tuple[str, ...]) -> argparse.Namespace:
    """What stands on the command line. Raises UsageError."""
    parser = Parser("wae deploy", text)
    parser.add_argument("app", nargs="?")
    for name in ("host", "nats", "tls-ca", "tls-cert", "tls-key", "group", "env-file", "files"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--app", dest="component")
    parser.add_argument("--health")
    parser.add_argument("--replicas", type=int)
    parser.add_argument("--requests", type=int)
    parser.add_argument("--env", action="append", default=[])
    parser.add_argument("--pool", action="append", default=[])
    parser.add_argument("--warm")
    parser.add_argument("--watch", action="store_true")
    parser.add_argument("--insecure", action="store_true")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--dry-run", action="store_true")
    instead.add_argument("--manifest", choices=kinds)
    instead.add_argument("--status", action="store_true")
    instead.add_argument("--down", action="store_true")
    return parser.parse_args(arguments)


def settings_of(parsed: argparse.Namespace) -> Settings:
    """The settings; an option goes before the manifest's. Raises :class:`wae.errors.WaeError`.

    A manifest is read where a folder is named, or nothing: a reference stands for itself.
    """
    table = None
    manifest = manifest_file(parsed.app)
    folder = manifest.parent
    if parsed.app is None or Path(parsed.app).is_dir():
        table = _table(manifest)
    here = table or DeployRequest()

    def text(key: str, default: str = "") -> str:
        given = getattr(parsed, key.replace("-", "_"))
        return (
            default
            if given is None and key not in here.texts
            else given or here.texts.get(key, default)
        )

    def file(name: str, key: str) -> str:
        given = getattr(parsed, name.replace("-", "_"))
        if given is None and key in here.tls:
            return str(folder / here.tls[key])
        return given or ""

    address = Address(
        text("nats", DEFAULT),
        file("tls-ca", "ca"),
        file("tls-cert", "cert"),
        file("tls-key", "key"),
    )
    settings = Settings(
        reference=parse(here.texts["image"] if table else parsed.app),
        address=address,
        host=text("host").lower(),
        group=text("group", "default"),
        replicas=_number("replicas", parsed.replicas, here.numbers.get("replicas", 0)),
        variables=tuple(parsed.env) or here.variables,
        file=_variables(parsed.env_file, here.texts.get("env-file"), folder),
        files=text("files"),
        health=text("health", "/healthz"),
        requests=_number("requests", parsed.requests, here.numbers.get("requests", 16)),
        pool={**here.pool, **dict(map(read_pool, parsed.pool))},
        warm=_warm(parsed.warm) if parsed.warm else _kept(here),
        insecure=parsed.insecure,
    )
    _check(settings, parsed)
    return settings


def _table(file: Path) -> DeployRequest:
    manifest = load_manifest(file)
    if manifest.deploy is None or "image" not in manifest.deploy.texts:
        raise UsageError(
            f"{manifest.file} names no image to deploy",
            hint="Name it, for example: wae deploy registry.example/team/app:1.0.0, or in [deploy] "
            'as image = "…"',
        )
    return manifest.deploy


def _check(settings: Settings, parsed: argparse.Namespace) -> None:
    if not (parsed.status or parsed.down):
        if not settings.host:
            raise UsageError(
                "the app needs a host name for its requests",
                hint="For example: --host app.example",
            )
        if not _HOST.fullmatch(settings.host):
            raise UsageError(f"--host {settings.host} is not a host name", hint="Leave out a port")
    if not parsed.manifest:
        check_address(settings.address)
    if not _GROUP.fullmatch(settings.group):
        raise UsageError(f"--group {settings.group} is not the name of a group of hosts")
    if not re.fullmatch(r"/[!-~]*", settings.health):
        raise UsageError(f"--health {settings.health} is no path", hint="It begins with a /")
    if settings.files and not settings.files.startswith("/"):
        raise UsageError(f"--files {settings.files} is a folder on the hosts, and begins with a /")


def _number(name: str, given: int | None, default: int) -> int:
    if given is not None and given < 1:
        raise UsageError(f"--{name} must be more than 0", hint="See wae deploy --help")
    return default if given is None else given


def _warm(text: str) -> Warm:
    match = _WARM.fullmatch(text)
    if match is None or not int(match[1]) or not int(match[2]):
        raise UsageError(f"--warm {text} is not INSTANCES,CALLS", hint="For example: --warm 8,1000")
    return Warm(int(match[1]), int(match[2]))


def _kept(table: DeployRequest) -> Warm | None:
    return Warm(table.warm["instances"], table.warm["calls"]) if table.warm else None


def _variables(given: str | None, named: str | None, folder: Path) -> dict[str, str] | None:
    path = given or (str(folder / named) if named else "")
    if not path:
        return None
    try:
        return parse_file(Path(path).read_text(encoding="utf-8"), path)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise UsageError(f"cannot read the variables in {path}: {reason}") from None
