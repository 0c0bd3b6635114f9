"""Keys, user names and passwords: looked for only where no more trust is put than in whoever
names the server that gets them."""

from wit_world.imports.values import Setting

import insecure
import setting
from failure import Failure, misconfigured
from target import Target


def first(names: list[str], target: Target) -> tuple[str, Setting] | None:
    """The first of the settings that is set where the target may have it from, with its name;
    None where none is set anywhere.

    Raises `Failure` (misconfigured) where one is set, but only in a source that is trusted further
    than the target's, and where the target would get it without TLS.
    """
    for name in names:
        if value := setting.find(name, target.rank):
            insecure.check(name, target.origin)
            return name, value
    for name in names:
        if value := setting.find(name):
            raise _refused(name, value, target)
    return None


def is_set(names: list[str], target: Target) -> bool:
    """Whether one of the settings is set where the target may have it from."""
    return any(setting.find(name, target.rank) for name in names)


def _refused(name: str, value: Setting, target: Target) -> Failure:
    return misconfigured(
        f"{name} from {setting.PLACES[value.source]} is not sent to {target.origin}, for "
        f"{target.name} from {target.place} names that server, and is trusted less: if you trust "
        f"it, set {target.name} in the environment; or set a {name} for it in {target.place}"
    )
