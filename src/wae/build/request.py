"""What an app asks for where it is run, kept in the app."""

from __future__ import annotations

from wae.errors import UsageError
from wae.grants.keywords import from_python
from wae.grants.needs import request_section
from wae.manifest import Manifest


def run_section(manifest: Manifest) -> bytes:
    """The custom section for ``[run]``, empty without one. Raises ManifestError.

    The form of the section: `wae.grants.needs`.
    """
    asked = manifest.run
    if asked is None:
        return b""
    try:
        grants = from_python(
            env=asked.environment, dirs=asked.dirs, data=asked.data, net=asked.net, http=asked.http
        )
    except UsageError as error:
        raise manifest.error_at("run", error.message, error.hint) from None
    return request_section(grants)
