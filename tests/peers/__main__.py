"""`python -m tests.peers --seconds 20 --times 5`: the tests of a cluster, longer and more often."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

_TESTS = Path(__file__).with_name("test_cluster.py")


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.peers")
    parser.add_argument("--seconds", type=float, default=20, help="how long each disturbance lasts")
    parser.add_argument("--times", type=int, default=1, help="how often all of them happen")
    options = parser.parse_args()
    environment = {**os.environ, "WAE_CLUSTER_SECONDS": str(options.seconds)}
    for _ in range(options.times):
        code = subprocess.call([sys.executable, "-m", "pytest", "-x", _TESTS], env=environment)
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
