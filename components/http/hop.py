"""One request of the chain that redirects make."""

from dataclasses import dataclass

from fields import Fields
from secret import Secret
from url import Url


@dataclass(frozen=True)
class Hop:
    """`trusted`: no redirect has led to another origin yet, so the policy's credential fits.
    `spent` are the secrets that went with the hops before."""

    method: str
    url: Url
    headers: Fields
    body: bytes | None
    trusted: bool = True
    redirected_from: Url | None = None
    spent: tuple[Secret, ...] = ()
