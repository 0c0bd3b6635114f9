"""Better code for an app that was started more than once, made behind it; see `runtime.optimizing`.

`python -m wae.commands.optimize APP SHA256 [OPTION]…`: the options are those that give an app
something, as `wae run` takes them. No word of wae's: commands start it when they have ended.
"""

import os
import sys

from wae.runtime import optimizing
from wae.runtime.app import find_app

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wae.runtime.app import App
    from wae.runtime.engine import Engine

_LOWEST = 19  # nice's
_SESSION = "/proc/self/autogroup"


def behind(app: "App", engine: "Engine", where: str, *, name: str, given: "Iterable[str]") -> None:
    """Starts it, if `app` is due; `name` and the options `given` lead another process to it.

    That process holds nothing of this one's, not even its terminal.
    """
    if not engine.baseline or not optimizing.is_due(app, engine, where):
        return
    import subprocess

    subprocess.Popen(
        # -P: nothing is imported from the current folder, whatever lies there.
        [sys.executable, "-P", "-m", __name__, name, app.sha256, *given],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def main(arguments: "list[str]") -> None:
    """Optimizes, unless the app is another by now. Raises WaeError, OSError."""
    from wae.grants import options
    from wae.grants.granted import grant
    from wae.runtime import cache_directory

    give_way()
    name, sha256, *given = arguments
    grants, _ = options.take(given)
    where = cache_directory.path(os.environ)
    app = grant(find_app(name, where), grants, os.environ, where).app
    if app.sha256 == sha256:
        optimizing.optimize(app, where)


def give_way() -> None:
    """Runs only while nobody else wants the processor.

    Linux shares it among sessions first where it groups by them (sched(7), "The autogroup
    feature"): there the niceness of a process counts within its session alone.
    """
    os.nice(_LOWEST)
    try:
        with open(_SESSION, "w") as own:
            own.write(str(_LOWEST))
    except OSError:
        return  # not grouped


if __name__ == "__main__":
    main(sys.argv[1:])
