"""`python -m tests.faults --port 0` prints the two URLs and serves until interrupted."""

import argparse
import contextlib
import signal

from .server import FaultServer


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    with FaultServer(parser.parse_args().port) as server:
        print(server.url, server.other_url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()


main()
