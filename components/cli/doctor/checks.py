"""What `wae doctor` looks at from inside the sandbox: settings, keys and services."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from componentize_py_types import Err
from wit_world.imports import presence

from help.settings_list import SETTINGS
from shared import setting_place
from shared.errors import Failure
from shared.terminal import Terminal
from shared.tool import Service, Tool

OK, UNSET, ADVICE, PROBLEM = "ok", "unset", "advice", "problem"

# Any name will do that nobody sets: looking for it reads every file.
_NOBODY_SETS = "WAE_DOCTOR"
# Errors that only a service that works gives.
_WORKS = ("not-found", "no-release")
_LATER = ("rate-limited", "quota-exhausted")
_REFUSED = "unauthorized"


@dataclass(frozen=True)
class Check:
    """What was looked at, how it is, and what to do about it where it is not well."""

    name: str
    #: `ok`; `unset`: not there and not needed; `advice`: works, could be better; `problem`.
    status: str
    detail: str
    #: The case of the contract's error, where there was one: `unreachable`, `unauthorized`, …
    error: str | None = None


def settings() -> Check:
    """Whether the files of settings can be read, and in them the lines of all settings."""
    for name in (_NOBODY_SETS, *(one.name for one in SETTINGS)):
        try:
            presence.find(name)
        except Err as error:
            return _problem("settings files", setting_place.bad_file(error.value), "bad-file")
    return Check("settings files", OK, "all present ones are valid")


def servers(service: Service) -> Iterator[Check]:
    """The servers that are asked instead of the service's own, and where each is set."""
    for server in service.servers:
        try:
            other, place = server.other(), setting_place.first(server.setting)
        except Failure:
            continue
        if other:
            detail = f"{place}: {other} is asked instead of {server.name}"
            yield Check(server.setting, OK, detail)


def credentials(service: Service) -> Iterator[Check]:
    """Whether each key of a service is set, and where; never its value.

    Nothing about a key that may be in a file that cannot be read, which `settings files` tells.
    """
    instead = (service.instead,) if service.instead else ()
    for names in (*service.credentials, *instead):
        try:
            set_by, known = setting_place.first(*names), service.servers[0].key(*names)
        except Failure:
            continue
        if known:
            yield Check(names[0], OK, known)
        elif set_by:
            detail = f"{set_by}; not sent to {service.servers[0].called()}, which is trusted less"
            yield Check(names[0], ADVICE, detail)
        elif names not in instead:
            detail = f"not set; it is for {service.name}: wae config set {names[0]}"
            yield Check(names[0], UNSET, detail)


def reachable(service: Service, terminal: Terminal) -> Check:
    """Whether a service answers, and takes the user's key."""
    whole = bool(service.credentials) and all(map(_is_set, service.credentials))
    known = whole or _is_set(service.instead)
    if not known and not service.public:
        return Check(service.name, UNSET, "skipped: needs the unset setting above")
    with terminal.waiting(f"Asking {service.name}…"):
        try:
            service.ask()
        except Err as error:
            return _answered(service, error.value, known)
    answers = _answers(service)
    return Check(service.name, OK, f"{answers}, and accepts the key" if known else answers)


def services(tools: tuple[Tool, ...]) -> list[Service]:
    """The services of the tools, in their order."""
    return [service for tool in tools for service in tool.services]


def _answered(service: Service, error: object, known: bool) -> Check:
    case = _case(getattr(error, "reason", error))
    if case in _WORKS:
        return Check(service.name, OK, _answers(service))
    if case == _REFUSED and not known:
        detail = f"{_answers(service)}; to use it, set what is not set above"
        return Check(service.name, UNSET, detail, case)
    if case in _LATER:
        return Check(service.name, ADVICE, _text(_explained(service, error)), case)
    return _problem(service.name, _explained(service, error), case)


def _answers(service: Service) -> str:
    """`answers`, and who does where it is not the service's own server."""
    try:
        other = service.servers[0].other() if service.servers else None
    except Failure:
        other = None
    return f"{other} answers" if other else "answers"


def _explained(service: Service, error: object) -> Failure:
    """What the error means; where a file of settings is broken, that matters more."""
    try:
        return service.explain(error)
    except Failure as failure:
        return failure


def _is_set(names: tuple[str, ...]) -> bool:
    try:
        return setting_place.first(*names) is not None
    except Failure:
        return False


def _problem(name: str, failure: Failure, case: str) -> Check:
    return Check(name, PROBLEM, _text(failure), case)


def _text(failure: Failure) -> str:
    return str(failure).removeprefix("wae: ")


def _case(error: object) -> str:
    """The name of a variant's case as it is in the contract: `rate-limited`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__.partition("_")[2]).lower()
