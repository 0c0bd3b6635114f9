"""What only the host knows and some commands of the toolbox show.

The toolbox sees neither this machine's paths nor the engine that runs it, nor wae's own commands.
So the host tells it, in the variable WAE_HOST, when one of those commands is run.
"""

import json
import os

from wae.facts import checks, paths, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "WAE_HOST"


def told(command: str, own: "Mapping[str, str]") -> str:
    """What one of the toolbox's commands is told, as JSON; `own` are wae's, and what each does."""
    if command == "doctor":
        return json.dumps({"checks": checks.checks(os.environ)})
    if command == "config":
        return json.dumps({"paths": paths.paths(os.environ)})
    return json.dumps(words.words(own))
