"""Passwords behind FastAPI as people write it: `secrets.choice` in a loop until it fits.

`python fastapi_ordinary.py PORT`.
"""

import math
import secrets
import string
import sys
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Query
from pydantic import BaseModel

SYMBOLS = "!#$%&()*+,-./:;<=>?@[]^_{}~"
CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits, SYMBOLS)
ALPHABET = "".join(CLASSES)

app = FastAPI()


class Password(BaseModel):
    password: str
    entropy: float


@app.post("/password")
async def password(length: Annotated[int, Query(ge=4, le=1024)] = 20) -> Password:
    """With a character of each class; not in a thread, which would only be slower."""
    while True:
        made = "".join(secrets.choice(ALPHABET) for _ in range(length))
        if all(any(character in one for character in made) for one in CLASSES):
            return Password(password=made, entropy=length * math.log2(len(ALPHABET)))


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), access_log=False, log_level="warning")
