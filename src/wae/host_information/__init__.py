"""Host information: what only the host knows and some commands of the toolbox show.

The toolbox sees neither this machine's paths nor the engine that runs it, nor wae's own commands.
So the host tells it, in the variable WAE_HOST, when one of those commands is run.
"""

import json
import os

from wae.host_information import checks, paths, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wae.tools.command import Command

VARIABLE = "WAE_HOST"


def for_command(
    command: str,
    own: "Mapping[str, str]",
    tools: "Mapping[str, str]",
    commands_of: "Callable[[str], Sequence[Command]]",
) -> str:
    """The host information for one of the toolbox's commands, as JSON.

    `own`: what wae's own do; `tools`: the same of those that the user installed; `commands_of`: the
    commands of one of these.
    """
    if command == "doctor":
        return json.dumps({"checks": checks.checks(os.environ)})
    if command == "config":
        return json.dumps({"paths": paths.paths(os.environ)})
    return json.dumps(words.words(own, tools, commands_of))
