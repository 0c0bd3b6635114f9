"""What only the host knows, and tells some commands in the variable WAE_HOST, a JSON object.

Under another host than wae there is none.
"""

import json
from typing import Any

from wit_world.imports import environment

VARIABLE = "WAE_HOST"


def read() -> dict[str, Any]:
    """The facts; empty where nobody tells any."""
    text = dict(environment.get_environment()).get(VARIABLE)
    return json.loads(text) if text else {}
