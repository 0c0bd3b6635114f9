"""What a denial says on stderr before it ends the app: the reason, for the message of the crash.

Any component could write such a line and then trap. So it counts only at the very end of stderr,
and only in the words that denials use: nothing else gets from a sealed component to the user.
"""

from wae.errors import Crash

_NAME = rb"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}"
_ITEM = rb"[A-Za-z0-9:/@.+\[\]_-]{1,200}"
_WORDS = (
    rb'wae: (component "' + _NAME + rb'" (?:ended the app(?: with status \d{1,3})?'
    rb"|called " + _ITEM + rb" of " + _ITEM + rb'(?: without the grant "[a-z]{1,20}"'
    rb"|, which no grant opens)))\n\Z"
)


def explain(crash: Crash, stderr: bytes, *, was_shown: bool = False) -> Crash:
    """`crash` with the reason if `stderr` ends in one, and with all of that if not yet shown."""
    import re

    words = re.search(rb"(?:\A|\n)" + _WORDS, stderr)
    if words:
        crash.message = f"the app crashed ({words[1].decode()})"
        crash.args = (crash.message,)
    if not was_shown:
        crash.debug = stderr.decode("utf-8", "replace") + crash.debug
    return crash
