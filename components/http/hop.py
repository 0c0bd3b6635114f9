"""One request of the chain that redirects make."""

from dataclasses import dataclass

from fields import Fields
from once import Once
from secret import Secret
from url import Url


@dataclass(frozen=True)
class Hop:
    """`trusted`: no redirect has led to another origin yet, so the policy's credential fits.
    `spent` are the secrets that went with the hops before."""

    method: str
    url: Url
    headers: Fields
    body: bytes | Once | None
    trusted: bool = True
    redirected_from: Url | None = None
    spent: tuple[Secret, ...] = ()

    @property
    def is_repeatable(self) -> bool:
        """Whether it can be sent again."""
        return not isinstance(self.body, Once)

    @property
    def length(self) -> int | None:
        """The bytes of the body; None where nobody knows yet."""
        return self.body.size if isinstance(self.body, Once) else len(self.body or b"")
