"""A new account."""

import json
import re

from componentize_py_types import Err
from wit_world.exports import emissions as contract

import failures
import json_text
import server_words
import service
from json_fields import Fields

_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+")
_LONGEST = 254


def register(email: str, organization: str | None) -> str:
    """Makes the account, and gives the service's words. Raises `Err` with an error of the
    contract."""
    if not _EMAIL.fullmatch(email) or len(email) > _LONGEST:
        raise Err(contract.Error_Invalid("that is not an e-mail address"))
    response = service.post("/register", _body(email, organization))
    if response.status // 100 != 2:
        raise Err(failures.of_answer(response))
    try:
        document = json_text.parse(response.body)
    except json_text.BadJson:
        document = None
    refused = server_words.of_json(document, ("ok", "user"))
    if refused is not None:
        raise Err(failures.unexpected(response.status, refused.message))
    return Fields(document).text("ok") or "User created"


def _body(email: str, organization: str | None) -> str:
    """`wae:http` puts user name and password in the places that have their settings' names."""
    own = {"email": email} | ({"org": organization} if organization else {})
    # A brace of the caller's must not begin such a place.
    texts = json.dumps(own)[1:-1].replace("{", "\\u007b")
    return '{"username": "{$WATTTIME_USER}", "password": "{$WATTTIME_PASSWORD}", ' + texts + "}"
