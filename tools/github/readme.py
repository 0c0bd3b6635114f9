"""A repository's README."""

import base64
import binascii
from urllib.parse import urlencode

from componentize_py_types import Err
from wit_world.exports import repositories as contract

import api
import failures
from json_fields import Fields
from names import Name


def read(name: Name, ref: str | None) -> contract.Readme:
    """The README on a branch, or at a tag or commit; on the default branch without one.

    Raises `Err` with an error of the contract: `no-readme` where there is none, `too-large` where
    it is over GitHub's limit of 1 MB.
    """
    query = "" if ref is None else f"?{urlencode({'ref': ref})}"
    page = api.found(name, f"/readme{query}", contract.Error_NoReadme(str(name)))
    fields = Fields(page.content)
    called, content, encoding = map(fields.text, ("name", "content", "encoding"))
    if not called or content is None:
        raise Err(failures.unexpected(200, "the answer is not a README"))
    if encoding == "none":  # "Get repository content": of 1 to 100 MB
        raise Err(contract.Error_TooLarge("a README over 1 MB"))
    if encoding != "base64":
        raise Err(failures.unexpected(200, "the README is not in base64"))
    return contract.Readme(called, fields.text("html_url"), _decoded(content))


def _decoded(content: str) -> str:
    try:
        plain = base64.b64decode("".join(content.split()), validate=True)
    except binascii.Error:
        raise Err(failures.unexpected(200, "the README is not in base64")) from None
    return plain.decode("utf-8-sig", "replace")
