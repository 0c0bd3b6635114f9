"""The component `password` behind FastAPI, to compare with: same code, no sandbox.

`python fastapi_password.py PORT`, with the component's modules and bindings on the path.
"""

import sys
from typing import Literal

import uvicorn
from componentize_py_types import Err
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field
from wit_world.exports import generator

from passwords import make_passwords

app = FastAPI()


class PasswordRecipe(BaseModel):
    """As in `wae:password/generator`; other recipes are left out."""

    length: int | None = Field(ge=0, lt=2**32)
    classes: list[Literal["lower", "upper", "digits", "symbols"]]
    symbols: str | None
    exclude_ambiguous: bool = Field(alias="exclude-ambiguous")
    require_each_class: bool = Field(alias="require-each-class")


class Recipe(BaseModel):
    password: PasswordRecipe


class Request(BaseModel):
    recipe: Recipe
    count: int = Field(ge=0, lt=2**32)
    min_entropy: float | None = Field(alias="min-entropy")


class Arguments(BaseModel):
    request: Request


class Batch(BaseModel):
    passwords: list[str]
    entropy: float
    length: int
    alphabet_size: int = Field(serialization_alias="alphabet-size")


@app.post("/password/generator/generate")
async def generate(arguments: Arguments) -> Batch:
    """Not in a thread: that would only be slower."""

    given = arguments.request.recipe.password
    classes = generator.CharacterClasses(0)
    for name in given.classes:
        classes |= generator.CharacterClasses[name.upper()]
    recipe = generator.PasswordRecipe(
        given.length, classes, given.symbols, given.exclude_ambiguous, given.require_each_class
    )
    try:
        made = make_passwords(recipe, arguments.request.count, arguments.request.min_entropy)
    except Err as error:
        raise HTTPException(422, str(error.value)) from error
    return Batch(
        passwords=made.passwords,
        entropy=made.entropy,
        length=made.length,
        alphabet_size=made.alphabet_size,
    )


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), access_log=False, log_level="warning")
