"""What schemathesis leaves out of its requests: other machines, endless streams and sleeps."""

from typing import Any

import schemathesis

_NO_NAME = "x" * 64
"""As a label of a name it is too long (RFC 1035, section 2.3.4): nobody is asked for it."""
_LONGEST = {"end": 50, "seconds": 1}


@schemathesis.hook
def before_call(_context: Any, case: Any, _arguments: Any) -> None:
    """Hosts are loopback or impossible, some repositories possible, numbers of seconds small."""
    changed = _harmless(case.body)
    if changed != case.body:
        case.body = changed  # after which schemathesis judges anew whether it is valid


def _harmless(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {inner: _harmless(each, inner) for inner, each in value.items()}
    if isinstance(value, list):
        return [_harmless(each, name) for each in value]
    if name == "host" and isinstance(value, str):
        return ("127.0.0.1", "::1", f"{value}.{_NO_NAME}")[len(value) % 3]
    if name == "name" and isinstance(value, str):
        return (value, "wae/toolbox")[len(value) % 2]
    if name in _LONGEST and type(value) is int:
        return min(value, _LONGEST[name])
    return value
