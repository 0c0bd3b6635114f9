"""The process around the command line: its environment, arguments and standard streams."""

import sys

from wit_world.imports import environment

from command_line import root
from command_line.notices import Notices
from shared import services, terminal
from shared.errors import BROKEN_PIPE, FAILED


def main() -> int:
    """Runs the command in the process's arguments and returns its exit code."""
    variables = dict(environment.get_environment())
    offered = services.detect(variables)
    with Notices(offered.token):
        here = terminal.detect(variables, offered)
        try:
            code = root.run(environment.get_arguments()[1:], here)
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever reads the results has enough of them.
            return BROKEN_PIPE
        except OSError as error:
            reason = error.strerror or str(error)
            here.tell(f"wae: The results could not be written: {reason}. Is the disk full?")
            return FAILED
        return code
