"""The exports of the `cli` component."""

from componentize_py_types import Err
from wit_world import exports
from wit_world.imports import environment

import commands


class Main(exports.Main):
    """`wae:cli/main`."""

    def main(self) -> int:
        return commands.run(environment.get_arguments()[1:])


class Run(exports.Run):
    """`wasi:cli/run`, for runtimes that know only that."""

    def run(self) -> None:
        if commands.run(environment.get_arguments()[1:]):
            raise Err(None)
