"""The component `till`."""

import json

from componentize_py_types import Err
from money import shown
from wit_world import exports
from wit_world.imports import prices

from wae.contract import own
from wae.contract.json_call import error_json, result_json, values
from wae.contract.json_values import InvalidValue
from wae.contract.tools import arguments_schema

CONTRACT = own.imports(lambda name: name.startswith("test:"))
FUNCTIONS = {
    function.title: (function, own.imported(function)) for function in CONTRACT.functions()
}


class Till(exports.Till):
    """`test:kiosk/till`."""

    def total(self, names: list[str]) -> str:
        try:
            return shown(sum(prices.look_up(name).cents for name in names))
        except Err as error:
            raise Err(f"there is no {error.value.value}") from None

    def call(self, title: str, arguments: str) -> str:
        function, run = FUNCTIONS[title]
        try:
            given = values(function, json.loads(arguments))
            return json.dumps(result_json(function, run(*given)))
        except InvalidValue as error:
            raise Err(error.message) from None
        except Err as error:
            raise Err(json.dumps(error_json(function, error.value))) from None

    def schema(self, title: str) -> str:
        function, _ = FUNCTIONS[title]
        return json.dumps(arguments_schema(CONTRACT, function))
