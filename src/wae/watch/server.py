"""One of the servers that answer at a socket one after the other:
``python -m wae.watch.server SOCKET PIPE ARGUMENT...``, with the arguments of `wae serve`.

The socket is that of `wae watch`. The pipe gets a byte as soon as this server answers.
"""

from __future__ import annotations

import socket
import sys

from wae.commands.serve import take_over
from wae.errors import WaeError
from wae.runtime import terminal


def main() -> None:
    listening, pipe, *arguments = sys.argv[1:]
    with open(int(pipe), "wb", buffering=0) as answers:

        def answering() -> None:
            answers.write(b"1")

        try:
            take_over(arguments, socket.socket(fileno=int(listening)), answering)
        except WaeError as error:
            for each in error.each():
                terminal.line(each.line())
            sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
