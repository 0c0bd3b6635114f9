"""The component `cli`: the command line of the toolbox."""

from componentize_py_types import Err
from wit_world import exports

from command_line import process


class Main(exports.Main):
    """`wae:cli/main`."""

    def main(self) -> int:
        return process.main()


class Run(exports.Run):
    """`wasi:cli/run`, which knows only success and failure."""

    def run(self) -> None:
        if process.main() != 0:
            raise Err(None)
