"""What is sold, read while the component is built."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Product:
    """`price` in cents."""

    id: str
    name: str
    price: int


PRODUCTS = {
    one["id"]: Product(**one)
    for one in json.loads(Path(__file__).with_name("products.json").read_text(encoding="utf-8"))
}
