"""The contract of `playing`, and a way to run its commands."""

from typing import Any

import pytest
from playing import WIT, Run, command, contract_of

from wae.contract.model import Contract
from wae.contract.shapes import Err
from wae.tools.command import Done, Failed
from wae.tools.results import Screen


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """Of a component that has all of this."""
    return contract_of(WIT, tmp_path_factory.mktemp("wit"))


@pytest.fixture
def run(contract: Contract) -> Run:
    """Runs a command line; gives what the function got, and what the command left."""

    def run(line: str | list[str], answer: Any = None, **screen: Any) -> tuple[list[Any], Done]:
        name, *rest = line.split() if isinstance(line, str) else line
        got: list[Any] = []

        def call(function: object, values: list[Any]) -> Any:
            got.extend(values)
            if isinstance(answer, Err):
                raise Failed(answer.value)
            return answer

        return got, command(contract, name).run(rest, call, Screen(**screen))

    return run
