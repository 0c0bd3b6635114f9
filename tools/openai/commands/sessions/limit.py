"""How much room chats may take on the disk: what a setting says; else there is a notice."""

from shared import wording
from shared.errors import USAGE, Failure
from shared.terminal import Terminal
from tools.openai.commands import errors
from tools.openai.commands.sessions import store

SETTING = "OPENAI_SESSIONS_LIMIT"
_MEBIBYTE = 1024 * 1024
#: From where on there is a notice without a setting.
NOTICED = 256 * _MEBIBYTE
_SHOWN = 5


def read() -> int | None:
    """The limit in bytes, if there is one. Raises `Failure`."""
    text = errors.setting(SETTING)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and int(text[:7]) > 0 and len(text) <= 6):
        raise Failure(
            f"{SETTING} is not a number of MiB from 1 to 999,999", "Such as 500", code=USAGE
        )
    return int(text) * _MEBIBYTE


def keep_within(limit: int | None, current: str, terminal: Terminal) -> None:
    """Deletes the sessions that were used the longest ago, but never the `current` one, until all
    take `limit` bytes at most, and tells which; without a limit tells where they take a lot.

    Raises `Failure`.
    """
    sizes = store.sizes()
    total = sum(sizes.values())
    if limit is None:
        if total > NOTICED:
            terminal.tell(
                f"wae: Your chats take {wording.size(total)}. 'wae openai sessions delete' deletes "
                f"one; 'wae config set {SETTING}' says how many MiB they may take: then the oldest "
                "are deleted."
            )
        return
    deleted = []
    for name in reversed(sizes):  # the one that was used last comes first
        if total > limit and name != current:
            store.delete(name)
            total -= sizes[name]
            deleted.append(name)
    if deleted:
        shown = ", ".join(deleted[:_SHOWN]) + (", …" if len(deleted) > _SHOWN else "")
        what = wording.count(len(deleted), "old session")
        terminal.tell(
            f"wae: Deleted {what} ({shown}): together they took more than {wording.size(limit)} "
            f"({SETTING})."
        )
