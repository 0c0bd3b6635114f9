"""The component `prices`."""

from componentize_py_types import Err
from money import shown
from wit_world import exports
from wit_world.exports import prices

_CENTS = {"tea": 250, "yacht": 2**53 + 1}


class Prices(exports.Prices):
    """`test:kiosk/prices`."""

    def look_up(self, name: str) -> prices.Price:
        if name not in _CENTS:
            raise Err(prices.Error_NotFound(name))
        return prices.Price(name, _CENTS[name], shown(_CENTS[name]))
