"""The component `leaks`: leaked passwords by the beginning of their hashes (wit/leaks/leaks.wit).

It never sees a password, nor more of a hash than its server does.
"""

import re

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports import ranges as contract
from wit_world.imports import client

import failures

# `wae:http` puts the setting here, or the default where it is not set.
ORIGIN = "{$PWNED_PASSWORDS_URL|https://api.pwnedpasswords.com}"
_PREFIX = re.compile(r"[0-9A-F]{5}")
# haveibeenpwned.com/API/v3, "Searching by range".
_LINE = re.compile(r"([0-9A-F]{35}):([0-9]{1,19})")
_HEADERS = (
    client.Header("accept", "text/plain"),
    client.Header("user-agent", "wae"),
    # Adds entries of no password, so that the answer's size tells nothing of the prefix.
    client.Header("add-padding", "true"),
)
_MOST = 2**32 - 1


class Ranges(exports.Ranges):
    """`wae:leaks/ranges`."""

    def find(self, prefix: str) -> list[contract.Entry]:
        try:
            return _found(prefix.upper())
        except Err as error:
            server = client.other_server(ORIGIN)
            raise Err(contract.Failure(server, error.value)) from None


def _found(prefix: str) -> list[contract.Entry]:
    """The entries without those that pad. Raises `Err` with an error of the contract."""
    if not _PREFIX.fullmatch(prefix):
        raise Err(contract.Error_InvalidPrefix())
    request = client.Request("GET", f"{ORIGIN}/range/{prefix}", [*_HEADERS], None, None)
    try:
        response = client.send(request)
    except Err as error:
        raise Err(failures.of_transport(error.value)) from None
    if response.status != 200:
        raise Err(failures.of_answer(response))
    entries = [_entry(line) for line in response.body.split()]
    if not entries:
        raise Err(failures.unexpected(200, "an empty list"))
    return [entry for entry in entries if entry.count]


def _entry(line: str) -> contract.Entry:
    match = _LINE.fullmatch(line.upper())
    if match is None:
        raise Err(failures.unexpected(200, "the answer is not a list of hashes"))
    return contract.Entry(match[1], min(int(match[2]), _MOST))
