"""A command on a terminal that understands nothing, so that nobody has to send it a sequence."""

import os
import subprocess

from tests.adversary.victim import COMMAND, Victim
from tests.patience import PATIENCE


def on_terminal(victim: Victim, *arguments: str) -> tuple[int, str]:
    """The exit code and all that was written to the terminal."""
    ours, theirs = os.openpty()
    environment = {**os.environ, **victim.expose, "TERM": "dumb", "NO_COLOR": "1"}
    environment |= {"XDG_CACHE_HOME": victim.cache, "WAE_TOOLBOX": str(victim.app)}
    with subprocess.Popen(
        [COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 65536):
                shown += chunk
        except OSError:
            pass  # on Linux the end of a terminal is an error
        code = process.wait(PATIENCE)
    os.close(ours)
    return code, shown.decode()
